import { defineDiagnostic, type Report } from "../../diagnostics/define.js";
import type { Origin } from "../../source/origin.js";
import { type Quoted, words } from "./quote.js";

/** The longest time that HAProxy's timers hold. */
const longest = 2 ** 31 - 1;
const units = [
  { name: words`d`, ms: 86_400_000 },
  { name: words`h`, ms: 3_600_000 },
  { name: words`m`, ms: 60_000 },
  { name: words`s`, ms: 1000 },
];

/**
 * A time in the largest unit that says it exactly: `90s`, `1m`, `500ms`.
 *
 * Source: HAProxy Configuration Manual, section 2.5 "Time format". `what` names it in a report: of a time that is too long, and of none at all.
 */
export function time(ms: number, what: string, at: Origin, report: Report): Quoted {
  if (ms < 1) report(haproxyTime, { at, data: { what, problem: "must be at least 1ms", help: `write how long, such as \`${what} 30s\`` } });
  else if (ms > longest) report(haproxyTime, { at, data: { what, problem: "must be shorter than 24.8 days", help: "write at most `24d`" } });
  const unit = units.find((each) => ms % each.ms === 0);
  return unit === undefined ? words`${ms}ms` : words`${ms / unit.ms}${unit.name}`;
}

/** A time in whole seconds, for what takes no smaller unit. */
export function seconds(ms: number, what: string, at: Origin, report: Report): Quoted {
  if (ms % 1000 !== 0) report(haproxyTime, { at, data: { what, problem: "takes whole seconds only", help: "write whole seconds, such as `5s`" } });
  return time(ms, what, at, report);
}

export const haproxyTime = defineDiagnostic({
  code: "haproxy-time",
  severity: "error",
  summary: "HAProxy cannot keep a time as it is written.",
  explanation: `
HAProxy's timers hold 1 ms to 24.8 days, and a timeout of 0 would be none at all, which it warns about: such a connection is never given up. Some settings take whole
seconds only. infc does not round in silence.

    listen 5432 -> orders { timeouts client 30d }     # error: must be shorter than 24.8 days
    listen 5432 -> orders { timeouts client 24d }
`,
  message: (data: { readonly what: string; readonly problem: string; readonly help: string }) => `haproxy's time \`${data.what}\` ${data.problem}`,
  help: ({ help }) => help,
});
