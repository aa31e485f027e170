import type { Origin } from "../source/origin.js";
import type { Provenance } from "./output-file.js";

/** Why the lines of a text exist, while it is written. */
export class Ranges {
  private readonly all: { readonly origin: Origin; first: number; last: number }[] = [];

  /** From line `first` on, to the line that `close` says of what this gives. */
  open(origin: Origin, first: number): number {
    // Outer ranges come first, so the place is taken before the inner ones are known.
    return this.all.push({ origin, first, last: first }) - 1;
  }

  close(slot: number, last: number): void {
    const range = this.all[slot]!;
    if (last > range.first) range.last = last;
  }

  /** Takes over those of a text that begins after so many lines; they are no longer the other's. */
  take(others: Ranges, lines: number): void {
    for (const range of others.all) {
      range.first += lines;
      range.last += lines;
      this.all.push(range);
    }
    others.all.length = 0;
  }

  provenance(): readonly Provenance[] {
    return this.all;
  }
}
