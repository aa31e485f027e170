import { type Printed, type Runs, runsAgain } from "../../emit/kept-runs.js";
import { noTables } from "../../source/tables.js";
import type { Directive, Stretches } from "./model.js";
import { Printer } from "./printer.js";
import type { Scope } from "./scope.js";

/** What stands in `http {}`: from its first block on, of which there may be thousands, in runs as they were printed before where they are the same. */
export function printRuns(directives: readonly Directive[], { called, keeping: { tables } }: Pick<Scope, "called" | "keeping">): Stretches {
  const first = tables === noTables ? -1 : directives.findIndex(({ block }) => block !== null);
  if (first < 0) return [directives];
  // Before what comes first in a block there is no blank line.
  const head = directives.slice(0, Math.max(first, 1));
  const slot = tables.slot<Runs<Directive>>(`${called} runs`, []);
  const runs = runsAgain(slot.get(), directives.slice(head.length), printed);
  slot.set(runs);
  return [head, ...runs.runs.map((run) => run.printed)];
}

/** A blank line before it, and what it exists because of, are a directive's own wherever it stands. */
function printed(directives: readonly Directive[]): Printed {
  const printer = new Printer();
  printer.inSection(directives);
  return printer.end();
}
