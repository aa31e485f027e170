import { type DiagnosticDefinition, defineDiagnostic, type Report } from "../../diagnostics/define.js";
import { withOrigin, type YamlMapping, type YamlModel } from "../../emit/yaml.js";
import type { LogSource } from "../../ir/logs.js";
import { implied, type Origin } from "../../source/origin.js";
import type { Text } from "./quote.js";

/** The field by which entries are told apart on their way: the name of their collection. */
export const collectionField = "labels.collection";
/** The field that says which source of the collection an entry came from. */
export const sourceField = "labels.source";

interface Field {
  readonly path: readonly string[];
  readonly value: Text;
  readonly origin: Origin;
}

/** Makes the text of a value safe. */
type QuoteValue = (text: string, at: Origin) => Text;

/** The fields that entries of a source get: infc's own, by which the way is found, and those of the program. */
export function lowerFields(collection: string, source: LogSource, quote: QuoteValue, report: Report): YamlMapping {
  const own = (field: string, value: string, because: string): Field => {
    const origin = implied(source.origin, because);
    return { path: field.split("."), value: quote(value, origin), origin };
  };
  const fields: Field[] = [
    own(collectionField, collection, "the name of the collection, by which entries are told apart"),
    own(sourceField, source.name, "the source within the collection"),
    ...(source.dataset === null ? [] : [own("event.dataset", source.dataset, "what the lines are, in the Elastic Common Schema")]),
    ...(source.entity === null ? [] : [own("service.name", source.entity, "who writes the lines, in the Elastic Common Schema")]),
  ];
  for (const { field, value, origin } of source.fields) {
    if (objects.has(field)) report(objectField, { at: origin, data: { field } });
    else fields.push({ path: field.split("."), value: quote(value, origin), origin });
  }
  const tree: Tree = new Map();
  for (const field of fields) add(tree, { ...field, path: field.path.map((name) => quote(name, field.origin)) }, report);
  return mappingOf(tree);
}

type Tree = Map<string, Tree | Field>;

/** What a later field says counts; a name cannot be both a value and an object. */
function add(tree: Tree, field: Field, report: Report): void {
  let inner = tree;
  for (const name of field.path.slice(0, -1)) {
    let next = inner.get(name);
    if (next === undefined) inner.set(name, (next = new Map()));
    if (!(next instanceof Map)) return report(fieldClash, { at: field.origin, data: { field: field.path.join("."), other: next.path.join(".") }, related: [{ span: next.origin.span, text: "a value here" }] });
    inner = next;
  }
  const last = field.path.at(-1)!;
  const before = inner.get(last);
  if (before instanceof Map) return report(fieldClash, { at: field.origin, data: { field: field.path.join("."), other: `${field.path.join(".")}.${[...before.keys()][0]}` } });
  inner.set(last, field);
}

function mappingOf(tree: Tree): YamlMapping {
  return Object.fromEntries([...tree].map(([name, value]): readonly [string, YamlModel] => [name, value instanceof Map ? mappingOf(value) : withOrigin(value.origin, value.value)]));
}

/** The objects at the root of an entry. Source: Elastic Common Schema 8, field sets. */
const objects: ReadonlySet<string> = new Set(
  `agent client cloud code_signature container data_stream destination device dns ecs elf email error event faas file geo group hash host http input
   interface labels log network observer orchestrator organization os package pe process registry related risk rule server service source span
   threat tls trace transaction url user user_agent vlan volume vulnerability x509`.split(/\s+/),
);

export const objectField = defineDiagnostic({
  code: "object-field",
  severity: "error",
  summary: "A field has the name of an object of the Elastic Common Schema.",
  explanation: `
In the Elastic Common Schema \`service\`, \`host\`, \`event\` and others are objects, and Filebeat fills in some of them. Elasticsearch refuses
every entry in which such a name is a text.

    logs broker from rabbit { fields service rabbitmq }        # error
    logs broker from rabbit { fields service.name rabbitmq }
`,
  message: (data: { readonly field: string }) => `\`${data.field}\` is an object of the Elastic Common Schema, and cannot be a text`,
  help: ({ field }) => `write a name below it, for example \`${field}.name\`, or another name`,
});

export const fieldClash = defineDiagnostic({
  code: "field-clash",
  severity: "error",
  summary: "A field is a value and an object at once.",
  explanation: "\n    logs access from edge { fields { team web; team.lead ann } }     # error: `team` is a text, and `team.lead` stands in it\n",
  message: (data: { readonly field: string; readonly other: string }) => `\`${data.field}\` and \`${data.other}\` cannot both be fields`,
  help: () => "give one of them another name",
});

export const fieldDiagnostics: readonly DiagnosticDefinition<never>[] = [objectField, fieldClash];
