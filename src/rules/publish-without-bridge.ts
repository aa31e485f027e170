import type { Origin } from "../source/origin.js";
import { defineRule } from "./rule.js";

/** A port published of a container that is on no bridge: Docker says nothing, and the host does not listen. */
export const publishWithoutBridge = defineRule({
  code: "publish-without-bridge",
  severity: "warning",
  summary: "A container publishes ports, and is only on networks where Docker publishes none.",
  explanation: `
Docker publishes ports by way of a bridge. On a macvlan or ipvlan a container has an address in the real network, where it is reached at
its own ports; what it publishes besides is left out without a word.

    network lan 192.168.0.0/24 { driver macvlan; parent eth0 }
    service web in lan port 3000 publish 80 -> 3000                     # warning: it is reached at its own address, on 3000
`,
  message: (data: { readonly container: string; readonly published: number; readonly port: number; readonly network: string; readonly driver: string; readonly address: string | null }) =>
    `\`${data.container}\` is on \`${data.network}\` alone, ${data.driver === "ipvlan" ? "an" : "a"} ${data.driver}, where Docker does not publish port ${data.published}`,
  help: ({ address, port }) => `take \`publish\` away: it is reached at ${address === null ? "its own address" : `\`${address.includes(":") ? `[${address}]` : address}:${port}\``}`,

  check(site, report, index) {
    if (site.networks.every(({ driver }) => driver === "bridge")) return;
    const seen = new Set<Origin>();
    const drivers = new Map(site.networks.map(({ name, driver }) => [name, driver]));
    for (const { publishing } of index.engineParts()) {
      for (const { name, networks, publish } of publishing) {
        const [first] = networks;
        if (first === undefined || networks.some(({ network }) => drivers.get(network) === "bridge")) continue;
        const [lost] = publish;
        if (lost === undefined || seen.size === seen.add(lost.origin).size) continue;
        const { published, port, origin } = lost;
        report({ at: origin, data: { container: name, published, port, network: first.network, driver: drivers.get(first.network) ?? "bridge", address: first.address } });
      }
    }
  },
});
