import type { OutputFile } from "../../emit/output-file.js";
import type { Target } from "../../emit/target.js";
import type { Expectation } from "../../ir/expectation.js";
import type { Site } from "../../ir/site.js";
import { namesOf } from "../../lab/names.js";
import type { Result, StepResult } from "../../lab/results.js";
import type { Host } from "../host.js";
import { holdersOf, openLab, type OpenedLab } from "./open-lab.js";
import { runExpectation } from "./run-expectation.js";

/** What is told while it goes on. */
export interface Progress {
  /** A site stands; `missing` is what does not, as sentences without their ends. */
  readonly booted: (lab: Pick<OpenedLab, "lacks" | "plan">, ms: number, missing: readonly string[]) => void;
  readonly begun: (expectation: Expectation) => void;
  readonly stepped: (result: StepResult) => void;
  readonly ended: (result: Result) => void;
  /** Something that a daemon did by itself. */
  readonly noted: (line: string) => void;
}

/** How long a site may take until it stands. */
export const bootMs = 60_000;

/** Tries expectations one after the other, each in a whole site: one that broke something leaves it to be booted anew. Told to stop, it ends at once; what was not tried to its end has no result. */
export async function runExpectations(host: Host, site: Site, files: readonly OutputFile[], targets: readonly Target[], wanted: readonly Expectation[], progress: Progress, stop: AbortSignal): Promise<readonly Result[]> {
  const names = namesOf(site);
  const results: Result[] = [];
  let booted: OpenedLab | undefined;
  try {
    for (const expectation of wanted) {
      if (stop.aborted) break;
      const reason = lackOf(expectation, host);
      booted = reason === undefined ? (booted ?? (await boot(host, site, files, targets, progress, stop))) : booted;
      const result = reason === undefined ? await take(booted!, expectation, names, progress, stop) : { expectation, outcome: "left out" as const, reason, steps: [], ms: 0 };
      if (stop.aborted) break;
      results.push(result);
      progress.ended(result);
      if (reason === undefined && expectation.steps.some((step) => step.do === "kill" || step.do === "cut")) {
        await booted!.lab.down();
        booted = undefined;
      }
    }
  } finally {
    await booted?.lab.down();
  }
  return results;
}

async function boot(host: Host, site: Site, files: readonly OutputFile[], targets: readonly Target[], progress: Progress, stop: AbortSignal): Promise<OpenedLab> {
  const opened = await openLab(host, site, files, targets, progress.noted);
  const from = performance.now();
  await opened.lab.up();
  // A client that waits for an answer waits no longer.
  stop.addEventListener("abort", () => void opened.lab.down());
  const missing = await opened.lab.settle(holdersOf(site, host), bootMs, stop);
  if (!stop.aborted) progress.booted(opened, performance.now() - from, missing);
  return opened;
}

async function take({ lab }: OpenedLab, expectation: Expectation, names: Readonly<Record<string, string>>, progress: Progress, stop: AbortSignal): Promise<Result> {
  progress.begun(expectation);
  const steps: StepResult[] = [];
  const from = performance.now();
  const fault = await runExpectation(lab, expectation, names, (result) => {
    steps.push(result);
    progress.stepped(result);
  }, stop);
  return { expectation, outcome: fault === undefined ? "met" : "not met", reason: undefined, steps, ms: Math.round(performance.now() - from) };
}

/** What this kernel lacks for it. */
function lackOf({ only }: Expectation, host: Host): string | undefined {
  return only.includes("ipvs") && !host.exists("/proc/net/ip_vs") ? "this kernel has no IPVS" : undefined;
}
