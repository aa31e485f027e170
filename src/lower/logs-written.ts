import { type Entity, find, findAll } from "../bind/bound.js";
import type { EntityOf } from "../elaborate/draft.js";
import type { Log } from "../ir/traffic.js";
import { endpoint } from "../vocabulary/values/addresses.js";
import { isProblem } from "../vocabulary/values/value-type.js";
import type { Lowering } from "./lowering.js";

/** Where a declaration writes its logs: one entry for each place that its `logs` clauses name. */
export function lowerLogs(entity: Entity, { formats }: Pick<Lowering, "formats">): Log[] {
  return findAll(entity as unknown as EntityOf<"service">, "logs").flatMap((clause) => {
    const format = find(clause, "format")?.args.format;
    const known = format && formats.get(format.value);
    // A fault of it is mended where its text stands; where it is asked for comes with it.
    const named = known && { ...known, origin: { ...known.origin, via: [...(known.origin.via ?? []), { span: format.origin.span, text: "asked for here" }] } };
    return clause.args.to.map(({ value, origin, quoted }): Log => ({
      kind: clause.args.kind?.value ?? "access",
      to: placeOf(value, quoted),
      format: format === undefined ? null : named === undefined ? { name: `${entity.name}-format`, text: format.value, origin: format.origin } : { name: format.value, ...named },
      keep: find(clause, "keep")?.args.count.value ?? null,
      origin,
    }));
  });
}

/** A path, a syslog endpoint or facility, `stdout`, or `no`. */
function placeOf(text: string, quoted: boolean): Log["to"] {
  if (text.startsWith("/")) return { where: "file", path: text };
  if (!quoted && text === "no") return { where: "nowhere" };
  if (!quoted && text === "stdout") return { where: "stdout" };
  const read = endpoint.read(text.replace(/^udp:\/\/|^syslog:/, ""), false);
  return isProblem(read) ? { where: "syslog", endpoint: null, facility: text } : { where: "syslog", endpoint: read, facility: "local0" };
}
