import type { Context } from "../../emit/target.js";
import type { Daemon } from "../../ir/place.js";
import type { ClusterConf } from "./model.js";
import { quoteNode } from "./quote.js";

/** The nodes of a cluster; each is told of all, itself included. */
export function lowerCluster(daemon: Daemon, { index, report }: Context): ClusterConf {
  const nodes = daemon.entities.flatMap((entity) => index.nodesOf(entity)).toSorted((a, b) => a.index - b.index);
  return {
    nodes: nodes.map(({ name, origin }, place) => ({ number: place + 1, name: quoteNode(name, origin, report), origin })),
    origin: daemon.origin,
  };
}
