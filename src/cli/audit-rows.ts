import type { Entry } from "../audit/audit.js";
import { groupBy } from "../source/group.js";
import { wordStages, wordSurvival } from "./audit-words.js";

/** Entries that differ in their port alone, as one line. */
export interface EntryRow {
  /** `192.168.0.146:80, 443 shop.example.com/goods`. */
  readonly label: string;
  /** `edge (lb1, lb2) -> goods (app1)`. */
  readonly through: string;
  readonly survives: string;
  readonly failures: number;
  readonly served: boolean;
  readonly count: number;
}

/** The entries, the weakest first. */
export function rowsOf(entries: readonly Entry[]): readonly EntryRow[] {
  const parted = entries.map((entry) => {
    const [, address = entry.door, port = ""] = /^(.*):(\d+(?:-\d+)?)$/.exec(entry.door) ?? [];
    return { entry, address, port, rest: entry.id.slice(entry.door.length), through: wordStages(entry.stages), survives: entry.served ? wordSurvival(entry.survives) : "not served" };
  });
  const groups = groupBy(parted, ({ address, rest, through, survives, port }) => JSON.stringify([port === "" ? null : address, rest, through, survives]));
  const rows = [...groups.values()].map((group): EntryRow => {
    const { entry, address, rest, through, survives } = group[0]!;
    const ports = group.flatMap(({ port }) => (port === "" ? [] : [port]));
    const label = ports.length === 0 ? entry.id : `${address}:${ports.join(", ")}${rest}`;
    return { label, through, survives, failures: entry.survives.failures ?? Infinity, served: entry.served, count: group.length };
  });
  return rows.map((row, at) => ({ row, at })).sort((a, b) => Number(a.row.served) - Number(b.row.served) || difference(a.row.failures, b.row.failures) || a.at - b.at).map(({ row }) => row);
}

function difference(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
