import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { rules } from "../../src/rules/index.js";
import { testRule } from "../kit/rule.js";

const hosts = "network lan 192.168.0.0/24\nhost lb[1..2] 192.168.0.[11..12]\nhost node[1..4] 192.168.0.[31..34]\n";

testRule("even-quorum", {
  accepts: { "three servers": `${hosts}consul registry on node[1..3]`, "one server, which was written": "consul registry x1" },
  rejects: { "four servers": `${hosts}consul registry on node[1..4]`, "two servers": `${hosts}consul registry on node[1..2]` },
});

testRule("listen-without-target", {
  accepts: {
    "a listen with an arrow": `${hosts}rabbitmq rabbit on node1\nbalancer mq on lb1 { listen 5672 -> rabbit }`,
    "a gateway with something behind it": `${hosts}gateway edge on lb1\nservice goods on node1 port 80 behind edge`,
  },
  rejects: { "a balancer that leads nowhere": `${hosts}balancer mq on lb1 { listen 5672 }`, "a gateway with nothing behind it": `${hosts}gateway edge on lb1` },
});

testRule("no-shared-network", {
  accepts: {
    "a gateway in both": "network front 172.28.1.0/24\nnetwork back 172.28.2.0/24\ngateway edge in front, back\nservice goods in back port 80 behind edge",
  },
  rejects: { "a gateway in one and its service in the other": "network front 172.28.1.0/24\nnetwork back 172.28.2.0/24\ngateway edge in front\nservice goods in back port 80 behind edge" },
});

testRule("port-conflict", {
  accepts: {
    "one port on two addresses": `${hosts}service a on node1 port 8081\ngateway edge on lb1 { listen 192.168.0.11:80; route { / -> a } }\ngateway inner on lb1 { listen 127.0.0.1:80; route { / -> a } }`,
    "a container that gives way to a daemon of its host": `${hosts}host dock1 192.168.0.41 { runtime docker }\nservice a on dock1 port 80 image a\ngateway edge on dock1 { listen 80; route { / -> a } }`,
    "one port on two hosts": `${hosts}service a on node1 port 80\nservice b on node2 port 80`,
  },
  rejects: {
    "two proxies of one host": `${hosts}service a on node1 port 8081\ngateway edge on lb1 { listen 80; route { / -> a } }\nbalancer web on lb1 { listen 80 -> a }`,
    "a published port and a daemon of its host": `${hosts}host dock1 192.168.0.41 { runtime docker }\nservice a on dock1 port 80 image a publish 80\ngateway edge on dock1 { listen 80; route { / -> a } }`,
    "two containers that publish one port": "service a port 80 publish 8080 -> 80\nservice b port 80 publish 8080 -> 80",
    "two services of one host": `${hosts}service a on node1 port 80\nservice b on node1 port 80`,
    "a range of ports that holds another's": `${hosts}service a on node1 port 9000\nbalancer web on lb1 { listen 8801-8810 -> a }\nbalancer more on lb1 { listen 8805 -> a }`,
    "a cache and a gateway of one host": `${hosts}service a on node1 port 8081\ncache cdn on lb1 { listen 80; accelerate a }\ngateway edge on lb1 { listen 80; route { / -> a } }`,
    "one declaration twice": `${hosts}service a on node1 port 8081\nbalancer web on lb1 { listen 8404 -> a; stats 8404 }`,
  },
});

testRule("unreachable-container", {
  accepts: {
    "both on hosts": `${hosts}gateway edge on lb1\nservice goods on node1 port 80 behind edge`,
    "both in containers": "gateway edge\nservice goods port 80 behind edge",
    "a network that reaches the hosts": "network lan 192.168.0.0/24 { driver macvlan; parent eth0 }\nhost lb1 192.168.0.11\ngateway edge on lb1\nservice goods in lan port 80 behind edge",
  },
  rejects: { "a gateway on hosts and a service in a container": `${hosts}gateway edge on lb1\nservice goods port 80 behind edge` },
});

testRule("vip-is-network", {
  accepts: { "an address between the two": `${hosts}gateway edge on lb[1..2] { vip 192.168.0.254; route { / -> deny 403 } }` },
  rejects: {
    "the broadcast": `${hosts}gateway edge on lb[1..2] { vip 192.168.0.255; route { / -> deny 403 } }`,
    "the network's own address": `${hosts}gateway edge on lb[1..2] { vip 192.168.0.0; route { / -> deny 403 } }`,
  },
});

it("lists every file of the room", () => {
  const files = readdirSync(join(import.meta.dirname, "../../src/rules")).filter((file) => file.endsWith(".ts") && !["index.ts", "rule.ts", "check.ts"].includes(file));
  expect(files.map((file) => file.replace(/\.ts$/, "")).sort()).toEqual(rules.map(({ definition }) => definition.code).sort());
});
