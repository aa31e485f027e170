import type { Expectation, Step } from "../ir/expectation.js";
import { formatSpan } from "../source/source.js";
import { attributesOf, element, escapeXml } from "../source/xml.js";
import { stepText } from "./judge-step.js";

/** How a step went. */
export interface StepResult {
  readonly step: Step;
  /** What is wrong, as a sentence without its end; undefined when it is as expected. */
  readonly fault: string | undefined;
  /** Of a step within a time: how many milliseconds it took until it was so. */
  readonly afterMs: number | undefined;
}

/** How an expectation went. */
export interface Result {
  readonly expectation: Expectation;
  readonly outcome: "met" | "not met" | "left out";
  /** Why it was left out, as the end of the sentence "left out, as …". */
  readonly reason: string | undefined;
  readonly steps: readonly StepResult[];
  /** In milliseconds, without booting. */
  readonly ms: number;
}

/** The results as JSON: times in milliseconds, places as `FILE:LINE:COLUMN`. */
export function resultsToJson(site: string, results: readonly Result[]): string {
  const expectations = results.map(({ expectation, outcome, reason, steps, ms }) => ({
    name: expectation.name,
    place: formatSpan(expectation.origin.span),
    outcome,
    reason: reason ?? null,
    ms,
    steps: steps.map(({ step, fault, afterMs }) => ({ text: stepText(step), place: formatSpan(step.origin.span), fault: fault ?? null, afterMs: afterMs ?? null })),
  }));
  return `${JSON.stringify({ version: 1, site, expectations }, null, 2)}\n`;
}

/** The results in the form that CI systems read: a test case an expectation. */
export function resultsToJunit(site: string, results: readonly Result[]): string {
  const count = (wanted: Result["outcome"]): number => results.filter(({ outcome }) => outcome === wanted).length;
  const time = seconds(results.reduce((sum, { ms }) => sum + ms, 0));
  const counts = { tests: results.length, failures: count("not met"), errors: 0 };
  const suite = element("testsuite", { name: site, ...counts, skipped: count("left out"), time }, results.map((each) => caseOf(site, each)));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element("testsuites", { name: "infc test", ...counts, time }, [suite])}`;
}

function caseOf(site: string, { expectation, reason, steps, ms }: Result): string {
  const fault = steps.find((each) => each.fault !== undefined);
  const inside = [
    ...(reason === undefined ? [] : [element("skipped", { message: reason }, [])]),
    ...(fault === undefined ? [] : [`<failure${attributesOf({ message: fault.fault ?? "" })}>${escapeXml(`${formatSpan(fault.step.origin.span)}: ${stepText(fault.step)}`)}</failure>\n`]),
    ...(steps.length === 0 ? [] : [`<system-out>${escapeXml(steps.map(stepTitle).join("\n"))}</system-out>\n`]),
  ];
  return element("testcase", { classname: site, name: expectation.name, time: seconds(ms) }, inside);
}

/** A step as it is written, and how long it took. */
export function stepTitle({ step, afterMs }: StepResult): string {
  return afterMs === undefined ? stepText(step) : `${stepText(step)} (after ${seconds(afterMs)} s)`;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(2);
}
