import { boundsOf, network as cidrType, toNumber, type Cidr } from "../vocabulary/values/addresses.js";
import { defineRule } from "./rule.js";

/** A VIP that is the network's own address or its broadcast: keepalived takes it in silence, and nobody can reach it. */
export const vipIsNetwork = defineRule({
  code: "vip-is-network",
  severity: "error",
  summary: "A VIP is the address of its network or the broadcast.",
  explanation: `
The first and the last address of a network stand for the network and for all its hosts. Keepalived accepts both as a VIP, and nobody
can reach it.

    network lan 192.168.0.0/24
    gateway edge on lb[1..2] { vip 192.168.0.255 }        # error: the broadcast
`,
  message: (data: { readonly address: string; readonly network: string; readonly what: string; readonly cidr: string }) => `the VIP \`${data.address}\` is ${data.what} of \`${data.network}\``,
  help: ({ cidr }) => `use an address inside ${cidr} that is neither its first nor its last`,

  check(site, report) {
    for (const { addresses } of site.vrrps) {
      for (const { address, origin } of addresses) {
        for (const { name, cidr, family, length } of site.networks) {
          if (family !== "ipv4" || length > 30 || address.includes(":")) continue;
          const [first, last] = boundsOf(cidrType.read(cidr, false) as Cidr);
          const value = toNumber(address);
          if (value === first || value === last) report({ at: origin, data: { address, network: name, what: value === first ? "the own address" : "the broadcast", cidr } });
        }
      }
    }
  },
});
