import { type Problem, valueType, type ValueType } from "./value-type.js";

/** A whole number from `min` to `max`, both included. */
export function wholeNumber(name: string, title: string, min: number, max: number, examples: readonly string[]): ValueType<number> {
  const unread: Problem = { problem: `not ${title}` };
  return valueType<number>({
    name,
    title,
    accepts: `from ${min} to ${max}`,
    examples,
    splits: true,
    read(text) {
      if (!/^-?\d{1,15}$/.test(text)) return unread;
      const value = Number(text);
      if (value < min || value > max) return { problem: `not from ${min} to ${max}` };
      return value === 0 ? 0 : value;
    },
    print: String,
  });
}

export const count = wholeNumber("count", "a whole number", 0, 999_999_999, ["3"]);
/** The weight of a check: what VRRP adds to or takes from a priority. Source: keepalived.conf(5), vrrp_script. */
export const checkWeight = wholeNumber("weight", "a weight", -253, 253, ["-20", "5"]);
/** VRRP's virtual router id, one byte without 0. Source: RFC 5798, section 5.2.3. */
export const routerId = wholeNumber("router id", "a virtual router id", 1, 255, ["51"]);
/** A VRRP priority; 255 is the owner of the address. Source: RFC 5798, section 5.2.4. */
export const priority = wholeNumber("priority", "a priority", 1, 255, ["150"]);

/** `x3`, right after a name. */
export const times = valueType<number>({
  name: "times",
  title: "a number of instances such as `x3`",
  accepts: "`x1` to `x100000`, right after the name and only there",
  examples: ["x3"],
  splits: false,
  read(text, quoted) {
    const found = quoted ? null : /^[xX](\d{1,6})$/.exec(text);
    if (found === null) return { problem: "not a number of instances such as `x3`" };
    const value = Number(found[1]);
    return value >= 1 && value <= 100_000 ? value : { problem: "not from x1 to x100000" };
  },
  print: (value) => `x${value}`,
});

export const port = wholeNumber("port", "a port", 1, 65_535, ["8080"]);

/** Consecutive ports, both ends included; one port has equal ends. */
export interface PortRange {
  readonly from: number;
  readonly to: number;
  readonly transport: "tcp" | "udp";
}

export const portRange = valueType<PortRange>({
  name: "ports",
  title: "a port or a range of ports",
  accepts: "1 to 65535, or two of them with `-`, the lower first; then `/udp` or `/tcp`, which is what nothing means",
  examples: ["8080", "53/udp", "8801-8810"],
  splits: true,
  read: readPortRange,
  print: ({ from, to, transport }) => `${from}${to === from ? "" : `-${to}`}${transport === "udp" ? "/udp" : ""}`,
});

function readPortRange(text: string): PortRange | Problem {
  const found = /^(\d{1,6})(?:-(\d{1,6}))?(?:\/(tcp|udp))?$/.exec(text);
  if (found === null) return { problem: "not a port or a range of ports" };
  const from = Number(found[1]);
  const to = found[2] === undefined ? from : Number(found[2]);
  if (from < 1 || to > 65_535 || from > 65_535 || to < 1) return { problem: "not from 1 to 65535" };
  if (to < from) return { problem: "a falling range", instead: `${to}-${from}` };
  return { from, to, transport: found[3] === "udp" ? "udp" : "tcp" };
}

/** A status code of HTTP, or a class of them. Equal ends for one code. */
export interface StatusRange {
  readonly from: number;
  readonly to: number;
}

export const statusRange = valueType<StatusRange>({
  name: "status",
  title: "an HTTP status or a range of them",
  accepts: "100 to 599, two of them with `-`, or a class such as `2xx`",
  examples: ["200", "200-399", "2xx"],
  splits: true,
  read(text) {
    const family = /^([1-5])xx$/i.exec(text);
    if (family) return { from: Number(family[1]) * 100, to: Number(family[1]) * 100 + 99 };
    const found = /^([1-5]\d\d)(?:-([1-5]\d\d))?$/.exec(text);
    if (found === null) return { problem: "not an HTTP status or a range of them" };
    const [from, to] = [Number(found[1]), Number(found[2] ?? found[1])];
    return to < from ? { problem: "a falling range", instead: `${to}-${from}` } : { from, to };
  },
  print: ({ from, to }) => (from === to ? String(from) : `${from}-${to}`),
});

/** Requests per second or per minute. */
export interface Rate {
  readonly requests: number;
  readonly per: "s" | "m";
}

export const rate = valueType<Rate>({
  name: "rate",
  title: "a rate",
  accepts: "requests a second, `r/s`, or a minute, `r/m`",
  examples: ["60r/m", "50r/s"],
  splits: true,
  read(text) {
    const found = /^(\d{1,9})r\/([smh])$/.exec(text);
    if (found === null) return { problem: "not a rate such as `60r/m`", ...rateInstead(text) };
    if (found[2] === "h") return { problem: "a rate by the hour, which no daemon counts" };
    const requests = Number(found[1]);
    return requests === 0 ? { problem: "a rate of nothing" } : { requests, per: found[2] as "s" | "m" };
  },
  print: ({ requests, per }) => `${requests}r/${per}`,
});

/** Of a rate that is spelled out: `60/min`, `10rps`, `60requests/minute`. */
function rateInstead(text: string): Pick<Problem, "instead" | "respelled"> {
  const found = /^(\d{1,9}) ?(?:(?:r|reqs?|requests?)? ?\/ ?|r?p)(s|sec|second|m|min|minute)$/i.exec(text);
  return found === null || Number(found[1]) === 0 ? {} : { instead: `${found[1]}r/${found[2]![0]!.toLowerCase()}`, respelled: true };
}

/** A share in percent, 0 to 100. */
export const share = valueType<number>({
  name: "share",
  title: "a share",
  accepts: "`0%` to `100%`",
  examples: ["95%"],
  splits: true,
  read(text) {
    const found = /^(\d{1,3})%$/.exec(text);
    if (found === null) return { problem: "not a share such as `95%`" };
    const value = Number(found[1]);
    return value <= 100 ? value : { problem: "above 100%" };
  },
  print: (value) => `${value}%`,
});
