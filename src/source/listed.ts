/**
 * Words as a sentence lists them: `a`, `a or b`, `a, b, or c`; empty for none.
 *
 * As `Intl.ListFormat` writes English, whose first use alone takes longer than a small site to compile.
 */
export function listed(words: readonly string[], join: "and" | "or"): string {
  if (words.length < 3) return words.join(` ${join} `);
  return `${words.slice(0, -1).join(", ")}, ${join} ${words.at(-1)!}`;
}

/** The same with each word in backquotes. */
export function listedQuoted(words: readonly string[], join: "and" | "or"): string {
  return listed(words.map((word) => `\`${word}\``), join);
}
