import type { Origin } from "../../source/origin.js";
import type { Text } from "./quote.js";

/** /etc/rabbitmq/conf.d/60-cluster.conf. Source: RabbitMQ, "Cluster Formation and Peer Discovery" and "Clustering and Network Partitions". */
export interface ClusterConf {
  /** `cluster_formation.classic_config.nodes`, from 1. */
  readonly nodes: readonly { readonly number: number; readonly name: Text; readonly origin: Origin }[];
  readonly origin: Origin;
}
