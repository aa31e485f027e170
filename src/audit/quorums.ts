import type { Node } from "../ir/place.js";
import type { Site } from "../ir/site.js";
import type { Discovery } from "../ir/traffic.js";
import { groupBy } from "../source/group.js";
import { compareNames } from "../source/order.js";
import type { Origin } from "../source/origin.js";
import type { Unit, Units } from "./units.js";

/** A cluster whose nodes elect: it needs more than half of them. */
export interface Electorate {
  readonly name: string;
  readonly kind: string;
  readonly nodes: readonly Node[];
  readonly units: readonly Unit[];
  readonly needs: number;
  /** Whether it answers nobody without its majority. */
  readonly silent: boolean;
  /** Whether without the majority of nodes there is none of votes: each node has one. */
  readonly certain: boolean;
  readonly without: string;
  /** How services are found through it, of one that is a registry. */
  readonly registers: readonly { readonly service: string; readonly discovery: Discovery; readonly engines: readonly string[] }[];
  readonly origin: Origin;
}

type Rules = Pick<Electorate, "silent" | "certain" | "without">;

const usual = { silent: true, certain: true } as const;

/** What each kind does not do without a majority. */
const electing: Readonly<Record<string, (nodes: number) => Rules>> = {
  consul: () => ({ ...usual, without: "it has no leader, takes no changes and answers no questions for keys" }),
  etcd: () => ({ ...usual, without: "it has no leader, takes no changes and answers no reads" }),
  zookeeper: () => ({ ...usual, without: "it has no leader and serves no client" }),
  // It takes the vote of one node away where their number is even.
  elasticsearch: (nodes) => (nodes % 2 === 0 ? { silent: false, certain: false, without: "it may have no master, and takes no writes then" } : { silent: false, certain: true, without: "it has no master and takes no writes" }),
  rabbitmq: () => ({ silent: false, certain: true, without: "quorum queues and streams stop" }),
  kafka: () => ({ silent: false, certain: true, without: "it has no controller, and no partition gets another leader" }),
  mysql: () => ({ ...usual, without: "the nodes that are left refuse all queries" }),
};

const pausing: Rules = { ...usual, without: "the nodes that are left stop" };

export function electoratesOf(site: Site, units: Units): readonly Electorate[] {
  const readers = readersOf(site);
  const rulesOf = rulesFor(site);
  const groups = groupBy(site.nodes, ({ entity }) => entity);
  const found = [...groups].flatMap(([name, nodes]): readonly Electorate[] => {
    const rules = rulesOf(name, nodes);
    const { kind, origin } = nodes[0]!;
    return rules === undefined ? [] : [{ name, kind, nodes, units: nodes.map((node) => units.node(node.name)), needs: Math.floor(nodes.length / 2) + 1, ...rules, registers: readers.get(name) ?? [], origin }];
  });
  return found.sort((a, b) => compareNames(a.name, b.name));
}

/** What is known of how a declaration elects; undefined for one that does not, or of which infc does not know. */
function rulesFor({ proxies, daemons }: Site): (name: string, nodes: readonly Node[]) => Rules | undefined {
  const galera = new Set(proxies.flatMap(({ pools }) => pools.filter(({ writes }) => writes === "each").map(({ entity }) => entity)));
  const told = new Set(daemons.filter(({ target }) => target === "rabbitmq").flatMap(({ entities }) => entities));
  return (name, nodes) => {
    const { kind } = nodes[0]!;
    const inContainers = nodes.every(({ name: node, machine }) => node === machine);
    if (kind === "mysql" && !galera.has(name)) return undefined;
    // On a host brokers may have ZooKeeper elect for them; in containers they are set up to do it themselves.
    if (kind === "kafka" && !inContainers) return undefined;
    if (kind === "rabbitmq" && told.has(name)) return pausing;
    // Containers of one image that nobody makes a cluster of are so many servers.
    if (kind === "rabbitmq" && inContainers) return undefined;
    return electing[kind]?.(nodes.length);
  };
}

/** The services that are found through each registry, and the engines that look for them. */
function readersOf({ proxies }: Site): ReadonlyMap<string, Electorate["registers"]> {
  const found = proxies.flatMap(({ engine, pools }) => pools.flatMap(({ discovery }) => (discovery === null ? [] : [{ engine, discovery }])));
  const byCluster = groupBy(found, ({ discovery }) => discovery.cluster);
  return new Map(
    [...byCluster].map(([cluster, uses]) => {
      const services = [...groupBy(uses, ({ discovery }) => discovery.service)].sort(([a], [b]) => compareNames(a, b));
      return [cluster, services.map(([service, group]) => ({ service, discovery: group[0]!.discovery, engines: [...new Set(group.map(({ engine }) => engine))] }))];
    }),
  );
}

/** What becomes of a service when the registry has no leader. HAProxy's DNS goes on with what any server last knew. */
export function withoutRegistry({ service, discovery, engines }: Electorate["registers"][number]): string {
  if (discovery.via === "file") return `nothing changes for \`${service}\`, whose servers are in a file`;
  const isHaproxy = engines.includes("haproxy");
  const kept = `${isHaproxy ? "HAProxy" : "nginx"} keeps the servers of \`${service}\` that it has${isHaproxy ? " for as long as one server answers" : ""}, and an instance that comes or goes is not seen`;
  return discovery.strict && !isHaproxy && discovery.via !== "dns" ? `${kept}; with \`strict\`, one that starts or reloads meanwhile does not serve` : kept;
}
