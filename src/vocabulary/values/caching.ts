import { cidr, isHostName, readAddress, toNumber } from "./addresses.js";
import { name } from "./texts.js";
import { isProblem, type Problem, valueType } from "./value-type.js";

/** Where a client is: a network, addresses from one to another, or the name of a network or host of the site. */
export type Place = { readonly network: string } | { readonly from: string; readonly to: string } | { readonly name: string };

export const place = valueType<Place>({
  name: "place",
  title: "a network, an address, a range of addresses, or the name of a network or host",
  accepts: "an IPv4 or IPv6 network or address; two addresses with `-` between them, the first the lower; or the name of a network or host of the site",
  examples: ["10.0.0.0/8", "192.168.0.20", "192.168.0.20-192.168.0.29", "lan"],
  splits: true,
  read: readPlace,
  print: printPlace,
});

function readPlace(text: string): Place | Problem {
  const [first = "", last, ...more] = text.split("-");
  if (last !== undefined && more.length === 0 && /^[\d.]+$|:/.test(first) && /[.:]/.test(last)) return readRange(first, last);
  if (/^[\d.]+(\/|$)|:/.test(text)) {
    const read = cidr.read(text, false);
    return isProblem(read) ? read : { network: `${read.address}/${read.length}` };
  }
  const read = name.read(text, false);
  return isProblem(read) ? { problem: "not a network, an address, or the name of one" } : { name: read };
}

function readRange(first: string, last: string): Place | Problem {
  const [from, to] = [readAddress(first), readAddress(last)];
  if (isProblem(from)) return from;
  if (isProblem(to)) return to;
  if (from.family !== to.family) return { problem: "a range from one family of addresses to the other" };
  if (toNumber(from.address) > toNumber(to.address)) return { problem: "a falling range", instead: `${to.address}-${from.address}` };
  return { from: from.address, to: to.address };
}

function printPlace(value: Place): string {
  if ("name" in value) return value.name;
  return "network" in value ? value.network.replace(/(?<=\..*)\/32$|(?<=:.*)\/128$/, "") : `${value.from}-${value.to}`;
}

/** Where a request goes: a domain, or a network or addresses. */
export type Destination = { readonly domain: string } | Exclude<Place, { readonly name: string }>;

export const destination = valueType<Destination>({
  name: "destination",
  title: "a domain, an address or a network",
  accepts: "a domain, with `.` before it also all below it, with `*.` only those below it; an address, a range or a network",
  examples: [".example.com", "www.example.com", "203.0.113.0/24"],
  splits: true,
  read(text) {
    const read = readPlace(text);
    if (!isProblem(read) && !("name" in read)) return read;
    if (/^[\d.]+$|[:/]/.test(text) && isProblem(read)) return read;
    return isHostName(text.replace(/^(\*\.|\.)/, "")) ? { domain: text.toLowerCase() } : { problem: "not a domain, an address or a network" };
  },
  print: (value) => ("domain" in value ? value.domain : printPlace(value)),
});

/** What looks at the traffic: an ICAP service, or a program of the machine. */
export type Inspector = { readonly icap: string } | { readonly program: string };

export const inspector = valueType<Inspector>({
  name: "filter",
  title: "an `icap://` URL, or the path of a program",
  accepts: "a URL of `icap://` or `icaps://`; or an absolute path, quoted with its arguments when it has some",
  examples: ["icap://127.0.0.1:1344/avscan", "/usr/bin/squidGuard"],
  splits: false,
  read(text) {
    if (/^icaps?:\/\/[^/?#\s]+(\/[^\s"]*)?$/.test(text)) return { icap: text };
    if (/^\/[^\u0000-\u001f\u007f]*$/.test(text)) return { program: text };
    return { problem: "not an `icap://` URL, nor the path of a program" };
  },
  print: (value) => ("icap" in value ? value.icap : value.program),
});

const units = { B: 1, KB: 2 ** 10, MB: 2 ** 20, GB: 2 ** 30 } as const;

/** Bytes a second. */
export const bandwidth = valueType<number>({
  name: "bandwidth",
  title: "a bandwidth such as `256KB/s`",
  accepts: "bytes a second: a whole number with `B`, `KB`, `MB` or `GB`, powers of 1024, and `/s`",
  examples: ["256KB/s", "10MB/s"],
  splits: true,
  read(text) {
    const found = /^(\d{1,9})(B|KB|MB|GB)\/s$/i.exec(text);
    if (found === null) return { problem: "not a bandwidth such as `256KB/s`" };
    const value = Number(found[1]) * units[found[2]!.toUpperCase() as keyof typeof units];
    return value === 0 ? { problem: "a bandwidth of nothing" } : value;
  },
  print(value) {
    const unit = (["GB", "MB", "KB"] as const).find((each) => value % units[each] === 0) ?? "B";
    return `${value / units[unit]}${unit}/s`;
  },
});

/** A method of HTTP, in capitals as it is sent. */
export const httpMethod = valueType<string>({
  name: "method",
  title: "an HTTP method",
  accepts: "a word of letters and `-`; capitals are made of small letters",
  examples: ["GET", "CONNECT"],
  splits: true,
  read: (text) => (/^[A-Za-z][A-Za-z-]{0,31}$/.test(text) ? text.toUpperCase() : { problem: "not an HTTP method" }),
  print: (value) => value,
});

/** The name of a header of HTTP. Source: RFC 9110, section 5.1. */
export const headerName = valueType<string>({
  name: "header",
  title: "the name of a header",
  accepts: "the signs that HTTP allows in one, at most 64",
  examples: ["X-Env", "Referer"],
  splits: false,
  read: (text) => (/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}$/.test(text) ? text : { problem: "not the name of a header" }),
  print: (value) => value,
});
