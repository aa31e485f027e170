import { type DiagnosticDefinition, defineDiagnostic, type Report } from "../diagnostics/define.js";
import type { NativeStatement, NativeWord } from "../ir/native.js";
import { directiveArguments, directiveBlock, uncheckedText } from "./native.js";
import { hasHalfCharacter, reportText } from "./quoted.js";
import { mergeYaml, withOrigin, withRaw, type YamlMapping, type YamlModel } from "./yaml-model.js";

/**
 * The mapping that native statements of a YAML engine say. A statement is a key and its value: a block is a mapping, words
 * with commas are a list, a bare `true`, `false` or number is one, any other word is a text; a key alone is null. `raw`
 * texts go out after the entries. What is wrong is reported and left out.
 */
export function yamlOf(engine: string, statements: readonly NativeStatement[], report: Report): YamlMapping {
  let mapping: YamlMapping = {};
  const seen = new Map<string, NativeStatement>();
  for (const statement of statements) {
    const [key, ...words] = statement.words;
    if (key === undefined) continue;
    if (!key.quoted && key.text === "raw") {
      report(uncheckedText, { at: statement.origin, data: { engine } });
      mapping = withRaw(mapping, words[0]?.text ?? "", statement.origin);
      continue;
    }
    const first = seen.get(key.text);
    if (first !== undefined) {
      report(repeatedKey, { at: key.origin, data: { engine, key: key.text }, related: [{ span: first.origin.span, text: "the first" }] });
      continue;
    }
    seen.set(key.text, statement);
    const value = valueOf(engine, statement, words, report);
    if (value !== undefined) mapping = mergeYaml(mapping, { [key.text]: withOrigin(statement.origin, value) });
  }
  return mapping;
}

/** What follows a key. */
export function valueOf(engine: string, statement: NativeStatement, words: readonly NativeWord[], report: Report): YamlModel | undefined {
  const directive = statement.words[0]!.text;
  if (statement.block !== null) {
    if (words.length === 0) return yamlOf(engine, statement.block, report);
    report(directiveBlock, { at: statement.origin, data: { engine, directive, problem: "takes words or a block, not both" } });
    return undefined;
  }
  if (words.slice(0, -1).some(({ comma }) => !comma)) {
    report(directiveArguments, { at: statement.origin, data: { engine, directive, seen: words.length, least: 1, most: 1 }, notes: ["a comma between words makes a list"] });
    return undefined;
  }
  const scalars = words.map((word) => scalarOf(engine, word, report));
  return scalars.length > 1 ? scalars.map((scalar, index) => withOrigin(words[index]!.origin, scalar)) : (scalars[0] ?? null);
}

function scalarOf(engine: string, { text, quoted, origin }: NativeWord, report: Report): string | number | boolean {
  if (text.includes("\0") || hasHalfCharacter(text)) reportText(report, origin, engine, "a NUL or half a character");
  if (quoted) return text;
  if (text === "true" || text === "false") return text === "true";
  return /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(text) && String(Number(text)) === text ? Number(text) : text;
}

export const repeatedKey = defineDiagnostic({
  code: "repeated-key",
  severity: "error",
  summary: "A native block of a YAML file says a key twice.",
  explanation: `
A mapping of YAML has one value for a key. Readers take the last one, or refuse the file.

    service goods { compose { user root; user app } }     # error
    service goods { compose { group_add audio, video } }  # several values are a list, joined by commas
`,
  message: (data: { readonly engine: string; readonly key: string }) => `\`${data.key}\` is said twice in this ${data.engine} block`,
  help: () => "say it once; a comma between words makes a list",
});

export const yamlNativeDiagnostics: readonly DiagnosticDefinition<never>[] = [repeatedKey];
