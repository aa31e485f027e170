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
  const places = new Map<string, number>();
  const found = routes.flatMap((route, index) => {
    const path = `${route.match} ${route.path}`;
    const at = places.get(path) ?? index;
    places.set(path, at);
    return hostGroups(scope, route).map((host) => ({ route, host, at }));
  });
  const matches = found
    .toSorted((a, b) => compare(pathRank(a.route), pathRank(b.route)) || a.at - b.at || hostRank(a.host) - hostRank(b.host))
    .map(({ route, host }): Match => {
      const terms = [host === null ? null : hostAcl(scope, acls, host, route.origin), pathAcl(scope, acls, route)];
      return { route, host, terms: terms.filter((term) => term !== null) };
    });
  const hosts = matches.some(({ host }) => host === null) ? [] : [...new Set(matches.map(({ terms }) => terms[0]!))];
  const whole = new Set(matches.filter(({ terms }) => terms.length === 1).map(({ terms }) => terms[0]!));
  const takesAll = matches.some(({ terms }) => terms.length === 0);
  const complete = takesAll || (hosts.length > 0 && hosts.every((host) => whole.has(host)));
  // Every other domain is refused before anything else, so that the only one needs no asking any more.
  const left = hosts.length === 1 ? matches.map((match) => ({ ...match, terms: match.terms.slice(1) })) : matches;
  return { matches: left, hosts, complete };
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
  const names = domains.map((domain) => domain.toLowerCase());
  for (const name of names.filter((each) => !/^(\*?\.)?[\u0021-\u0029\u002b-\u007e]+$/.test(each))) {
    reportUnsupported(report, origin, `compares no Host with the domain \`${name}\``, "write it as browsers send it: in ASCII (`xn--…`), with a `*` only as its first part");
  }
  const exact = names.filter((name) => !/^\*?\./.test(name));
  const wildcards = names.filter((name) => /^\*?\./.test(name)).map((name) => ({ exact: false, names: [name.replace(/^\*/, "")], itself: name.startsWith(".") }));
  return [...(exact.length === 0 ? [] : [{ exact: true, names: exact, itself: true }]), ...wildcards];
}

function hostAcl({ quote }: Scope, acls: AclList, { exact, names, itself }: HostGroup, at: Origin): Quoted {
  const host = words`req.hdr(host),host_only`;
  const values = names.map((name) => quote.word(name, at));
  if (exact) return acls.name(`host-${names[0]}`, [{ origin: at, criterion: words`${host} -m str`, values }]);
  const ending = { origin: at, criterion: words`${host} -m end`, values };
  if (!itself) return acls.name(`host-any${names[0]}`, [ending]);
  return acls.name(`host${names[0]}`, [{ origin: at, criterion: words`${host} -m str`, values: names.map((name) => quote.word(name.slice(1), at)) }, ending]);
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
  readonly lines: () => readonly Acl[];
}

/** The most values in one line: HAProxy reads 64 words. */
const valuesInLine = 40;

export function collectAcls(): AclList {
  const taken = new Set<string>();
  const known = new Map<string, Quoted>();
  const acl: Acl[] = [];
  return {
    name(wanted, lines) {
      const key = lines.map(({ criterion, values }) => [criterion, ...values].join("\n")).join("\n\n");
      const same = known.get(key);
      if (same !== undefined) return same;
      const name = unique(identifier(wanted), taken);
      known.set(key, name);
      for (const line of lines) {
        // Without the dashes a value that starts with one would be read as a flag.
        const criterion = line.values.some((value) => /^'?-/.test(value)) ? words`${line.criterion} --` : line.criterion;
        for (let at = 0; at < line.values.length; at += valuesInLine) acl.push({ ...line, criterion, name, values: line.values.slice(at, at + valuesInLine) });
      }
      return name;
    },
    lines: () => acl,
  };
}
