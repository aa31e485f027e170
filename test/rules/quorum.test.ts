import { hosts, testRule } from "../kit/rule.js";

const docker = "network lan 192.168.0.0/24\nhost app[1..4] 192.168.0.[21..24] { runtime docker }\n";

testRule("even-quorum", {
  accepts: {
    "three servers": `${hosts}consul registry on node[1..3]`,
    "one server, which was written": "consul registry x1",
    "four nodes of Elasticsearch, which leaves one vote out": `${hosts}elasticsearch search on node[1..4]`,
    "four brokers, as many as the data needs": "kafka events x4",
    "two brokers on hosts, where ZooKeeper may elect for them": `${hosts}kafka events on node[1..2]`,
    "two nodes of RabbitMQ on hosts, where both parts go on": `${hosts}rabbitmq mq on node[1..2]`,
    "two servers of which one follows the other": `${hosts}mysql orders on node[1..2]\nbalancer data on lb[1..2] { vip 192.168.0.100; listen 3306 -> orders primary }`,
    "four instances that elect nobody": `${hosts}service goods on node[1..4] port 80`,
  },
  rejects: {
    "four servers": `${hosts}consul registry on node[1..4]`,
    "two servers": `${hosts}consul registry on node[1..2]`,
    "four of etcd": `${hosts}etcd state on node[1..4]`,
    "two of ZooKeeper": "zookeeper keeper x2",
    "two of Elasticsearch": `${hosts}elasticsearch search on node[1..2]`,
    "two brokers that elect among themselves": "kafka events x2",
    "two of RabbitMQ of which the smaller part stops": "rabbitmq mq x2 cookie secret mq_cookie",
    "two of Galera": `${hosts}mysql orders on node[1..2] replication galera\nbalancer data on lb[1..2] { vip 192.168.0.100; listen 3306 -> orders primary }`,
  },
});

testRule("majority-in-one-place", {
  accepts: {
    "a server on each host": `${docker}etcd state on app[1..3]`,
    "five servers on three hosts, none of which has three": `${docker}etcd state x5 on app[1..3]`,
    "three servers on the only host, which is for trying things out": "network lan 192.168.0.0/24\nhost box 192.168.0.9 { runtime docker }\netcd state x3 on box",
    "three servers on the local engine": "etcd state x3",
    "three servers in two zones, where one must have two": `${zoned("a", "a", "b", "b")}etcd state on node[1..3]`,
    "a server in each zone": `${zoned("a", "b", "c", "c")}etcd state on node[1..3]`,
    "instances that elect nobody on one host": `${docker}service goods x3 on app1 port 80 image registry.example.com/goods:1`,
    "two servers, which survive nothing anyway": `${docker}etcd state x2 on app1`,
  },
  rejects: {
    "three servers on one of four hosts": `${docker}etcd state x3 on app1`,
    "two of three servers on one host": `${docker}zookeeper keeper x3 on app[1..2]`,
    "two of three servers in one of three zones": `${zoned("a", "a", "b", "c")}consul registry on node[1..3]`,
  },
});

testRule("strict-registry", {
  accepts: {
    "a gateway that starts without its registry": `${hosts}consul registry on node[1..3]\nservice goods on node[1..3] port 9501 discover registry\ngateway edge on lb1 { route { / -> goods } }`,
    "HAProxy, which asks by DNS": `${hosts}consul registry on node[1..3]\nservice goods on node[1..3] port 9501 discover registry strict yes\nbalancer edge on lb1 { listen 80 -> goods }`,
  },
  rejects: { "a gateway that does not": `${hosts}consul registry on node[1..3]\nservice goods on node[1..3] port 9501 discover registry strict yes\ngateway edge on lb[1..2] { route { / -> goods } }` },
});

testRule("registry-through-one", {
  accepts: {
    "an agent on the host": `${hosts}consul registry on node[1..3] client lb[1..2]\nservice goods on node[1..3] port 9501 discover registry\ngateway edge on lb[1..2] { route { / -> goods } }`,
    "a server on the host": `${hosts}consul registry on node[1..3]\nservice goods on node[1..3] port 9501 discover registry\ngateway edge on node1 { route { / -> goods } }`,
    "a registry of one server": `${hosts}consul registry x1 on node1\nservice goods on node[1..3] port 9501 discover registry\ngateway edge on lb1 { route { / -> goods } }`,
    "containers, which have no agent beside them": "consul registry x3\nservice goods x2 port 80 image registry.example.com/goods:1 discover registry\ngateway edge { route { / -> goods } }",
    "HAProxy, which asks all": `${hosts}consul registry on node[1..3]\nservice goods on node[1..3] port 9501 discover registry\nbalancer edge on lb1 { listen 80 -> goods }`,
  },
  rejects: { "two hosts without an agent": `${hosts}consul registry on node[1..3]\nservice goods on node[1..3] port 9501 discover registry\ngateway edge on lb[1..2] { route { / -> goods } }` },
});

testRule("registry-state-lost", {
  accepts: {
    "the volume that it has": "consul registry x3",
    "another folder with a volume": "consul registry x3 { mount registry-state -> /srv/consul rw; consul { data_dir /srv/consul/data } }",
    "a folder of a host that stays": `${hosts}consul registry on node[1..3] { consul { data_dir /srv/consul } }`,
  },
  rejects: {
    "a folder of the container": "consul registry x3 { consul { data_dir /tmp/consul } }",
    "a folder of a host that is emptied": `${hosts}consul registry on node[1..3] { consul { data_dir /tmp/consul } }`,
  },
});

function zoned(...zones: readonly string[]): string {
  return `network lan 192.168.0.0/24\n${zones.map((zone, index) => `host node${index + 1} 192.168.0.3${index + 1} zone ${zone}\n`).join("")}`;
}
