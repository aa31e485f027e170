import type { Network } from "../ir/place.js";
import type { Site } from "../ir/site.js";
import type { Origin } from "../source/origin.js";
import { firstOf } from "../vocabulary/values/addresses.js";
import { networkOfAddress } from "./addresses/networks.js";
import { defineRule } from "./rule.js";

/** An address with the length of its prefix, and whose it is, as a message says it. */
interface Prefixed {
  readonly what: string;
  readonly address: string;
  readonly length: number;
  readonly isVip: boolean;
  readonly origin: Origin;
}

/** An address whose prefix is not that of its network: its machine looks for others where they are not. */
export const prefixMismatch = defineRule({
  code: "prefix-mismatch",
  severity: "warning",
  summary: "The prefix of an address is not that of its network.",
  explanation: `
With an address comes a route: all that its prefix covers is looked for on its interface. A prefix that is shorter than the network's
hides what lies beyond the router; one that is longer makes the address the source of what goes to its part of the network. Without a
prefix an address has that of its network, and \`/32\` (IPv6: \`/128\`) brings no route.

    network lan 10.1.0.0/24
    gateway edge on lb[1..2] { vip 10.1.0.100/16 }        # warning: all of 10.1.0.0/16 is looked for on the wire
    gateway edge on lb[1..2] { vip 10.1.0.100 }
`,
  message: (data: { readonly what: string; readonly length: number; readonly network: string; readonly cidr: string }) => `${data.what} has the prefix /${data.length}, and its network \`${data.network}\` is ${data.cidr}`,
  help: () => "leave the prefix out, which gives it that of its network, or mend the network",

  check(site, report) {
    const networkOf = networkOfAddress(site);
    for (const { what, address, length, isVip, origin } of prefixedIn(site)) {
      const network = networkOf(address);
      // An address that stands for itself alone brings no route.
      if (network === undefined || length === network.length || length === (network.family === "ipv4" ? 32 : 128)) continue;
      report({
        at: origin,
        data: { what, length, network: network.name, cidr: network.cidr },
        related: [{ span: network.origin.span, text: "its network" }],
        notes: [consequence(address, length, isVip, network)],
      });
    }
  },
});

function consequence(address: string, length: number, isVip: boolean, { length: whole, cidr }: Network): string {
  const own = `${firstOf(address, length)}/${length}`;
  if (length < whole) return `whoever has it takes all of ${own} for its own wire, and reaches nothing there outside ${cidr}`;
  return isVip ? `whoever has it sends from it, and not from its own address, to all of ${own}` : `it reaches ${own} by itself, and all else of ${cidr} only through a router`;
}

function prefixedIn({ hosts, vrrps }: Site): readonly Prefixed[] {
  return [
    ...hosts.flatMap(({ name, interfaces }) =>
      interfaces.flatMap(({ address, length, addressOrigin }) => (address === null || length === null || addressOrigin === null ? [] : { what: `\`${address}\` of \`${name}\``, address, length, isVip: false, origin: addressOrigin })),
    ),
    ...vrrps.flatMap(({ addresses }) => addresses.map(({ address, length, origin }) => ({ what: `the VIP \`${address}\``, address, length, isVip: true, origin }))),
  ];
}
