import type { Command } from "commander";
import type { Host } from "../host/host.js";
import type { Observer, Phase } from "../source/phases.js";
import { paintFor } from "./paint.js";

export interface TimingOptions {
  readonly timings?: boolean;
}

/** Adds the option that asks for the time of each phase. */
export function withTimings(command: Command): Command {
  return command.option("--timings", "say what each phase took");
}

/** An observer that shows progress and keeps times. */
export interface Watched extends Observer {
  /** Takes the line of progress away, so that something else can be printed. */
  clear(): void;
  /** The same, and prints the times when they were asked for. */
  end(): void;
}

/** From then on a build counts as long. */
const longMs = 500;
/** Nobody reads faster. */
const redrawMs = 100;
/** What takes long whatever the machine is shown at once. */
const many = 5000;

const erase = "\r\u001b[K";

/** Milliseconds since the process began. `performance` tells the same, and loads a dozen modules of Node's for it. */
export function elapsed(): number {
  return process.uptime() * 1000;
}

/**
 * Watches the phases of a compilation: on a terminal a line on standard error says where a long one is, until it is done. Times are in
 * milliseconds; `begun` is when all of it began, 0 for the process itself: the start is a phase too.
 */
export function watchPhases(host: Host, { timings }: TimingOptions, begun = 0, now: () => number = elapsed): Watched {
  const times = new Map<string, number>([["start", now() - begun]]);
  const open: Phase[] = [];
  const canDraw = host.terminal.stderr && host.env["TERM"] !== "dumb";
  const watchedFrom = now();
  let last = watchedFrom;
  let drawn: number | undefined;

  return {
    run(phase, work) {
      turn();
      open.push(phase);
      if (canDraw && (last - watchedFrom > longMs || (phase.count ?? 0) > many)) draw(phase);
      try {
        return work();
      } finally {
        turn();
        open.pop();
      }
    },
    step(done) {
      const phase = open.at(-1);
      if (!canDraw || phase === undefined) return;
      const at = now();
      if (at - watchedFrom > longMs && at - (drawn ?? 0) > redrawMs) draw(phase, done);
    },
    clear,
    end() {
      clear();
      if (timings) host.printError(renderTimings(times, now() - begun));
    },
  };

  /** What passed since the last turn is the innermost open phase's. */
  function turn(): void {
    const at = now();
    const phase = open.at(-1);
    if (phase !== undefined) times.set(phase.name, (times.get(phase.name) ?? 0) + at - last);
    last = at;
  }

  function draw({ name, count, noun = "" }: Phase, done?: number): void {
    drawn = now();
    const far = count === undefined ? "" : ` ${done === undefined ? "" : `${done} of `}${count} ${noun}`;
    host.printError(`${erase}${paintFor(host, "stderr").dim(`${name}${far}`)}`);
  }

  function clear(): void {
    if (drawn !== undefined) host.printError(erase);
    drawn = undefined;
  }
}

/** A line for each phase, in the order in which they began, with its share of the whole. */
function renderTimings(times: ReadonlyMap<string, number>, total: number): string {
  const rest = total - [...times.values()].reduce((sum, ms) => sum + ms, 0);
  const rows = [...times, ["rest", rest], ["total", total]] as const;
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, ms]) => `${name.padEnd(width)}  ${ms.toFixed(1).padStart(9)} ms  ${String(Math.round((100 * ms) / total)).padStart(3)} %\n`).join("");
}
