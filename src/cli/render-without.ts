import type { Audit } from "../audit/audit.js";
import { groupBy } from "../source/group.js";
import { rowsOf } from "./audit-rows.js";
import { wordTime } from "./audit-words.js";
import type { AuditStyle } from "./render-audit.js";

/** The most entries that are listed. */
const most = 40;

/** What is left when the named things fail together. */
export function renderWithout({ site, entries, quorums, failures }: Audit, names: readonly string[], { paint }: AuditStyle): string {
  const [failure] = failures;
  const lost = new Map(failure?.lost.map(({ entry, at }) => [entry, at]));
  const served = entries.filter((entry) => entry.served);
  const count = served.length - lost.size;
  const answer = `${count} of ${served.length === 1 ? "1 entry" : `${served.length} entries`} ${count === 1 ? "answers" : "answer"}`;
  const head = `${paint.bold(`${site} without ${names.join(", ")}`)}: ${lost.size === 0 ? paint.good(answer) : paint.error(answer)}`;
  if (failure === undefined) return `${head}; nothing changes\n`;
  const rows = [...groupBy(entries.filter(({ id }) => lost.has(id)), ({ id }) => lost.get(id)!)].flatMap(([at, group]) => rowsOf(group).map((row) => ({ ...row, at })));
  const hidden = rows.slice(most).reduce((sum, row) => sum + row.count, 0);
  const without = new Map(quorums.map((quorum) => [quorum.name, quorum]));
  const groups: readonly (readonly [string, readonly string[]])[] = [
    ["lost", [...rows.slice(0, most).map(({ label, through, at }) => `${label} -> ${through}, ends at ${at}`), ...(hidden === 0 ? [] : [`and ${hidden} more`])]],
    ["moved", failure.moved.map(({ vip, from, to, withinMs }) => `${vip} from ${from} to ${to.name} (${to.priority}), after ${wordTime(withinMs)} at most`)],
    ["held by nobody", failure.unheld],
    ["fewer", failure.degraded.map(({ name, left, of }) => `${name}: ${left === 0 ? "none" : left} of ${of} left`)],
    ["no majority", failure.quorums.flatMap(({ name, left, of, needs }) => [`${name}: ${left} of ${of} left, needs ${needs}; ${without.get(name)!.without}`, ...without.get(name)!.registers.map((use) => `  ${use.without}`)])],
    ["logs", failure.logs.map(({ name, stage }) => `${name}: lines come no further than to ${stage}`)],
  ];
  const width = Math.max(...groups.map(([title, lines]) => (lines.length === 0 ? 0 : title.length)));
  const lines = groups.flatMap(([title, all]) => all.map((line, at) => `  ${(at === 0 ? title : "").padEnd(width)}  ${line}`));
  return `${[head, ...lines].join("\n")}\n`;
}
