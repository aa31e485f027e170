/**
 * What infc writes of SARIF 2.1.0 plus errata 01, as the standard's own schema has it, but closed: nothing that is not listed here may stand in it, so
 * that an addition is looked up in the standard first.
 */
const text = { type: "string", minLength: 1 } as const;
const message = closed({ text }, ["text"]);
const multiformat = closed({ text, markdown: text }, ["text"]);
const level = { enum: ["none", "note", "warning", "error"] };
const number = (minimum: number) => ({ type: "integer", minimum });
const artifactLocation = closed({ uri: { type: "string", pattern: "^(?:file:///)?[A-Za-z0-9%_.~!*'()/-]+$" } }, ["uri"]);
const region = closed({ startLine: number(1), startColumn: number(1), endLine: number(1), endColumn: number(1) }, ["startLine", "startColumn", "endLine", "endColumn"]);
const physicalLocation = closed({ artifactLocation, region }, ["artifactLocation", "region"]);
const logicalLocations = { type: "array", minItems: 1, uniqueItems: true, items: closed({ fullyQualifiedName: text }, ["fullyQualifiedName"]) };
const location = (more: object) => ({ ...closed({ physicalLocation, logicalLocations, message, ...more }, Object.keys(more)), minProperties: 1 });
const replacement = closed({ deletedRegion: region, insertedContent: closed({ text }, ["text"]) }, ["deletedRegion"]);
const artifactChange = closed({ artifactLocation, replacements: { type: "array", minItems: 1, items: replacement } }, ["artifactLocation", "replacements"]);
const fix = closed({ description: message, artifactChanges: { type: "array", minItems: 1, uniqueItems: true, items: artifactChange } }, ["artifactChanges"]);

const result = closed(
  {
    ruleId: text,
    ruleIndex: number(0),
    level,
    message,
    locations: { type: "array", minItems: 1, maxItems: 1, items: location({}) },
    relatedLocations: { type: "array", minItems: 1, uniqueItems: true, items: location({ id: number(0) }) },
    fixes: { type: "array", minItems: 1, uniqueItems: true, items: fix },
  },
  ["ruleId", "ruleIndex", "level", "message", "locations"],
);
const rule = closed({ id: text, shortDescription: multiformat, help: multiformat, defaultConfiguration: closed({ level }, ["level"]) }, ["id", "shortDescription", "help", "defaultConfiguration"]);
const driver = closed({ name: { const: "infc" }, version: text, rules: { type: "array", uniqueItems: true, items: rule } }, ["name", "version", "rules"]);
const run = closed({ tool: closed({ driver }, ["driver"]), columnKind: { const: "utf16CodeUnits" }, results: { type: "array", items: result } }, ["tool", "columnKind", "results"]);

export const sarifSchema = closed(
  { $schema: { const: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json" }, version: { const: "2.1.0" }, runs: { type: "array", minItems: 1, maxItems: 1, items: run } },
  ["$schema", "version", "runs"],
);

function closed(properties: object, required: readonly string[]) {
  return { type: "object", properties, required, additionalProperties: false } as const;
}
