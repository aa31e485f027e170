import ipaddr from "ipaddr.js";
import { isProblem, type Problem, valueType, type ValueType } from "./value-type.js";

export type Family = "ipv4" | "ipv6";

/** An address in its canonical text (IPv6 in the form of RFC 5952), with the length of its network where it was said. */
export interface Address {
  readonly address: string;
  readonly family: Family;
  readonly length?: number;
}

/** A network: its first address and the length of its prefix. */
export interface Cidr {
  readonly address: string;
  readonly family: Family;
  readonly length: number;
}

export const address = valueType<Address>({
  name: "address",
  title: "an address",
  accepts: "IPv4 or IPv6 of a machine, perhaps with the length of its network's prefix",
  examples: ["192.168.0.146", "10.0.0.101/24", "fe80::1"],
  splits: true,
  read(text) {
    const read = readAddress(text);
    const group = isProblem(read) ? undefined : groupOf(read.address);
    return group === undefined ? read : { problem: `not the address of a machine, but ${group}` };
  },
  print: ({ address, length }) => (length === undefined ? address : `${address}/${length}`),
});

export const network: ValueType<Cidr> = valueType<Cidr>({
  name: "network",
  title: "a network",
  accepts: "the first address and the length of its prefix",
  examples: ["192.168.0.0/24"],
  splits: true,
  read(text) {
    const read = readAddress(text);
    if (isProblem(read)) return shortened(text) ?? read;
    if (read.length === undefined) return { problem: "without a prefix length", instead: `${text}/24` };
    const first = firstOf(read.address, read.length);
    if (first !== read.address) return { problem: "an address inside a network, not the network", instead: `${first}/${read.length}`, respelled: true };
    return { address: first, family: read.family, length: read.length };
  },
  print: ({ address, length }) => `${address}/${length}`,
});

/** `0/0` and `10/8`, as other programs have them. */
function shortened(text: string): Problem | undefined {
  const [, octets, length] = /^(\d{1,3}(?:\.\d{1,3}){0,2})\/(\d{1,2})$/.exec(text) ?? [];
  if (octets === undefined) return undefined;
  const full = `${octets}${".0".repeat(4 - octets.split(".").length)}/${length}`;
  return isProblem(network.read(full, false)) ? undefined : { problem: "a network with fewer than four octets", instead: full, respelled: true };
}

/** A network, or one address as the network of its own. */
export const cidr = valueType<Cidr>({
  name: "network or address",
  title: "a network or an address",
  accepts: "a network, or an address as a network of its own",
  examples: ["10.0.0.0/8", "192.168.0.11"],
  splits: true,
  read(text) {
    if (text.includes("/")) return network.read(text, false);
    const read = readAddress(text);
    return isProblem(read) ? read : { address: read.address, family: read.family, length: read.family === "ipv4" ? 32 : 128 };
  },
  print: ({ address, length }) => `${address}/${length}`,
});

/** An address or a domain, with a port. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

export const endpoint = valueType<Endpoint>({
  name: "endpoint",
  title: "an endpoint",
  accepts: "an address or a host name, `:` and a port; IPv6 in brackets",
  examples: ["192.168.60.6:4480", "[::1]:80", "cache.example.com:3128"],
  splits: true,
  read: readEndpoint,
  print: ({ host, port }) => (host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`),
});

/** A mail server: its address or name, with a port where it is not 25. */
export const mailServer = valueType<string>({
  name: "mail server",
  title: "a mail server",
  accepts: "an address or a name, with a port where it is not 25",
  examples: ["192.168.0.2", "mail.example.com:587"],
  splits: true,
  read: (text) => (isHostName(text) || (!text.includes("/") && !isProblem(readAddress(text))) || !isProblem(readEndpoint(text)) ? text : { problem: "not a mail server: an address or a name, perhaps with a port" }),
  print: (value) => value,
});

/** Where something listens: all its addresses when none is said. */
export interface Bind {
  readonly address: string | undefined;
  readonly from: number;
  readonly to: number;
  readonly transport: "tcp" | "udp";
}

export const bind = valueType<Bind>({
  name: "bind",
  title: "a port, or an address with a port",
  accepts: "a port, a range of ports, or an address before one, IPv6 in brackets; then `/udp`",
  examples: ["80", "192.168.0.146:80", "53/udp", "8801-8810"],
  splits: true,
  read(text) {
    const found = /^(?:(.*):)?(\d{1,6})(?:-(\d{1,6}))?(?:\/(tcp|udp))?$/.exec(text);
    if (found === null) return { problem: "not a port, or an address with a port" };
    const [, host, low = "", high = low, transport = "tcp"] = found;
    const [from, to] = [Number(low), Number(high)];
    if (from < 1 || from > 65_535 || to > 65_535) return { problem: "not a port from 1 to 65535" };
    if (to < from) return { problem: "a falling range of ports" };
    const read = host === undefined || host === "*" ? undefined : readAddress(host.replace(/^\[(.*)\]$/, "$1"));
    if (isProblem(read)) return { problem: `not an address with a port: \`${host}\` is ${read.problem}` };
    if (read?.family === "ipv6" && !host!.startsWith("[")) {
      return { problem: "an IPv6 address without brackets", instead: `[${host}]:${low}` };
    }
    return { address: read?.address, from, to, transport: transport as "tcp" | "udp" };
  },
  print({ address, from, to, transport }) {
    const host = address === undefined ? "" : address.includes(":") ? `[${address}]:` : `${address}:`;
    return `${host}${from}${to === from ? "" : `-${to}`}${transport === "udp" ? "/udp" : ""}`;
  },
});

/** Ports of a host that lead to ports of a container, which Compose writes in the same word. */
export const published: typeof bind = {
  ...bind,
  read(text, quoted) {
    const both = /^((?:[\d.]+:)?\d{1,6}(?:-\d{1,6})?):(\d{1,6}(?:-\d{1,6})?(?:\/(?:tcp|udp))?)$/.exec(text);
    return both === null ? bind.read(text, quoted) : { problem: "both ports in one word", instead: `${both[1]!} -> ${both[2]!}` };
  },
};

function readEndpoint(text: string): Endpoint | Problem {
  const found = /^(\[[^\]]*\]|[^:[\]]*):(\d{1,6})$/.exec(text);
  if (found === null) {
    if ((text.match(/:/g) ?? []).length > 1) return withBrackets(text);
    if (isHostName(text)) return { problem: `${/^[\d.]+$/.test(text) ? "an address" : "a name"} without its port` };
    return { problem: "not an address or a name with a port" };
  }
  const [host, port] = [found[1]!.replace(/^\[(.*)\]$/, "$1"), Number(found[2])];
  if (port < 1 || port > 65_535) return { problem: `not an endpoint: port ${port} is not from 1 to 65535` };
  if (/^[\d.]+$|:/.test(host)) {
    const read = readAddress(host);
    const group = isProblem(read) ? undefined : groupOf(read.address);
    return isProblem(read) ? read : group === undefined ? { host: read.address, port } : { problem: `not the endpoint of a machine: \`${host}\` is ${group}` };
  }
  return isHostName(host) ? { host, port } : { problem: "not an address or a name with a port" };
}

/** What is meant by an IPv6 address without brackets: its last part is a port where an address is left without it. */
function withBrackets(text: string): Problem {
  const [, host = "", port = ""] = /^(.*):(\d{2,5})$/.exec(text) ?? [];
  if (ipaddr.IPv6.isValid(host)) return { problem: "an IPv6 address with a port, and without brackets", instead: `[${host}]:${port}` };
  return { problem: "an IPv6 address without brackets, or with no port", instead: `[${text}]:80` };
}

/** A name as DNS has it: labels of letters, digits and inner dashes; underscores are let pass, as container names have them. */
export function isHostName(text: string): boolean {
  return text.length <= 253 && /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*$/i.test(text);
}

/** Any address, of a machine or of a group. */
export function readAddress(text: string): Address | Problem {
  const [host = "", prefix, ...more] = text.split("/");
  if (more.length > 0) return { problem: "not an address" };
  const family: Family = host.includes(":") ? "ipv6" : "ipv4";
  const problem = family === "ipv4" ? problemOfIpv4(host) : ipaddr.IPv6.isValid(host) && !host.includes("%") ? undefined : "not an IPv6 address";
  if (problem !== undefined) return { problem };
  const canonical = family === "ipv4" ? host : ipaddr.IPv6.parse(host).toRFC5952String();
  if (prefix === undefined) return { address: canonical, family };
  const most = family === "ipv4" ? 32 : 128;
  if (!/^\d{1,3}$/.test(prefix) || Number(prefix) > most) return { problem: `not an address: the length of a prefix is from 0 to ${most}` };
  return { address: canonical, family, length: Number(prefix) };
}

function problemOfIpv4(text: string): string | undefined {
  const octets = text.split(".");
  if (octets.length !== 4 || !octets.every((octet) => /^\d{1,5}$/.test(octet))) return "not an address";
  const high = octets.findIndex((octet) => Number(octet) > 255);
  if (high >= 0) return `not an IPv4 address: octet ${high + 1} is above 255`;
  const zero = octets.findIndex((octet) => /^0\d/.test(octet));
  if (zero >= 0) return `not an IPv4 address: octet ${zero + 1} has a leading zero, which some programs read as octal`;
  return undefined;
}

/** An address as a number. */
export function toNumber(text: string): bigint {
  const octets = text.includes(":") ? [] : text.split(".");
  if (octets.length === 4) return BigInt(octets.reduce((sum, octet) => sum * 256 + Number(octet), 0));
  if (!text.includes(":")) return BigInt(ipv4Number(text));
  return ipaddr.parse(text).toByteArray().reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
}

function ipv4Number(text: string): number {
  return text.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
}

/** The address of `family` whose number is `value`. */
export function fromNumber(value: bigint, family: Family): string {
  if (family === "ipv4") return [24, 16, 8, 0].map((shift) => Math.floor(Number(value) / 2 ** shift) % 256).join(".");
  const bytes: number[] = [];
  for (let left = 16, rest = value; left > 0; left--, rest /= 256n) bytes.unshift(Number(rest % 256n));
  return (ipaddr.fromByteArray(bytes) as ipaddr.IPv6).toRFC5952String();
}

/** The first address of the network of `length` around `text`. */
export function firstOf(text: string, length: number): string {
  const family: Family = text.includes(":") ? "ipv6" : "ipv4";
  const rest = BigInt((family === "ipv4" ? 32 : 128) - length);
  return fromNumber((toNumber(text) >> rest) << rest, family);
}

/** The network that an address is mostly of: the /24 around it, in IPv6 the /64, or what its prefix says. */
export function networkAround({ address, family, length }: Address): Cidr {
  const prefix = length ?? (family === "ipv4" ? 24 : 64);
  return { address: firstOf(address, prefix), family, length: prefix };
}

/** The first and the last address of a network, as numbers. */
export function boundsOf({ address, family, length }: Cidr): readonly [bigint, bigint] {
  const first = toNumber(address);
  return [first, first + (1n << BigInt((family === "ipv4" ? 32 : 128) - length)) - 1n];
}

/** What an address that no machine has stands for. */
function groupOf(text: string): string | undefined {
  if (text === "255.255.255.255") return "the broadcast of any network";
  if (text === "0.0.0.0" || text === "::") return "that of all addresses, or of none";
  const first = text.includes(":") ? undefined : Number(text.split(".")[0]);
  return (first === undefined ? /^ff/i.test(text) && text.split(":")[0]!.length === 4 : first >= 224 && first < 240) ? "that of a group, for multicast" : undefined;
}

/** The network of a text that was read as one before: of a site's networks. */
export function cidrOf(text: string): Cidr {
  return network.read(text, false) as Cidr;
}

/** Whether two networks have an address in common: then one holds the other. */
export function overlaps(a: Cidr, b: Cidr): boolean {
  return contains(a, b.address) || contains(b, a.address);
}

/** The first and the last address that a machine of the network can have, as numbers: not its own, which in IPv6 is that of any router, nor in IPv4 its broadcast. */
export function hostBoundsOf(cidr: Cidr): readonly [bigint, bigint] {
  const [first, last] = boundsOf(cidr);
  if (cidr.family === "ipv6") return [cidr.length < 127 ? first + 1n : first, last];
  return cidr.length < 31 ? [first + 1n, last - 1n] : [first, last];
}

/** The lowest address of the network that a machine can have and that nobody has. */
export function lowestFree(cidr: Cidr, taken: ReadonlySet<string>): string | undefined {
  const [first, last] = hostBoundsOf(cidr);
  for (let number = first; number <= last; number++) {
    const address = fromNumber(number, cidr.family);
    if (!taken.has(address)) return address;
  }
  return undefined;
}

/** A network among others, in the order of their first addresses. */
interface Range<Item> {
  readonly item: Item;
  /** Its place among the items. */
  readonly place: number;
  readonly first: bigint;
  readonly last: bigint;
  /** The last address of it and of all before it. */
  furthest: bigint;
}

/** The networks that hold an address, the one that begins last first. */
function holdersFinder<Item>(items: readonly Item[], rangeOf: (item: Item) => Cidr): (address: string) => Iterable<Range<Item>> {
  const ranges: Readonly<Record<Family, Range<Item>[]>> = { ipv4: [], ipv6: [] };
  items.forEach((item, place) => {
    const range = rangeOf(item);
    const [first, last] = boundsOf(range);
    ranges[range.family].push({ item, place, first, last, furthest: last });
  });
  for (const sorted of Object.values(ranges)) {
    sorted.sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
    sorted.forEach((range, at) => {
      const before = sorted[at - 1];
      if (before !== undefined && before.furthest > range.last) range.furthest = before.furthest;
    });
  }
  return function* (address) {
    const sorted = ranges[address.includes(":") ? "ipv6" : "ipv4"];
    const value = toNumber(address);
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle]!.first <= value) low = middle + 1;
      else high = middle;
    }
    for (let at = low - 1; at >= 0 && value <= sorted[at]!.furthest; at--) if (value <= sorted[at]!.last) yield sorted[at]!;
  };
}

/** Finds the network that holds an address; of networks within each other, the one that begins last. */
export function networkFinder<Item>(items: readonly Item[], rangeOf: (item: Item) => Cidr): (address: string) => Item | undefined {
  const holdersOf = holdersFinder(items, rangeOf);
  return (address) => {
    for (const { item } of holdersOf(address)) return item;
    return undefined;
  };
}

/** Finds the network that holds an address; of several, the first of the items. */
export function firstNetworkFinder<Item>(items: readonly Item[], rangeOf: (item: Item) => Cidr): (address: string) => Item | undefined {
  const holdersOf = holdersFinder(items, rangeOf);
  return (address) => {
    let found: Range<Item> | undefined;
    for (const range of holdersOf(address)) if (found === undefined || range.place < found.place) found = range;
    return found?.item;
  };
}

/** Whether `text` lies in `cidr`. */
export function contains(cidr: Cidr, text: string): boolean {
  if (text.includes(":") !== (cidr.family === "ipv6")) return false;
  if (cidr.family === "ipv4") {
    const beyond = ipv4Number(text) - ipv4Number(cidr.address);
    return beyond >= 0 && beyond < 2 ** (32 - cidr.length);
  }
  const [first, last] = boundsOf(cidr);
  const value = toNumber(text);
  return first <= value && value <= last;
}
