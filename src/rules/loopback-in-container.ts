import type { Server } from "../ir/traffic.js";
import type { Origin } from "../source/origin.js";
import { defineRule } from "./rule.js";

/** A layer in a container that sends to the loopback, where there is nothing but itself. */
export const loopbackInContainer = defineRule({
  code: "loopback-in-container",
  severity: "error",
  summary: "A gateway, balancer or cache in a container sends to the loopback.",
  explanation: `
In a container \`127.0.0.1\` and \`localhost\` are the container itself, not the machine that runs it. What runs on that machine is reached at the
machine's own address.

    service legacy at 127.0.0.1:8080
    gateway edge { route { / -> legacy } }             # error: in a container nobody listens there
    service legacy at 192.168.0.21:8080
`,
  message: (data: { readonly layer: string; readonly endpoint: string }) => `\`${data.layer}\` runs in a container, where \`${data.endpoint}\` is the container itself`,
  help: () => "write the address of the machine, or declare what runs there as a service",

  check(site, report, index) {
    if (index.nodeParts().local.length === 0) return;
    const seen = new Set<Origin>();
    const unusual = new Set(index.engineParts().flatMap(({ withNative }) => withNative.filter(({ native }) => native.some(({ statements }) => statements.some(({ words }) => words[0]?.text === "network_mode"))).map(({ node }) => node)));
    const look = (layer: string, node: string | undefined, servers: readonly Server[]): void => {
      if (node === undefined || index.node(node).host !== null || unusual.has(node)) return;
      // What it serves itself is another matter: requests that come back to it.
      const own = new Set(index.node(node).ports.map((each) => each.port));
      for (const { address, port, origin } of servers) {
        if (own.has(port) || !/^(127\.[\d.]+|::1|localhost)$/i.test(address) || seen.size === seen.add(origin).size) continue;
        report({ at: origin, data: { layer, endpoint: address.includes(":") ? `[${address}]:${port}` : `${address}:${port}` } });
      }
    };
    for (const { name, nodes, pools } of site.proxies) for (const { servers } of pools) look(name, nodes[0], servers);
    for (const { name, nodes, origins } of site.caches) for (const { servers } of origins) look(name, nodes[0], servers);
  },
});
