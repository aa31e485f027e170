import type { Route } from "../../ir/traffic.js";
import type { Origin } from "../../source/origin.js";
import type { Acl } from "./model.js";
import { identifier, type Quoted, unique, words } from "./quote.js";
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

export function matchRoutes(scope: Scope, routes: readonly Route[], acls: AclList): Matching {
  const found = findWays(scope, routes).sort((a, b) => compare(pathRank(a.route), pathRank(b.route)) || a.at - b.at || hostRank(a.host) - hostRank(b.host));
  const matches = found.map((way): Match => ({ route: way.route, host: way.host, terms: termsOf(scope, acls, way.route, way.host) }));
  const hosts = hostsOf(matches);
  // Every other domain is refused before anything else, so that the only one needs no asking any more.
  const left = hosts.length === 1 ? matches.map((match) => ({ ...match, terms: match.terms.slice(1) })) : matches;
  return { matches: left, hosts, complete: isComplete(matches, hosts) };
}

/** The first terms, each once, where all ask for a domain. */
function hostsOf(matches: readonly Match[]): readonly Quoted[] {
  const hosts = new Set<Quoted>();
  for (let at = 0; at < matches.length; at++) {
    if (matches[at]!.host === null) return [];
    hosts.add(matches[at]!.terms[0]!);
  }
  return [...hosts];
}

interface Way {
  readonly route: Route;
  readonly host: HostGroup | null;
  /** Where the first route of its path stands. */
  readonly at: number;
}

function findWays(scope: Scope, routes: readonly Route[]): Way[] {
  const places = { exact: new Map<string, number>(), regex: new Map<string, number>(), prefix: new Map<string, number>() };
  const ways: Way[] = [];
  for (let index = 0; index < routes.length; index++) {
    const route = routes[index]!;
    const known = places[route.match];
    const at = known.get(route.path) ?? index;
    if (at === index) known.set(route.path, at);
    const hosts = hostGroups(scope, route);
    for (let each = 0; each < hosts.length; each++) ways.push({ route, host: hosts[each]!, at });
  }
  return ways;
}

function termsOf(scope: Scope, acls: AclList, route: Route, host: HostGroup | null): readonly Quoted[] {
  const ofHost = host === null ? null : hostAcl(scope, acls, host, route.origin);
  const ofPath = pathAcl(scope, acls, route);
  if (ofHost === null) return ofPath === null ? [] : [ofPath];
  return ofPath === null ? [ofHost] : [ofHost, ofPath];
}

function isComplete(matches: readonly Match[], hosts: readonly Quoted[]): boolean {
  if (matches.some(({ terms }) => terms.length === 0)) return true;
  if (matches.every(({ terms }) => terms.length === 1)) return hosts.length > 0;
  const whole = new Set<Quoted>();
  for (const { terms } of matches) if (terms.length === 1) whole.add(terms[0]!);
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

function hostAcl({ quote }: Scope, acls: AclList, { exact, names, itself }: HostGroup, at: Origin): Quoted {
  if (exact && names.length === 1) return acls.nameOf(`host-${names[0]}`, { origin: at, criterion: hostIs, values: [quote.word(names[0]!, at)] });
  const values = names.map((name) => quote.word(name, at));
  if (exact) return acls.name(`host-${names[0]}`, [{ origin: at, criterion: hostIs, values }]);
  const ending = { origin: at, criterion: hostEnds, values };
  if (!itself) return acls.name(`host-any${names[0]}`, [ending]);
  return acls.name(`host${names[0]}`, [{ origin: at, criterion: hostIs, values: names.map((name) => quote.word(name.slice(1), at)) }, ending]);
}

/** Null for the prefix of every path. The path is decoded first, so that `/%61dmin` is `/admin`, as it is for the servers. */
function pathAcl({ quote }: Scope, acls: AclList, { match, path, origin }: Route): Quoted | null {
  if (match === "prefix" && (path === "/" || path === "")) return null;
  const method = { prefix: words`beg`, exact: words`str`, regex: words`reg` }[match];
  const signs = path.replace(/[^A-Za-z0-9.]+/g, "-").slice(0, 40);
  const name = `path-${match === "exact" ? "is-" : ""}${signs === "-" ? "root" : signs}`;
  return acls.name(name, [{ origin, criterion: words`path,url_dec -m ${method}`, values: [quote.word(path, origin)] }]);
}

export interface AclList {
  /** The name of the ACL of these lines: that of an equal one, else a new one like `wanted`. */
  readonly name: (wanted: string, lines: readonly Omit<Acl, "name">[]) => Quoted;
  /** The same of one line. */
  readonly nameOf: (wanted: string, line: Omit<Acl, "name">) => Quoted;
  /** The name of a new ACL, which holds where one of those with these names does. */
  readonly anyOf: (wanted: string, names: readonly Quoted[]) => Quoted;
  readonly lines: () => readonly Acl[];
}

/** The most values in one line: HAProxy reads 64 words. */
const valuesInLine = 40;

export function collectAcls(): AclList {
  const taken = new Set<string>();
  const known = new Map<string, Map<string, Quoted>>();
  const acl: Acl[] = [];
  const namesOf = (criteria: string): Map<string, Quoted> => {
    let names = known.get(criteria);
    if (names === undefined) known.set(criteria, (names = new Map()));
    return names;
  };
  const name: AclList["name"] = (wanted, lines) => {
    if (lines.length === 1) return nameOf(wanted, lines[0]!);
    const values = lines.map((line) => [line.criterion, ...line.values].join("\n")).join("\n\n");
    return named(wanted, lines, "", values);
  };
  const nameOf: AclList["nameOf"] = (wanted, line) => {
    // Of most the value is a text that is there already.
    if (line.values.length !== 1) return named(wanted, [line], "", [line.criterion, ...line.values].join("\n"));
    const same = namesOf(line.criterion).get(line.values[0]!);
    return same ?? named(wanted, [line], line.criterion, line.values[0]!);
  };
  /** By what ACLs are told apart: criteria and values. */
  const named = (wanted: string, lines: readonly Omit<Acl, "name">[], criteria: string, values: string): Quoted => {
    const names = namesOf(criteria);
    const same = names.get(values);
    if (same !== undefined) return same;
    const made = unique(identifier(wanted), taken);
    names.set(values, made);
    for (let at = 0; at < lines.length; at++) addLines(acl, made, lines[at]!);
    return made;
  };
  return {
    name,
    nameOf,
    anyOf(wanted, names) {
      const own = names.length === taken.size ? taken : new Set(names);
      const name = unique(identifier(wanted), taken);
      for (let at = 0, end = acl.length; at < end; at++) {
        const line = acl[at]!;
        if (own.has(line.name)) acl.push({ origin: line.origin, name, criterion: line.criterion, values: line.values });
      }
      return name;
    },
    lines: () => acl,
  };
}

function addLines(acl: Acl[], name: Quoted, { origin, criterion: plain, values }: Omit<Acl, "name">): void {
  // Without the dashes a value that starts with one would be read as a flag.
  const criterion = values.some(isLikeFlag) ? words`${plain} --` : plain;
  if (values.length <= valuesInLine) acl.push({ origin, name, criterion, values });
  else for (let at = 0; at < values.length; at += valuesInLine) acl.push({ origin, name, criterion, values: values.slice(at, at + valuesInLine) });
}

function isLikeFlag(value: Quoted): boolean {
  return value.startsWith("-") || value.startsWith("'-");
}
