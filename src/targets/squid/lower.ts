import { defineDiagnostic, type Report } from "../../diagnostics/define.js";
import type { Context } from "../../emit/target.js";
import { compareVersions } from "../../emit/versions.js";
import type { Cache } from "../../ir/cache.js";
import type { Daemon } from "../../ir/place.js";
import { implied, type Origin } from "../../source/origin.js";
import { pickNamed } from "../../source/group.js";
import { type Acls, createAcls } from "./acls.js";
import { lowerHttpAccess, lowerIcp, nameOfPort, portAcl, type Ruled, rulesOf, safetyAcls, siteOf } from "./lower-access.js";
import { createConditions } from "./lower-conditions.js";
import { lowerFresh } from "./lower-fresh.js";
import { lowerLogs } from "./lower-logs.js";
import { lowerNative, nativeAcls } from "./lower-native.js";
import { ended, neverDirect, originPeers, reportOverlaps, siblings, type Site, viaPeers } from "./lower-peers.js";
import { forwardPort, lowerPorts } from "./lower-ports.js";
import { lowerAuth, lowerFilters, lowerRest } from "./lower-rest.js";
import { foldersOf, lowerStore } from "./lower-store.js";
import type { Access, DelayPools, SquidConf } from "./model.js";
import { aclNames, lineNames, type Names } from "./names.js";
import { plainName, type Text, words } from "./quote.js";

/** All caches of one machine in one squid: what each of them decides is asked of requests to its own ports only. */
export function lower(daemon: Daemon, context: Context): SquidConf {
  const { report } = context;
  const caches = pickNamed(context.site.caches, daemon.entities);
  const [first] = caches;
  if (first === undefined) throw new Error(`the squid of \`${daemon.machine}\` has no cache`);
  if (daemon.version !== null && compareVersions(daemon.version, "4") < 0) report(squidVersion, { at: first.origin, data: { version: daemon.version } });
  reportDisagreements(first, caches.slice(1), report);
  for (const cache of caches) reportOverlaps(cache, report);
  const { origin } = daemon;
  const acls = createAcls(aclNames(nativeAcls(caches)), report);
  const helperNames = lineNames();
  const ruled = caches.map((cache): Ruled => ({ cache, guard: caches.length === 1 ? null : guardOf(cache, acls), conditions: createConditions(cache, acls, helperNames, report) }));
  const sites = ruled.flatMap(({ cache, guard }) => cache.origins.map((each) => siteOf(cache, each, guard, acls)));
  const http_access = lowerHttpAccess(ruled, sites, acls, origin, report);
  const access = { trust: trustAccess(first, acls), icp: lowerIcp(ruled, acls), cache: refusals(ruled), delay: lowerPools(ruled) };
  const forward = forwardPort(caches);
  return {
    origin,
    ports: [...caches.flatMap((cache) => lowerPorts(cache, (mode) => (asked(cache, mode, acls) ? plainName(nameOfPort(cache, mode), 63) : null), report)), ...(forward ? [forward] : [])],
    auth: lowerAuth(first, context),
    follow_x_forwarded_for: access.trust,
    http_access,
    icp: access.icp,
    ...peersOf(ruled, sites, daemon.machine, report),
    store: lowerStore(first, caches.flatMap(({ disks }) => disks), report),
    delay_pools: access.delay,
    cache: access.cache,
    logs: lowerLogs(first, implied(origin, "where squid logs"), report),
    refresh: lowerFresh(caches, report),
    adaptation: lowerFilters(first, context),
    rest: lowerRest(first, daemon.machine, implied(origin, "the name of its machine"), context),
    native: lowerNative(caches, daemon.version, report),
    secret: first.manager?.password != null,
    folders: foldersOf(caches.flatMap(({ disks }) => disks), report),
    external_acl_type: ruled.flatMap(({ conditions }) => conditions.helpers.lines),
    // Last, when everything has asked for its acls.
    acls: [...safetyAcls(ruled, origin), ...acls.lines],
  };
}

/** Requests to the ports of one of several caches. */
function guardOf(cache: Cache, acls: Acls): Text {
  const modes = [...new Set(cache.listens.map(({ mode }) => mode))];
  const names = modes.map((mode) => portAcl(cache, mode, cache.origin, acls));
  return names.length === 1 ? names[0]! : acls.combine("any-of", names, `${cache.name}_ports`, cache.origin);
}

/** Whether an acl asks which port a request came in by. */
function asked(cache: Cache, mode: Cache["listens"][number]["mode"], { lines }: Acls): boolean {
  return lines.some(({ type, values }) => type === "myportname" && values === nameOfPort(cache, mode));
}

function peersOf(ruled: readonly Ruled[], sites: readonly Site[], machine: string, report: Report): Pick<SquidConf, "cache_peers" | "never_direct" | "via"> {
  const names: Names = lineNames();
  const via = rulesOf(ruled, "via");
  const origins = sites.flatMap((site) => originPeers(site, names, report));
  const others = ruled.flatMap(({ cache }) => siblings(cache, machine, names, report));
  return { cache_peers: [...origins, ...viaPeers(via, sites, names, report), ...others], never_direct: neverDirect(via, sites), via: via.length > 0 };
}

function trustAccess({ trust, origin }: Cache, acls: Acls): readonly Access[] {
  if (trust.length === 0) return [];
  const values = trust.map(({ cidr, origin: at }) => ({ text: cidr, origin: at }));
  const trusted = acls.of({ type: words`src`, form: "plain", values, word: "from", origin: trust[0]?.origin ?? origin }, "trusted");
  const at = trust[0]!.origin;
  return [
    { verdict: "allow", acls: trusted, origin: at },
    { verdict: "deny", acls: words`all`, origin: at },
  ];
}

function refusals(ruled: readonly Ruled[]): readonly Access[] {
  return rulesOf(ruled, "no-cache").map(({ rule, acls }) => ({ verdict: "deny", acls, origin: rule.origin }));
}

/** The first pool that a request matches holds it. */
function lowerPools(ruled: readonly Ruled[]): DelayPools | null {
  const pools = rulesOf(ruled, "pool").map(({ rule, acls }, at) => {
    const { total, each, origin } = rule;
    const all = total === null ? words`none` : words`${total}/${total}`;
    return {
      number: at + 1,
      // Class 3 tells clients apart by two bytes of their address, class 2 by one.
      class: each === null ? (1 as const) : (3 as const),
      parameters: each === null ? all : words`${all} none ${each}/${each}`,
      access: ended([{ verdict: "allow", acls, origin }], origin),
      origin,
    };
  });
  return pools.length === 0 ? null : { count: pools.length, pools };
}

/** What one process has once, with the words for it. */
const once: readonly (readonly [what: string, of: (cache: Cache) => unknown])[] = [
  ["memory", ({ memory }) => memory],
  ["login", ({ login }) => login],
  ["trust", ({ trust }) => trust],
  ["hide", ({ hide }) => hide],
  ["dns", ({ dns }) => dns],
  ["errors", ({ errors }) => errors],
  ["name", ({ hostname }) => hostname],
  ["manager", ({ manager }) => manager],
  ["filter", ({ filters }) => filters],
  ["logs", ({ logs }) => logs],
  ["version", ({ version }) => version],
];

function reportDisagreements(first: Cache, others: readonly Cache[], report: Report): void {
  for (const other of others) {
    for (const [what, of] of once) {
      if (textOf(of(first)) === textOf(of(other))) continue;
      report(cacheDisagreement, { at: placeOf(of(other)) ?? other.origin, data: { what, first: first.name, second: other.name }, related: [{ span: (placeOf(of(first)) ?? first.origin).span, text: `\`${first.name}\`` }] });
    }
  }
}

function textOf(value: unknown): string {
  return JSON.stringify(value, (key, each: unknown) => (key === "origin" ? undefined : each)) ?? "";
}

function placeOf(value: unknown): Origin | undefined {
  const one: unknown = Array.isArray(value) ? value[0] : value;
  return typeof one === "object" && one !== null && "origin" in one ? (one.origin as Origin) : undefined;
}

export const squidVersion = defineDiagnostic({
  code: "squid-version",
  severity: "error",
  summary: "A squid is older than what infc writes for.",
  explanation: `
Squid 4 gave the options of TLS their names and took others away. What infc writes is read by squid 4 and every later one; Debian 12 has 5.7.

    cache cdn on node1 version 3.5 { accelerate http://10.0.0.21 }          # error
    cache cdn on node1 version 5.7 { accelerate http://10.0.0.21 }
`,
  message: (data: { readonly version: string }) => `squid ${data.version} is older than what infc writes for`,
  help: () => "state version 4 or later",
});

export const cacheDisagreement = defineDiagnostic({
  code: "cache-disagreement",
  severity: "error",
  summary: "Two caches on one machine say different things of what their one squid has once.",
  explanation: `
Caches on one machine are one squid with one memory, one log, one name and one way to sign in. Their ports, rules, origins and disks are
each their own.

    cache cdn on node1 { accelerate http://10.0.0.21; memory 1GB }
    cache office on node1 { forward; memory 512MB }               # error: one process, two sizes

Give both the same, say it in one profile, or place them on different hosts.
`,
  message: (data: { readonly what: string; readonly first: string; readonly second: string }) =>
    `\`${data.first}\` and \`${data.second}\` are one squid, and differ in \`${data.what}\``,
  help: ({ what }) => `give both the same \`${what}\`, or place one of them on another host`,
});
