import { duration } from "../vocabulary/values/quantities.js";
import { defineRule } from "./rule.js";

/** At least longer than at most: squid looks at the most first. */
export const freshContradiction = defineRule({
  code: "fresh-contradiction",
  severity: "error",
  summary: "The least time for which objects are fresh is longer than the most.",
  explanation: `
Squid looks first whether an object is older than the most, and then it is stale whatever the least says.

    fresh 1h .. 5m          # error: nothing is fresh for an hour
    fresh 5m .. 1h
`,
  message: (data: { readonly minMs: number; readonly maxMs: number }) => `nothing is fresh for at least ${duration.print(data.minMs)} and at most ${duration.print(data.maxMs)}`,
  help: ({ minMs, maxMs }) => `write \`fresh ${duration.print(maxMs)} .. ${duration.print(minMs)}\``,

  check(site, report) {
    for (const { fresh } of site.caches) {
      for (const { minMs, maxMs, origin } of fresh) if (minMs > maxMs) report({ at: origin, data: { minMs, maxMs } });
    }
  },
});
