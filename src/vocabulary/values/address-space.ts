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
export function freeRange({ address, family, length }: Cidr, ranges: readonly Cidr[]): string | undefined {
  if (family === "ipv6" || length < 16) return undefined;
  const own = privateBlocks.find((block) => block.length <= length && overlaps(block, { address, family, length }));
  const block = own ?? privateBlocks.find((each) => each.length <= length && each.address !== "10.0.0.0") ?? privateBlocks[0]!;
  if (block.length > length) return undefined;
  const step = 1n << BigInt(32 - length);
  const taken = ranges.filter((each) => overlaps(each, block)).map(boundsOf).sort((a, b) => (a[0] < b[0] ? -1 : 1));
  let [candidate] = boundsOf(own === undefined ? block : { address, family, length });
  for (const [from, to] of taken) {
    if (to < candidate) continue;
    if (from > candidate + step - 1n) break;
    // The first multiple of the range's size after what is taken.
    candidate = ((to + step) / step) * step;
  }
  return candidate + step - 1n <= boundsOf(block)[1] ? `${fromNumber(candidate, family)}/${length}` : undefined;
}
