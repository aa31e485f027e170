import { testFault } from "../kit/fault.js";
import { hosts, testRule } from "../kit/rule.js";

const answer = "route { / -> deny 403 }";

testRule("lone-vip", {
  accepts: {
    "two nodes": `${hosts}gateway edge on lb[1..2] { vip 192.168.0.100; ${answer} }`,
    "two containers": `gateway edge x2 { vip 172.30.0.100; ${answer} }`,
    "one node without a VIP": `${hosts}gateway edge on lb1 { ${answer} }`,
  },
  rejects: {
    "one host": `${hosts}gateway edge on lb1 { vip 192.168.0.100; ${answer} }`,
    "one director": `${hosts}service www on node[1..2] port 80\nbalancer web lvs on lb1 { mode dr; vip 192.168.0.100; listen 80 -> www }`,
    "one container": `gateway edge x1 { vip 172.30.0.100; ${answer} }`,
  },
});

const racks = (first: string, second: string): string => `network lan 192.168.0.0/24\nhost lb1 192.168.0.11 zone ${first}\nhost lb2 192.168.0.12 zone ${second}\nhost node1 192.168.0.31 zone rack-c\nservice www on node1 port 80\n`;

testRule("vip-in-one-zone", {
  accepts: {
    "a node in each zone": `${racks("rack-a", "rack-b")}gateway edge on lb[1..2] { vip 192.168.0.100; route { / -> www } }`,
    "hosts of which no zone is known": `${hosts}gateway edge on lb[1..2] { vip 192.168.0.100; ${answer} }`,
    "the only zone": `network lan 192.168.0.0/24\nhost lb[1..2] 192.168.0.[11..12] zone rack-a\ngateway edge on lb[1..2] { vip 192.168.0.100; ${answer} }`,
  },
  rejects: { "both nodes in one rack": `${racks("rack-a", "rack-a")}gateway edge on lb[1..2] { vip 192.168.0.100; route { / -> www } }` },
});

testRule("unreachable-registry", {
  accepts: {
    "all in containers": "consul registry x3\nservice goods x2 port 80 image registry.example.com/goods:1 discover registry\ngateway edge { route { / -> goods } }",
    "all on hosts": `${hosts}consul registry on node[1..3]\nservice goods on node[1..2] port 80 discover registry\ngateway edge on lb1 { route { / -> goods } }`,
    "a Consul that exists elsewhere": `${hosts}consul registry at 192.168.0.50:8500\nservice goods on node[1..2] port 80 discover registry\ngateway edge on lb1 { route { / -> goods } }`,
    "containers that are on the hosts' own network": "network lan 192.168.0.0/24 { driver macvlan; parent eth0 }\nhost node1 192.168.0.31\nconsul registry x3\nservice goods on node1 port 80 discover registry",
  },
  rejects: {
    "a service on hosts and Consul in containers": `${hosts}consul registry x3\nservice goods on node[1..2] port 80 discover registry\ngateway edge on lb1 { route { / -> goods } }`,
    "a service in containers and Consul on hosts": `${hosts}consul registry on node[1..3]\nservice goods x2 port 80 image registry.example.com/goods:1 discover registry`,
  },
});

testRule("unused-host", {
  accepts: {
    "a host that something is placed on": `network lan 192.168.0.0/24\nhost lb1 192.168.0.11\ngateway edge on lb1 { ${answer} }`,
    "a host with a client of Consul alone": "network lan 192.168.0.0/24\nhost node1 192.168.0.31\nhost app1 192.168.0.21\nconsul registry on node1 client app1",
    "a host whose files are collected": "network lan 192.168.0.0/24\nhost node1 192.168.0.31\nhost app1 192.168.0.21\nelasticsearch search on node1\nlogs system from /var/log/syslog on app1 to search",
    "a host where a service exists already": `network lan 192.168.0.0/24\nhost lb1 192.168.0.11\nhost old 192.168.0.50\nservice legacy at 192.168.0.50:8080\ngateway edge on lb1 { route { / -> legacy } }`,
  },
  rejects: {
    "one of several": `${hosts}consul registry on node[1..3]\ngateway edge on lb[1..2] { ${answer} }`,
    "many of one statement": `network lan 192.168.0.0/24\nhost app[1..9] 192.168.0.[21..29]\nservice goods on app1 port 80`,
  },
});

testRule("beside-the-hosts", {
  accepts: {
    "a site without hosts": "service goods port 80 image registry.example.com/goods:1",
    "a site that places all": `${hosts}service goods on node1 port 80`,
    "something that exists elsewhere": `${hosts}service legacy at 192.168.0.50:8080\ngateway edge on lb1 { route { / -> legacy } }`,
  },
  rejects: { "a service that says no host": `${hosts}service goods on node[1..2] port 80\nservice reports x2 port 81 image registry.example.com/reports:1` },
});

testFault("twice-on-host", {
  accepts: {
    "a node on each host": `${hosts}gateway edge on lb[1..2] { ${answer} }`,
    "two instances of a service on one host, each with its port": `${hosts}service goods x2 on node1 port 9001, 9002`,
    "two gateways on one host": `${hosts}gateway edge on lb1 { ${answer} }\ngateway inner on lb1 { listen 81; ${answer} }`,
  },
  rejects: {
    "two nodes on one host": `${hosts}gateway edge x2 on lb1 { ${answer} }`,
    "a host that stands twice in its list": `${hosts}gateway edge on lb1, lb2, lb1 { listen 80; listen 81; ${answer} }`,
    "three caches on two hosts": `${hosts}cache cdn x3 on lb[1..2]`,
  },
});
