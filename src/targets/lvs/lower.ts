import { defineDiagnostic, type Report } from "../../diagnostics/define.js";
import type { Context } from "../../emit/target.js";
import type { Daemon } from "../../ir/place.js";
import type { RealServer } from "../../ir/site.js";
import { groupsBy } from "../../source/group.js";
import type { LvsRealServer, Setting, StandingAddress, Tunnel } from "./model.js";
import { labelOf, quoteAddress } from "./quote.js";

const entriesOf = groupsBy(({ machine }: RealServer) => machine);

/** All LVS addresses of one host: one script for all of them, as two would switch off each other's ARP settings. */
export function lowerRealServer(daemon: Daemon, { site, index, report }: Context): LvsRealServer {
  const { origin } = daemon;
  const machine = index.machine(daemon.machine);
  const entries = entriesOf(site.realServers, daemon.machine);
  if (machine.kind !== "host") for (const entry of entries) report(lvsContainer, { at: entry.origin, data: { machine: machine.name, mode: entry.mode } });
  const addresses = lowerAddresses(entries, report);
  const ipv4 = addresses.some(({ length }) => length === 32);
  const ipv6 = addresses.some(({ length }) => length === 128);
  const tunneled = entries.find(({ mode }) => mode === "tun");
  const tunnels: Tunnel[] = [];
  if (tunneled !== undefined && ipv4) tunnels.push({ module: "ipip", device: "tunl0", rp_filter: 2, origin: tunneled.origin });
  if (tunneled !== undefined && ipv6) tunnels.push({ module: "ip6_tunnel", device: "ip6tnl0", rp_filter: null, origin: tunneled.origin });
  return { addresses, tunnels, settings: ipv4 ? quiet : [], ipv4, ipv6, origin };
}

function lowerAddresses(entries: readonly RealServer[], report: Report): readonly StandingAddress[] {
  const standing = new Map<string, StandingAddress>();
  for (const { mode, addresses } of entries) {
    for (const { address: text, origin } of addresses) {
      const quoted = standing.has(text) ? undefined : quoteAddress(text, origin, report);
      if (quoted === undefined) continue;
      const { address, family } = quoted;
      // Loose reverse path filtering lets nothing in over a device without an address.
      const device = mode === "tun" && family === "ipv4" ? "tunl0" : "lo";
      const earlier = [...standing.values()].filter((each) => each.label !== null && each.device === device).length;
      standing.set(text, { address, length: family === "ipv4" ? 32 : 128, device, label: family === "ipv4" ? labelOf(device, earlier) : null, origin });
    }
  }
  return [...standing.values()];
}

/** Kernel documentation, ip-sysctl: an interface answers for its own addresses only, and asks in the name of those only. */
const quiet: readonly Setting[] = [
  { key: "net.ipv4.conf.all.arp_ignore", value: 1 },
  { key: "net.ipv4.conf.all.arp_announce", value: 2 },
  { key: "net.ipv4.conf.lo.arp_ignore", value: 1 },
  { key: "net.ipv4.conf.lo.arp_announce", value: 2 },
];

export const lvsContainer = defineDiagnostic({
  code: "lvs-container",
  severity: "error",
  summary: "A server of an LVS balancer in the mode dr or tun runs in a container.",
  explanation: `
In the modes \`dr\` and \`tun\` a server answers for the balancer's address, which has to stand on a device that the network does not see, with ARP settings of the
kernel. infc sets that up on hosts.

    service portal x2                                             # containers
    balancer web lvs { mode dr; vip …; listen 80 -> portal }      # error

Place the service on hosts, or use \`mode nat\`.
`,
  message: ({ machine, mode }: { readonly machine: string; readonly mode: string }) => `the container \`${machine}\` cannot answer for an address in \`mode ${mode}\``,
  help: () => "place the service on hosts, or use `mode nat`",
});
