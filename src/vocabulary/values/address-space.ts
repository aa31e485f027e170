import { firstPlace } from "../../source/bisect.js";
import { boundsOf, type Cidr, cidrOf, fromNumber, overlaps } from "./addresses.js";

/** What anybody may use at home: RFC 1918. */
export const privateBlocks: readonly Cidr[] = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].map(cidrOf);

/** Other IPv4 addresses that belong to nobody in the internet: RFC 6890 and those that it names. */
const ownerlessBlocks: readonly Cidr[] = [
  "0.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "192.0.0.0/24", "192.0.2.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
].map(cidrOf);

/** Whether an IPv4 network holds addresses that have an owner in the internet. */
export function hasOwner({ address, family, length }: Cidr): boolean {
  return family === "ipv4" && ![...privateBlocks, ...ownerlessBlocks].some((block) => block.length <= length && overlaps(block, { address, family, length }));
}

/** The next private range of the length of `like`, from where that begins on, that none of `ranges` has a part in; of one that is not private, the first such. */
export function freeRange(like: Cidr, ranges: readonly Cidr[]): string | undefined {
  return rangeFinder(ranges)(like);
}

/** The same for many: `ranges` are put in order once. */
export function rangeFinder(ranges: readonly Cidr[]): (like: Cidr) => string | undefined {
  const taken = runsOf(ranges);
  return ({ address, family, length }) => {
    if (family === "ipv6" || length < 16) return undefined;
    const own = privateBlocks.find((block) => block.length <= length && overlaps(block, { address, family, length }));
    const block = own ?? privateBlocks.find((each) => each.length <= length && each.address !== "10.0.0.0") ?? privateBlocks[0]!;
    if (block.length > length) return undefined;
    const step = 1n << BigInt(32 - length);
    let [candidate] = boundsOf(own === undefined ? block : { address, family, length });
    for (let at = firstEndingFrom(candidate, taken); at < taken.length; at++) {
      const { from, to } = taken[at]!;
      if (from > candidate + step - 1n) break;
      // The first multiple of the range's size after what is taken.
      if (to >= candidate) candidate = ((to + step) / step) * step;
    }
    return candidate + step - 1n <= boundsOf(block)[1] ? `${fromNumber(candidate, family)}/${length}` : undefined;
  };
}

/** Addresses one after the other that all are taken. */
interface Run {
  readonly from: bigint;
  to: bigint;
}

function runsOf(ranges: readonly Cidr[]): readonly Run[] {
  const bounds = ranges.flatMap((range) => (range.family === "ipv4" ? [boundsOf(range)] : [])).sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
  const runs: Run[] = [];
  for (const [from, to] of bounds) {
    const last = runs.at(-1);
    if (last === undefined || from > last.to + 1n) runs.push({ from, to });
    else if (to > last.to) last.to = to;
  }
  return runs;
}

function firstEndingFrom(value: bigint, runs: readonly Run[]): number {
  return firstPlace(runs.length, (place) => runs[place]!.to >= value);
}
