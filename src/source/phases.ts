/** A part of a compilation: `emit nginx`, which goes through 12 daemons. Without a count it is not known how many. */
export interface Phase {
  readonly name: string;
  readonly count?: number;
  /** What is counted, in the plural. */
  readonly noun?: string;
}

/** Whoever sees the phases of a compilation: what compiles has no clock and shows nothing. */
export interface Observer {
  /** Does the work of a phase, and gives what it gives. */
  run<Value>(phase: Phase, work: () => Value): Value;
  /** So many of the phase's count are done. */
  step(done: number): void;
}

export const unobserved: Observer = { run: (_, work) => work(), step: () => undefined };
