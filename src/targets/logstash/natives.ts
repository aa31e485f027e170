import { type DiagnosticDefinition, defineDiagnostic, type Report } from "../../diagnostics/define.js";
import { directiveArguments, directiveBlock, placeNative, uncheckedText } from "../../emit/native.js";
import { mergeYaml, withOrigin, type YamlMapping } from "../../emit/yaml.js";
import { valueOf as yamlValueOf } from "../../emit/yaml-native.js";
import type { NativeBlock, NativeStatement, NativeWord } from "../../ir/native.js";
import { directives, pipelineSettings } from "./directives.js";
import type { Branch, Setting, Step, Value } from "./model.js";
import { fixed, joined, type Quote, type Text } from "./quote.js";

const sections = ["input", "filter", "output"] as const;

/** What the native blocks of a collection add to its pipeline. */
export interface Natives {
  readonly input: readonly Step[];
  readonly filter: readonly Step[];
  readonly output: readonly Step[];
  /** To its entry in pipelines.yml. */
  readonly settings: YamlMapping;
}

/** Reads the blocks of a collection. */
export function readNatives(blocks: readonly NativeBlock[], version: string | null, quote: Quote, report: Report): Natives {
  const natives = { input: [] as readonly Step[], filter: [] as readonly Step[], output: [] as readonly Step[], settings: {} as YamlMapping };
  for (const statement of own(blocks)) {
    const section = sections.find((each) => each === statement.words[0]?.text);
    if (!isKnown([statement], version, report)) continue;
    if (section !== undefined) natives[section] = [...natives[section], ...stepsOf(section, statement.block ?? [], version, quote, report)];
    else natives.settings = mergeYaml(natives.settings, settingsOf(statement, "pipeline", report));
  }
  return natives;
}

/** Reads the blocks of a `logstash`: settings of its process. */
export function readProcessNatives(blocks: readonly NativeBlock[], version: string | null, report: Report): YamlMapping {
  return own(blocks).reduce<YamlMapping>((settings, statement) => {
    if (!isKnown([statement], version, report)) return settings;
    const section = sections.find((each) => each === statement.words[0]?.text);
    if (section === undefined) return mergeYaml(settings, settingsOf(statement, "process", report));
    report(sectionOfProcess, { at: statement.origin, data: { section } });
    return settings;
  }, {});
}

function own(blocks: readonly NativeBlock[]): readonly NativeStatement[] {
  return blocks.filter(({ engine }) => engine === directives.engine).flatMap(({ statements }) => statements);
}

/** Whether the table has the last of these, which stand inside one another; what stands in its block is looked at by others. */
function isKnown(nested: readonly NativeStatement[], version: string | null, report: Report): boolean {
  const last = nested.at(-1)!;
  const alone = { ...last, block: last.block === null ? null : [] };
  const statement = nested.slice(0, -1).reduceRight<NativeStatement>((inner, outer) => ({ ...outer, block: [inner] }), alone);
  let found = placeNative({ engine: directives.engine, statements: [statement], origin: last.origin }, directives, "main", version, report);
  for (let depth = 1; depth < nested.length; depth++) found = found[0]?.block?.directives ?? [];
  return found.length === 1;
}

function settingsOf(statement: NativeStatement, place: "pipeline" | "process", report: Report): YamlMapping {
  const name = statement.words[0]!.text;
  if (place === "pipeline" && !pipelineSettings.test(name)) {
    report(settingOfProcess, { at: statement.origin, data: { name } });
    return {};
  }
  const value = yamlValueOf(directives.engine, statement, statement.words.slice(1), report);
  return value === undefined ? {} : { [name]: withOrigin(statement.origin, value) };
}

/** The plugins and branches of a section's block. */
function stepsOf(section: (typeof sections)[number], statements: readonly NativeStatement[], version: string | null, quote: Quote, report: Report): readonly Step[] {
  const steps: Step[] = [];
  for (const statement of statements) {
    const [first, ...words] = statement.words;
    if (first === undefined) continue;
    const heading: NativeStatement = { words: [{ text: section, quoted: false, comma: false, origin: statement.origin }], block: [], origin: statement.origin };
    if (!first.quoted && first.text === "raw") {
      report(uncheckedText, { at: statement.origin, data: { engine: directives.engine } });
      steps.push({ raw: words[0]?.text ?? "", origin: statement.origin });
    } else if (isKnown([heading, statement], version, report)) {
      if (first.text === "if" || first.text === "else") addArm(steps, statement, stepsOf(section, statement.block ?? [], version, quote, report), quote, report);
      else steps.push({ plugin: fixed(first.text), settings: pluginSettings(statement.block ?? [], quote, report), origin: statement.origin });
    }
  }
  return steps;
}

/** `if [a] == "b" { … }`, and `else` or `else if` right after it. */
function addArm(steps: Step[], statement: NativeStatement, body: readonly Step[], quote: Quote, report: Report): void {
  const [first, ...rest] = statement.words;
  const { origin } = statement;
  const last = steps.at(-1);
  const words = first!.text === "else" && rest[0]?.text === "if" ? rest.slice(1) : rest;
  const condition = words.length === 0 ? null : conditionOf(words, quote);
  if (first!.text === "if") steps.push({ arms: [{ condition, body, origin }], origin });
  else if (last !== undefined && "arms" in last && last.arms.at(-1)!.condition !== null) {
    const branch: Branch = { ...last, arms: [...last.arms, { condition, body, origin }] };
    steps.splice(-1, 1, branch);
  } else report(directiveBlock, { at: origin, data: { engine: directives.engine, directive: "else", problem: "comes right after an `if`" } });
}

/** Quoted words are strings; the others are fields, operators, numbers and patterns between slashes, as they stand. */
function conditionOf(words: readonly NativeWord[], quote: Quote): Text {
  return joined(...words.flatMap((word, index) => [...(index === 0 ? [] : [fixed(" ")]), word.quoted ? quote.string(word.text, word.origin) : fixed(word.text), ...(word.comma ? [fixed(",")] : [])]));
}

function pluginSettings(statements: readonly NativeStatement[], quote: Quote, report: Report): readonly Setting[] {
  return statements.flatMap((statement) => {
    const [name, ...words] = statement.words;
    if (name === undefined) return [];
    if (!/^[A-Za-z0-9_-]+$/.test(name.text)) {
      report(directiveArguments, { at: statement.origin, data: { engine: directives.engine, directive: name.text, seen: words.length, least: 1, most: Infinity }, notes: ["a setting has a name of letters, digits, `_` and `-`"] });
      return [];
    }
    const value = valueOf(statement, words, quote, report);
    return value === undefined ? [] : [{ name: fixed(name.text), value, origin: statement.origin }];
  });
}

/** Words with commas are an array, a block is a hash, a word and a block a codec with settings. */
function valueOf(statement: NativeStatement, words: readonly NativeWord[], quote: Quote, report: Report): Value | undefined {
  const [first] = words;
  const { block, origin } = statement;
  const data = { engine: directives.engine, directive: statement.words[0]!.text };
  if (block !== null && first === undefined) return { hash: block.flatMap((entry) => entryOf(entry, quote, report)) };
  if (block !== null && words.length === 1) return { plugin: fixed(/^[A-Za-z0-9_-]+$/.test(first!.text) ? first!.text : "plain"), settings: pluginSettings(block, quote, report) };
  if (first === undefined || block !== null || words.slice(0, -1).some(({ comma }) => !comma)) {
    report(directiveArguments, { at: origin, data: { ...data, seen: words.length, least: 1, most: 1 }, notes: ["a comma between words makes an array"] });
    return undefined;
  }
  return words.length === 1 && !first.comma ? scalarOf(first, quote) : words.map((word) => scalarOf(word, quote));
}

function entryOf(statement: NativeStatement, quote: Quote, report: Report): readonly { readonly key: Text; readonly value: Value }[] {
  const [key, ...words] = statement.words;
  const value = key && valueOf(statement, words, quote, report);
  return value === undefined ? [] : [{ key: quote.string(key!.text, key!.origin), value }];
}

function scalarOf({ text, quoted, origin }: NativeWord, quote: Quote): Value {
  if (!quoted && (text === "true" || text === "false")) return fixed(text);
  if (!quoted && /^-?(?:0|[1-9]\d{0,14})(?:\.\d+)?$/.test(text)) return Number(text);
  // The daemon's own `${x}` is what the program means here.
  return quote.native(text, origin);
}

export const settingOfProcess = defineDiagnostic({
  code: "logstash-process-setting",
  severity: "error",
  summary: "A native block of a collection sets up the whole process of Logstash.",
  explanation: `
The block of a collection is about its pipeline; what holds for the process stands in the block of the \`logstash\` that runs it.

    logs access from edge through pipeline to search { logstash { log.level debug } }     # error
    logstash pipeline on node1 { logstash { log.level debug } }
`,
  message: (data: { readonly name: string }) => `\`${data.name}\` is a setting of the whole process, not of a pipeline`,
  help: () => "write it in the `logstash { … }` block of the `logstash` declaration",
});

export const sectionOfProcess = defineDiagnostic({
  code: "logstash-pipeline-section",
  severity: "error",
  summary: "A native block of a `logstash` holds a part of a pipeline.",
  explanation: `
Each collection has a pipeline of its own, so that inputs, filters and outputs stand in the block of the collection.

    logstash pipeline on node1 { logstash { filter { … } } }     # error
    logs access from edge through pipeline to search { logstash { filter { … } } }
`,
  message: (data: { readonly section: string }) => `\`${data.section}\` belongs to a pipeline, which a collection of logs has`,
  help: ({ section }) => `write \`logstash { ${section} { … } }\` in the declaration of \`logs\``,
});

export const nativesDiagnostics: readonly DiagnosticDefinition<never>[] = [settingOfProcess, sectionOfProcess];
