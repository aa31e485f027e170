import { defineDiagnostic, type Report } from "../../diagnostics/define.js";
import type { Cache, CacheRule } from "../../ir/cache.js";
import { implied, type Origin } from "../../source/origin.js";
import type { Acls } from "./acls.js";
import type { Conditions } from "./lower-conditions.js";
import type { RuledAcls, Site } from "./lower-peers.js";
import { portName } from "./lower-ports.js";
import type { Access, HttpAccess, Icp } from "./model.js";
import { joinWords, type Text, words } from "./quote.js";

/** A cache with its conditions, and the acl of its own ports where others share the process. */
export interface Ruled {
  readonly cache: Cache;
  readonly conditions: Conditions;
  readonly guard: Text | null;
}

/** The rules of all caches with one of these verdicts, in order, as acls. */
export function rulesOf<V extends CacheRule["verdict"]>(ruled: readonly Ruled[], ...verdicts: readonly V[]): readonly RuledAcls<Extract<CacheRule, { verdict: V }>>[] {
  return ruled.flatMap(({ cache, conditions, guard }) =>
    cache.rules.flatMap((rule) => {
      if (!(verdicts as readonly string[]).includes(rule.verdict)) return [];
      const terms = conditions.terms(rule.when);
      if (terms === undefined) return [];
      const all = guard === null ? terms : [guard, ...terms];
      return [{ rule: rule as Extract<CacheRule, { verdict: V }>, acls: all.length === 0 ? words`all` : joinWords(all) }];
    }),
  );
}

/** An origin's sites: its domains, or without any what comes in by the ports that accelerate. */
export function siteOf(cache: Cache, origin: Cache["origins"][number], guard: Text | null, acls: Acls): Site {
  const at = origin.origin;
  if (origin.domains.length === 0) return { origin, acl: portAcl(cache, "accelerate", at, acls) };
  const value = (text: string) => ({ text, origin: at });
  const plain = origin.domains.filter((domain) => !domain.startsWith("*."));
  const below = origin.domains.filter((domain) => domain.startsWith("*.")).map((domain) => `${domain.slice(1).replaceAll(".", "\\.")}$`);
  const wanted = `sites_${origin.name}`;
  const parts = (name: string | undefined): readonly Text[] => [
    ...(plain.length > 0 ? [acls.of({ type: words`dstdomain`, form: "plain", values: plain.map(value), word: "sites", origin: at }, name)] : []),
    ...(below.length > 0 ? [acls.of({ type: words`dstdom_regex -i`, form: "regex", values: below.map(value), word: "sites", origin: at }, name)] : []),
  ];
  const isOne = plain.length === 0 || below.length === 0;
  const own = parts(isOne ? wanted : undefined);
  const sites = own.length === 1 ? own[0]! : acls.combine("any-of", own, wanted, at);
  return { origin, acl: guard === null ? sites : joinWords([guard, sites]) };
}

/** Requests that came in by the ports of a cache that listen so. */
export function portAcl(cache: Cache, mode: Cache["listens"][number]["mode"], origin: Origin, acls: Acls): Text {
  return acls.of({ type: words`myportname`, form: "plain", values: [{ text: nameOfPort(cache, mode), origin }], word: "port", origin }, portName(cache, mode));
}

/** The word that squid knows the ports by; acl names are made of it too. */
export function nameOfPort(cache: Cache, mode: Cache["listens"][number]["mode"]): string {
  return portName(cache, mode).replace(/[^A-Za-z0-9_.-]+/g, "_");
}

/** Which caches have ports for clients, by mode. */
function clientPorts({ listens }: Cache): readonly ("forward" | "transparent")[] {
  return (["forward", "transparent"] as const).filter((mode) => listens.some((listen) => listen.mode === mode));
}

export function lowerHttpAccess(ruled: readonly Ruled[], sites: readonly Site[], acls: Acls, origin: Origin, report: Report): HttpAccess {
  reportSlow(ruled, report);
  return {
    manager: managerAccess(ruled[0]!.cache, acls, origin),
    safety: safetyAccess(ruled, acls, origin),
    peers: peerAccess(ruled, acls),
    rules: rulesOf(ruled, "allow", "deny").map(({ rule, acls: terms }) => ({ verdict: rule.verdict, acls: terms, origin: rule.origin })),
    sites: sites.map(({ origin: each, acl }) => ({ verdict: "allow", acls: acl, origin: each.origin })),
  };
}

function managerAccess({ manager }: Cache, acls: Acls, origin: Origin): readonly Access[] {
  const at = manager?.origin ?? origin;
  const readers = manager?.from ?? [];
  const values = readers.map((text) => ({ text, origin: at }));
  return [
    { verdict: "allow", acls: words`localhost manager`, origin: at },
    ...(readers.length === 0 ? [] : [{ verdict: "allow" as const, acls: words`${acls.of({ type: words`src`, form: "plain", values, word: "from", origin: at })} manager`, origin: at }]),
    { verdict: "deny", acls: words`manager`, origin: at },
  ];
}

/**
 * A proxy for clients leads to no port of another protocol, tunnels to those of TLS only, and never to its own machine or what hands out
 * a machine's secrets (169.254.169.254). Where the process accelerates too, this holds for its other ports.
 */
function safetyAccess(ruled: readonly Ruled[], acls: Acls, origin: Origin): readonly Access[] {
  const clients = ruled.filter(({ cache }) => clientPorts(cache).length > 0);
  if (clients.length === 0) return [];
  const accelerates = ruled.some(({ cache }) => cache.listens.some(({ mode }) => mode === "accelerate"));
  const guards = accelerates ? clients.flatMap(({ cache }) => clientPorts(cache).map((mode) => portAcl(cache, mode, origin, acls))) : [];
  const guard = guards.length === 0 ? words`` : words`${guards.length === 1 ? guards[0]! : acls.combine("any-of", guards, "clients", origin)} `;
  const because = implied(origin, "what a proxy for clients refuses always");
  return [words`!Safe_ports`, words`CONNECT !SSL_ports`, words`to_localhost`, words`linklocal`].map((terms) => ({ verdict: "deny", acls: words`${guard}${terms}`, origin: because }));
}

/** The acls of `safetyAccess`: tunnels lead to `tunnel`, which are then ports that anything may lead to. */
export function safetyAcls(ruled: readonly Ruled[], origin: Origin): readonly { readonly name: Text; readonly type: Text; readonly values: Text; readonly origin: Origin }[] {
  const clients = ruled.filter(({ cache }) => clientPorts(cache).length > 0);
  if (clients.length === 0) return [];
  const because = implied(origin, "what a proxy for clients refuses always");
  const tunnels = clients.flatMap(({ cache }) => cache.tunnel);
  const rangeOf = ({ from, to }: { readonly from: number; readonly to: number }): Text => (from === to ? words`${from}` : words`${from}-${to}`);
  const usual = [80, 21, 443, 70, 210, 280, 488, 591, 777];
  const extra = tunnels.filter(({ from, to }) => from < 1025 && !(from === to && usual.includes(from)));
  const list = [...usual.map((port) => words`${port}`), ...extra.map(rangeOf), words`1025-65535`];
  return [
    { name: words`SSL_ports`, type: words`port`, values: joinWords([...new Set(tunnels.map(rangeOf))]), origin: because },
    { name: words`Safe_ports`, type: words`port`, values: joinWords([...new Set(list)]), origin: because },
    // squid 6 has it as `to_linklocal`, squid 5 has not.
    { name: words`linklocal`, type: words`dst`, values: words`169.254.0.0/16 fe80::/10`, origin: because },
  ];
}

/** Other caches fetch here what they have found here. */
function peerAccess(ruled: readonly Ruled[], acls: Acls): readonly Access[] {
  return ruled.flatMap(({ cache: { answers } }) => (answers === null || answers.addresses.length === 0 ? [] : [{ verdict: "allow" as const, acls: peersAcl(answers, acls), origin: answers.origin }]));
}

function peersAcl({ addresses, origin }: NonNullable<Cache["answers"]>, acls: Acls): Text {
  return acls.of({ type: words`src`, form: "plain", values: addresses.map((text) => ({ text, origin })), word: "from", origin }, "peers");
}

export function lowerIcp(ruled: readonly Ruled[], acls: Acls): Icp | null {
  const { answers } = ruled.find(({ cache }) => cache.answers !== null)?.cache ?? { answers: null };
  if (answers === null) return null;
  return { icp_port: answers.port, acls: answers.addresses.length === 0 ? null : peersAcl(answers, acls), origin: answers.origin };
}

/** What squid looks up outside is not there yet when it chooses a peer or a pool. */
function reportSlow(ruled: readonly Ruled[], report: Report): void {
  for (const { cache } of ruled) {
    for (const rule of cache.rules) {
      if (rule.verdict !== "via" && rule.verdict !== "pool") continue;
      for (const condition of rule.when.flat()) {
        if (condition.name === "helper") report(slowCondition, { at: condition.origin, data: { verdict: rule.verdict } });
      }
    }
  }
}

export const slowCondition = defineDiagnostic({
  code: "squid-slow-condition",
  severity: "error",
  summary: "Squid cannot ask a helper when it chooses a peer or a pool.",
  explanation: `
When squid chooses where a request goes and how fast its answer comes, it does not wait: conditions that ask a program cannot be part
of it, and would count as not met.

    cache office { pool 1MB/s helper /usr/local/bin/is-guest }     # error
    cache office { pool 1MB/s from 10.9.0.0/16 }
`,
  message: (data: { readonly verdict: string }) => `squid does not wait for a helper in \`${data.verdict}\``,
  help: () => "use `from`, `to`, `port`, `method`, `path` or `login` there",
});
