import type { Origin } from "../source/origin.js";
import type { Provenance } from "./output-file.js";

/** Why the lines of a text exist, while it is written; in columns, as a large one has a hundred thousand. */
export class Ranges {
  private readonly origins: Origin[] = [];
  private readonly firsts: number[] = [];
  private readonly lasts: number[] = [];

  /** From line `first` on, to the line that `close` says of what this gives. */
  open(origin: Origin, first: number): number {
    // Outer ranges come first, so the place is taken before the inner ones are known.
    this.firsts.push(first);
    this.lasts.push(first);
    return this.origins.push(origin) - 1;
  }

  close(slot: number, last: number): void {
    if (last > this.firsts[slot]!) this.lasts[slot] = last;
  }

  /** Adds those of a text that begins after so many lines. */
  addAll({ origins, firsts, lasts }: Ranges, lines: number): void {
    for (let at = 0; at < origins.length; at++) {
      this.origins.push(origins[at]!);
      this.firsts.push(firsts[at]! + lines);
      this.lasts.push(lasts[at]! + lines);
    }
  }

  provenance(): readonly Provenance[] {
    return this.origins.map((origin, at) => ({ origin, first: this.firsts[at]!, last: this.lasts[at]! }));
  }
}
