import { printable } from "../diagnostics/excerpt.js";
import type { OutputFile } from "../emit/output-file.js";
import type { Paint } from "../diagnostics/render-text.js";
import type { OutputPlan } from "../host/output-plan.js";
import { compareNames } from "../source/order.js";
import { plural } from "./print-diagnostics.js";

/** Longer lists of files are cut: the folder has them all. */
const longest = 12;

const composeFile = "docker-compose.yml";

interface Row {
  readonly title: string;
  readonly total: number;
  readonly created: number;
  readonly changed: number;
  readonly removed: number;
}

/** What a build made: a line for each machine, then the files that changed or went. `found` says how many warnings there were. */
export function renderSummary(out: string, files: readonly OutputFile[], plan: OutputPlan, paint: Paint & { readonly good: (text: string) => string }, found: string): string {
  const head = `${paint.bold(out)}  ${plural(files.length, "file")}${changesOf(plan)}${found === "" ? "" : `, with ${found}`}`;
  if (plan.created.length + plan.changed.length + plan.removed.length === 0) return `${head}\n`;
  // In a first build everything is new, and a list of it says nothing.
  const isFirst = plan.created.length === files.length && plan.removed.length === 0;
  const rows = rowsOf(files, plan);
  const width = Math.max(...rows.map(({ title }) => title.length));
  const machines = rows.map((row) => {
    const counts = isFirst ? "" : countsOf(row);
    return `  ${row.title.padEnd(width)}  ${String(row.total).padStart(3)} ${row.total === 1 ? "file" : "files"}${counts === "" ? "" : `${row.total === 1 ? "   " : "  "}${paint.dim(counts)}`}`;
  });
  const touched = isFirst ? [] : [
    ...plan.created.map((path) => paint.good(`  + ${printable(path)}`)),
    ...plan.changed.map((path) => paint.warning(`  ~ ${printable(path)}`)),
    ...plan.removed.map(({ path }) => paint.error(`  - ${printable(path)}`)),
  ];
  const cut = touched.length > longest ? [...touched.slice(0, longest - 1), `    and ${touched.length - longest + 1} more`] : touched;
  return `${[head, ...machines, ...cut].join("\n")}\n`;
}

/** `: 3 new, 1 changed`, or `: nothing changed`. */
export function changesOf({ created, changed, removed }: OutputPlan): string {
  const text = countsOf({ created: created.length, changed: changed.length, removed: removed.length });
  return `: ${text === "" ? "nothing changed" : text}`;
}

function countsOf(counts: Pick<Row, "created" | "changed" | "removed">): string {
  const parts = [[counts.created, "new"], [counts.changed, "changed"], [counts.removed, "removed"]] as const;
  return parts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`).join(", ");
}

function rowsOf(files: readonly OutputFile[], plan: OutputPlan): readonly Row[] {
  const machineOf = new Map(files.map(({ path, machine }) => [path, machine]));
  const machines = [...new Set([...machineOf.values(), ...plan.removed.map(({ node }) => node)])].sort(compareNames);
  const count = (paths: readonly string[], machine: string): number => paths.filter((path) => machineOf.get(path) === machine).length;
  // The local Docker engine is no machine of the program's: what its files are for says more than its name.
  const engine = files.find(({ path }) => path === composeFile)?.machine;
  return machines.map((machine) => ({
    title: machine === engine ? `${machine} (docker-compose)` : machine,
    total: files.filter((file) => file.machine === machine).length,
    created: count(plan.created, machine),
    changed: count(plan.changed, machine),
    removed: plan.removed.filter(({ node }) => node === machine).length,
  }));
}
