import { hosts, testRule } from "../kit/rule.js";

const portal = "service portal on node[1..2] port 80\n";
const web = (clauses: string): string => `${hosts}${portal}balancer web lvs on lb[1..2] {\n  ${clauses}\n}`;
const sound = web("mode dr\n  vip 192.168.0.148\n  listen 80 -> portal");
const inner = "network inner 10.9.0.0/24 { gateway 10.9.0.1 }\nhost d[1..2] { interface eth0 192.168.0.[21..22]; interface eth1 10.9.0.[21..22] }\nhost s[1..2] 10.9.0.[31..32]\nservice portal on s[1..2] port 8080\n";

testRule("lvs-server-is-director", {
  accepts: {
    "servers on other hosts": sound,
    "one director, which serves itself": `${hosts}service portal on lb1, node1 port 80\nbalancer web lvs on lb1 { mode dr; vip 192.168.0.148; listen 80 -> portal }`,
    "haproxy beside the services": `${hosts}service portal on lb[1..2] port 8080\nbalancer web on lb[1..2] { vip 192.168.0.148; listen 80 -> portal }`,
    "another service of the directors' hosts": `${sound}\nservice other on lb[1..2] port 9000`,
  },
  rejects: {
    "two hosts that are both": `${hosts}service portal on lb[1..2] port 80\nbalancer web lvs on lb[1..2] { mode dr; vip 192.168.0.148; listen 80 -> portal }`,
    "one of the servers, in a tunnel": `${hosts}service portal on lb2, node1 port 80\nbalancer web lvs on lb[1..2] { mode tun; vip 192.168.0.148; listen 80 -> portal }`,
  },
});

testRule("lvs-server-is-vip", {
  accepts: { "a server of its own": sound },
  rejects: { "the VIP": `${hosts}service portal at 192.168.0.148:80\nbalancer web lvs on lb[1..2] { mode nat; vip 192.168.0.148; listen 80 -> portal }` },
});

testRule("lvs-other-network", {
  accepts: {
    "one network": sound,
    "a tunnel to another": `${hosts}network far 10.9.0.0/24\nhost far1 10.9.0.31\nservice portal on far1 port 80\nbalancer web lvs on lb[1..2] { mode tun; vip 192.168.0.148; listen 80 -> portal }`,
    "directors on both": `${hosts}${inner}balancer web lvs on d[1..2] { mode dr; vip 192.168.0.148; listen 8080 -> portal }`,
  },
  rejects: {
    "servers behind a router": `${hosts}network far 10.9.0.0/24\nhost far[1..2] 10.9.0.[31..32]\nservice portal on far[1..2] port 80\nbalancer web lvs on lb[1..2] { mode dr; vip 192.168.0.148; listen 80 -> portal }`,
    "a server elsewhere": `${hosts}network far 10.9.0.0/24\nservice portal at 10.9.0.31:80\nbalancer web lvs on lb[1..2] { mode dr; vip 192.168.0.148; listen 80 -> portal }`,
  },
});

const vipOfOthers = `${hosts}${portal}gateway edge on node[3..4] { vip 192.168.0.146; listen 8080; route { / -> portal } }\nbalancer web lvs on lb[1..2] { mode dr; listen 192.168.0.146:80 -> portal }`;
const ownInMode = (mode: string): string => `${hosts}${portal}balancer web lvs on lb1 { mode ${mode}; listen 192.168.0.11:80 -> portal }`;

testRule("lvs-unowned-address", {
  accepts: { "its VIP": sound, "an address of others, which is told as that": vipOfOthers },
  rejects: { "an address that nobody has": web("mode dr\n  listen 192.168.0.148:80 -> portal") },
});

testRule("lvs-address-elsewhere", {
  accepts: {
    "its VIP": sound,
    "its VIP by its address": web("mode dr\n  vip 192.168.0.148\n  listen 192.168.0.148:80 -> portal"),
    "the VIP of another declaration on the same hosts": `${hosts}${portal}gateway edge on lb[1..2] { vip 192.168.0.146; listen 8080; route { / -> portal } }\nbalancer web lvs on lb[1..2] { mode dr; listen 192.168.0.146:80 -> portal }`,
    "its own address, which it translates": ownInMode("nat"),
    "one director's own, which both translate": web("mode nat\n  listen 192.168.0.11:80 -> portal"),
  },
  rejects: {
    "the address of another host": web("mode nat\n  listen 192.168.0.33:80 -> portal"),
    "a VIP of other hosts": vipOfOthers,
    "its own address, which the servers would have too": ownInMode("dr"),
  },
});

const goods = "service goods on node4 port 8081\n";
const front = "balancer web lvs on lb[1..2] { mode dr; vip 192.168.0.148; listen 80 -> edge }";
testRule("lvs-deaf-server", {
  accepts: {
    "a service, of which nobody knows where it listens": sound,
    "a gateway on all addresses": `${hosts}${goods}gateway edge on node[1..2] { listen 80; route { / -> goods } }\n${front}`,
    "a gateway on the director's VIP and its own address": `${hosts}${goods}gateway edge on node1 { listen 192.168.0.148:80; listen 192.168.0.31:80; route { / -> goods } }\n${front}`,
    "a VIP behind one that translates": `${hosts}${goods}gateway edge on node[1..2] { vip 192.168.0.150; listen 80; route { / -> goods } }\nbalancer web lvs on lb[1..2] { mode nat; vip 192.168.0.148; listen 80 -> edge }`,
    "a container whose port is published everywhere": `${hosts}host dock1 192.168.0.41 { runtime docker }\nservice portal on dock1 port 80 image portal publish 80\nbalancer web lvs on lb[1..2] { mode dr; vip 192.168.0.148; listen 80 -> portal }`,
  },
  rejects: {
    "a gateway on its own VIP": `${hosts}${goods}gateway edge on node[1..2] { vip 192.168.0.150; listen 80; route { / -> goods } }\n${front}`,
    "a gateway on its own address": `${hosts}${goods}gateway edge on node1 { listen 192.168.0.31:80; route { / -> goods } }\n${front}`,
    "a container whose port is published on one address": `${hosts}host dock1 192.168.0.41 { runtime docker }\nservice portal on dock1 port 80 image portal publish 192.168.0.41:80\nbalancer web lvs on lb[1..2] { mode dr; vip 192.168.0.148; listen 80 -> portal }`,
  },
});

testRule("lvs-arrival-taken", {
  accepts: {
    "another port": `${sound}\nbalancer api on lb[1..2] { listen 192.168.0.148:8080 -> portal }`,
    "TCP and UDP on one port": `${hosts}service names on node1 port 53, 53/udp protocol dns\nbalancer dns lvs on lb[1..2] { mode dr; vip 192.168.0.148; listen 53 -> names; listen 53/udp -> names }`,
    "haproxy on all other addresses": `${sound}\nservice goods on node3 port 8081\nbalancer api on lb[1..2] { listen 80 -> goods }`,
    "one port on two VIPs": web("mode dr\n  vip 192.168.0.148\n  vip 192.168.0.149\n  listen 80 -> portal"),
  },
  rejects: {
    "haproxy on the same address": `${sound}\nservice goods on node3 port 8081\nbalancer api on lb[1..2] { listen 192.168.0.148:80 -> goods }`,
    "two sets of servers": `${hosts}${portal}service goods on node[3..4] port 80\nbalancer web lvs on lb[1..2] { mode dr; vip 192.168.0.148; listen 80 -> portal; listen 80 -> goods }`,
  },
});

testRule("lvs-nat-return", {
  accepts: {
    "a network whose router is the directors' VIP": `${hosts}${inner}balancer web lvs on d[1..2] { mode nat; vip 192.168.0.148; vip 10.9.0.1; listen 192.168.0.148:80 -> portal }`,
    "a network whose router is the only director": "network lan 192.168.0.0/24 { gateway 192.168.0.11 }\nhost lb1 192.168.0.11\nhost node1 192.168.0.31\nservice portal on node1 port 8080\nbalancer web lvs on lb1 { mode nat; vip 192.168.0.148; listen 80 -> portal }",
    "a network whose router nobody names": web("mode nat\n  vip 192.168.0.148\n  listen 80 -> portal"),
    "mode dr": `network lan 192.168.0.0/24 { gateway 192.168.0.1 }\nhost lb[1..2] 192.168.0.[11..12]\nhost node1 192.168.0.31\nservice portal on node1 port 80\nbalancer web lvs on lb[1..2] { mode dr; vip 192.168.0.148; listen 80 -> portal }`,
    "containers that set routes of their own": "network back 172.28.1.0/24\nservice portal x2 port 80 cap NET_ADMIN\nbalancer web x2 lvs { mode nat; vip 172.28.1.100; listen 80 -> portal }",
    "a server whose network the site does not have": `${hosts}service portal at 10.50.0.1:80\nbalancer web lvs on lb[1..2] { mode nat; vip 192.168.0.148; listen 80 -> portal }`,
  },
  rejects: {
    "a network with another router": "network lan 192.168.0.0/24 { gateway 192.168.0.1 }\nhost lb[1..2] 192.168.0.[11..12]\nhost node[1..2] 192.168.0.[31..32]\nservice portal on node[1..2] port 8080\nbalancer web lvs on lb[1..2] { mode nat; vip 192.168.0.148; listen 80 -> portal }",
    "one of two directors as the router": "network lan 192.168.0.0/24 { gateway 192.168.0.11 }\nhost lb[1..2] 192.168.0.[11..12]\nhost node1 192.168.0.31\nservice portal on node1 port 8080\nbalancer web lvs on lb[1..2] { mode nat; vip 192.168.0.148; listen 80 -> portal }",
    "servers on a network where the directors hold nothing": `${hosts}${inner}balancer web lvs on d[1..2] { mode nat; vip 192.168.0.148; listen 80 -> portal }`,
    "containers": "network back 172.28.1.0/24\nservice portal x2 port 80\nbalancer web x2 lvs { mode nat; vip 172.28.1.100; listen 80 -> portal }",
  },
});

testRule("lvs-nat-route", {
  accepts: {
    "a network that names its router": `${hosts}${inner}balancer web lvs on d[1..2] { mode nat; vip 192.168.0.148; vip 10.9.0.1; listen 192.168.0.148:80 -> portal }`,
    "mode dr": sound,
  },
  rejects: { "a network whose router nobody names": web("mode nat\n  vip 192.168.0.148\n  listen 80 -> portal") },
});

testRule("lvs-publish", {
  accepts: {
    "nothing published": "network back 172.28.1.0/24\nservice portal x2 port 80\nbalancer web x2 lvs { mode nat; vip 172.28.1.100; listen 80 -> portal }",
    "haproxy": "network back 172.28.1.0/24\nservice portal x2 port 80\nbalancer web { listen 80 -> portal; publish 8080 -> 80 }",
    "a listen at its own address": "network back 172.28.1.0/24\nservice portal x2 port 80\nbalancer web x1 lvs { address 172.28.1.10; mode nat; listen 172.28.1.10:80 -> portal; publish 8080 -> 80 }",
  },
  rejects: { "a published port": "network back 172.28.1.0/24\nservice portal x2 port 80\nbalancer web x2 lvs { mode nat; vip 172.28.1.100; listen 80 -> portal; publish 8080 -> 80 }" },
});

testRule("lvs-foreign-server", {
  accepts: { "servers of the site": sound, "servers elsewhere that are translated to": `${hosts}service portal at 192.168.0.51:80\nbalancer web lvs on lb[1..2] { mode nat; vip 192.168.0.148; listen 80 -> portal }` },
  rejects: { "servers elsewhere": `${hosts}service portal at 192.168.0.51:80, 192.168.0.52:80\nbalancer web lvs on lb[1..2] { mode dr; vip 192.168.0.148; listen 80, 443 -> portal }` },
});
