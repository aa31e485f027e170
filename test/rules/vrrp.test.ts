import { testFault } from "../kit/fault.js";
import { hosts, testRule } from "../kit/rule.js";

const goods = "service goods on node1 port 8081\n";
const edge = (vip: string, more = ""): string => `${hosts}${goods}gateway edge on lb[1..2] {\n  listen 80\n  ${vip}\n  route { / -> goods }\n${more}}`;
const three = (vip: string): string => `${hosts}${goods}gateway edge on lb1, lb2, node4 {\n  ${vip}\n  route { / -> goods }\n}`;

testRule("dead-failover-weight", {
  accepts: {
    "a weight that takes the best below the other": edge("vip 192.168.0.146 { priority 150, 100; check process nginx weight -51 }"),
    "a check without a weight, which gives the address up": edge("vip 192.168.0.146 { priority 150, 100; check process nginx }"),
    "a check without a weight where nobody takes the address back": edge("vip 192.168.0.146 { preempt no; check process nginx }"),
    "priorities that follow from the weight": edge("vip 192.168.0.146 { check process nginx weight -2 }"),
    "three nodes whose priorities follow from the weight": three("vip 192.168.0.146 { check process nginx weight -20 }"),
    "a weight that is added while all is well": edge("vip 192.168.0.146 { priority 150, 140; check process nginx weight 11 }"),
    "one node": `${hosts}${goods}gateway edge on lb1 { vip 192.168.0.146 check process nginx weight -2; route { / -> goods } }`,
    "weights that add up where two checks look at one thing": edge("vip 192.168.0.146 { failover together; priority 150, 120; check process nginx weight -20 }\n  vip 192.168.0.147 { priority 150, 120; check process nginx weight -20 }"),
    "a check without a weight that looks at the same as one with it": edge("vip 192.168.0.146 { failover together; priority 150, 100; check process nginx weight -20 }\n  vip 192.168.0.147 { priority 150, 100; check process nginx }"),
  },
  rejects: {
    "a weight below the distance": edge("vip 192.168.0.146 { priority 150, 100; check process nginx weight -2 }"),
    "a weight of just the distance": edge("vip 192.168.0.146 { priority 150, 140; check process nginx weight -10 }"),
    "a weight above 0 that is too small": edge("vip 192.168.0.146 { priority 100, 90; check process nginx weight 2 }"),
    "a weight where nobody takes the address back": edge("vip 192.168.0.146 { preempt no; check process nginx weight -50 }"),
    "three nodes and a weight too small for all": three("vip 192.168.0.146 { priority 150, 140, 130; check process nginx weight -5 }"),
    "a priority that cannot fall below the other's": edge("vip 192.168.0.146 { priority 10, 1; check process nginx weight -50 }"),
    "a weight of 1, which leaves no room for priorities": edge("vip 192.168.0.146 check process nginx weight -1"),
    "a VIP that moves together with another one": edge("vip 192.168.0.146 { failover together; priority 150, 140; check process nginx weight -20 }\n  vip 192.168.0.147 { priority 150, 100; check script /usr/local/bin/check-disk weight -60 }"),
    "two checks that look at one thing and are too small together": edge("vip 192.168.0.146 { failover together; priority 150, 100; check process nginx weight -20 }\n  vip 192.168.0.147 { priority 150, 100; check process nginx weight -20 }"),
  },
});

testRule("partial-failover-weight", {
  accepts: {
    "a weight beyond the whole distance": three("vip 192.168.0.146 { priority 150, 140, 130; check process nginx weight -21 }"),
    "a check without a weight": three("vip 192.168.0.146 { priority 150, 140, 100; check process nginx }"),
    "two nodes": edge("vip 192.168.0.146 { priority 150, 100; check process nginx weight -51 }"),
    "a weight that never moves it at all, which is told as that": three("vip 192.168.0.146 { priority 150, 140, 130; check process nginx weight -5 }"),
  },
  rejects: {
    "a third node that is left out": three("vip 192.168.0.146 { priority 150, 140, 100; check process nginx weight -20 }"),
    "a third node at the same priority": three("vip 192.168.0.146 { priority 100, 95, 90; check process nginx weight 10 }"),
  },
});

testRule("equal-priorities", {
  accepts: {
    "priorities that differ": edge("vip 192.168.0.146 priority 101, 100"),
    "those that nobody wrote": edge("vip 192.168.0.146"),
    "the same for two VIPs": edge("vip 192.168.0.146 priority 110, 100\n  vip 192.168.0.147 priority 110, 100"),
  },
  rejects: {
    "two with 100": edge("vip 192.168.0.146 priority 100, 100"),
    "the second and the third": three("vip 192.168.0.146 priority 150, 140, 140"),
    "weights that take both to the largest": edge("vip 192.168.0.146 { priority 250, 240; check process nginx weight 20 }"),
  },
});

testRule("delayed-failover", {
  accepts: {
    "a check without a weight": edge("vip 192.168.0.146 { preempt after 5m; check process nginx }"),
    "no delay": edge("vip 192.168.0.146 { check process nginx weight -50 }"),
    "a delay of a moment": edge("vip 192.168.0.146 { preempt after 3s; check process nginx weight -50 }"),
  },
  rejects: { "five minutes and a weight": edge("vip 192.168.0.146 { preempt after 5m; check process nginx weight -50 }") },
});

testRule("together-apart", {
  accepts: {
    "VIPs that prefer one node": edge("vip 192.168.0.146 prefer lb2 failover together\n  vip 192.168.0.147 prefer lb2 failover together"),
    "one that follows the other": edge("vip 192.168.0.146\n  vip 192.168.0.147 prefer lb2 failover together"),
    "one that follows the other's priorities": edge("vip 192.168.0.146\n  vip 192.168.0.147 priority 90, 100 failover together"),
    "VIPs that share the nodes and move alone": edge("vip 192.168.0.146 prefer lb1\n  vip 192.168.0.147 prefer lb2"),
    "one of two declarations": `${edge("vip 192.168.0.146 prefer lb1 failover together")}\nbalancer mq on lb[1..2] { vip 192.168.0.148 prefer lb2 failover together; listen 81 -> goods }`,
  },
  rejects: {
    "two that prefer one node each": edge("vip 192.168.0.146 prefer lb1 failover together\n  vip 192.168.0.147 prefer lb2 failover together"),
    "priorities the other way round": edge("vip 192.168.0.146 priority 150, 140 failover together\n  vip 192.168.0.147 priority 140, 150"),
    "three nodes that differ in the second": three("vip 192.168.0.146 priority 150, 140, 130 failover together\n  vip 192.168.0.147 priority 150, 130, 140"),
  },
});

testRule("vip-on-one-host", {
  accepts: {
    "one node on each host": edge("vip 192.168.0.146"),
    "containers of the local engine": "service goods x2 port 80\ngateway edge x2 { vip 172.30.0.100; route { / -> goods } }",
    "a service whose hosts hold its VIP": `${hosts}service goods on node[1..2] port 80 vip 192.168.0.146`,
  },
  rejects: {
    "a gateway twice on one host": `${hosts}${goods}gateway edge x2 on lb1 { vip 192.168.0.146; route { / -> goods } }`,
    "four nodes on two hosts": `${hosts}${goods}gateway edge x4 on lb[1..2] { vip 192.168.0.146; route { / -> goods } }`,
    "containers of one host": `${hosts}host dock1 192.168.0.41 { runtime docker }\nservice goods x2 on dock1 port 80 image goods vip 192.168.0.146`,
  },
});

testRule("vip-member-without-address", {
  accepts: { "hosts with addresses": edge("vip 192.168.0.146"), "a host that is on another network, which is told elsewhere": `network far 10.0.0.0/24\nhost far1 10.0.0.1\n${edge("vip 192.168.0.146")}` },
  rejects: { "a host by its name alone": `${hosts}host lb3\n${goods}gateway edge on lb1, lb3 { vip 192.168.0.146; route { / -> goods } }` },
});

testRule("vrrp-on-loopback", {
  accepts: { "an interface of the network": edge("vip 192.168.0.146 dev eth0") },
  rejects: { "dev lo": edge("vip 192.168.0.146 dev lo"), "a host whose interface is lo": `${hosts}host lb3 192.168.0.13 interface lo\n${goods}gateway edge on lb1, lb3 { vip 192.168.0.146; route { / -> goods } }` },
});

testRule("unknown-interface", {
  accepts: {
    "one that the hosts name": "network lan 192.168.0.0/24\nhost lb[1..2] 192.168.0.[11..12] { interface ens33; interface eth1 }\ngateway edge on lb[1..2] { vip 192.168.0.146 dev eth1; route { / -> deny 403 } }",
    "hosts that say nothing of theirs": edge("vip 192.168.0.146 dev ens192"),
    "no dev": "network lan 192.168.0.0/24\nhost lb[1..2] 192.168.0.[11..12] interface ens33\ngateway edge on lb[1..2] { vip 192.168.0.146; route { / -> deny 403 } }",
  },
  rejects: { "hosts with others": "network lan 192.168.0.0/24\nhost lb1 192.168.0.11 interface eth0\nhost lb2 192.168.0.12 interface ens33\ngateway edge on lb[1..2] { vip 192.168.0.146 dev eth0; route { / -> deny 403 } }" },
});

testRule("vmac-taken", {
  accepts: { "one for each VIP": edge("vip 192.168.0.146 vmac vrrp1\n  vip 192.168.0.147 vmac vrrp2"), "one name on other hosts": `${edge("vip 192.168.0.146 vmac vrrp1")}\nbalancer mq on node[3..4] { vip 192.168.0.148 vmac vrrp1; listen 81 -> goods }` },
  rejects: { "two VIPs": edge("vip 192.168.0.146 vmac vrrp1\n  vip 192.168.0.147 vmac vrrp1"), "the interface of the host": edge("vip 192.168.0.146 vmac eth0") },
});

testRule("vip-without-listener", {
  accepts: {
    "a listen without an address": edge("vip 192.168.0.146"),
    "a listen on the VIP": `${hosts}${goods}balancer mq on lb[1..2] { vip 192.168.0.146; listen 192.168.0.146:80 -> goods }`,
    "another declaration that listens on all addresses": `${hosts}${goods}balancer mq on lb[1..2] { vip 192.168.0.146; listen 127.0.0.1:80 -> goods }\ngateway edge on lb[1..2] { listen 8080; route { / -> goods } }`,
    "a director that translates, whose second VIP is its servers' router": `${hosts}network inner 10.9.0.0/24 { gateway 10.9.0.1 }\nhost d[1..2] { interface eth0 192.168.0.[21..22]; interface eth1 10.9.0.[21..22] }\nhost s1 10.9.0.31\nservice portal on s1 port 80\nbalancer web lvs on d[1..2] { mode nat; vip 192.168.0.148; vip 10.9.0.1; listen 192.168.0.148:80 -> portal }`,
    "a service": `${hosts}service goods on node[1..2] port 80 vip 192.168.0.146`,
    "a service in containers of a host": `${hosts}host dock[1..2] 192.168.0.[41..42] { runtime docker }\nservice goods on dock[1..2] port 80 image goods vip 192.168.0.146`,
    "containers of the local engine": "service goods x2 port 80\ngateway edge x2 { vip 172.30.0.100; route { / -> goods } }",
    "a daemon's own words that may": `${hosts}${goods}balancer mq on lb[1..2] {\n  vip 192.168.0.146\n  listen 127.0.0.1:80 -> goods\n  haproxy { frontend more { bind 192.168.0.146:81; default_backend goods } }\n}`,
  },
  rejects: {
    "a listen on the loopback": `${hosts}${goods}balancer mq on lb[1..2] { vip 192.168.0.146; listen 127.0.0.1:80 -> goods }`,
    "one of two VIPs": `${hosts}${goods}balancer mq on lb[1..2] { vip 192.168.0.146; vip 192.168.0.147; listen 192.168.0.146:80 -> goods }`,
  },
});

testRule("check-never-succeeds", {
  accepts: {
    "a port that the gateway listens on": edge("vip 192.168.0.146 check tcp 80"),
    "a page on all addresses": edge("vip 192.168.0.146 check http /healthz 8081", "  health 8081\n"),
    "a page on the loopback": edge("vip 192.168.0.146 check http /nginx_status 8082", "  status 127.0.0.1:8082\n"),
    "a port that nothing of the site listens on": edge("vip 192.168.0.146 check http /healthz 9100"),
    "a process of LVS's own making": `${hosts}service portal on node[1..2] port 80\nbalancer web lvs on lb[1..2] { mode dr; vip 192.168.0.148; listen 80 -> portal }`,
    "a port of UDP beside one of TCP": `${hosts}service names on node1 port 53/udp protocol udp\nbalancer dns nginx on lb[1..2] { vip 192.168.0.146; listen 53/udp -> names }`,
    "a VIP of containers on a host": `${hosts}host dock[1..2] 192.168.0.[41..42] { runtime docker }\nservice goods on dock[1..2] port 80 image goods vip 192.168.0.146 check tcp 80`,
  },
  rejects: {
    "a port that LVS forwards": `${hosts}service portal on node[1..2] port 80\nbalancer web lvs on lb[1..2] { mode dr; vip 192.168.0.148 check tcp 80; listen 80 -> portal }`,
    "by HTTP where the VIP alone is listened on": edge("vip 192.168.0.146 check http /healthz 80"),
    "by HTTP beside a page that would answer": edge("vip 192.168.0.146 check http /healthz 80", "  health 8081\n"),
    "a port of UDP": `${hosts}service names on node1 port 53/udp protocol udp\nbalancer dns nginx on lb[1..2] { vip 192.168.0.146 check tcp 53; listen 53/udp -> names }`,
  },
});

testRule("sidecar-script", {
  accepts: {
    "a script on hosts": edge("vip 192.168.0.146 { check script /usr/local/bin/check-edge; notify master /usr/local/bin/became-master }"),
    "a program of the container's system": "service goods x2 port 80\ngateway edge x2 { vip 172.30.0.100 check script '/usr/bin/curl -sf http://172.30.0.4/'; route { / -> goods } }",
    "a check that is written for it": "service goods x2 port 80\ngateway edge x2 { vip 172.30.0.100 check tcp 80; route { / -> goods } }",
  },
  rejects: { "a check and a notification in containers": "service goods x2 port 80\ngateway edge x2 { vip 172.30.0.100 { check script /usr/local/bin/check-edge; notify master /usr/local/bin/became-master }; route { / -> goods } }" },
});

testRule("check-acts", {
  accepts: {
    "a script": edge("vip 192.168.0.146 check script /usr/local/bin/check-edge"),
    "a command that asks": edge('vip 192.168.0.146 check script "/usr/bin/systemctl is-active nginx"'),
    "a command that asks of a unit with a suspicious name": edge('vip 192.168.0.146 check script "/usr/sbin/service restart status"'),
    "signal 0": edge('vip 192.168.0.146 check script "/usr/bin/killall -0 nginx"'),
  },
  rejects: {
    "a stop of keepalived": edge('vip 192.168.0.146 check script "/usr/sbin/service keepalived stop"'),
    "a restart of the service": edge('vip 192.168.0.146 check script "/usr/bin/systemctl --quiet restart nginx"'),
    "a kill": edge('vip 192.168.0.146 check script "/usr/bin/pkill keepalived"'),
  },
});

const native = (words: string, vip = "vip 192.168.0.146"): string => edge(vip, `  keepalived { ${words} }\n`);
testRule("vrrp-strict", {
  accepts: {
    "other words of keepalived": native("vrrp_garp_master_delay 5"),
    "a VIP that is excepted": native("vrrp_strict", "vip 192.168.0.146 { keepalived { strict_mode off } }"),
    "version 3 by multicast, which accepts": "network lan 192.168.0.0/24 { multicast yes }\nhost lb[1..2] 192.168.0.[11..12]\ngateway edge on lb[1..2] { vip 192.168.0.146 { advertise 500ms; keepalived { strict_mode; accept } }\n route { / -> deny 403 } }",
  },
  rejects: {
    "all VIPs of a host": native("vrrp_strict"),
    "one VIP": edge("vip 192.168.0.146 { keepalived { strict_mode } }"),
    "the VIP at which a director takes packets in": `network lan 192.168.0.0/24\nnetwork inner 10.9.0.0/24 { gateway 10.9.0.1 }\nhost d1 { interface eth0 192.168.0.21; interface eth1 10.9.0.21 }\nhost s1 10.9.0.31\nservice portal on s1 port 80\nbalancer web lvs on d1 { mode nat; vip 192.168.0.148; vip 10.9.0.1; listen 192.168.0.148:80 -> portal\n keepalived { vrrp_strict } }`,
    "the VIP of another declaration on the same hosts": `${native("global_defs { vrrp_strict }", "vip 192.168.0.146 { keepalived { strict_mode off } }")}\nbalancer mq on lb[1..2] { vip 192.168.0.148; listen 81 -> goods }`,
    "packets that are not accepted": edge("vip 192.168.0.146 { keepalived { no_accept } }"),
    "version 3 by unicast": edge("vip 192.168.0.146 { advertise 500ms; keepalived { strict_mode; accept } }"),
  },
});

const closed = (vip: string): string => `network lan 192.168.0.0/24 { multicast no }\nhost lb[1..2] 192.168.0.[11..12]\nhost node1 192.168.0.31\nservice portal on node1 port 80\nbalancer web lvs on lb[1..2] {\n  mode dr\n  ${vip}\n  listen 80 -> portal\n}`;
testFault("multicast-refused", {
  accepts: {
    "unicast": closed("vip 192.168.0.148 peers unicast"),
    "a network that says nothing of it": edge("vip 192.168.0.146 peers multicast"),
    "a network that carries it": closed("vip 192.168.0.148 peers multicast sync-sessions").replace("multicast no", "multicast yes"),
    "one node": closed("vip 192.168.0.148 peers multicast").replace("on lb[1..2]", "on lb1"),
  },
  rejects: { "nodes that talk by multicast": closed("vip 192.168.0.148 peers multicast"), "directors that pass on their sessions": closed("vip 192.168.0.148 sync-sessions") },
});

const many = (count: number): string => Array.from({ length: count }, (_, at) => `  vip 10.1.${1 + (at >> 7)}.${1 + (at & 127)}\n`).join("");
const crowded = (vips: string): string => `network lan 10.1.0.0/16\nhost lb[1..2] 10.1.0.[11..12]\ngateway edge on lb[1..2] {\n${vips}  route { / -> deny 403 }\n}`;
testFault("no-free-router-id", {
  accepts: { "255 of one network": crowded(many(255)), "300 that are one instance": crowded("  vip 10.1.1.[1..200], 10.1.2.[1..100]\n") },
  rejects: { "256 of one network": crowded(many(256)) },
});

testRule("vip-check-unheard", {
  accepts: {
    "a page of the balancer's own": `${hosts}service goods on node1 port 8080\nbalancer edge on lb[1..2] { health 8081; vip 192.168.0.146 { check http /healthz 8081 }; listen 80 http -> goods }`,
    "the port that is listened on": `${hosts}service goods on node1 port 8080\nbalancer edge on lb[1..2] { vip 192.168.0.146 { check tcp 80 }; listen 80 http -> goods }`,
    "a gateway in containers": "service goods port 80 image goods behind edge\ngateway edge x2 { vip 192.168.0.146 { check tcp 80 } }",
  },
  rejects: {
    "another port": `${hosts}service goods on node1 port 8080\nbalancer edge on lb[1..2] { health 8081; vip 192.168.0.146 { check http /healthz 8089 }; listen 80 http -> goods }`,
  },
});

testRule("vip-check-process", {
  accepts: {
    "the engine that runs there": `${hosts}service goods on node1 port 8080\nbalancer edge on lb[1..2] { vip 192.168.0.146 { check process haproxy }; listen 80 http -> goods }`,
    "an engine of nginx's family": `${hosts}service goods on node1 port 8080\ngateway edge openresty on lb[1..2] { vip 192.168.0.146 { check process nginx }; route { / -> goods } }`,
    "another engine of the same hosts": `${hosts}service goods on node1 port 8080\ngateway www on lb[1..2] { listen 8081; route { / -> goods } }\nbalancer edge on lb[1..2] { vip 192.168.0.146 { check process nginx }; listen 80 http -> goods }`,
    "a program of the operator's": `${hosts}service goods on node1 port 8080\nbalancer edge on lb[1..2] { vip 192.168.0.146 { check process dnsmasq }; listen 80 http -> goods }`,
    "a service that may be that program": `${hosts}service www on lb[1..2] port 80 vip 192.168.0.146 { check process nginx }`,
    "a sidecar, which looks at the port": "service goods port 80 image goods behind edge\ngateway edge x2 { vip 192.168.0.146 { check process haproxy 80 } }",
  },
  rejects: {
    "the process of another engine": `${hosts}service goods on node1 port 8080\nbalancer edge on lb[1..2] { vip 192.168.0.146 { check process nginx }; listen 80 http -> goods }`,
    "a misspelt process": `${hosts}service goods on node1 port 8080\ngateway edge on lb[1..2] { vip 192.168.0.146 { check process ngnix }; route { / -> goods } }`,
  },
});

testRule("empty-expectation", {
  accepts: {
    "with a step that asks": `${hosts}service goods on node1 port 8080\nbalancer edge on lb[1..2] { vip 192.168.0.146; listen 80 http -> goods }\nexpect e { kill lb1; within 4s vip 192.168.0.146 on lb2 }`,
  },
  rejects: {
    "without a step": `${hosts}service goods on node1 port 8080\nbalancer edge on lb[1..2] { vip 192.168.0.146; listen 80 http -> goods }\nexpect "it works" { }`,
    "with steps that ask nothing": `${hosts}service goods on node1 port 8080\nbalancer edge on lb[1..2] { vip 192.168.0.146; listen 80 http -> goods }\nexpect "lb1 may die" { kill lb1; wait 3s }`,
  },
});

testRule("hopeless-expectation", {
  accepts: {
    "of a member": `${hosts}service goods on node1 port 8080\nbalancer edge on lb[1..2] { vip 192.168.0.146; listen 80 http -> goods }\nexpect e { kill lb1; within 4s vip 192.168.0.146 on lb2 }`,
    "through a proxy": `${hosts}service goods on node1 port 8080\ncache web on lb[1..2] { forward }\nexpect e { get http://goods:8080/ through web; get http://goods:8080/ through web-2 }`,
  },
  rejects: {
    "through what is no proxy": `${hosts}service goods on node1 port 8080\ncache cdn on lb1 { accelerate goods; listen 80 }\nexpect e { get http://goods:8080/ through cdn }`,
    "of no VIP": `${hosts}service goods on node1 port 8080\nbalancer edge on lb[1..2] { vip 192.168.0.146; listen 80 http -> goods }\nexpect e { vip 192.168.0.147 on lb2 }`,
    "of a host that is no member": `${hosts}service goods on node1 port 8080\nbalancer edge on lb[1..2] { vip 192.168.0.146; listen 80 http -> goods }\nexpect e { vip 192.168.0.146 on node1 }`,
  },
});
