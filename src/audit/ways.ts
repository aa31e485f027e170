import { indexRoutes } from "../ir/route-index.js";
import { addTo } from "../source/group.js";
import { once } from "../source/once.js";
import type { Origin } from "../source/origin.js";
import type { Door } from "./doors.js";
import type { Arrival, Exit, Supply } from "./layers.js";

/** All that a request passes: where it comes in, and the servers of one layer after the other. */
export interface Way {
  readonly door: Door;
  /** Empty where the layer itself answers. */
  readonly supplies: readonly Supply[];
  readonly requests: readonly Request[];
}

/** Requests that go one way. */
export interface Request {
  readonly id: string;
  readonly domains: readonly string[];
  readonly path: string | null;
  readonly origin: Origin;
}

/** Which requests an exit takes, after those before it. */
type Reading = Pick<Exit, "domains" | "match" | "path">;

const everything: Reading = { domains: [], match: "prefix", path: null };

/** The ways that begin at the doors. Requests that are only refused or sent elsewhere are left out, unless a door has no other. */
export function waysOf(doors: readonly Door[]): readonly Way[] {
  const taken = new Set<string>();
  return doors.flatMap((door) => {
    const { arrival } = door;
    const numbers = new Map<Supply, number>();
    const found = new Map<string, { readonly supplies: readonly Supply[]; readonly requests: Request[] }>();
    const add = (supplies: readonly Supply[], reading: Reading, origin: Origin): void => {
      const key = supplies.map((supply) => numbers.get(supply) ?? numbers.set(supply, numbers.size).get(supply)).join(" ");
      const id = labelOf(door.name, reading);
      if (taken.has(id)) return;
      taken.add(id);
      const way = found.get(key) ?? { supplies, requests: [] };
      found.set(key, way);
      way.requests.push({ id, domains: reading.domains, path: printPath(reading), origin });
    };
    if (arrival === undefined) add([], everything, door.origin);
    else follow(arrival, [], [everything], new Set(), add);
    // What answers nothing but a refusal is there, too.
    if (found.size === 0 && arrival !== undefined) add([], everything, door.origin);
    return [...found.values()].map((way) => ({ door, ...way }));
  });
}

/** `readings`: what may come to the arrival. */
function follow(arrival: Arrival, before: readonly Supply[], readings: readonly Reading[], seen: Set<Arrival>, add: (supplies: readonly Supply[], reading: Reading, origin: Origin) => void): void {
  if (seen.has(arrival)) return;
  seen.add(arrival);
  const known = byDomain(readings);
  const next = new Map<Supply, Reading[]>();
  for (const exit of arrival.exits) {
    const reading = narrowed(exit, known);
    if (reading === undefined || !exit.serves) continue;
    const supply = exit.supply;
    const inner = supply === null ? undefined : innerOf(supply);
    if (supply === null) add(before, reading, exit.origin);
    else if (inner === undefined) add([...before, supply], reading, exit.origin);
    else addTo(next, supply, reading);
  }
  for (const [supply, through] of next) follow(innerOf(supply)!, [...before, supply], through, seen, add);
  seen.delete(arrival);
}

/** Where the servers are another layer, what they do with requests; all of them do the same. */
export function innerOf({ suppliers }: Supply): Arrival | undefined {
  for (const { to } of suppliers) if ((to.kind === "node" || to.kind === "vip") && to.arrival !== undefined) return to.arrival;
  return undefined;
}

/** Finds the first reading that some of the requests of an exit come by. */
type Find = (exit: Exit) => Reading | undefined;

interface Readings {
  readonly all: Find;
  readonly byDomain: ReadonlyMap<string, Find>;
  /** Of any domain, or of all below one. */
  readonly wide: Find;
}

function byDomain(readings: readonly Reading[]): Readings {
  const groups = new Map<string, Reading[]>();
  for (const reading of readings) {
    for (const domain of reading.domains) addTo(groups, domain, reading);
  }
  return { all: finderIn(readings), byDomain: new Map([...groups].map(([domain, group]) => [domain, finderIn(group)])), wide: finderIn(readings.filter(({ domains }) => domains.length === 0 || domains.some(isWide))) };
}

function isWide(domain: string): boolean {
  return /^[*.]/.test(domain);
}

/** Up to so many are looked at one after the other. */
const few = 8;

function finderIn(readings: readonly Reading[]): Find {
  if (readings.length <= few) return (exit) => readings.find((reading) => meetsDomain(exit, reading) && meetsPath(exit, reading));
  const index = once(() => indexRoutes(readings, ({ domains, match, path }) => (path === null ? { domains, match: "regex", path: "" } : { domains, match, path })));
  return (exit) => index().meeting(exit.path === null ? null : { match: exit.match, path: exit.path }, exit.domains).find((reading) => meetsDomain(exit, reading));
}

/** What of the requests that come the exit takes; undefined: none. */
function narrowed(exit: Exit, readings: Readings): Reading | undefined {
  const through = throughOf(exit, readings);
  if (through === undefined) return undefined;
  const nearer = exit.path === null || (isPrefix(exit) && isPrefix(through) && (through.path ?? "").length > exit.path.length) ? through : exit;
  return { domains: exit.domains.length === 0 ? through.domains : exit.domains, match: nearer.match, path: nearer.path };
}

/** Of its own domains before those that hold them. */
function throughOf(exit: Exit, { all, byDomain, wide }: Readings): Reading | undefined {
  if (exit.domains.length === 0) return all(exit);
  for (const domain of exit.domains) {
    const found = byDomain.get(domain)?.(exit);
    if (found !== undefined) return found;
  }
  return wide(exit) ?? (exit.domains.some(isWide) ? all(exit) : undefined);
}

function meetsDomain(exit: Reading, through: Reading): boolean {
  return through.domains.length === 0 || exit.domains.length === 0 || exit.domains.some((one) => through.domains.some((other) => one === other || isBelow(one, other) || isBelow(other, one)));
}

/** `a.x.com` below `.x.com` and `*.x.com`, and `x.com` below `.x.com`. */
function isBelow(domain: string, wide: string): boolean {
  if (!isWide(wide)) return false;
  const suffix = wide.replace(/^\*?/, "");
  return domain.endsWith(suffix) || (wide.startsWith(".") && domain === suffix.slice(1));
}

function isPrefix({ match }: Reading): boolean {
  return match === "prefix";
}

function meetsPath(exit: Reading, through: Reading): boolean {
  if (exit.path === null || through.path === null || exit.match === "regex" || through.match === "regex") return true;
  if (exit.match === "exact") return through.match === "exact" ? exit.path === through.path : exit.path.startsWith(through.path);
  return through.match === "exact" ? through.path.startsWith(exit.path) : exit.path.startsWith(through.path) || through.path.startsWith(exit.path);
}

function printPath({ match, path }: Reading): string | null {
  if (path === null) return null;
  return match === "exact" ? `= ${path}` : match === "regex" ? `~ ${path}` : path;
}

function labelOf(door: string, reading: Reading): string {
  const { domains } = reading;
  const path = printPath(reading);
  const domain = domains.length > 2 ? `${domains[0]!} and ${domains.length - 1} more` : domains.join(", ");
  const isPlain = path === null || reading.match === "prefix";
  if (domain === "") return path === null ? door : isPlain ? `${door}${path}` : `${door} ${path}`;
  return `${door} ${domain}${isPlain ? (path ?? "") : ` ${path}`}`;
}
