import type { Site } from "../ir/site.js";
import { groupBy } from "../source/group.js";
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

  check(site, report) {
    const used = usedHosts(site);
    const entry = site.origin.span.source.path;
    const idle = site.hosts.filter(({ name, origin }) => !used.has(name) && origin.span.source.path === entry);
    // The hosts of one statement are one leftover.
    for (const group of groupBy(idle, ({ origin: { span } }) => `${span.start}`).values()) report({ at: group[0]!.origin, data: { hosts: group.map(({ name }) => name) } });
  },
});

function usedHosts({ hosts, nodes, daemons, consuls, proxies, caches, logs }: Site): ReadonlySet<string> {
  const endpoints = new Set([
    ...proxies.flatMap(({ pools }) => pools.flatMap(({ servers }) => servers.map(({ address }) => address))),
    ...caches.flatMap(({ origins }) => origins.flatMap(({ servers }) => servers.map(({ address }) => address))),
    ...logs.flatMap(({ buffer, pipeline, destination }) => [...(buffer === null ? [] : buffer.by === "redis" ? [buffer.endpoint] : buffer.endpoints), ...(pipeline?.beats?.receivers ?? []), ...destination.endpoints].map(({ host }) => host)),
  ]);
  const at = hosts.filter(({ name, interfaces }) => endpoints.has(name) || interfaces.some(({ address }) => address !== null && endpoints.has(address)));
  return new Set([...nodes.flatMap(({ host }) => host ?? []), ...daemons.map(({ machine }) => machine), ...consuls.flatMap(({ clients }) => clients.map(({ machine }) => machine)), ...at.map(({ name }) => name)]);
}
