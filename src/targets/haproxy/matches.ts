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
  const matches = found.map(({ route, host }): Match => ({ route, host, terms: termsOf(scope, acls, route, host) }));
  const hosts = matches.some(({ host }) => host === null) ? [] : [...new Set(matches.map(({ terms }) => terms[0]!))];
  // Every other domain is refused before anything else, so that the only one needs no asking any more.
  const left = hosts.length === 1 ? matches.map((match) => ({ ...match, terms: match.terms.slice(1) })) : matches;
  return { matches: left, hosts, complete: isComplete(matches, hosts) };
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
  routes.forEach((route, index) => {
    const known = places[route.match];
    const at = known.get(route.path) ?? index;
    if (at === index) known.set(route.path, at);
    for (const host of hostGroups(scope, route)) ways.push({ route, host, at });
  });
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

function hostGroups({ report }: Scope, { domains, origin }: Route): readonly (HostGroup | null)[] {
  if (domains.length === 0) return [null];
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
  return {
    name(wanted, lines) {
      const { criteria, values } = identityOf(lines);
      let ofCriteria = known.get(criteria);
      if (ofCriteria === undefined) known.set(criteria, (ofCriteria = new Map()));
      const same = ofCriteria.get(values);
      if (same !== undefined) return same;
      const name = unique(identifier(wanted), taken);
      ofCriteria.set(values, name);
      lines.forEach((line) => addLines(acl, name, line));
      return name;
    },
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

/** What ACLs are told apart by; of most the value is a text that is there already. */
function identityOf(lines: readonly Omit<Acl, "name">[]): { readonly criteria: string; readonly values: string } {
  const first = lines[0]!;
  if (lines.length === 1 && first.values.length === 1) return { criteria: first.criterion, values: first.values[0]! };
  return { criteria: "", values: lines.map(({ criterion, values }) => [criterion, ...values].join("\n")).join("\n\n") };
}

function addLines(acl: Acl[], name: Quoted, { origin, criterion: plain, values }: Omit<Acl, "name">): void {
  // Without the dashes a value that starts with one would be read as a flag.
  const criterion = values.some((value) => value.startsWith("-") || value.startsWith("'-")) ? words`${plain} --` : plain;
  if (values.length <= valuesInLine) acl.push({ origin, name, criterion, values });
  else for (let at = 0; at < values.length; at += valuesInLine) acl.push({ origin, name, criterion, values: values.slice(at, at + valuesInLine) });
}
