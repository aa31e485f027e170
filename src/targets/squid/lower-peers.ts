import { defineDiagnostic, type Report } from "../../diagnostics/define.js";
import type { Cache, CacheOrigin, CacheRule } from "../../ir/cache.js";
import type { Origin } from "../../source/origin.js";
import type { Access, CachePeer } from "./model.js";
import type { Names } from "./names.js";
import { needsOpenssl } from "./lower-conditions.js";
import { quoteWord, type Text, words } from "./quote.js";

/** An origin with the acl of its sites. */
export interface Site {
  readonly origin: CacheOrigin;
  readonly acl: Text;
}

/** A rule with the acls that its conditions are; a rule that squid cannot say is not among them. */
export interface RuledAcls<Rule extends CacheRule = CacheRule> {
  readonly rule: Rule;
  readonly acls: Text;
}

type ViaRule = Extract<CacheRule, { verdict: "via" }>;

/** The servers of an origin: requests for its sites go to them, and to nobody else. */
export function originPeers({ origin, acl }: Site, names: Names, report: Report): readonly CachePeer[] {
  const servers = origin.servers.filter(({ weight }) => weight > 0);
  const secure = originTls(origin, report);
  const weighted = servers.some(({ weight }) => weight !== servers[0]!.weight);
  return servers.map((server): CachePeer => {
    const several = servers.length > 1;
    const share = server.backup ? words`` : several ? words` round-robin` : words``;
    const weight = several && weighted && !server.backup ? words` weight=${server.weight}` : words``;
    const most = server.maxconn === null ? words`` : words` max-conn=${server.maxconn}`;
    return {
      host: quoteWord(server.address, server.origin, report),
      type: "parent",
      http_port: server.port,
      icp_port: 0,
      // What a peer is not balanced over is asked last: a backup.
      options: words` no-query originserver${share}${weight}${server.backup ? words` default` : words``}${most}${secure}`,
      name: names.claim(several ? server.name : origin.name),
      access: ended([allow(acl, origin)], origin.origin),
      origin: server.origin,
    };
  });
}

/** With GnuTLS squid 5 and 6 lose the answers of servers that speak TLS 1.3, so that it is not offered. */
function originTls({ tls, name }: CacheOrigin, report: Report): Text {
  if (tls === null) return words``;
  const at = tls.origin;
  if (tls.minimum === "1.3") report(needsOpenssl, { at, data: { what: "TLS 1.3 towards an origin" } });
  if (tls.verify !== "no") report(uncheckedOrigin, { at, data: { name } });
  const versions = tls.minimum === "1.0" ? words`` : tls.minimum === "1.1" ? words` tls-min-version=1.1` : words` tls-min-version=1.2`;
  const authority = tls.authority === null ? words`` : words` tls-cafile=${quoteWord(tls.authority, at, report)}`;
  const own = tls.certificate === null ? words`` : words` tls-cert=${quoteWord(tls.certificate, at, report)}`;
  const key = tls.certificate === null || tls.key === null ? words`` : words` tls-key=${quoteWord(tls.key, at, report)}`;
  const flags = tls.verify === "no" ? words` tls-flags=DONT_VERIFY_PEER` : words``;
  return words` tls tls-options=NORMAL:-VERS-TLS1.3${versions}${authority}${own}${key}${flags}`;
}

/** The proxies of `via` rules; of each the access list repeats all rules in order, as the first that matches decides. */
export function viaPeers(rules: readonly RuledAcls<ViaRule>[], sites: readonly Site[], names: Names, report: Report): readonly CachePeer[] {
  const keyOf = ({ endpoint }: ViaRule): string => `${endpoint.host} ${endpoint.port}`;
  const firsts = rules.filter(({ rule }, at) => rules.findIndex((other) => keyOf(other.rule) === keyOf(rule)) === at);
  return firsts.map(({ rule: first }): CachePeer => ({
    host: quoteWord(first.endpoint.host, first.origin, report),
    type: "parent",
    http_port: first.endpoint.port,
    icp_port: 0,
    options: words` no-query`,
    name: names.claim(`${first.endpoint.host}_${first.endpoint.port}`),
    access: ended(
      [
        ...sites.map(({ acl, origin }): Access => ({ verdict: "deny", acls: acl, origin: origin.origin })),
        ...rules.map(({ rule, acls }): Access => ({ verdict: keyOf(rule) === keyOf(first) ? "allow" : "deny", acls, origin: rule.origin })),
      ],
      first.origin,
    ),
    origin: first.origin,
  }));
}

/** Caches that are asked whether they have what is missing here; what they send is not kept twice. */
export function siblings(cache: Cache, machine: string, names: Names, report: Report): readonly CachePeer[] {
  return cache.peers.filter((peer) => peer.machine !== machine).map(({ name, host, port, queryPort, origin }): CachePeer => ({
    host: quoteWord(host, origin, report),
    type: "sibling",
    http_port: port,
    icp_port: queryPort,
    options: words` proxy-only`,
    name: names.claim(name),
    access: [],
    origin,
  }));
}

/** What must not go past a peer. */
export function neverDirect(rules: readonly RuledAcls<ViaRule>[], sites: readonly Site[]): readonly Access[] {
  const list = [
    ...sites.map(({ acl, origin }) => allow(acl, origin)),
    ...rules.map(({ rule, acls }): Access => ({ verdict: rule.only ? "allow" : "deny", acls, origin: rule.origin })),
  ];
  return list.every(({ verdict }) => verdict === "deny") ? [] : ended(list, list.at(-1)!.origin);
}

/** A list up to its first line for all requests, or with one that refuses: what no line matches squid decides against the last one. */
export function ended(list: readonly Access[], origin: Origin): readonly Access[] {
  const all = list.findIndex(({ acls }) => acls === "all");
  return all >= 0 ? list.slice(0, all + 1) : [...list, { verdict: "deny", acls: words`all`, origin }];
}

function allow(acls: Text, { origin }: { readonly origin: Origin }): Access {
  return { verdict: "allow", acls, origin };
}

/** Reports origins that serve the same: squid would send a request to either. */
export function reportOverlaps(cache: Cache, report: Report): void {
  cache.origins.forEach((origin, at) => {
    for (const other of cache.origins.slice(0, at)) {
      const both = origin.domains.length === 0 || other.domains.length === 0 ? "every site" : origin.domains.find((domain) => other.domains.includes(domain));
      if (both === undefined) continue;
      report(overlappingOrigins, { at: origin.origin, data: { both: both === "every site" ? both : `\`${both}\`` }, related: [{ span: other.origin.span, text: "so does this one" }] });
    }
  });
}

export const uncheckedOrigin = defineDiagnostic({
  code: "unchecked-origin",
  severity: "warning",
  summary: "Squid as Debian and its image build it does not check the certificates of origins.",
  explanation: `
Debian's package \`squid\` is built with GnuTLS and speaks TLS to origins without looking at their certificates: somebody on the way could
answer in their place. Its package \`squid-openssl\` reads the same file and checks them.

    cache cdn { accelerate https://www.example.com }                  # warning
    cache cdn { accelerate https://10.0.0.21 { verify no } }          # on a network of your own
`,
  message: (data: { readonly name: string }) => `squid built with GnuTLS does not check the certificate of \`${data.name}\``,
  help: () => "install `squid-openssl`, or write `verify no` when the way to the origin is your own",
});

export const overlappingOrigins = defineDiagnostic({
  code: "overlapping-origins",
  severity: "error",
  summary: "Two origins of a cache serve the same site.",
  explanation: `
A cache sends a request to the origin that serves its site. Where two do, one would answer for the other. An origin with an address
instead of a domain and no \`site\` serves every site, and so stands alone.

    cache cdn {
      accelerate http://10.0.0.21 { site www.example.com }
      accelerate http://10.0.0.22 { site download.example.com }
    }

For several servers of one site declare a service, and accelerate that.
`,
  message: (data: { readonly both: string }) => `two origins of one cache serve ${data.both}`,
  help: () => "give each origin its own domains with `site`",
});

