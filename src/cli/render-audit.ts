import type { Audit, Entry, LogChain, Quorum, Spof, VipMoves } from "../audit/audit.js";
import { printable } from "../diagnostics/excerpt.js";
import type { Paint } from "../diagnostics/render-text.js";
import { groupBy } from "../source/group.js";
import type { Origin } from "../source/origin.js";
import { inFile, positionAt } from "../source/source.js";
import { type EntryRow, rowsOf } from "./audit-rows.js";
import { listed, wordMembers, wordPrimary, wordSpof, wordStage, wordSurvival, wordUnit, wordVip } from "./audit-words.js";
import { plural } from "./print-diagnostics.js";

/** How an audit is printed: colors, and the path of a source for people. */
export interface AuditStyle {
  readonly paint: Paint & { readonly good: (text: string) => string };
  readonly pathOf: (source: string) => string;
}

/** The most entries that are listed, and the most that are shown with one point of failure: `--format json` has all. */
const longest = { entries: 40, lost: 3, spofs: 40 };

/** An audit for a person at a terminal: what is weak comes first. */
export function renderAudit(audit: Audit, style: AuditStyle): string {
  const { entries, spofs, vips, quorums, logs } = audit;
  const open = spofs.filter(({ accepted }) => accepted === null);
  const sections = [
    [headline(audit, style), ...ground(audit)],
    table(rowsOf(entries), style),
    section("Single points of failure", renderSpofs(open, entries, style), style),
    section("Accepted points of failure", renderSpofs(spofs.filter(({ accepted }) => accepted !== null), entries, style), style),
    section("Not checked", unchecked(audit), style),
    section("VIPs, and how long a move takes at most", vips.flatMap(renderVip), style),
    section("Clusters that elect", quorums.flatMap(renderQuorum), style),
    section("Logs", logs.flatMap(renderLogs), style),
    section("Beyond the program", beyond(audit), style),
  ];
  return sections.filter((lines) => lines.length > 0).map((lines) => `${lines.join("\n")}\n`).join("\n");
}

function headline({ site, entries, spofs }: Audit, { paint }: AuditStyle): string {
  if (entries.length === 0) return `${paint.bold(site)}: nothing that clients reach`;
  const accepted = spofs.filter((each) => each.accepted !== null).length;
  const count = spofs.length - accepted;
  const found = count === 0 ? paint.good(`no ${accepted === 0 ? "" : "other "}single point of failure`) : paint.error(`${count} single ${count === 1 ? "point" : "points"} of failure`);
  return `${paint.bold(site)}: ${entries.length === 1 ? "1 entry" : `${entries.length} entries`}, ${accepted === 0 ? "" : `${accepted} accepted and `}${found}`;
}

function ground({ ground: units }: Audit): readonly string[] {
  const [unit] = units.filter(({ kind }) => kind === "host" || (kind === "engine" && units.every((each) => each.kind !== "host")) || units.length === 1);
  if (unit === undefined) return [];
  const what = unit.kind === "engine" && unit.host === null ? "All of it runs in containers of one Docker engine" : unit.kind === "zone" ? `All of it is in ${wordUnit(unit)}` : `All of it runs on ${wordUnit(unit)}`;
  return [`${what}: without ${unit.kind === "engine" ? "its machine" : "it"} nothing is left. What follows is about what can fail ${unit.kind === "host" ? "on" : "in"} it.`];
}

function section(title: string, lines: readonly string[], { paint }: AuditStyle): string[] {
  return lines.length === 0 ? [] : [paint.bold(title), ...lines];
}

function table(rows: readonly EntryRow[], { paint }: AuditStyle): string[] {
  if (rows.length === 0) return [];
  const shown = rows.slice(0, longest.entries);
  const widths = [Math.max("survives".length, ...shown.map(({ survives }) => survives.length)), Math.max("entry".length, ...shown.map(({ label }) => label.length))] as const;
  const line = (survives: string, label: string, through: string, color = (text: string) => text): string => `${color(survives.padEnd(widths[0]))}  ${label.padEnd(widths[1])}  ${through}`;
  const hidden = rows.slice(longest.entries).reduce((sum, { count }) => sum + count, 0);
  return [
    paint.dim(line("survives", "entry", "through")),
    ...shown.map(({ survives, label, through, failures }) => line(survives, label, through, failures === 0 ? paint.error : paint.good)),
    ...(hidden === 0 ? [] : [`and ${hidden} more, none of them weaker`]),
  ];
}

function renderSpofs(spofs: readonly Spof[], entries: readonly Entry[], style: AuditStyle): string[] {
  const lines = spofs.slice(0, longest.spofs).flatMap((spof) => renderSpof(spof, entries, style));
  return spofs.length > longest.spofs ? [...lines, `  and ${spofs.length - longest.spofs} more`] : lines;
}

function renderSpof(spof: Spof, entries: readonly Entry[], style: AuditStyle): readonly string[] {
  const lost = new Set(spof.lost);
  const rows = rowsOf(entries.filter(({ id }) => lost.has(id)));
  const rest = rows.slice(longest.lost).reduce((sum, { count }) => sum + count, 0);
  return [
    `  ${spof.accepted === null ? style.paint.error(wordSpof(spof)) : wordSpof(spof)}  ${style.paint.dim(place(spof.origin, style))}`,
    ...rows.slice(0, longest.lost).map(({ label, through }) => `    ${label} -> ${through}`),
    ...(rest === 0 ? [] : [`    and ${plural(rest, "more").replace(/s$/, "")}`]),
    `    ${spof.accepted === null ? spof.advice : `accepted: ${printable(spof.accepted)}`}`,
  ];
}

/** `site.infra:14`. */
function place({ span }: Origin, { pathOf }: AuditStyle): string {
  const { source, start } = inFile(span);
  return `${pathOf(source.path)}:${positionAt(source, start).line}`;
}

/** Pools of several servers that nobody looks at. */
function unchecked({ entries }: Audit): readonly string[] {
  const pairs = entries.flatMap(({ stages }) => stages.flatMap(({ name, checked, members }, at) => (checked || members.length < 2 ? [] : [`  ${stages[at - 1]!.name} goes on sending to an instance of ${name} that is gone, and what it sends there fails`])));
  return [...new Set(pairs)];
}

function renderVip(vip: VipMoves): readonly string[] {
  const order = listed(vip.order.map(({ name, priority }) => `${name} (${priority})`));
  return [`  ${vip.addresses.join(", ")} of ${vip.holder}: ${order.replaceAll(", ", " -> ")}`, ...wordVip(vip).map((line) => `    ${line}`)];
}

function renderQuorum({ name, kind, members, needs, survives, brokenBy, certain, without, registers }: Quorum): readonly string[] {
  const verb = certain ? (brokenBy.length === 1 ? "is" : "are each") : brokenBy.length === 1 ? "may be" : "may each be";
  const lost = brokenBy.length === 0 ? "" : `: ${listed(brokenBy.map(wordUnit))} ${verb} enough to lose it`;
  return [
    `  ${name} (${kind} on ${wordMembers(members)}): needs ${needs} of ${members.length}, survives ${wordSurvival(survives)}${lost}`,
    `    below that ${without}`,
    ...registers.map((use) => `    ${use.without}`),
  ];
}

function renderLogs({ name, machines, stages, stoppedBy, intake }: LogChain): readonly string[] {
  const through = stages.map(wordStage).join(" -> ");
  const stops = stoppedBy.map(({ unit, stage }) => {
    const isBuffered = stages[0]!.name !== stage && stages.length === 3;
    // The last stage keeps the lines; the one before takes them.
    const lost = stages.at(-2)?.name === stage && intake.length > 0 ? `, and what comes to ${listed(intake)} is lost` : "";
    return `    without ${wordUnit(unit)} lines wait ${isBuffered ? `in ${stages[0]!.name}` : "where they were written"}${lost}`;
  });
  return [`  ${name}: ${machines.length === 0 ? "" : `${listed(machines)} -> `}${through}`, ...stops];
}

function beyond({ entries, outside, primaries, unseen }: Audit): readonly string[] {
  const open = new Map(entries.flatMap(({ stages: [door] }) => (door!.vip === null && door!.members.length > 1 ? [[door!.name, door!] as const] : [])));
  const chosen = [...open.values()].map(({ name, members }) => `  clients of ${name} choose among ${wordMembers(members)} themselves: no address moves`);
  const alone = groupBy(outside.filter((each) => each.alone), ({ endpoint: { host, port }, name }) => `${name === host ? "" : `${name} at `}${host.includes(":") ? `[${host}]` : host}:${port}`);
  const servers = [...alone].map(([place, uses]) => `  ${uses.map(({ usedBy }) => usedBy).join(", ")} ${uses.length === 1 ? "needs" : "need"} ${place}, which has no other beside it`);
  const roles = primaries.map((each) => `  ${wordPrimary(each)}`);
  const names = unseen.map(({ name, kind }) => `${name} (${kind})`);
  return [...chosen, ...servers, ...roles, ...(names.length === 0 ? [] : [`  no entry leads to ${names.join(", ")}: who uses ${names.length === 1 ? "it" : "them"} is not in the program`])];
}
