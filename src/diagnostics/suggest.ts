import { distance } from "fastest-levenshtein";

/** The candidate nearest to `input`, or `undefined` when none is near enough to be meant. Case does not count. */
export function suggest(input: string, candidates: Iterable<string>): string | undefined {
  const wanted = input.toLowerCase();
  // A third of its letters: half of a short word may be another word altogether.
  let limit = Math.min(3, Math.max(1, Math.floor(wanted.length / 3)));
  let best: string | undefined;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - wanted.length) > limit) continue;
    const lower = candidate.toLowerCase();
    if (lower === wanted) return candidate;
    const away = limit === 0 || isSwapped(wanted, lower) ? 1 : distance(wanted, lower);
    if (away > limit) continue;
    // Whatever comes after it must be nearer.
    limit = away - 1;
    best = candidate;
  }
  return best;
}

/** Whether `input` is most likely `meant`, but for a slip of the finger. */
export function isSlip(input: string, meant: string): boolean {
  const [a, b] = [input.toLowerCase(), meant.toLowerCase()];
  return isSwapped(a, b) || distance(a, b) <= (a.length < 7 ? 1 : 2);
}

/** Whether two neighboring letters changed places, which is one slip: `wbe` for `web`. */
function isSwapped(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}
