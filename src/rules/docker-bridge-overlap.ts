import { once } from "../source/once.js";
import { rangeFinder } from "../vocabulary/values/address-space.js";
import { cidrOf, overlaps } from "../vocabulary/values/addresses.js";
import { rangeOf } from "./addresses/networks.js";
import { defineRule } from "./rule.js";

const docker0 = cidrOf("172.17.0.0/16");

/** A network in the range of the bridge that every Docker engine has from the beginning. */
export const dockerBridgeOverlap = defineRule({
  code: "docker-bridge-overlap",
  severity: "warning",
  summary: "A network of containers lies in the range of Docker's own first bridge.",
  explanation: `
A Docker engine makes one bridge by itself, \`docker0\`, which is 172.17.0.0/16 unless its daemon is told otherwise (\`bip\`). It refuses to
make a network that overlaps: "Pool overlaps with other one on this address space". Compose's own check does not see it.

    network back 172.17.5.0/24             # warning
    network back 172.18.5.0/24
`,
  message: (data: { readonly network: string; readonly cidr: string; readonly free: string | undefined }) => `\`${data.network}\` (${data.cidr}) overlaps Docker's own bridge, which is 172.17.0.0/16`,
  help: ({ free }) => `use another range${free === undefined ? "" : `, such as \`${free}\``}`,

  check(site, report) {
    const joined = new Set(site.engines.flatMap(({ networks }) => networks));
    const freeRange = once(() => rangeFinder([...site.networks.map(rangeOf), docker0]));
    for (const network of site.networks) {
      const { name, cidr, origin } = network;
      const range = rangeOf(network);
      if (joined.has(name) && overlaps(range, docker0)) report({ at: origin, data: { network: name, cidr, free: freeRange()(range) } });
    }
  },
});
