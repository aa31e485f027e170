import { distance } from "fastest-levenshtein";

/** The candidate nearest to `input`, or `undefined` when none is near enough to be meant. Case does not count. */
export function suggest(input: string, candidates: Iterable<string>): string | undefined {
  const wanted = input.toLowerCase();
  const limit = wanted.length <= 3 ? 1 : Math.min(3, Math.floor(wanted.length * 0.34) + 1);
  let best: { readonly candidate: string; readonly away: number } | undefined;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - wanted.length) > limit) continue;
    const away = isSwapped(wanted, candidate.toLowerCase()) ? 1 : distance(wanted, candidate.toLowerCase());
    if (away <= limit && (best === undefined || away < best.away)) best = { candidate, away };
  }
  return best?.candidate;
}

/** Whether two neighboring letters changed places, which is one slip: `wbe` for `web`. */
function isSwapped(a: string, b: string): boolean {
  const at = [...a].findIndex((_, index) => a[index] !== b[index]);
  return at >= 0 && a.length === b.length && a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}
