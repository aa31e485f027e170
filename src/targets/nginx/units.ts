import type { Report } from "../../diagnostics/define.js";
import { defineDiagnostic } from "../../diagnostics/define.js";
import type { Origin } from "../../source/origin.js";
import type { Word } from "./model.js";
import { fixed } from "./quote.js";

/** Whole milliseconds in the largest unit that holds them: `1m`, `1500ms`. Source: nginx.org, "Configuration file measurement units". */
export function time(milliseconds: number): Word {
  if (milliseconds === 0) return fixed("0s");
  if (milliseconds % 86_400_000 === 0) return fixed(`${milliseconds / 86_400_000}d`);
  if (milliseconds % 3_600_000 === 0) return fixed(`${milliseconds / 3_600_000}h`);
  if (milliseconds % 60_000 === 0) return fixed(`${milliseconds / 60_000}m`);
  return milliseconds % 1000 === 0 ? fixed(`${milliseconds / 1000}s`) : fixed(`${milliseconds}ms`);
}

/** For the directives that count whole seconds. What is not whole is reported, and rounded up so that lowering can go on. */
export function seconds(milliseconds: number, what: string, at: Origin, report: Report): Word {
  if (milliseconds % 1000 !== 0) report(inexactTime, { at, data: { what, milliseconds } });
  return time(Math.ceil(milliseconds / 1000) * 1000);
}

/** A wait that must not be zero: nginx would give up at once. */
export function wait(milliseconds: number, what: string, at: Origin, report: Report): Word {
  checkWait(milliseconds, what, at, report);
  return patience(milliseconds);
}

export function checkWait(milliseconds: number, what: string, at: Origin, report: Report): void {
  if (milliseconds === 0) report(noTime, { at, data: { what } });
}

/** The time of a wait that was checked elsewhere. */
export function patience(milliseconds: number): Word {
  return time(Math.max(milliseconds, 1));
}

/** Whole bytes in the largest unit that holds them, `g` only where nginx takes offsets. */
export function size(bytes: number, largest: "m" | "g" = "g"): Word {
  if (largest === "g" && bytes % 2 ** 30 === 0 && bytes > 0) return fixed(`${bytes / 2 ** 30}g`);
  if (bytes % 2 ** 20 === 0 && bytes > 0) return fixed(`${bytes / 2 ** 20}m`);
  return bytes % 1024 === 0 && bytes > 0 ? fixed(`${bytes / 1024}k`) : fixed(`${bytes}`);
}

export const inexactTime = defineDiagnostic({
  code: "nginx-inexact-time",
  severity: "error",
  summary: "nginx counts a time in whole seconds, and the program says a part of one.",
  explanation: `
Most of nginx's times are exact to the millisecond, a few count whole seconds: for how long a server that failed is left out, how long an
answer stays in a cache or a name is remembered. infc does not round.

    check passive for 1500ms     # error
    check passive for 2s
`,
  message: (data: { readonly what: string; readonly milliseconds: number }) => `nginx counts ${data.what} in whole seconds, and ${data.milliseconds}ms are none`,
  help: ({ milliseconds }) => `write \`${Math.ceil(milliseconds / 1000)}s\``,
});

export const noTime = defineDiagnostic({
  code: "nginx-no-time",
  severity: "error",
  summary: "A wait of zero, which nginx takes as no time at all.",
  explanation: `
To nginx a timeout of zero is over before it begins: every connection would fail. There is no way to switch a timeout off; write a long one.

    timeouts server 0s     # error
    timeouts server 1h
`,
  message: (data: { readonly what: string }) => `with no time for ${data.what} nginx gives up at once`,
  help: () => "write a time above zero",
});
