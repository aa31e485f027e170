import type { Node } from "./place.js";
import type { Site } from "./site.js";
import type { SiteIndex } from "./site-index.js";
import { groupBy } from "../source/group.js";
import type { Origin } from "../source/origin.js";

/** Servers of which more than half have to agree on a leader, or on going on at all. */
export interface Quorum {
  readonly name: string;
  /** In the order of their numbers; at least two. */
  readonly nodes: readonly Node[];
  /** Whether each of its servers has a vote, whatever their number: an even number of them is then one too many. */
  readonly everyVote: boolean;
  readonly origin: Origin;
}

/** The kinds that elect; some of them only when they are set up so. */
const electing = new Set(["consul", "etcd", "zookeeper", "elasticsearch", "kafka", "rabbitmq", "mysql"]);

/**
 * The quorums of a site, in the order of names. Of what runs on a host as its package sets it up only those kinds count that cannot do
 * without: Kafka may have ZooKeeper elect for it, and RabbitMQ goes on in both parts unless it is told to stop.
 */
export function quorumsOf({ nodes, proxies, daemons }: Site, index: SiteIndex): readonly Quorum[] {
  const kinds = index.nodeParts().byKind;
  if (![...kinds.keys()].some((kind) => electing.has(kind))) return [];
  const galera = new Set(kinds.has("mysql") ? proxies.flatMap(({ pools }) => pools.filter(({ writes }) => writes === "each").map(({ entity }) => entity)) : []);
  const pausing = new Set(daemons.filter(({ target }) => target === "rabbitmq").flatMap(({ entities }) => entities));
  return [...groupBy(nodes.filter(({ kind }) => electing.has(kind)), ({ entity }) => entity)].flatMap(([name, unsorted]): readonly Quorum[] => {
    const group = unsorted.toSorted((a, b) => a.index - b.index);
    const { kind, origin } = group[0]!;
    const contained = group.every(({ name: node, machine }) => node === machine);
    const elects = kind === "kafka" ? contained : kind === "rabbitmq" ? pausing.has(name) : kind === "mysql" ? galera.has(name) : true;
    // Elasticsearch takes the vote of one server away where their number is even, and Kafka's are as many as its data needs.
    return elects && group.length > 1 ? [{ name, nodes: group, everyVote: kind !== "elasticsearch" && kind !== "kafka", origin }] : [];
  });
}
