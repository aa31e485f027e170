/** The first and the last address of a network, an address or a range `a-b`, as numbers; undefined for what is none of them. */
export function boundsOf(text: string): readonly [family: 4 | 6, first: bigint, last: bigint] | undefined {
  const [low = "", high] = text.split("-");
  if (high !== undefined) {
    const [first, last] = [boundsOf(low), boundsOf(high)];
    return first && last && first[0] === last[0] ? [first[0], first[1], last[2]] : undefined;
  }
  const [address = "", length] = text.split("/");
  const family = address.includes(":") ? 6 : 4;
  const value = family === 6 ? numberOf6(address) : numberOf4(address);
  if (value === undefined) return undefined;
  const bits = family === 6 ? 128 : 32;
  const rest = BigInt(bits - (length === undefined ? bits : Number(length)));
  const first = (value >> rest) << rest;
  return [family, first, first + (1n << rest) - 1n];
}

function numberOf4(text: string): bigint | undefined {
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return undefined;
  return text.split(".").reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

function numberOf6(text: string): bigint | undefined {
  const [, head = text, tail] = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text) ?? [];
  const four = tail === undefined ? undefined : numberOf4(tail);
  const hex = four === undefined ? text : `${head}${(four >> 16n).toString(16)}:${(four & 0xffffn).toString(16)}`;
  if (!/^[\da-f:]+$/i.test(hex)) return undefined;
  const [left = "", right] = hex.split("::");
  const parts = (side: string): readonly string[] => (side === "" ? [] : side.split(":"));
  const missing = right === undefined ? 0 : 8 - parts(left).length - parts(right).length;
  const all = [...parts(left), ...Array.from({ length: missing }, () => "0"), ...parts(right ?? "")];
  return all.length === 8 ? all.reduce((sum, part) => sum * 65_536n + BigInt(`0x${part}`), 0n) : undefined;
}

/** The values without those that another one covers: squid warns of them or refuses them. Keeps the order. */
export function withoutCovered<Value extends { readonly text: string }>(values: readonly Value[]): readonly Value[] {
  const texts = new Set(values.map(({ text }) => text));
  const covered = coveredRanges([...texts]);
  const seen = new Set<string>();
  return values.filter(({ text }) => {
    if (seen.has(text) || covered.has(text) || parents(text).some((parent) => texts.has(parent))) return false;
    seen.add(text);
    return true;
  });
}

/** The forms `.example.com` that hold all of `text`: `.example.com` is example.com and all below it. */
function parents(text: string): readonly string[] {
  const labels = text.replace(/^\./, "").split(".");
  const all = labels.map((_, at) => `.${labels.slice(at).join(".")}`);
  return text.startsWith(".") ? all.slice(1) : all;
}

/** The networks and ranges that lie in another one. */
function coveredRanges(texts: readonly string[]): ReadonlySet<string> {
  const ranges = texts.flatMap((text) => {
    const bounds = boundsOf(text);
    return bounds ? [{ text, family: bounds[0], first: bounds[1], last: bounds[2] }] : [];
  });
  const order = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);
  ranges.sort((a, b) => a.family - b.family || order(a.first, b.first) || order(b.last, a.last));
  const covered = new Set<string>();
  let widest: (typeof ranges)[number] | undefined;
  for (const range of ranges) {
    if (widest?.family === range.family && range.last <= widest.last) covered.add(range.text);
    else widest = range;
  }
  return covered;
}
