import { line } from "./directive.js";
import { each } from "./kept.js";
import type { Directive } from "./model.js";
import { fixed } from "./quote.js";
import type { Scope } from "./scope.js";
import type { ServedSite } from "./served-sites.js";
import type { ListenPlan } from "./fronts.js";

/** Room for long and for many domains, where nginx's own would not hold them. Source: nginx.org, "Server names", section "Optimization". */
export function nameHashes(listens: readonly ListenPlan[], scope: Scope): readonly Directive[] {
  const { daemon } = scope;
  let longest = 0;
  let count = 0;
  for (const { sites, front } of listens) {
    const lengths = each(scope, `lengths ${front.called}`, [], sites, longestOf);
    const counts = each(scope, `counts ${front.called}`, [], sites, ({ domains }) => domains.length);
    for (let at = 0; at < sites.length; at++) {
      longest = Math.max(longest, lengths[at]!);
      count += counts[at]!;
    }
  }
  // A bucket holds a pointer, then for each name a pointer, its length and its text, filled up to whole words of eight bytes.
  const bucket = powerOfTwo(Math.max(64, 16 + 8 * Math.ceil((longest + 2) / 8)));
  const table = powerOfTwo(2 * count);
  return [
    ...(bucket > 64 ? [line(daemon.origin, "server_names_hash_bucket_size", fixed(`${bucket}`))] : []),
    ...(table > 512 ? [line(daemon.origin, "server_names_hash_max_size", fixed(`${table}`))] : []),
  ];
}

function longestOf({ domains }: ServedSite): number {
  return domains.reduce((longest, { length }) => Math.max(longest, length), 0);
}

function powerOfTwo(least: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1, least)));
}
