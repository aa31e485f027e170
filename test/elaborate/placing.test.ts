import { describe, expect, it } from "vitest";
import { analyzeText, faultsOf, reportOf } from "../kit/compile.js";
import { expectGolden } from "../kit/golden.js";

const hosts = "network lan 192.168.0.0/24\nhost lb[1..2] 192.168.0.[11..12]\nhost app[1..3] 192.168.0.[21..23]\nhost dock1 192.168.0.41 runtime docker\n";

/** One program for each fault of a place: its code, and a name for the case. */
const faults: readonly [code: string, name: string, text: string][] = [
  ["node-name-taken", "a service with the name of a node", "service web x2 port 80 image x\nservice web-1 port 81 image x"],
  ["node-name-taken", "a node with the name of a host", "network lan 192.168.0.0/24 { driver macvlan; parent eth0 }\nhost goods-2 192.168.0.41\nservice goods x2 port 80 image x in lan"],
  ["reserved-name", "a service", "service local port 80 image x"],
  ["reserved-name", "a host", "network lan 192.168.0.0/24\nhost local 192.168.0.11"],
  ["network-without-range", "a container", "network back\nnetwork front 172.30.0.0/24\nservice goods port 80 image x in back\nservice pay port 80 image x in back"],
  ["network-without-range", "a container in the only network", "network back\nservice goods port 80 image x"],
  ["network-without-range", "a VIP", "network lan\nhost lb[1..2] 192.168.0.[11..12] in lan\ngateway edge on lb[1..2] { vip 192.168.0.146; route { / -> deny 403 } }"],
  ["no-instance-there", "a spare host that runs nothing of it", `${hosts}service goods on app[1..2] port 80 backup app3`],
  ["no-instance-there", "a weight of another host", `${hosts}service goods on app[1..2] port 80 weight 3 on app3`],
  ["no-instance-there", "a primary that is none of the servers", `${hosts}mysql ledger on app[1..2] primary app3`],
  ["no-instance-there", "another service as the spare of a listen", `${hosts}service goods on app[1..2] port 80\nservice standby on app3 port 80\nbalancer web on lb1 { listen 80 -> goods backup standby }`],
  ["publish-range", "ten ports that lead to one", "service media port 30000-30009 protocol udp image x publish 40000-40009/udp -> 30000/udp"],
  ["publish-range", "three ports that lead to two", "service media port 30000-30001 protocol tcp image x publish 40000-40002 -> 30000-30001"],
  ["publish-range", "ports past the last", "service media port 65530 protocol tcp image x publish 40000-40009 -> 65530"],
  ["clause-without-container", "a service on a host without Docker", `${hosts}service goods on app[1..2] port 80 image shop/goods env DB 192.168.0.31 memory 512MB`],
  ["clause-without-container", "a database", `${hosts}secret p from env P\npostgres orders on app1 image postgres:16 auth secret p\nservice goods on app2 port 80 behind edge\ngateway edge on lb1`],
  ["clause-without-container", "directives of Compose", `${hosts}service goods on app[1..2] port 80 { heap 1GB; user www-data; compose { tty true } }`],
  ["clause-without-container", "a gateway", `${hosts}gateway edge on dock1 { publish 80; route { / -> deny 403 } }`],
];

describe("a fault of a place", () => {
  it.each(faults)("%s: %s", (code, _name, text) => {
    expect(faultsOf(text).map((diagnostic) => diagnostic.code)).toEqual([code]);
  });

  it.each([...new Set(faults.map(([code]) => code))])("%s reads well", (code) => {
    const cases = faults.filter(([each]) => each === code);
    expectGolden(`diagnostics/${code}`, new Map(cases.map(([, name, text]) => [`${name.replaceAll(" ", "-")}.txt`, reportOf(text, faultsOf(text))])));
  });
});

describe("what is sound beside them", () => {
  it.each([
    ["names that only begin alike", "service web x2 port 80 image x\nservice web-3 port 81 image x\nservice web-1-a port 82 image x"],
    ["hosts in a network without a range, found by their names", "network lan { domain example.internal }\nhost web1 in lan\nhost web2 in lan\ngateway edge on web1\nservice goods on web2 port 80 behind edge"],
    ["a site and a secret of the reserved name", "site local\nsecret local\nservice goods port 80 image x env KEY secret local"],
    ["a spare host among its own", `${hosts}service goods on app[1..3] port 80 backup app3\nbalancer web on lb1 { listen 81 -> goods }`],
    ["a spare host of a listen and of a route", `${hosts}service goods on app[1..3] port 80\nbalancer web on lb1 { listen 81 -> goods backup app3 }\ngateway edge on lb1 { route { / -> goods { backup goods-3 } } }`],
    ["a spare host of one of two services behind a layer", `${hosts}service goods on app[1..2] port 80\nservice pay on app[2..3] port 81\nbalancer web on lb1 { backup app3; listen 80 -> goods; listen 81 -> pay }`],
    ["a weight of one of its hosts", `${hosts}service goods on app[1..3] port 80 { weight 3 on app1; weight 1 }\nbalancer web on lb1 { listen 81 -> goods }`],
    ["ports for the instances of each host", "service goods x2 port 80 image x publish 8080, 8081 -> 80"],
    ["as many ports on both sides", "service media port 30000-30009 protocol tcp image x { publish 40000-40009 -> 30000-30009 }"],
    ["an image of a cluster on hosts, whose tag is its version", `${hosts}elasticsearch search on app1 image elasticsearch:7.17.0`],
    ["what containers have, on a host that runs them", `${hosts}service goods on dock1 port 80 image x env A b memory 512MB`],
    ["what containers have, on one host of two", `${hosts}service goods on dock1, app1 port 80 image x`],
    ["a profile for those in containers and others", `${hosts}profile shop for service { image shop/all }\nservice a on dock1 port 80 is shop\nservice b on app1 port 80 is shop`],
  ])("%s", (_, text) => {
    expect(faultsOf(text)).toEqual([]);
  });
});

it("the primary is the server that is named, by its host or by itself", () => {
  const spares = (primary: string, role: string) =>
    analyzeText(`${hosts}mysql ledger on app[1..3] primary ${primary}\nbalancer sql on lb1 { listen 3306 -> ledger ${role} }`).site.proxies[0]!.pools[0]!.servers.map(({ name, backup }) => (backup ? `(${name})` : name));
  expect(spares("app2", "primary")).toEqual(["(ledger-1)", "ledger-2", "(ledger-3)"]);
  expect(spares("ledger-3", "primary")).toEqual(["(ledger-1)", "(ledger-2)", "ledger-3"]);
  expect(spares("app2", "replicas")).toEqual(["ledger-1", "ledger-3"]);
});
