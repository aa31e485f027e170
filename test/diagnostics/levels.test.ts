import { expect, it } from "vitest";
import type { Diagnostic, Severity } from "../../src/diagnostics/diagnostic.js";
import { atLevels, type Levels } from "../../src/diagnostics/levels.js";

const source = { path: "site.infra", text: "service goods\n" };

function of(severity: Severity): Diagnostic {
  return { code: `a-${severity}`, severity, message: "m", primary: { span: { source, start: 0, end: 7 } }, related: [], notes: ["before"] };
}

const all = (["error", "warning", "info"] as const).map(of);
const nothing: Levels = { deny: new Set(), denyWarnings: false, warn: new Set() };
const severitiesAt = (levels: Partial<Levels>) => atLevels(all, { ...nothing, ...levels }).map(({ severity }) => severity);

it.each<readonly [string, Partial<Levels>, readonly Severity[]]>([
  ["nothing", {}, ["error", "warning", "info"]],
  ["all warnings denied", { denyWarnings: true }, ["error", "error", "info"]],
  ["one warning denied", { deny: new Set(["a-warning"]) }, ["error", "error", "info"]],
  ["a note denied", { deny: new Set(["a-info"]) }, ["error", "warning", "error"]],
  ["a note warned of", { warn: new Set(["a-info"]) }, ["error", "warning", "warning"]],
  ["a note warned of under denied warnings", { denyWarnings: true, warn: new Set(["a-info"]) }, ["error", "error", "warning"]],
  ["a warning kept under denied warnings", { denyWarnings: true, warn: new Set(["a-warning"]) }, ["error", "warning", "info"]],
  ["one code both denied and warned of", { deny: new Set(["a-info"]), warn: new Set(["a-info"]) }, ["error", "warning", "error"]],
  ["an error warned of", { warn: new Set(["a-error"]) }, ["error", "warning", "info"]],
])("with %s", (_, levels, severities) => {
  expect(severitiesAt(levels)).toEqual(severities);
});

it("says what made an error of a report", () => {
  const notesAt = (levels: Partial<Levels>) => atLevels(all, { ...nothing, ...levels }).map(({ notes }) => notes.slice(1));
  expect(notesAt({ denyWarnings: true, deny: new Set(["a-info"]) })).toEqual([[], ["`--deny warnings` makes an error of this warning"], ["`--deny a-info` makes an error of this note"]]);
  expect(notesAt({ warn: new Set(["a-info"]) })).toEqual([[], [], []]);
});
