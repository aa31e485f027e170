import { type DiagnosticDefinition, defineDiagnostic, type Report } from "../../diagnostics/define.js";
import { placeNative, uncheckedText } from "../../emit/native.js";
import { mergeYaml, withOrigin, withRaw, type YamlMapping } from "../../emit/yaml.js";
import { repeatedKey, valueOf } from "../../emit/yaml-native.js";
import type { NativeBlock, NativeStatement } from "../../ir/native.js";
import type { Origin } from "../../source/origin.js";
import { directives } from "./directives.js";
import type { OutputName } from "./lower-output.js";

/** What the native blocks of a collection add: to the file, to its own inputs, to the output. */
export interface Natives {
  readonly main: YamlMapping;
  readonly input: YamlMapping;
  readonly output: YamlMapping;
  /** Processors of the file, after those that infc adds. */
  readonly processors: readonly YamlMapping[];
}

/** Reads the blocks of a collection whose Filebeat has `output`. */
export function readNatives(blocks: readonly NativeBlock[], output: OutputName, version: string | null, report: Report): Natives {
  const natives = { main: {} as YamlMapping, input: {} as YamlMapping, output: {} as YamlMapping, processors: [] as readonly YamlMapping[] };
  for (const block of blocks.filter(({ engine }) => engine === directives.engine)) {
    for (const statement of block.statements) readTop(statement);
  }
  return natives;

  function readTop(statement: NativeStatement): void {
    const key = statement.words[0]?.text;
    if (key === "processors" && isKnown(statement, "main", version, report)) natives.processors = [...natives.processors, ...processorsOf(statement, report)];
    else if (key === "filebeat.inputs" && isKnown(statement, "main", version, report)) natives.input = mergeYaml(natives.input, read(statement.block ?? [], "input"));
    else if (key?.startsWith("output.") && isKnown(statement, "main", version, report)) {
      if (key === `output.${output}`) natives.output = mergeYaml(natives.output, read(statement.block ?? [], key));
      else report(otherOutput, { at: statement.origin, data: { said: key, output: `output.${output}` } });
    } else natives.main = mergeYaml(natives.main, read([statement], "main"));
  }

  function read(statements: readonly NativeStatement[], place: string): YamlMapping {
    let mapping: YamlMapping = {};
    const seen = new Map<string, Origin>();
    for (const statement of statements) {
      const key = statement.words[0];
      if (key === undefined) continue;
      if (!key.quoted && key.text === "raw") {
        report(uncheckedText, { at: statement.origin, data: { engine: directives.engine } });
        mapping = withRaw(mapping, statement.words[1]?.text ?? "", statement.origin);
        continue;
      }
      if (!isKnown(statement, place, version, report)) continue;
      const first = seen.get(key.text);
      if (first !== undefined) report(repeatedKey, { at: key.origin, data: { engine: directives.engine, key: key.text }, related: [{ span: first.span, text: "the first" }] });
      seen.set(key.text, statement.origin);
      const value = key.text === "processors" ? processorsOf(statement, report) : valueOf(directives.engine, statement, statement.words.slice(1), report);
      if (value !== undefined) mapping = mergeYaml(mapping, { [key.text]: withOrigin(statement.origin, value) });
    }
    return mapping;
  }
}

/** Whether the table has the setting at this place; what stands in its block is looked at by others. */
function isKnown(statement: NativeStatement, place: string, version: string | null, report: Report): boolean {
  const alone = { ...statement, block: statement.block === null ? null : [] };
  // Inside a section, a setting of another one is misplaced.
  const inside: NativeBlock = { engine: directives.engine, statements: [place === "main" ? alone : wrap(place, alone)], origin: statement.origin };
  const [found] = placeNative(inside, directives, "main", version, report);
  return found !== undefined && (place === "main" ? found.section === "main" : found.block?.directives.length === 1);
}

function wrap(section: string, statement: NativeStatement): NativeStatement {
  const heading = section === "input" ? "filebeat.inputs" : section;
  return { words: [{ text: heading, quoted: false, comma: false, origin: statement.origin }], block: [statement], origin: statement.origin };
}

/** `processors { add_fields { … } }`: a list, each of one key. */
function processorsOf(statement: NativeStatement, report: Report): readonly YamlMapping[] {
  return (statement.block ?? []).flatMap((each) => {
    const value = valueOf(directives.engine, each, each.words.slice(1), report);
    const name = each.words[0]?.text;
    return value === undefined || name === undefined ? [] : [withOrigin(each.origin, { [name]: value ?? {} })];
  });
}

export const otherOutput = defineDiagnostic({
  code: "other-output",
  severity: "error",
  summary: "A native block sets up an output that Filebeat does not have here.",
  explanation: `
Filebeat has one output, which follows from \`through\` and \`to\`. A native block can add to that one alone.

    logs access from edge through logstash to search {
      filebeat { output.elasticsearch { bulk_max_size 500 } }     # error: its output is logstash
    }
`,
  message: (data: { readonly said: string; readonly output: string }) => `Filebeat's output is \`${data.output}\` here, not \`${data.said}\``,
  help: ({ output }) => `write \`${output} { … }\``,
});

export const nativesDiagnostics: readonly DiagnosticDefinition<never>[] = [otherOutput];
