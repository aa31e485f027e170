import { expect, test } from "vitest";
import { analyze } from "../../src/compile.js";

const networks = "network lan 10.0.0.0/24\nnetwork six fd00:1::/64\n";
const vip = "service web on lb[1..2] port 81\nbalancer edge on lb[1..2] { vip fd00:1::100; listen 80 -> web }";

function siteOf(text: string) {
  const { site, diagnostics } = analyze({ entry: { path: "site.infra", text: `${networks}${text}` } });
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  return site;
}

test("a host's addresses are on its first interface unless another is said for them", () => {
  const interfaces = (text: string) => siteOf(text).hosts[0]!.interfaces.map(({ name, address, network }) => [name, address, network]);
  expect(interfaces("host lb1 10.0.0.11, fd00:1::11 interface ens3")).toEqual([
    ["ens3", "10.0.0.11", "lan"],
    ["ens3", "fd00:1::11", "six"],
  ]);
  expect(interfaces("host lb1 10.0.0.11, fd00:1::11 { interface eth0; interface eth1 fd00:1::11 six }")).toEqual([
    ["eth0", "10.0.0.11", "lan"],
    ["eth1", "fd00:1::11", "six"],
  ]);
});

test("an interface with an address of its own is a further one: the host's is on eth0", () => {
  const interfaces = (text: string) => siteOf(text).hosts[0]!.interfaces.map(({ name, address }) => [name, address]);
  const both = [
    ["eth0", "10.0.0.11"],
    ["eth1", "fd00:1::11"],
  ];
  expect(interfaces("host lb1 10.0.0.11 interface eth1 fd00:1::11")).toEqual(both);
  expect(interfaces("host lb1 10.0.0.11 { interface eth1 fd00:1::11 six }")).toEqual(both);
  // What stands twice is one address.
  expect(interfaces("host lb1 10.0.0.11 interface ens3 10.0.0.11")).toEqual([["ens3", "10.0.0.11"]]);
});

test("the nodes of a VIP speak to each other from its own network", () => {
  const { members } = siteOf(`host lb1 10.0.0.11, fd00:1::11\nhost lb2 10.0.0.12, fd00:1::12\n${vip}`).vrrps[0]!;
  expect(members.map(({ interface: dev, address }) => [dev, address])).toEqual([
    ["eth0", "fd00:1::11"],
    ["eth0", "fd00:1::12"],
  ]);
});

test("a node has the address of each network that stands at its place, whatever order they are written in", () => {
  const nodesOf = (address: string) => siteOf(`service goods x2 port 80 in lan, six address ${address}`).nodes.map(({ name, address: main, addresses }) => [name, main, ...addresses.map((each) => each.address)]);
  const dealt = [
    ["goods-1", "10.0.0.21", "10.0.0.21", "fd00:1::21"],
    ["goods-2", "10.0.0.22", "10.0.0.22", "fd00:1::22"],
  ];
  expect(nodesOf("10.0.0.21, 10.0.0.22, fd00:1::21, fd00:1::22")).toEqual(dealt);
  expect(nodesOf("fd00:1::21, 10.0.0.21, fd00:1::22, 10.0.0.22")).toEqual(dealt);
});
