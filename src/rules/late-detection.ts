import type { Origin } from "../source/origin.js";
import { duration } from "../vocabulary/values/quantities.js";
import { defineRule } from "./rule.js";

/** A check that may take longer than the time to the next: a server that hangs is found later than the interval says. */
export const lateDetection = defineRule({
  code: "late-detection",
  severity: "info",
  summary: "A check may take longer than the time from one to the next, so that a server that hangs is found late.",
  explanation: `
HAProxy begins the next check when the last one has ended. A server that refuses connections is down after \`fall\` intervals; one that
accepts and never answers is down after \`fall\` times the longer of the two.

    listen 80 http -> web check http /health every 2s timeout 10s fall 3     # note: down after 30s, not 6s
    listen 80 http -> web check http /health every 2s timeout 2s fall 3
`,
  message: (data: { readonly pool: string; readonly timeoutMs: number; readonly everyMs: number; readonly fall: number }) =>
    `a server of \`${data.pool}\` that hangs is down after ${data.fall} checks of ${duration.print(data.timeoutMs)}, ${duration.print(data.fall * data.timeoutMs)} in all, and not after ${duration.print(data.fall * data.everyMs)}`,
  help: ({ everyMs }) => `let a check take no longer than \`every\`: \`timeout ${duration.print(everyMs)}\``,

  check(site, report) {
    const reported = new Set<Origin>();
    for (const { engine, pools } of site.proxies) {
      if (engine !== "haproxy") continue;
      for (const { entity, check, timeouts } of pools) {
        // Of a connection alone `every` bounds the wait.
        if (check === null || connecting.has(check.form)) continue;
        const timeoutMs = timeouts.checkMs ?? check.timeoutMs;
        // Where the check itself says no such time, what is said for all checks is why.
        const origin = timeouts.checkMs === null ? check.origin : timeouts.origin;
        if (timeoutMs <= check.everyMs || reported.has(origin)) continue;
        reported.add(origin);
        report({ at: origin, data: { pool: entity, timeoutMs, everyMs: check.everyMs, fall: check.fall } });
      }
    }
  },
});

const connecting = new Set(["none", "passive", "agent", "tcp"]);
