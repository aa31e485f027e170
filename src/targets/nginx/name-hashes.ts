import { line } from "./directive.js";
import type { Directive } from "./model.js";
import { fixed } from "./quote.js";
import type { Scope } from "./scope.js";
import type { ServerPlan } from "./fronts.js";

/** Room for long and for many domains, where nginx's own would not hold them. Source: nginx.org, "Server names", section "Optimization". */
export function nameHashes(plans: readonly ServerPlan[], { daemon }: Scope): readonly Directive[] {
  let longest = 0;
  let count = 0;
  for (const { domains } of plans) {
    count += domains.length;
    for (let at = 0; at < domains.length; at++) longest = Math.max(longest, domains[at]!.length);
  }
  // A bucket holds a pointer, then for each name a pointer, its length and its text, filled up to whole words of eight bytes.
  const bucket = powerOfTwo(Math.max(64, 16 + 8 * Math.ceil((longest + 2) / 8)));
  const table = powerOfTwo(2 * count);
  return [
    ...(bucket > 64 ? [line(daemon.origin, "server_names_hash_bucket_size", fixed(`${bucket}`))] : []),
    ...(table > 512 ? [line(daemon.origin, "server_names_hash_max_size", fixed(`${table}`))] : []),
  ];
}

function powerOfTwo(least: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1, least)));
}
