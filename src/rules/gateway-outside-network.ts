import { contains } from "../vocabulary/values/addresses.js";
import { freeAddress } from "./addresses/free-address.js";
import { rangeOf } from "./addresses/networks.js";
import { defineRule } from "./rule.js";

/** A network's router that is not on it: Docker refuses such a network, and nobody reaches such a router. */
export const gatewayOutsideNetwork = defineRule({
  code: "gateway-outside-network",
  severity: "error",
  summary: "The router of a network has an address of another one.",
  explanation: `
The router of a network is one of its machines. Compose's own check passes, and Docker then refuses to make the network.

    network back 172.20.0.0/24 { gateway 172.21.0.1 }        # error
    network back 172.20.0.0/24 { gateway 172.20.0.1 }
`,
  message: (data: { readonly gateway: string; readonly network: string; readonly cidr: string; readonly free: string | undefined }) =>
    `the gateway \`${data.gateway}\` is not in \`${data.network}\`, which is ${data.cidr}`,
  help: ({ free, cidr }) => (free === undefined ? `use an address of ${cidr}` : `use an address of ${cidr}; \`${free}\` is free`),

  check(site, report, index) {
    for (const network of site.networks) {
      const { name, cidr, family, length, gateway, clauses, origin } = network;
            // A network of one address has its router elsewhere: some clouds route so.
      if (gateway === null || length === (family === "ipv4" ? 32 : 128) || contains(rangeOf(network), gateway)) continue;
      const at = clauses.find(({ word }) => word === "gateway")?.origin ?? origin;
      report({ at, data: { gateway, network: name, cidr, free: freeAddress(network, index) } });
    }
  },
});
