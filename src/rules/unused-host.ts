import type { Site } from "../ir/site.js";
import type { SiteIndex } from "../ir/site-index.js";
import { groupBy } from "../source/group.js";
import { placeKey } from "../source/source.js";
import { defineRule } from "./rule.js";

/** A host that nothing of the site is on: a leftover, or something that was to be placed there. */
export const unusedHost = defineRule({
  code: "unused-host",
  severity: "info",
  summary: "Nothing of the site is on a host.",
  explanation: `
Nothing is placed on the host, nothing is read there, and nothing that exists already is said to be at its address: it gets no files. Hosts of imported
files are not told, as several sites can share such a file.

    host node[1..4] 192.168.0.[31..34]
    consul registry on node[1..3]                # note: nothing is on \`node4\`
`,
  message: ({ hosts }: { readonly hosts: readonly string[] }) => (hosts.length === 1 ? `nothing is on \`${hosts[0]!}\`` : hosts.length <= 4 ? `nothing is on ${hosts.map((host) => `\`${host}\``).join(", ")}` : `nothing is on \`${hosts[0]!}\` and ${hosts.length - 1} more hosts`),
  help: () => "place something there, or take the host away",

  check(site, report, index) {
    const running = runningHosts(site, index);
    const entry = site.origin.span.source.path;
    const quiet = site.hosts.filter(({ name, origin }) => !running.has(name) && origin.span.source.path === entry);
    if (quiet.length === 0) return;
    const endpoints = endpointsIn(site);
    const idle = quiet.filter(({ name, interfaces }) => !endpoints.has(name) && !interfaces.some(({ address }) => address !== null && endpoints.has(address)));
    // The hosts of one statement are one leftover.
    for (const group of groupBy(idle, ({ origin }) => placeKey(origin.span)).values()) report({ at: group[0]!.origin, data: { hosts: group.map(({ name }) => name) } });
  },
});

/** The hosts that nodes and daemons are on. */
function runningHosts({ daemons, consuls }: Site, index: SiteIndex): ReadonlySet<string> {
  const running = new Set(index.nodeParts().hosts);
  for (const { machine } of daemons) running.add(machine);
  for (const { clients } of consuls) for (const { machine } of clients) running.add(machine);
  return running;
}

/** The names and addresses of all that is sent to. */
function endpointsIn({ proxies, caches, logs }: Site): ReadonlySet<string> {
  const endpoints = new Set<string>();
  for (const { pools } of proxies) for (const { servers } of pools) for (const { address } of servers) endpoints.add(address);
  for (const { origins } of caches) for (const { servers } of origins) for (const { address } of servers) endpoints.add(address);
  for (const { buffer, pipeline, destination } of logs) {
    const queues = buffer === null ? [] : buffer.by === "redis" ? [buffer.endpoint] : buffer.endpoints;
    for (const { host } of [...queues, ...(pipeline?.beats?.receivers ?? []), ...destination.endpoints]) endpoints.add(host);
  }
  return endpoints;
}
