import { noTables } from "../../source/tables.js";
import type { Directive, Printed, Stretches } from "./model.js";
import { Printer } from "./printer.js";
import type { Scope } from "./scope.js";

/** Sections one after the other, and what was printed of them. */
interface Run {
  readonly sections: readonly Directive[];
  readonly printed: Printed;
}

/** The runs of a section by their first directives. */
type Runs = ReadonlyMap<Directive, Run>;

// An edit prints so many again; of so few texts and more a file is put together.
const longestRun = 32;

const only = {};

/** What stands in `http {}`: its sections, of which there may be thousands, as they were printed before where they are the same. */
export function printRuns(directives: readonly Directive[], { called, keeping }: Pick<Scope, "called" | "keeping">): Stretches {
  if (keeping.tables === noTables) return [directives];
  const table = keeping.tables.table<object, Runs>(`${called} runs`, []);
  const before = table.get(only) ?? new Map<Directive, Run>();
  const runs = new Map<Directive, Run>();
  const stretches: (readonly Directive[] | Printed)[] = [];
  for (let at = 0; at < directives.length; ) {
    const run = runAt(at, directives, before);
    if (run.sections.length === 0) {
      const end = endOfOthers(at, directives);
      stretches.push(directives.slice(at, end));
      at = end;
      continue;
    }
    runs.set(directives[at]!, run);
    stretches.push(run.printed);
    at += run.sections.length;
  }
  table.set(only, runs);
  return stretches;
}

/** The run that was there before, else one up to where another one began then. */
function runAt(start: number, directives: readonly Directive[], before: Runs): Run {
  const known = before.get(directives[start]!);
  if (known?.sections.every((section, at) => section === directives[start + at])) return known;
  const sections: Directive[] = [];
  for (let at = start; at < directives.length && sections.length < longestRun; at++) {
    const directive = directives[at]!;
    if (!isSection(directive) || (at > start && before.has(directive))) break;
    sections.push(directive);
  }
  const printer = new Printer();
  printer.inSection(sections);
  return { sections, printed: printer.end() };
}

function endOfOthers(start: number, directives: readonly Directive[]): number {
  let end = start;
  while (end < directives.length && !isSection(directives[end]!)) end++;
  return end;
}

/** A blank line before it, and what it exists because of, are its own wherever it stands. */
function isSection({ block, gap }: Directive): boolean {
  return block !== null && gap;
}
