import type { Declaration } from "./vocabulary/declaration.js";
import { allKinds } from "./vocabulary/walk.js";

/** Where a word begins and ends, and where a statement does. */
const from = String.raw`(?<![^\s{};,])`;
const to = String.raw`(?=[\s{};,]|$)`;
const head = String.raw`(?:^|(?<=[{};]))\s*`;

/** The TextMate grammar, by which editors color programs: JSON, scopes as TextMate's manual and the common themes have them. */
export function renderTextMate(): string {
  const words = wordsOf();
  const grammar = {
    $schema: "https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json",
    name: "Infra",
    scopeName: "source.infra",
    fileTypes: ["infra"],
    patterns: [{ include: "#declaration" }, { include: "#inside" }],
    repository: {
      declaration: {
        match: `(?i)${head}(${anyOf(words.kinds)})(?=\\s)(?:[ \\t]+([^\\s{}"';#,]+))?`,
        captures: { 1: { name: "storage.type.infra" }, 2: { name: "entity.name.type.infra", patterns: includes("range", "interpolation") } },
      },
      inside: { patterns: includes("comment", "text", "native", "block", "continuation", "secret", "clause", "operator", "interpolation", "range", "number", "choice") },
      comment: { name: "comment.line.number-sign.infra", match: `${from}#.*$` },
      text: {
        patterns: [
          { name: "string.quoted.triple.infra", begin: '"""', end: '"""' },
          { name: "string.quoted.double.infra", begin: '"', end: '"|$', patterns: includes("escape", "interpolation") },
          { name: "string.quoted.single.infra", begin: "'", end: "'|$" },
        ],
      },
      escape: {
        patterns: [
          { name: "constant.character.escape.infra", match: String.raw`\\(?:[nt"\\]|u\{[0-9A-Fa-f]{1,6}\})` },
          { name: "invalid.illegal.escape.infra", match: String.raw`\\.` },
        ],
      },
      interpolation: {
        patterns: [
          { name: "constant.character.escape.infra", match: String.raw`\$\$\{` },
          { name: "variable.other.infra", match: String.raw`\$\{[^{}"';#\r\n]*\}` },
        ],
      },
      native: {
        name: "meta.embedded.infra",
        begin: `(?i)${head}(${anyOf(words.natives)})\\s*(\\{)`,
        beginCaptures: { 1: { name: "support.class.infra" }, 2: brace },
        end: "\\}",
        endCaptures: { 0: brace },
        patterns: includes("directives"),
      },
      directives: {
        patterns: [
          ...includes("comment", "text"),
          { begin: "\\{", beginCaptures: { 0: brace }, end: "\\}", endCaptures: { 0: brace }, patterns: includes("directives") },
          { name: "support.function.infra", match: `${head}[A-Za-z_][\\w.-]*` },
          ...includes("interpolation", "number"),
        ],
      },
      block: { begin: "\\{", beginCaptures: { 0: brace }, end: "\\}", endCaptures: { 0: brace }, patterns: includes("inside") },
      continuation: { name: "constant.character.escape.infra", match: String.raw`${from}\\[ \t]*$` },
      secret: {
        match: `(?i)${from}(secret)[ \\t]+([^\\s{}"';#,]+)`,
        captures: { 1: { name: "keyword.other.infra" }, 2: { name: "constant.other.secret.infra" } },
      },
      clause: { name: "keyword.other.infra", match: `(?i)${from}(?:${anyOf(words.clauses)})${to}` },
      operator: { name: "keyword.operator.infra", match: `${from}(?:->|\\.\\.|[=~])${to}` },
      range: { name: "constant.other.range.infra", match: String.raw`\[[^\[\]\s{}"';#]*(?:\.\.|,)[^\[\]\s{}"';#]*\]` },
      number: {
        patterns: [
          { name: "constant.numeric.address.infra", match: `${from}(?:\\d{1,3}\\.){3}\\d{1,3}(?:/\\d{1,2})?(?::\\d+)?${to}` },
          { name: "constant.numeric.infra", match: `${from}(?:\\d+(?:ms|[smhd]))+${to}` },
          { name: "constant.numeric.infra", match: `(?i)${from}-?\\d+(?:[KMGT]?B(?:/s)?|[KMGT]|r/[sm]|%|(?:-\\d+)?(?:/(?:tcp|udp))?)${to}` },
          { name: "constant.numeric.infra", match: `(?i)${from}x\\d+${to}` },
        ],
      },
      choice: { name: "constant.language.infra", match: `(?i)${from}(?:${anyOf(words.choices)})${to}` },
    },
  };
  return `${JSON.stringify(grammar, null, 2)}\n`;
}

const brace = { name: "punctuation.section.block.infra" } as const;

function includes(...names: readonly string[]): readonly { readonly include: string }[] {
  return names.map((name) => ({ include: `#${name}` }));
}

/** The words of the vocabulary, sorted, longest first where one begins another. */
function wordsOf() {
  // Every statement takes `accept`, so that no declaration names it.
  const [clauses, natives, choices] = [new Set(["accept"]), new Set<string>(), new Set<string>()];
  const visit = (declaration: Declaration): void => {
    for (const { type } of Object.values(declaration.args)) for (const word of type.choices ?? []) choices.add(word);
    for (const [word, clause] of Object.entries(declaration.clauses)) {
      (clause.native === undefined ? clauses : natives).add(word);
      visit(clause);
    }
    if (declaration.entry) visit(declaration.entry);
  };
  for (const kind of Object.values(allKinds)) visit(kind);
  return { kinds: Object.keys(allKinds), clauses: named(clauses), natives: named(natives), choices: named(choices) };
}

/** Without signs such as `->`, which are operators. */
function named(words: ReadonlySet<string>): readonly string[] {
  return [...words].filter((word) => /^\w/.test(word));
}

function anyOf(words: readonly string[]): string {
  return [...words].sort((a, b) => b.length - a.length || (a < b ? -1 : 1)).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
}
