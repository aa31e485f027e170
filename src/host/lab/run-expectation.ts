import { setTimeout } from "node:timers/promises";
import type { Expectation, Step } from "../../ir/expectation.js";
import { judgeAnswer, judgeVip } from "../../lab/judge-step.js";
import type { StepResult } from "../../lab/results.js";
import { HostError } from "../host.js";
import type { Lab } from "./lab.js";
import { whoAnswers } from "./who-answers.js";

const pause = 25;
const patience = 2000;

/** Takes the steps in order, and stops at the first that is not as expected, or in the middle of one when told to. `names` says what names resolve to. */
export async function runExpectation(lab: Lab, { steps, resolve }: Expectation, names: Readonly<Record<string, string>>, told: (result: StepResult) => void, stop?: AbortSignal): Promise<StepResult | undefined> {
  const addresses = { ...names, ...Object.fromEntries(resolve.map(({ domain, address }) => [domain, address])) };
  for (const step of steps) {
    const result = await take(lab, step, addresses, stop).catch(faultOf(step, stop));
    if (stop?.aborted) return undefined;
    told(result);
    if (result.fault !== undefined) return result;
  }
  return undefined;
}

/** What the lab cannot do, such as to kill a daemon that does not run there, is a fault of the step; so is what it cannot do any more. */
function faultOf(step: Step, stop: AbortSignal | undefined): (error: unknown) => StepResult {
  return (error) => {
    if (stop?.aborted) return { step, fault: "it was told to stop", afterMs: undefined };
    if (error instanceof HostError) return { step, fault: error.message, afterMs: undefined };
    throw error;
  };
}

async function take(lab: Lab, step: Step, addresses: Readonly<Record<string, string>>, stop: AbortSignal | undefined): Promise<StepResult> {
  switch (step.do) {
    case "get":
    case "connect":
    case "vip":
    case "log":
      return await look(lab, step, addresses, stop);
    case "kill":
      await Promise.all(step.machines.map((machine) => lab.kill(machine, step.daemon ?? undefined)));
      break;
    case "cut":
      await Promise.all(step.machines.map((machine) => lab.cut(machine)));
      break;
    case "heal":
      await (step.machines.length === 0 ? lab.heal() : Promise.all(step.machines.map((machine) => lab.heal(machine))));
      break;
    case "wait":
      await sleep(step.ms, stop);
  }
  return { step, fault: undefined, afterMs: undefined };
}

type Look = Step & { readonly do: "get" | "connect" | "vip" | "log" };

/** Tries until it is so or the time is over; without a time, once. */
async function look(lab: Lab, step: Look, addresses: Readonly<Record<string, string>>, stop: AbortSignal | undefined): Promise<StepResult> {
  const from = performance.now();
  for (;;) {
    // Tried again and again, a try that waits long would miss the moment.
    const fault = await see(lab, step, addresses, step.withinMs === null ? patience : 400);
    const afterMs = Math.round(performance.now() - from);
    if (fault === undefined) return { step, fault, afterMs: step.withinMs === null ? undefined : afterMs };
    if (step.withinMs === null || afterMs >= step.withinMs || stop?.aborted) {
      return { step, fault: `${subjectOf(step)} ${fault}${step.withinMs === null ? "" : `, and that ${step.withinMs / 1000} seconds long`}`, afterMs: undefined };
    }
    await sleep(pause, stop);
  }
}

/** Who has no network holds what it holds for itself alone. */
async function see(lab: Lab, step: Look, addresses: Readonly<Record<string, string>>, timeout: number): Promise<string | undefined> {
  if (step.do === "vip") return judgeVip(step, (await lab.held()).flatMap(({ machine, address }) => (address === step.address && !lab.isCut(machine) ? [machine] : [])));
  if (step.do === "log") return (await lab.isLogged(step.collection, step.text)) ? undefined : `stands in no file that is read for \`${step.collection}\``;
  if (step.do === "get") return judgeAnswer(step, await lab.probe.get(step.url, addresses, timeout, step.through === null ? undefined : lab.proxy(step.through)));
  const isReal = step.from.some((instance) => lab.isReal(instance));
  return judgeAnswer(step, isReal ? await whoAnswers(lab, step.host, step.port, step.secure, addresses, timeout) : await lab.probe.connect(step.host, step.port, step.secure, addresses, timeout));
}

function subjectOf(step: Look): string {
  switch (step.do) {
    case "get":
      return `\`${step.url}\``;
    case "connect":
      return `\`${step.host}:${step.port}\``;
    case "vip":
      return `\`${step.address}\``;
    case "log":
      return `\`${step.text}\``;
  }
}

async function sleep(ms: number, stop: AbortSignal | undefined): Promise<void> {
  await setTimeout(ms, undefined, stop && { signal: stop }).catch(() => {});
}
