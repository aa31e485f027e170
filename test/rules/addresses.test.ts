import { hosts, testRule } from "../kit/rule.js";

testRule("no-shared-network", {
  accepts: {
    "a gateway in both": "network front 172.28.1.0/24\nnetwork back 172.28.2.0/24\ngateway edge in front, back\nservice goods in back port 80 behind edge",
  },
  rejects: { "a gateway in one and its service in the other": "network front 172.28.1.0/24\nnetwork back 172.28.2.0/24\ngateway edge in front\nservice goods in back port 80 behind edge" },
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
