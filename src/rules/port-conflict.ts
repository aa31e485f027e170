import { type Listener, slotOf } from "../ir/listeners.js";
import { groupBy } from "../source/group.js";
import { once } from "../source/once.js";
import { createSlots, type Slots } from "../source/slots.js";
import { placeKey } from "../source/source.js";
import { defineRule } from "./rule.js";

/** Two processes of one machine on one port: the second one fails to start, and no daemon's checker sees it. */
export const portConflict = defineRule({
  code: "port-conflict",
  severity: "error",
  summary: "Two things listen on the same port of a machine.",
  explanation: `
Only one process can listen on an address and port. Each daemon's own check passes, as it sees its own file alone; the second one to
start fails. One that listens on all addresses has the port on each of them.

    gateway edge on lb1 { listen 80 }
    balancer web on lb1 { listen 80 -> portal }                     # error
    balancer web on lb1 { listen 192.168.0.11:80 -> portal }        # error: \`edge\` has that address too

Two listens of one nginx or HAProxy may have all addresses and one of them on a port: it sends each connection where its address is said.
`,
  message: ({ port, machine, first, second }: { readonly port: string; readonly machine: string; readonly first: Listener; readonly second: Listener; readonly free: number | undefined }) => {
    const where = `${port} of ${machine === "local" ? "this machine" : `\`${machine}\``}`;
    if (first.owner === second.owner) return `\`${first.owner}\` ${first.isPublished && second.isPublished ? "publishes" : "listens"} twice on ${where}`;
    if (first.isPublished && second.isPublished) return `\`${first.owner}\` and \`${second.owner}\` are both published on ${where}`;
    const [listener, published] = first.isPublished ? [second, first] : [first, second];
    return published.isPublished ? `\`${listener.owner}\` listens on ${where}, where \`${published.owner}\` is published` : `\`${first.owner}\` and \`${second.owner}\` both listen on ${where}`;
  },
  help: ({ first, second, free }) => {
    const other = `another port${free === undefined ? "" : `, such as ${free}`}`;
    if (first.owner === second.owner) return `take one away, or give it ${other}`;
    return `${second.isPublished ? `publish \`${second.owner}\` on` : `move \`${second.owner}\` to`} ${other}, or give each an address of its own`;
  },

  check(_site, report, index) {
    if (!index.mayShare()) return;
    const listeners = index.listeners();
    const machines = new Map<string, Map<number, number | Place>>();
    const freePort = once(() => freePorts(listeners));
    // On every host of the two, and at each port of a range: one fault.
    const reported = new Set<string>();
    for (let at = 0; at < listeners.length; at++) {
      const listener = listeners[at]!;
      let row = machines.get(listener.machine);
      if (row === undefined) machines.set(listener.machine, (row = new Map()));
      const slot = slotOf(listener);
      const known = row.get(slot);
      if (known === undefined) {
        row.set(slot, at);
        continue;
      }
      // Most ports have one listener.
      const place = typeof known === "number" ? placeWith(known, listeners) : known;
      if (typeof known === "number") row.set(slot, place);
      const clash = clashAt(place, listener, listeners);
      addTo(place, at, listeners);
      if (clash === undefined || index.clauses().isOne(clash.origin, listener.origin)) continue;
      const pair = [listener, clash].map(({ origin }) => placeKey(origin.span)).join(" ");
      if (reported.size === reported.add(pair).size) continue;
      report({
        at: listener.origin,
        data: { port: `${listener.port}/${listener.transport}`, machine: listener.machine, first: clash, second: listener, free: freePort()(listener) },
        related: [{ span: clash.origin.span, text: `\`${clash.owner}\` ${clash.isPublished ? "is published" : "listens"} there` }],
      });
    }
  },
});

/** Who listens at one port of a machine, by their places among all listeners: as far as whoever comes later may clash with them. */
interface Place {
  /** The first at each address. */
  readonly byAddress: Map<string | null, number>;
  /** The first two of different processes: at all addresses, and at any. */
  readonly wide: number[];
  readonly any: number[];
}

function placeWith(at: number, listeners: readonly Listener[]): Place {
  const place: Place = { byAddress: new Map(), wide: [], any: [] };
  addTo(place, at, listeners);
  return place;
}

function addTo({ byAddress, wide, any }: Place, at: number, listeners: readonly Listener[]): void {
  const { address, process } = listeners[at]!;
  const isNew = (known: readonly number[]): boolean => known.length < 2 && known.every((each) => listeners[each]!.process !== process);
  if (!byAddress.has(address)) byAddress.set(address, at);
  if (address === null && isNew(wide)) wide.push(at);
  if (isNew(any)) any.push(at);
}

/** The first that has the same address, or of another process where either has all. */
function clashAt({ byAddress, wide, any }: Place, { address, process }: Listener, listeners: readonly Listener[]): Listener | undefined {
  const other = (address === null ? any : wide).find((at) => listeners[at]!.process !== process);
  return listeners[Math.min(byAddress.get(address) ?? Infinity, other ?? Infinity)];
}

/** 8080 for 80, 8443 for 443, of ports that anybody may listen on the next one; or the first after it that nothing of the machine has. */
function freePorts(listeners: readonly Listener[]): (listener: Listener) => number | undefined {
  const groups = groupBy(listeners, ({ machine, transport }) => `${machine} ${transport}`);
  const takenOf = new Map<string, Slots>();
  for (const [place, own] of groups) {
    const taken = createSlots();
    for (const { port } of own) taken.take(port);
    takenOf.set(place, taken);
  }
  return ({ machine, transport, port }) => {
    const free = takenOf.get(`${machine} ${transport}`)!.freeFrom(port < 1024 ? port + 8000 : port + 1);
    return free < 65_536 ? free : undefined;
  };
}
