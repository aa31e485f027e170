/** An element of XML, as a reader of JUnit's files sees it. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
  readonly elements: readonly Element[];
}

const entities: Readonly<Record<string, string>> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#10;": "\n", "&#9;": "\t" };

/** Reads a document of elements, attributes and text; throws for anything that XML 1.0 does not take, or that nobody needs here. */
export function readXml(text: string): Element {
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
  if (!text.startsWith(declaration)) throw new Error("it does not begin with its declaration");
  if (/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(text)) throw new Error("it holds a character that XML has not");
  const root: { elements: Element[]; text: string } = { elements: [], text: "" };
  const open: { name: string; attributes: Record<string, string>; elements: Element[]; text: string }[] = [];
  for (const [part] of text.slice(declaration.length).matchAll(/<[^<>]*>|[^<>]+|[<>]/g)) {
    const holder = open.at(-1) ?? root;
    if (!part.startsWith("<")) holder.text += unescape(part);
    else if (part.startsWith("</")) {
      const last = open.pop();
      if (part !== `</${last?.name}>`) throw new Error(`${part} closes ${last?.name}`);
      (open.at(-1) ?? root).elements.push(last!);
    } else {
      const [, name = "", rest = "", end] = /^<([a-z-]+)((?: [a-z]+="[^"<>]*")*)(\/?)>$/s.exec(part) ?? fail(part);
      const attributes = Object.fromEntries([...rest.matchAll(/ ([a-z]+)="([^"]*)"/g)].map(([, key, value]) => [key!, unescape(value!)]));
      if (end === "/") holder.elements.push({ name, attributes, text: "", elements: [] });
      else open.push({ name, attributes, elements: [], text: "" });
    }
  }
  if (open.length > 0 || root.elements.length !== 1 || root.text.trim() !== "") throw new Error("it is not one element");
  return root.elements[0]!;
}

function unescape(text: string): string {
  return text.replace(/&[^;]*;|&/g, (entity) => entities[entity] ?? fail(entity));
}

function fail(part: string): never {
  throw new Error(`${part} is no XML`);
}
