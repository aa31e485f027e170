/** An element, and what stands in it, each on lines of its own. */
export function element(name: string, attributes: Readonly<Record<string, string | number>>, inner: readonly string[]): string {
  const head = `<${name}${attributesOf(attributes)}`;
  if (inner.length === 0) return `${head}/>\n`;
  return `${head}>\n${inner.join("")}</${name}>\n`;
}

/** Attributes, each with a blank before it. */
export function attributesOf(attributes: Readonly<Record<string, string | number>>): string {
  return Object.entries(attributes).map(([name, value]) => ` ${name}="${escapeXml(String(value)).replaceAll("\n", "&#10;").replaceAll("\t", "&#9;")}"`).join("");
}

/** Text of XML. Characters that XML 1.0 has not, escaped or not, are replaced: Extensible Markup Language 1.0, section 2.2. */
export function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
