import { unrepresentableText } from "../../emit/quoted.js";
import { defineTarget, fileOn } from "../../emit/target.js";
import { template } from "../../emit/template.js";
import { lowerCluster } from "./lower.js";
import type { ClusterConf } from "./model.js";
import spec from "./rabbitmq.conf.hbs";

const render = template<ClusterConf>(spec);

export const rabbitmq = defineTarget<ClusterConf>({
  name: "rabbitmq",
  summary: "/etc/rabbitmq/conf.d/60-cluster.conf: the nodes of a RabbitMQ cluster in containers",
  diagnostics: [unrepresentableText],
  lower: lowerCluster,
  render: (model, machine) => [fileOn(machine, "/etc/rabbitmq/conf.d/60-cluster.conf", { daemon: "rabbitmq", ...render(model) })],
});
