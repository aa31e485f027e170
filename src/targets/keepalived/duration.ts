import { defineDiagnostic, type Report } from "../../diagnostics/define.js";
import type { Origin } from "../../source/origin.js";

/** What keepalived takes at one place, in milliseconds, both inclusive; `step` is its resolution. */
export interface DurationRange {
  readonly what: string;
  readonly least: number;
  readonly most: number;
  readonly step: number;
}

/** Seconds, exactly; reports what keepalived cannot take there. */
export function secondsOf(milliseconds: number, range: DurationRange, at: Origin, report: Report): number {
  const { least, most, step } = range;
  if (milliseconds < least || milliseconds > most || milliseconds % step !== 0) report(keepalivedDuration, { at, data: { ...range, milliseconds } });
  return milliseconds / 1000;
}

function inWords(milliseconds: number): string {
  return milliseconds % 1000 === 0 ? `${milliseconds / 1000}s` : `${milliseconds}ms`;
}

export const keepalivedDuration = defineDiagnostic({
  code: "keepalived-duration",
  severity: "error",
  summary: "A duration is one that keepalived cannot keep at this place.",
  explanation: `
keepalived counts some durations in whole seconds and limits others, and would round or ignore what does not fit. infc never
rounds in silence.

    vip 192.168.0.146 { check process nginx every 1500ms }     # error before keepalived 2.3.2: whole seconds
    vip 192.168.0.146 { check process nginx every 2s }

Durations of a second and less between the adverts need VRRP version 3, which counts in hundredths of a second.
`,
  message: ({ what, milliseconds }: DurationRange & { readonly milliseconds: number }) => `keepalived cannot keep \`${inWords(milliseconds)}\` as ${what}`,
  help: ({ least, most, step }) => `use ${step === 1 ? "a duration" : `whole multiples of ${inWords(step)}`} from ${inWords(least)} to ${inWords(most)}`,
});
