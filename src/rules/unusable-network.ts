import { type Cidr, cidrOf, overlaps } from "../vocabulary/values/addresses.js";
import { rangeOf } from "./addresses/networks.js";
import { defineRule } from "./rule.js";

/** A network of addresses that no machine can have as one of several. */
export const unusableNetwork = defineRule({
  code: "unusable-network",
  severity: "error",
  summary: "A network holds addresses that no machine of it can have.",
  explanation: `
Some addresses never leave a machine or are not of one: 127.0.0.0/8 is each machine's own, 224.0.0.0/4 is for groups, 0.0.0.0/8 means nobody.

    network lan 127.0.1.0/24             # error: every machine has these itself
    network lan 192.168.1.0/24
`,
  message: (data: { readonly network: string; readonly cidr: string; readonly block: string; readonly what: string }) => `\`${data.network}\` is ${data.cidr}, and ${data.block} is ${data.what}`,
  help: () => "use a range of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16",

  check(site, report) {
    for (const network of site.networks) {
      const { name, cidr, origin } = network;
      const range = rangeOf(network);
      const found = blocks.find(({ block }) => overlaps(block, range));
      if (found !== undefined) report({ at: origin, data: { network: name, cidr, block: found.text, what: found.what } });
    }
  },
});

const blocks: readonly { readonly text: string; readonly what: string; readonly block: Cidr }[] = [
  ["127.0.0.0/8", "each machine's own"],
  ["224.0.0.0/4", "for groups"],
  ["0.0.0.0/8", "nobody's"],
  ["::/127", "each machine's own"],
  ["ff00::/8", "for groups"],
].map(([text = "", what = ""]) => ({ text, what, block: cidrOf(text) }));
