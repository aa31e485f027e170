import type { Outfit } from "../ir/container.js";
import type { Host, Node } from "../ir/place.js";
import type { Site } from "../ir/site.js";
import { findNamed } from "../source/group.js";
import type { Origin } from "../source/origin.js";
import { hasOwner } from "../vocabulary/values/address-space.js";
import { defineRule } from "./rule.js";

/** A store without a password, published on every address of its machine: Docker opens the firewall for it. */
export const publishedWithoutAuth = defineRule({
  code: "published-without-auth",
  severity: "warning",
  summary: "What asks for no password is published on all addresses of its machine.",
  explanation: `
Docker publishes a port on all addresses, and its own rules come before those of the machine's firewall. What asks for no password is then
open to whoever reaches the machine: Redis and Elasticsearch have been found and emptied so, and who writes to Consul turns traffic around.

    redis sessions publish 6379                                      # warning
    redis sessions publish 127.0.0.1:6379                            # for this machine alone
    redis sessions publish 6379 auth secret redis_password

What is told by variables, files or words of one's own how to sign in is not reported, nor what other hosts reach on a host without a public address.
`,
  message: (data: { readonly name: string; readonly kind: string; readonly published: number }) =>
    `\`${data.name}\` asks for no ${data.kind === "consul" ? "token" : "password"}, and its port ${data.published} is published on every address of its machine`,
  help: ({ kind, published }) => {
    const guard = { consul: "say `acl`", redis: "say `auth secret NAME`", elasticsearch: "say `auth secret NAME`" }[kind];
    return `publish it on one address, such as \`127.0.0.1:${published}\`${guard === undefined ? "" : `, or ${guard}`}`;
  },

  check(site, report, index) {
    if (!Object.keys(openKinds).some((kind) => index.nodeParts().byKind.has(kind))) return;
    const seen = new Set<Origin>();
    for (const { publishing } of index.engineParts()) {
      for (const container of publishing) {
        const node = index.node(container.node);
        const port = container.sidecar ? undefined : openPortOf(node, container, site);
        const open = container.publish.find((publish) => publish.address === null && publish.port === port);
        if (open === undefined || seen.has(open.origin) || (node.host !== null && !isInInternet(index.host(node.host)))) continue;
        seen.add(open.origin);
        report({ at: open.origin, data: { name: node.entity, kind: node.kind, published: open.published } });
      }
    }
  },
});

/** Whether the program knows of an address by which the internet reaches the host. Of the local machine it knows nothing. */
export function isInInternet({ interfaces }: Host): boolean {
  return interfaces.some(({ address }) => address !== null && !address.includes(":") && hasOwner({ address, family: "ipv4", length: 32 }));
}

/** The kinds that ask for no password unless they are told to, and the port by which all that they hold is read and written. */
const openKinds: Readonly<Record<string, string>> = { redis: "redis", elasticsearch: "http", consul: "http", etcd: "client", zookeeper: "client", kafka: "kafka" };

function openPortOf({ kind, entity, ports }: Node, { environment, mounts, command, native }: Outfit, { consuls }: Site): number | undefined {
  const open = Object.hasOwn(openKinds, kind) ? openKinds[kind] : undefined;
  const port = open === undefined ? undefined : ports.find(({ name }) => name === open)?.port;
  if (port === undefined) return undefined;
  // What the program itself says may well be about signing in.
  const isOwn = mounts.some(({ kind: form, target }) => form === "bind" && !/\/(data|etcd-data|datalog)\/?$/.test(target)) || native.length > 0 || command?.[0] === "/bin/sh";
  const isTold = environment.some(({ name, value, origin }) => origin.because === undefined || /pass|auth/i.test(name) || (name === "xpack.security.enabled" && value === "true"));
  const consul = kind === "consul" ? findNamed(consuls, entity) : undefined;
  const isGuarded = consul !== undefined && (consul.acl || consul.native.length > 0);
  return isOwn || isTold || isGuarded ? undefined : port;
}
