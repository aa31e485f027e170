import type { Origin } from "../source/origin.js";
import type { Provenance } from "./output-file.js";

interface Range {
  readonly origin: Origin;
  first: number;
  last: number;
}

/** Those of a text that begins after so many lines. */
interface Taken {
  readonly ranges: Ranges;
  readonly lines: number;
}

/** Why the lines of a text exist, while it is written. */
export class Ranges {
  private readonly all: (Range | Taken)[] = [];
  private hasTaken = false;

  /** From line `first` on, to the line that `close` says of what this gives. */
  open(origin: Origin, first: number): number {
    // Outer ranges come first, so the place is taken before the inner ones are known.
    return this.all.push({ origin, first, last: first }) - 1;
  }

  close(slot: number, last: number): void {
    const range = this.all[slot] as Range;
    if (last > range.first) range.last = last;
  }

  /** Adds those of a text that begins after so many lines. They may be in several texts, and stay as they are. */
  take(ranges: Ranges, lines: number): void {
    this.all.push({ ranges, lines });
    this.hasTaken = true;
  }

  provenance(): readonly Provenance[] {
    if (!this.hasTaken) return this.all as readonly Range[];
    const found: Provenance[] = [];
    this.addTo(found, 0);
    return found;
  }

  private addTo(found: Provenance[], lines: number): void {
    for (const each of this.all) {
      if ("ranges" in each) each.ranges.addTo(found, lines + each.lines);
      else found.push({ origin: each.origin, first: lines + each.first, last: lines + each.last });
    }
  }
}
