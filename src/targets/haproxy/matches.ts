import type { Route } from "../../ir/traffic.js";
import { countsAgain } from "../../source/kept-groups.js";
import { eachAgain, flatAgain, zipAgain } from "../../source/kept-lists.js";
import type { Origin } from "../../source/origin.js";
import { noTables } from "../../source/tables.js";
import type { Acl } from "./model.js";
import { inListen, type PlannedListen } from "./plan.js";
import { identifier, type Quoted, type Taken, takenBesides, unique, words } from "./quote.js";
import type { Scope } from "./scope.js";
import { reportUnsupported } from "./unsupported.js";

/** One way to come to a route: by a group of its domains. All of `terms` must hold. */
export interface Match {
  readonly route: Route;
  readonly host: HostGroup | null;
  /** Names of ACLs; none: every request fits. */
  readonly terms: readonly Quoted[];
}

interface HostGroup {
  readonly exact: boolean;
  /** In small letters; of a wildcard what it ends with, `.x.com`. */
  readonly names: readonly string[];
  /** Whether the domain itself belongs to the wildcard: `.x.com`. */
  readonly itself: boolean;
}

export interface Matching {
  /**
   * The first that fits is the request's: exact paths, then regular expressions as they are written, then prefixes, the longest first; of one path the
   * route whose domain is closest. So nginx finds the location too.
   */
  readonly matches: readonly Match[];
  /** The ACLs of all domains; empty when a route takes any. */
  readonly hosts: readonly Quoted[];
  /** Whether every path of every domain that counts has its route. */
  readonly complete: boolean;
}

export function matchRoutes(scope: Scope, planned: PlannedListen, routes: readonly Route[], acls: AclList): Matching {
  const { keeping } = scope;
  const byRoute = eachAgain(inListen(scope, planned, "ways"), [], routes, (route) => waysOf(scope, route), keeping);
  const ways = inOrder(routes, byRoute);
  const terms = termsAgain(scope, planned, ways, acls) ?? nameTerms(ways, acls);
  const matches = zipAgain(inListen(scope, planned, "matches"), [], [ways, terms.hosts, terms.paths], (at) => matchOf(ways[at]!, terms.hosts[at]!, terms.paths[at]!), keeping);
  const hosts = hostsOf(terms);
  // Every other domain is refused before anything else, so that the only one needs no asking any more.
  const left = hosts.length === 1 ? eachAgain(inListen(scope, planned, "left"), [], matches, withoutHost, keeping) : matches;
  return { matches: left, hosts, complete: isComplete(terms, hosts) };
}

/** The ACLs of all matches, each at the place of its match; where one asks for none the empty word. */
interface Terms {
  readonly hosts: readonly Quoted[];
  readonly paths: readonly Quoted[];
  /** Whether it is known that none is there twice. */
  readonly areDistinct: boolean;
}

const noTerm = words``;

function nameTerms(ways: readonly Way[], acls: AclList): Terms {
  const terms = { hosts: [] as Quoted[], paths: [] as Quoted[], areDistinct: false };
  for (const { host, path } of ways) {
    terms.hosts.push(host.length === 0 ? noTerm : acls.name(host));
    terms.paths.push(path.length === 0 ? noTerm : acls.name(path));
  }
  return terms;
}

/** The same where no two ways ask for one ACL, nor for two of one name: then all are called as they should be, and of thousands few are looked at. */
function termsAgain(scope: Scope, planned: PlannedListen, ways: readonly Way[], acls: AclList): Terms | undefined {
  const { keeping } = scope;
  if (keeping.tables === noTables) return undefined;
  const again = <Made extends {}>(what: string, make: (way: Way) => Made): readonly Made[] => eachAgain(inListen(scope, planned, what), [], ways, make, keeping);
  const hosts = again("hosts", ({ host }) => host[0]?.name ?? noTerm);
  const paths = again("paths", ({ path }) => path[0]?.name ?? noTerm);
  const names = paths.every((path) => path === noTerm) ? hosts : hosts.concat(paths).filter((name) => name !== noTerm);
  const counts = countsAgain(inListen(scope, planned, "acls"), names, (name) => name, keeping.tables);
  if (counts.size < names.length) return undefined;
  const lines = again("lines", ({ host, path }) => host.concat(path));
  return acls.addAll(counts, flatAgain(inListen(scope, planned, "acls"), lines, keeping.tables)) ? { hosts, paths, areDistinct: true } : undefined;
}

function matchOf({ route, group }: Way, host: Quoted, path: Quoted): Match {
  return { route, host: group, terms: host === noTerm ? (path === noTerm ? [] : [path]) : path === noTerm ? [host] : [host, path] };
}

function withoutHost({ route, host, terms }: Match): Match {
  return { route, host, terms: terms.slice(1) };
}

/** The hosts, each once, where all ask for one. */
function hostsOf({ hosts, areDistinct }: Terms): readonly Quoted[] {
  if (hosts.includes(noTerm)) return [];
  return areDistinct ? hosts : [...new Set(hosts)];
}

/** A way to come to a route before its ACLs have their names: how those would be called that ask for the host and for the path. */
interface Way {
  readonly route: Route;
  readonly group: HostGroup | null;
  readonly host: readonly Acl[];
  readonly path: readonly Acl[];
}

function waysOf(scope: Scope, route: Route): readonly Way[] {
  const path = pathAcl(scope, route);
  const groups = hostGroups(scope, route);
  const way = (group: HostGroup | null): Way => ({ route, group, host: group === null ? none : hostAcl(scope, group, route.origin), path });
  return groups.length === 1 ? [way(groups[0]!)] : groups.map(way);
}

const none: readonly never[] = [];

/** All ways to routes: of one path with the first route of it, and there the closest domain first. */
function inOrder(routes: readonly Route[], byRoute: readonly (readonly Way[])[]): readonly Way[] {
  const places = { exact: new Map<string, number>(), regex: new Map<string, number>(), prefix: new Map<string, number>() };
  const ways: Way[] = [];
  // Where the first route of each way's path stands.
  const first: number[] = [];
  for (let index = 0; index < routes.length; index++) {
    const route = routes[index]!;
    const known = places[route.match];
    const at = known.get(route.path) ?? index;
    if (at === index) known.set(route.path, at);
    for (const way of byRoute[index]!) {
      ways.push(way);
      first.push(at);
    }
  }
  const compareWays = (a: number, b: number): number => compare(pathRank(ways[a]!.route), pathRank(ways[b]!.route)) || first[a]! - first[b]! || hostRank(ways[a]!.group) - hostRank(ways[b]!.group);
  return ways.every((_, at) => at === 0 || compareWays(at - 1, at) <= 0) ? ways : ways.map((_, at) => at).sort(compareWays).map((at) => ways[at]!);
}

function isComplete({ hosts: ofMatches, paths }: Terms, hosts: readonly Quoted[]): boolean {
  if (ofMatches.some((host, at) => host === noTerm && paths[at] === noTerm)) return true;
  if (ofMatches.every((host, at) => (host === noTerm) !== (paths[at] === noTerm))) return hosts.length > 0;
  const whole = new Set(ofMatches.filter((_, at) => paths[at] === noTerm));
  return hosts.length > 0 && hosts.every((host) => whole.has(host));
}

/** Lower is asked first. */
function pathRank({ match, path }: Route): number {
  return match === "exact" ? -Infinity : match === "regex" ? -Number.MAX_VALUE : -path.length;
}

function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** No domain has ten thousand letters. */
function hostRank(host: HostGroup | null): number {
  if (host === null) return 10_000;
  return host.exact ? -1 : 9_999 - host.names[0]!.length;
}

/** One domain, as it is sent. */
const plainDomain = /^[a-z0-9_-][a-z0-9._-]*$/;

function hostGroups({ report }: Scope, { domains, origin }: Route): readonly (HostGroup | null)[] {
  if (domains.length === 0) return [null];
  if (domains.length === 1 && plainDomain.test(domains[0]!)) return [{ exact: true, names: domains, itself: true }];
  const exact: string[] = [];
  const wildcards: HostGroup[] = [];
  for (const domain of domains) {
    const name = domain.toLowerCase();
    if (!/^(\*?\.)?[\u0021-\u0029\u002b-\u007e]+$/.test(name)) {
      reportUnsupported(report, origin, `compares no Host with the domain \`${name}\``, "write it as browsers send it: in ASCII (`xn--…`), with a `*` only as its first part");
    }
    if (name.startsWith(".") || name.startsWith("*.")) wildcards.push({ exact: false, names: [name.replace(/^\*/, "")], itself: name.startsWith(".") });
    else exact.push(name);
  }
  return exact.length === 0 ? wildcards : [{ exact: true, names: exact, itself: true }, ...wildcards];
}

const hostIs = words`req.hdr(host),host_only -m str`;
const hostEnds = words`req.hdr(host),host_only -m end`;

function hostAcl({ quote }: Scope, { exact, names, itself }: HostGroup, at: Origin): readonly Acl[] {
  const values = names.length === 1 ? [quote.word(names[0]!, at)] : names.map((name) => quote.word(name, at));
  if (exact) return aclOf(`host-${names[0]}`, at, hostIs, values);
  if (!itself) return aclOf(`host-any${names[0]}`, at, hostEnds, values);
  const wanted = `host${names[0]}`;
  return [...aclOf(wanted, at, hostIs, names.map((name) => quote.word(name.slice(1), at))), ...aclOf(wanted, at, hostEnds, values)];
}

/** None for the prefix of every path. The path is decoded first, so that `/%61dmin` is `/admin`, as it is for the servers. */
function pathAcl({ quote }: Scope, { match, path, origin }: Route): readonly Acl[] {
  if (match === "prefix" && (path === "/" || path === "")) return none;
  const method = { prefix: words`beg`, exact: words`str`, regex: words`reg` }[match];
  const signs = path.replace(/[^A-Za-z0-9.]+/g, "-").slice(0, 40);
  const name = `path-${match === "exact" ? "is-" : ""}${signs === "-" ? "root" : signs}`;
  return aclOf(name, origin, words`path,url_dec -m ${method}`, [quote.word(path, origin)]);
}

/** The most values in one line: HAProxy reads 64 words. */
const valuesInLine = 40;

/** The lines of an ACL that would be called like `wanted`. */
export function aclOf(wanted: string, origin: Origin, plain: Quoted, values: readonly Quoted[]): readonly Acl[] {
  const name = identifier(wanted);
  // Without the dashes a value that starts with one would be read as a flag.
  const criterion = (values.length === 1 ? isLikeFlag(values[0]!) : values.some(isLikeFlag)) ? words`${plain} --` : plain;
  if (values.length <= valuesInLine) return [{ origin, name, criterion, values }];
  const lines: Acl[] = [];
  for (let at = 0; at < values.length; at += valuesInLine) lines.push({ origin, name, criterion, values: values.slice(at, at + valuesInLine) });
  return lines;
}

function isLikeFlag(value: Quoted): boolean {
  return value.startsWith("-") || value.startsWith("'-");
}

export interface AclList {
  /** The name of the ACL of these lines, which are called as it should be: that of an equal one, else of a new one. */
  readonly name: (lines: readonly Acl[]) => Quoted;
  /** Adds ACLs, each of another name, where none of these is taken. */
  readonly addAll: (names: ReadonlyMap<string, unknown>, lines: readonly Acl[]) => boolean;
  /** The name of a new ACL, which holds where one of those with these names does. */
  readonly anyOf: (wanted: string, names: readonly Quoted[]) => Quoted;
  readonly lines: () => readonly Acl[];
}

export function collectAcls(scope: Scope, planned: PlannedListen): AclList {
  let taken: Taken = new Set<string>();
  let count = 0;
  const known = new Map<string, Map<string, Quoted>>();
  let acl: Acl[] = [];
  const namesOf = (criteria: string): Map<string, Quoted> => {
    let names = known.get(criteria);
    if (names === undefined) known.set(criteria, (names = new Map()));
    return names;
  };
  return {
    name(lines) {
      const first = lines[0]!;
      // ACLs are told apart by criteria and values. Of most the value is a text that is there already.
      const isSimple = lines.length === 1 && first.values.length === 1;
      const names = namesOf(isSimple ? first.criterion : "");
      const values = isSimple ? first.values[0]! : lines.map((line) => [line.criterion, ...line.values].join("\n")).join("\n\n");
      const same = names.get(values);
      if (same !== undefined) return same;
      const name = unique(first.name, taken);
      names.set(values, name);
      count++;
      for (const line of lines) acl.push(name === line.name ? line : renamed(line, name));
      return name;
    },
    addAll(names, lines) {
      if (acl.some(({ name }) => names.has(name))) return false;
      const before = acl.map(({ name }) => name);
      taken = takenBesides(names);
      for (const name of before) taken.add(name);
      count += names.size;
      acl = acl.concat(lines);
      return true;
    },
    anyOf(wanted, names) {
      const own = names.length === count ? undefined : new Set(names);
      const name = unique(identifier(wanted), taken);
      const lines = own === undefined ? acl.slice() : acl.filter((line) => own.has(line.name));
      acl = acl.concat(eachAgain(inListen(scope, planned, `any of ${wanted}`), [name], lines, (each) => renamed(each, name), scope.keeping));
      count++;
      return name;
    },
    lines: () => acl,
  };
}

function renamed({ origin, criterion, values }: Acl, name: Quoted): Acl {
  return { origin, name, criterion, values };
}
