import { expect, test } from "vitest";
import { freeRange, hasOwner } from "../../src/vocabulary/values/address-space.js";
import { address, cidrOf, contains, endpoint, firstNetworkFinder, fromNumber, hostBoundsOf, lowestFree, networkFinder, toNumber } from "../../src/vocabulary/values/addresses.js";
import { isProblem, type Problem } from "../../src/vocabulary/values/value-type.js";

test("the address of a machine is none of a group, of all or of none", () => {
  for (const text of ["224.0.0.18", "239.255.255.250", "0.0.0.0", "255.255.255.255", "ff02::12", "::"]) expect(isProblem(address.read(text, false)), text).toBe(true);
  for (const text of ["223.255.255.1", "240.0.0.1", "127.0.0.1", "ff::1", "fe80::1"]) expect(isProblem(address.read(text, false)), text).toBe(false);
  expect(isProblem(endpoint.read("0.0.0.0:80", false))).toBe(true);
});

test.each([
  ["::1:80", "[::1]:80"],
  ["fd00::11:8080", "[fd00::11]:8080"],
  ["fd00::11", "[fd00::11]:80"],
])("brackets are offered for the endpoint %s", (text, instead) => {
  expect((endpoint.read(text, false) as Problem).instead).toBe(instead);
});

test("what has an owner in the internet is no private range, and none for tests or documents", () => {
  for (const text of ["170.200.7.0/24", "172.0.0.0/24", "172.15.255.0/24", "172.32.0.0/16", "192.0.0.0/8", "8.0.0.0/8"]) expect(hasOwner(cidrOf(text)), text).toBe(true);
  for (const text of ["10.0.0.0/8", "172.31.0.0/16", "192.168.5.0/24", "100.64.0.0/16", "192.0.2.0/24", "203.0.113.0/28", "198.19.0.0/16", "fd00::/8", "2a01::/32"]) expect(hasOwner(cidrOf(text)), text).toBe(false);
});

test.each([
  ["172.20.1.0/24", ["172.20.0.0/16", "172.20.1.0/24"], "172.21.0.0/24"],
  ["172.20.0.0/16", ["172.20.0.0/16", "172.21.4.0/24"], "172.22.0.0/16"],
  ["10.0.0.0/16", [], "10.0.0.0/16"],
  ["192.168.255.0/24", ["192.168.255.0/24"], undefined],
  ["170.200.7.0/24", ["172.16.0.0/16"], "172.17.0.0/24"],
  ["fd00::/64", [], undefined],
])("beside %s the next free range of %j is %s", (like, ranges, free) => {
  expect(freeRange(cidrOf(like), ranges.map(cidrOf))).toBe(free);
});

test("the addresses of machines leave out what is the network's", () => {
  expect(lowestFree(cidrOf("10.0.0.0/30"), new Set(["10.0.0.1"]))).toBe("10.0.0.2");
  expect(lowestFree(cidrOf("10.0.0.0/30"), new Set(["10.0.0.1", "10.0.0.2"]))).toBeUndefined();
  expect(lowestFree(cidrOf("10.0.0.0/31"), new Set())).toBe("10.0.0.0");
  expect(hostBoundsOf(cidrOf("fd00::/126"))[0]).toBe(hostBoundsOf(cidrOf("fd00::/127"))[0] + 1n);
});

test("an address is of the innermost network around it, and of none between two", () => {
  const find = networkFinder(["10.0.0.0/8", "10.1.0.0/16", "10.1.2.0/24", "192.168.0.0/24", "fd00::/64"], cidrOf);
  const cases = { "10.1.2.3": "10.1.2.0/24", "10.1.3.1": "10.1.0.0/16", "10.255.0.1": "10.0.0.0/8", "192.168.1.1": undefined, "192.168.0.255": "192.168.0.0/24", "fd00::7": "fd00::/64", "fd01::7": undefined };
  for (const [text, expected] of Object.entries(cases)) expect(find(text), text).toBe(expected);
});

test("of networks within each other the first is found where that is asked for, whatever their order", () => {
  const find = firstNetworkFinder(["10.1.2.0/24", "10.0.0.0/8", "10.1.0.0/16", "10.1.2.0/25", "fd00::/64"], cidrOf);
  const cases = { "10.1.2.3": "10.1.2.0/24", "10.1.3.1": "10.0.0.0/8", "10.255.0.1": "10.0.0.0/8", "11.0.0.1": undefined, "fd00::7": "fd00::/64" };
  for (const [text, expected] of Object.entries(cases)) expect(find(text), text).toBe(expected);
});

test("an address is a number and back", () => {
  for (const [text, value] of [["0.0.0.1", 1n], ["10.0.1.255", 167_772_671n], ["255.255.255.254", 4_294_967_294n]] as const) {
    expect(toNumber(text)).toBe(value);
    expect(fromNumber(value, "ipv4")).toBe(text);
  }
  expect(fromNumber(toNumber("fd00::1:7"), "ipv6")).toBe("fd00::1:7");
});

test("a network holds its first and its last address, and none beside them", () => {
  const holds = (cidr: string) => (text: string) => contains(cidrOf(cidr), text);
  expect(["10.1.1.255", "10.1.2.0", "10.1.2.255", "10.1.3.0", "::10.1.2.1"].map(holds("10.1.2.0/24"))).toEqual([false, true, true, false, false]);
  expect(["0.0.0.0", "255.255.255.255"].map(holds("0.0.0.0/0"))).toEqual([true, true]);
});
