import { describe, expect, it } from "vitest";
import { faultsOf, reportOf } from "../kit/compile.js";
import { expectGolden } from "../kit/golden.js";

const twoNetworks = "network lan 192.168.0.0/24\nnetwork back 10.0.0.0/24\n";
const hosts = "network lan 192.168.0.0/24\nhost lb[1..2] 192.168.0.[11..12]\nhost app[1..2] 192.168.0.[21..22]\n";

/** One program for each fault that shows when declarations meet: its code, and a name for the case. */
const faults: readonly [code: string, name: string, text: string, lock?: string][] = [
  ["unknown-reference", "a misspelt gateway", `${hosts}gateway edge on lb1\nservice goods on app1 port 80 behind egde`],
  ["unknown-reference", "a kind by its name where others of it have names", "gateway edge\nservice goods port 80 behind gateway\nservice pay port 81 behind edge"],
  ["unknown-reference", "a kind by its name where only another kind is declared", `${hosts}redis buffer on app1\nelasticsearch search on app2\nservice goods on app1 port 80\nlogs all from goods through logstash to search`],
  ["unknown-reference", "nothing is implied in a site with hosts", `${hosts}gateway edge on lb1\nservice goods on app1 port 80 behind edge discover consul`],
  ["unknown-reference", "a host that is not there", `${hosts}service goods on app[1..3] port 80`],
  ["wrong-reference", "a network as a host", "network lan 10.0.0.0/24\nservice goods on lan port 80"],
  ["unknown-port", "a misspelt port of a cluster", "rabbitmq rabbit\nbalancer mq { listen 15672 -> rabbit:managment }"],
  ["unknown-port", "the number of a named port", "rabbitmq rabbit\nbalancer mq { listen 5672 -> rabbit:5672 }"],
  ["unknown-port", "the number of no port", "secret p from env P\npostgres orders auth secret p\nbalancer db { listen 5433 -> orders:5433 }"],
  ["circular-behind", "two gateways behind each other", "gateway a behind b\ngateway b behind a"],
  ["missing-port", "a protocol without a usual port", "service goods protocol tcp"],
  ["missing-image", "a name that no image can have", "service g..oods port 80"],
  ["ambiguous-vip", "a service behind two layers", "gateway a\ngateway b\nservice goods port 80 behind a, b vip 172.30.0.50"],
  ["vip-preference", "a preferred host with the lower priority", `${hosts}gateway edge on lb[1..2] { vip 192.168.0.146 prefer lb2 priority 150, 140; route { / -> deny 403 } }`],
  ["vip-outside-networks", "a VIP of another network", `${hosts}gateway edge on lb[1..2] { vip 192.168.9.1; route { / -> goods } }\nservice goods on app1 port 80`],
  ["ambiguous-network", "two networks and no in", "network a 10.0.1.0/24\nnetwork b 10.0.2.0/24\nservice goods port 80"],
  ["address-outside-networks", "a host of another network", "network lan 192.168.0.0/24\nhost web 10.0.0.5 in lan"],
  ["network-full", "three nodes in a network for two", "network lan 10.0.0.0/30\nservice goods x2 port 80"],
  ["address-count", "three nodes and two addresses", "network lan 10.0.0.0/24\nservice goods x3 port 80 address 10.0.0.7, 10.0.0.8"],
  ["address-count", "more addresses of one network than nodes", `${twoNetworks}service goods x2 port 80 in lan, back address 192.168.0.21, 192.168.0.22, 192.168.0.23, 10.0.0.22`],
  ["address-count", "no address of the second network", `${twoNetworks}service goods port 80 in lan, back address 192.168.0.21`],
  ["duplicate-address", "a node whose networks stand in an unusual order", `${twoNetworks}service goods x2 port 80 in lan, back address 10.0.0.11, 192.168.0.11, 10.0.0.12, 192.168.0.12\nservice pay port 81 in lan address 192.168.0.11`],
  ["duplicate-address", "two hosts", "host lb1 192.168.0.11\nhost web3 192.168.0.11"],
  ["duplicate-address", "a VIP and a host", `${hosts}gateway edge on lb[1..2] { vip 192.168.0.21; route { / -> goods } }\nservice goods on app2 port 80`],
  ["duplicate-address", "one VIP twice", `${hosts}gateway edge on lb[1..2] { vip 192.168.0.50; vip 192.168.0.50; route { / -> goods } }\nservice goods on app2 port 80`],
  ["lock-conflict", "an address that is written", "network lan 10.0.0.0/24\nservice goods port 80\nservice pay port 80 address 10.0.0.7", "address goods 10.0.0.7\n"],
  ["bad-lock", "a line that is no entry", "service goods port 80", "adress goods 172.30.0.2\n"],
  ["duplicate-router-id", "two VIPs of one network", `${hosts}gateway edge on lb[1..2] { vip 192.168.0.100 vrid 51; listen 80; route { / -> goods } }\nbalancer tcp on lb[1..2] { vip 192.168.0.101 vrid 51; listen 90 -> goods }\nservice goods on app1 port 80`],
  ["duplicate-router-id", "two networks of one interface", "network lan 192.168.0.0/24\nnetwork more 10.9.0.0/24\nhost lb[1..2] { interface eth0 192.168.0.[11..12]; interface eth0 10.9.0.[11..12] }\ngateway edge on lb[1..2] { vip 192.168.0.100 vrid 51; vip 10.9.0.100 vrid 51; route { / -> deny 403 } }"],
  ["port-count", "two instances a host and one port", `${hosts}service goods x4 on app[1..2] port 9001`],
  ["duplicate-route", "two services on one path", "gateway edge\nservice goods port 80 behind edge\nservice pay port 81 behind edge"],
  ["lvs-mode", "a mode without LVS", `${hosts}service goods on app[1..2] port 80\nbalancer web on lb[1..2] { mode dr; listen 80 -> goods }`],
  ["lvs-mode", "a director without a mode", `${hosts}service goods on app[1..2] port 80\nbalancer web lvs on lb[1..2] { vip 192.168.0.50; listen 80 -> goods }`],
  ["invalid-action", "a redirect to no URL", "gateway edge { route { / -> redirect nowhere } }"],
  ["not-a-target", "a host as a target", `${hosts}gateway edge on lb1 { route { / -> app1 } }`],
  ["preferred-stranger", "a host that runs none of its nodes", `${hosts}gateway edge on lb[1..2] { vip 192.168.0.9 prefer app1; route { / -> deny 403 } }`],
  ["priority-count", "three priorities for two nodes", `${hosts}gateway edge on lb[1..2] { vip 192.168.0.9 priority 100, 90, 80; route { / -> deny 403 } }`],
  ["vip-without-members", "hosts without addresses", "network lan 192.168.0.0/24\nhost a\nhost b\ngateway edge on a, b { vip 192.168.0.9; route { / -> deny 403 } }"],
  ["check-argument", "a check by HTTP without a path", "service goods port 80 check http"],
  ["check-argument", "a path without its slash", "service goods port 80 check http health"],
  ["check-argument", "a process that no check takes", "service goods port 80 check tcp nginx"],
];

describe("a fault of the program", () => {
  it.each(faults)("%s: %s", (code, _name, text, lock) => {
    expect(faultsOf(text, lock === undefined ? {} : { lock }).map((diagnostic) => diagnostic.code)).toEqual([code]);
  });

  it.each([...new Set(faults.map(([code]) => code))])("%s reads well", (code) => {
    const cases = faults.filter(([each]) => each === code);
    expectGolden(`diagnostics/${code}`, new Map(cases.map(([, name, text, lock]) => [`${name.replaceAll(" ", "-")}.txt`, reportOf(text, faultsOf(text, lock === undefined ? {} : { lock }))])));
  });
});
