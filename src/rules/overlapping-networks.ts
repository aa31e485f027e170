import type { Network } from "../ir/place.js";
import { once } from "../source/once.js";
import { inFile } from "../source/source.js";
import { rangeFinder } from "../vocabulary/values/address-space.js";
import { boundsOf, overlaps } from "../vocabulary/values/addresses.js";
import { rangeOf } from "./addresses/networks.js";
import { defineRule } from "./rule.js";

/** Two networks that share addresses: Docker refuses the second, and an address alone does not tell which is meant. */
export const overlappingNetworks = defineRule({
  code: "overlapping-networks",
  severity: "error",
  summary: "Two networks have addresses in common.",
  explanation: `
An address belongs to one network. Compose's own check passes with two that overlap; Docker then refuses to make the second one: "Pool
overlaps with other one on this address space".

    network front 172.20.0.0/16
    network back 172.20.1.0/24            # error: inside \`front\`
    network back 172.21.0.0/24
`,
  message: (data: { readonly first: string; readonly firstCidr: string; readonly second: string; readonly secondCidr: string; readonly free: string | undefined }) =>
    `\`${data.second}\` (${data.secondCidr}) and \`${data.first}\` (${data.firstCidr}) have addresses in common`,
  help: ({ second, free }) => (free === undefined ? "give one of them another range" : `give \`${second}\` another range; \`${free}\` is free`),

  check(site, report) {
    const ranges = site.networks.map((network) => {
      const range = rangeOf(network);
      return { network, range, first: boundsOf(range)[0] };
    });
    ranges.sort((a, b) => compare(a.first, b.first) || a.range.length - b.range.length);
    const freeRange = once(() => rangeFinder(ranges.map(({ range }) => range)));
    // Prefixes nest or are apart: the widest one so far is all that a range can lie in.
    let widest: (typeof ranges)[number] | undefined;
    for (const each of ranges) {
      if (widest === undefined || !overlaps(widest.range, each.range)) {
        widest = each;
        continue;
      }
      const [first, second] = inOrder(widest.network, each.network);
      report({
        at: second.origin,
        data: { first: first.name, firstCidr: first.cidr, second: second.name, secondCidr: second.cidr, free: freeRange()(rangeOf(second)) },
        related: [{ span: first.origin.span, text: "the other network" }],
      });
    }
  },
});

/** As they stand in the program: the later one is the one to mend. */
function inOrder(a: Network, b: Network): readonly [Network, Network] {
  const [one, other] = [inFile(a.origin.span), inFile(b.origin.span)];
  return one.source.path === other.source.path && one.start > other.start ? [b, a] : [a, b];
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
