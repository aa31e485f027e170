import type { SiteIndex } from "../ir/site-index.js";
import type { Quorum } from "../ir/quorums.js";
import type { Site } from "../ir/site.js";
import { groupBy } from "../source/group.js";
import { compareNames } from "../source/order.js";
import { defineRule } from "./rule.js";

/** Several servers are there so that one can fail. With most of them in one place, that place cannot. */
export const majorityInOnePlace = defineRule({
  code: "majority-in-one-place",
  severity: "warning",
  summary: "Most servers of a cluster that elects are on one host, or in one zone.",
  explanation: `
A leader needs more than half of the servers. Where one host, or one zone of several, has more than half of them, the cluster stops when
that one fails, as a single server would. It is told where the site has other hosts, and of zones where it has three.

    host node[1..3] 192.168.0.[31..33] { runtime docker }
    etcd state x3 on node1               # warning: without \`node1\` there is no leader
    etcd state on node[1..3]
`,
  message: ({ name, servers, inside, place }: Data) =>
    inside === servers ? `all ${servers} servers of \`${name}\` are ${place}: when it fails, none is left` : `${inside} of the ${servers} servers of \`${name}\` are ${place}: when it fails, the others elect nobody`,
  help: ({ name, others }) => (others.length === 0 ? `give each server of \`${name}\` a place of its own` : `move some to ${others.slice(0, 3).map((each) => `\`${each}\``).join(", ")}`),

  check(site, report, index) {
    const quorums = index.quorums();
    if (quorums.length === 0) return;
    const zones = new Set(site.hosts.flatMap(({ zone }) => zone ?? []));
    for (const quorum of quorums) {
      // Two survive no failure, wherever they are; that is told.
      if (quorum.nodes.length < 3) continue;
      const found = onOneHost(quorum, site) ?? (zones.size < 3 ? undefined : inOneZone(quorum, site, index));
      if (found !== undefined) report({ at: quorum.origin, data: found });
    }
  },
});

interface Data {
  readonly name: string;
  readonly servers: number;
  readonly inside: number;
  /** Where they are: "on `node1`", "in the zone `rack-a`". */
  readonly place: string;
  /** Hosts that run none of them, of a zone those in others. */
  readonly others: readonly string[];
}

/** The place that more than half of the servers share. */
function majorityOf({ nodes }: Quorum, placeOf: (host: string) => string | null): { readonly place: string; readonly inside: number } | undefined {
  const groups = groupBy(nodes, ({ host }) => (host === null ? "" : (placeOf(host) ?? "")));
  const [place, inside] = [...groups].find(([, group]) => group.length * 2 > nodes.length) ?? ["", []];
  return place === "" ? undefined : { place, inside: inside.length };
}

function onOneHost(quorum: Quorum, { hosts }: Site): Data | undefined {
  const { name, nodes } = quorum;
  const found = hosts.length < 2 ? undefined : majorityOf(quorum, (host) => host);
  return found && { name, servers: nodes.length, inside: found.inside, place: `on \`${found.place}\``, others: namesOf(hosts.filter((each) => !nodes.some(({ host }) => host === each.name))) };
}

function inOneZone(quorum: Quorum, { hosts }: Site, index: SiteIndex): Data | undefined {
  const { name, nodes } = quorum;
  const found = majorityOf(quorum, (host) => index.host(host).zone);
  return found && { name, servers: nodes.length, inside: found.inside, place: `in the zone \`${found.place}\``, others: namesOf(hosts.filter((each) => each.zone !== null && each.zone !== found.place && !nodes.some(({ host }) => host === each.name))) };
}

function namesOf(hosts: Site["hosts"]): readonly string[] {
  return hosts.map(({ name }) => name).sort(compareNames);
}
