import { distance } from "fastest-levenshtein";

/** The candidate nearest to `input`, or `undefined` when none is near enough to be meant. Case does not count. */
export function suggest(input: string, candidates: Iterable<string>): string | undefined {
  const wanted = input.toLowerCase();
  const limit = wanted.length <= 3 ? 1 : Math.min(3, Math.floor(wanted.length * 0.34) + 1);
  let best: { readonly candidate: string; readonly away: number } | undefined;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - wanted.length) > limit) continue;
    const away = distance(wanted, candidate.toLowerCase());
    if (away <= limit && (best === undefined || away < best.away)) best = { candidate, away };
  }
  return best?.candidate;
}
