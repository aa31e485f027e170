import { hosts, testRule } from "../kit/rule.js";

testRule("address-is-network", {
  accepts: {
    "an address between the two": `${hosts}gateway edge on lb[1..2] { vip 192.168.0.254; route { / -> deny 403 } }`,
    "both addresses of a link between two routers": "network link 10.0.0.0/31\nhost a 10.0.0.0\nhost b 10.0.0.1",
    "an address that ends in 0 or 255 inside a wider network": "network wide 10.0.0.0/16\nhost a 10.0.1.0\nhost b 10.0.1.255",
    "the first address of an IPv6 network": "network six fd00::/64\nhost a fd00::",
  },
  rejects: {
    "the broadcast as a VIP": `${hosts}gateway edge on lb[1..2] { vip 192.168.0.255; route { / -> deny 403 } }`,
    "the network's own address as a VIP": `${hosts}gateway edge on lb[1..2] { vip 192.168.0.0; route { / -> deny 403 } }`,
    "the broadcast as a host's": "network lan 192.168.0.0/24\nhost web 192.168.0.255",
    "the broadcast as a container's": "network back 172.20.0.0/24\nservice goods port 80 image goods address 172.20.0.255",
    "the network's own address as its router's": "network back 172.20.0.0/24 { gateway 172.20.0.0 }\nservice goods port 80 image goods",
    "a network's address where a VIP is meant": "host lb[1..2] 192.168.0.[11..12]\ngateway edge on lb[1..2] { vip 192.168.0.0/24; route { / -> deny 403 } }",
  },
});

testRule("prefix-mismatch", {
  accepts: {
    "no prefix": `${hosts}gateway edge on lb[1..2] { vip 192.168.0.100; route { / -> deny 403 } }`,
    "the network's prefix": `${hosts}gateway edge on lb[1..2] { vip 192.168.0.100/24; route { / -> deny 403 } }`,
    "an address for itself alone": `${hosts}gateway edge on lb[1..2] { vip 192.168.0.100/32; route { / -> deny 403 } }`,
    "hosts as clouds give them addresses": "network lan 10.0.0.0/24\nhost lb1 10.0.0.11/32\nhost lb2 10.0.0.12/24",
  },
  rejects: {
    "a VIP with a shorter prefix": "network lan 10.1.0.0/24\nhost lb[1..2] 10.1.0.[11..12]\ngateway edge on lb[1..2] { vip 10.1.0.100/16; route { / -> deny 403 } }",
    "a VIP with a longer prefix": `${hosts}gateway edge on lb[1..2] { vip 192.168.0.100/28; route { / -> deny 403 } }`,
    "a host with a longer prefix": "network lan 192.168.0.0/24\nhost lb1 192.168.0.11/28",
    "a host with a shorter prefix": "network lan 192.168.0.0/24\nhost lb1 192.168.0.11/16\nhost lb2 192.168.0.12/24",
  },
});

const twoNetworks = "network lan 192.168.0.0/24\nnetwork dmz 10.9.0.0/24\n";

testRule("vip-off-network", {
  accepts: {
    "hosts with an address in it": `${twoNetworks}host lb1 192.168.0.11 { interface eth0; interface eth1 10.9.0.11 }\nhost lb2 192.168.0.12 { interface eth0; interface eth1 10.9.0.12 }\ngateway edge on lb[1..2] { vip 10.9.0.100; route { / -> deny 403 } }`,
    "an interface in it without an address": `${twoNetworks}host lb1 192.168.0.11 { interface eth0; interface eth1 dmz }\nhost lb2 192.168.0.12 { interface eth0; interface eth1 dmz }\ngateway edge on lb[1..2] { vip 10.9.0.100; route { / -> deny 403 } }`,
    "an interface that is said": `${twoNetworks}host lb[1..2] 192.168.0.[11..12]\ngateway edge on lb[1..2] { vip 10.9.0.100 dev eth1; route { / -> deny 403 } }`,
    "an IPv6 address beside hosts that say IPv4 alone": "network lan 192.168.0.0/24\nnetwork six fd00::/64\nhost lb[1..2] 192.168.0.[11..12]\ngateway edge on lb[1..2] { vip 192.168.0.100, fd00::100; route { / -> deny 403 } }",
    "containers in it": `${twoNetworks}gateway edge in dmz { vip 10.9.0.100; route { / -> deny 403 } }`,
  },
  rejects: {
    "hosts of another network": `${twoNetworks}host lb[1..2] 192.168.0.[11..12]\ngateway edge on lb[1..2] { vip 10.9.0.100; route { / -> deny 403 } }`,
    "one host of two": `${twoNetworks}host lb1 192.168.0.11 { interface eth0; interface eth1 10.9.0.11 }\nhost lb2 192.168.0.12\ngateway edge on lb[1..2] { vip 10.9.0.100; route { / -> deny 403 } }`,
    "containers of another network": `${twoNetworks}gateway edge in lan { vip 10.9.0.100; route { / -> deny 403 } }`,
  },
});

testRule("ambiguous-interface", {
  accepts: {
    "one network": `${hosts}gateway edge on lb[1..2] { vip 192.168.0.100; route { / -> deny 403 } }`,
    "interfaces in the order of the addresses": `${twoNetworks}host lb1 192.168.0.11, 10.9.0.11 { interface eth0; interface eth1 }\ngateway edge on lb1 { vip 10.9.0.100; route { / -> deny 403 } }`,
    "one interface for both, which is said": `${twoNetworks}host lb1 192.168.0.11, 10.9.0.11 interface eth0\ngateway edge on lb1 { vip 10.9.0.100; route { / -> deny 403 } }`,
    "two families on one interface": "network lan 192.168.0.0/24\nnetwork six fd00::/64\nhost lb1 192.168.0.11, fd00::11\ngateway edge on lb1 { vip 192.168.0.100; route { / -> deny 403 } }",
    "a second interface that has its own": `${twoNetworks}host lb1 192.168.0.11 interface eth1 10.9.0.11\ngateway edge on lb1 { vip 192.168.0.100; vip 10.9.0.100; route { / -> deny 403 } }`,
    "a host that holds no VIP": `${twoNetworks}host web1 192.168.0.21, 10.9.0.21\nservice goods on web1 port 80`,
  },
  rejects: { "two networks and no interface": `${twoNetworks}host lb1 192.168.0.11, 10.9.0.11\nhost lb2 192.168.0.12, 10.9.0.12\ngateway edge on lb[1..2] { vip 10.9.0.100; vip 192.168.0.100; route { / -> deny 403 } }` },
});

testRule("interface-off-network", {
  accepts: {
    "the network that holds the address": `${twoNetworks}host lb1 192.168.0.11 { interface eth0; interface eth1 10.9.0.11 dmz }`,
    "no network": `${twoNetworks}host lb1 192.168.0.11 { interface eth0; interface eth1 10.9.0.11 }`,
  },
  rejects: { "another network": `${twoNetworks}host lb1 192.168.0.11 { interface eth0; interface eth1 10.9.0.11 lan }` },
});

testRule("gateway-outside-network", {
  accepts: {
    "a router of the network": "network back 172.20.0.0/24 { gateway 172.20.0.254 }\nservice goods port 80 image goods",
    "a network of one address, whose router is elsewhere": "network one 192.0.2.7/32 { gateway 172.31.1.1 }",
  },
  rejects: {
    "a router of another network": "network back 172.20.0.0/24 { gateway 172.21.0.1 }\nservice goods port 80 image goods",
    "a router of another family": "network six fd00::/64 { gateway 172.21.0.1 }",
  },
});

testRule("overlapping-networks", {
  accepts: {
    "neighbors": "network front 172.20.0.0/24\nnetwork back 172.20.1.0/24",
    "two families": "network lan 192.168.0.0/24\nnetwork six fd00::/64",
  },
  rejects: {
    "one inside the other": "network front 172.20.0.0/16\nnetwork back 172.20.1.0/24\nservice a in front port 80 image a\nservice b in back port 80 image b",
    "one around the other": "network back 10.0.1.0/24\nnetwork front 10.0.0.0/16",
    "the same": "network front 172.20.0.0/16\nnetwork back 172.20.0.0/16",
    "two inside one": "network all 192.168.0.0/16\nnetwork a 192.168.1.0/24\nnetwork b 192.168.2.0/24",
    "IPv6": "network six fd00::/48\nnetwork more fd00:0:0:1::/64",
  },
});

testRule("public-network", {
  accepts: {
    "private addresses on a bridge": "network back 172.31.0.0/24\nservice goods port 80 image goods",
    "addresses shared among carriers, and those for tests": "network a 100.64.0.0/24\nnetwork b 198.18.0.0/24\nservice x in a port 80 image x\nservice y in b port 80 image y",
    "an owner's own network, of hosts": "network public 185.10.20.0/24\nhost lb[1..2] 185.10.20.[11..12]\ngateway edge on lb[1..2] { vip 185.10.20.100; route { / -> deny 403 } }",
    "an owner's own network, which containers are in": "network public 185.10.20.0/24 { driver macvlan; parent eth0 }\nservice goods port 80 image goods",
    "a service elsewhere": "service cdn at 151.101.1.57:443\ngateway edge { route { / -> cdn } }",
    "IPv6, which has no other": "network six 2a01:4f8::/64\nservice goods port 80 image goods",
  },
  rejects: {
    "a bridge": "network back 170.200.7.0/24\nservice goods port 80 image goods",
    "a network beside 172.16.0.0/12": "host lb[1..2] 172.0.0.[1..2]\ngateway edge on lb[1..2] { vip 172.0.0.10; route { / -> deny 403 } }",
    "a network around a VIP in containers": "service goods port 80 image goods behind gateway with keepalived VIP 172.32.0.10",
    "more than a private range": "network lan 192.0.0.0/8\nhost lb1 192.168.0.11",
  },
});

testRule("docker-bridge-overlap", {
  accepts: {
    "another range": "network back 172.18.0.0/24\nservice goods port 80 image goods",
    "a network of hosts": "network lan 172.17.0.0/24\nhost lb1 172.17.0.11",
  },
  rejects: {
    "a part of it": "network back 172.17.5.0/24\nservice goods port 80 image goods",
    "more than it": "network back 172.16.0.0/12\nservice goods port 80 image goods",
  },
});

testRule("unusable-network", {
  accepts: { "private addresses": "network lan 10.0.0.0/8\nhost lb1 10.0.0.11", "IPv6": "network six fd00::/64\nhost lb1 fd00::11" },
  rejects: {
    "the loopback": "network lan 127.0.1.0/24\nservice goods port 80 image x",
    "all addresses": "network all 0.0.0.0/0\nhost lb1 10.0.0.11",
    "groups": "network groups 239.1.0.0/16",
  },
});

testRule("address-on-two-interfaces", {
  accepts: {
    "two addresses": "network lan 192.168.0.0/24\nnetwork dmz 10.9.0.0/24\nhost lb1 { interface eth0 192.168.0.11; interface eth1 10.9.0.11 }",
    "an address that is said twice": "network lan 192.168.0.0/24\nhost lb1 192.168.0.11 interface ens3 192.168.0.11",
    "two addresses on one interface": "network lan 192.168.0.0/24\nhost lb1 { interface eth0 192.168.0.11; interface eth0 192.168.0.12 }",
  },
  rejects: { "one address": "network lan 192.168.0.0/24\nhost lb1 { interface eth0 192.168.0.11; interface eth1 192.168.0.11 }" },
});
