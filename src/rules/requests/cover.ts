import type { Cache, Condition } from "../../ir/cache.js";
import { coversDomain } from "../../ir/domains.js";
import { readAddress, toNumber } from "../../vocabulary/values/addresses.js";
import { isProblem } from "../../vocabulary/values/value-type.js";
import { oncePer } from "../../source/once.js";

type When = Cache["rules"][number]["when"];
type Group = When[number];

/** The conditions with those of its matches in their place, where a match stands alone and is not turned round. */
export function spelledOut(when: When, { matches }: Cache): When {
  return when.flatMap((group): When => {
    const [only] = group;
    if (group.length !== 1 || only!.name !== "match" || only!.negated || only!.values.length !== 1) return [group];
    const match = matches.find(({ name }) => name === only!.values[0]!.text);
    return match === undefined ? [group] : spelledOut(match.when, { matches } as Cache);
  });
}

/** Whether a request meets these conditions whatever it is. */
export function isEvery(when: When): boolean {
  return when.every((group) => group.some(({ name, negated, form, values }) => !negated && form === "values" && values.some(({ text }) => (name === "from" && text === "0.0.0.0/0") || (name === "path" && text === "/"))));
}

/** Whether each request that meets `inner` meets `outer`, too; false where that is not plain. Both spelled out. */
export function covers(outer: When, inner: When): boolean {
  return outer.every((group) => inner.some((other) => groupCovers(group, other)));
}

/** Alternatives: each of the inner ones lies in an outer one. */
function groupCovers(outer: Group, inner: Group): boolean {
  return outer[0]!.name === inner[0]!.name && inner.every((condition) => partsCovered(outer, condition) || outer.some((other) => conditionCovers(other, condition)));
}

function partsCovered(outer: Group, { negated, form, values, header, name }: Condition): boolean {
  const wide = outer.filter((each) => !each.negated && each.form === form && each.header === header);
  return !negated && form !== "file" && name in byName && values.length > 0 && values.every((value) => wide.some((each) => each.values.some((other) => valueCovers(name, form, other, value))));
}

function conditionCovers(outer: Condition, inner: Condition): boolean {
  // Who signed in is somebody.
  if (outer.name === "login" && !outer.negated && outer.values.length === 0 && outer.form === "values") return !inner.negated;
  return textOf(outer) === textOf(inner);
}

const texts = new WeakMap<Condition, string>();

/** What a condition asks, without where it stands. */
function textOf(condition: Condition): string {
  const known = texts.get(condition) ?? JSON.stringify(condition, (key, value: unknown) => (key === "origin" ? undefined : value));
  texts.set(condition, known);
  return known;
}

function valueCovers(name: Condition["name"], form: Condition["form"], outer: Value, inner: Value): boolean {
  return outer.text === inner.text || (form === "values" && (byName[name]?.(outer, inner) ?? false));
}

type Value = Condition["values"][number];

/** Which values take others in. */
const byName: Readonly<Partial<Record<Condition["name"], (outer: Value, inner: Value) => boolean>>> = {
  from: rangeCovers,
  to: (outer, inner) => rangeCovers(outer, inner) || (rangeOf(outer) === undefined && rangeOf(inner) === undefined && coversDomain(outer.text, inner.text)),
  sni: (outer, inner) => coversDomain(outer.text, inner.text),
  port: (outer, inner) => numbersCover(outer.text, inner.text),
  method: () => false,
  path: (outer, inner) => inner.text.startsWith(outer.text),
  agent: (outer, inner) => inner.text.toLowerCase().includes(outer.text.toLowerCase()),
  login: () => false,
};

function numbersCover(outer: string, inner: string): boolean {
  const [[from = 0, to = from], [first = 0, last = first]] = [outer.split("-").map(Number), inner.split("-").map(Number)];
  return from <= first && last <= to;
}

function rangeCovers(outer: Value, inner: Value): boolean {
  const [wide, narrow] = [rangeOf(outer), rangeOf(inner)];
  return wide !== undefined && narrow !== undefined && isWithin(narrow, wide);
}

export function isWithin(narrow: Range, wide: Range): boolean {
  return wide.isIpv6 === narrow.isIpv6 && wide.first <= narrow.first && narrow.last <= wide.last;
}

/** Addresses as numbers, both included. */
export interface Range {
  readonly isIpv6: boolean;
  readonly first: bigint;
  readonly last: bigint;
}

/** The addresses of a network, an address or `a-b`; undefined for a domain. Each value is read once. */
export const rangeOf: (value: Value) => Range | undefined = oncePer(({ text }) => readRange(text));

function readRange(text: string): Range | undefined {
  if (!/^[\d.]+(\/\d+|-[\d.]+)?$|:/.test(text)) return undefined;
  // A pattern or a path may look like an address.
  if (text.split(/-|\/\d+$/, 2).some((each) => each !== "" && isProblem(readAddress(each)))) return undefined;
  const isIpv6 = text.includes(":");
  const [from = "", to] = text.split("-");
  if (to !== undefined) return { isIpv6, first: toNumber(from), last: toNumber(to) };
  const [address = "", length = isIpv6 ? "128" : "32"] = text.split("/");
  const rest = BigInt((isIpv6 ? 128 : 32) - Number(length));
  const first = (toNumber(address) >> rest) << rest;
  return { isIpv6, first, last: first + (1n << rest) - 1n };
}
