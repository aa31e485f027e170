import { firstPlace } from "../source/bisect.js";
import type { Source, Span } from "../source/source.js";
import type { Body } from "./tree.js";

/** From an offset of a part on, by how much its places in the file differ. */
interface Stretch {
  readonly from: number;
  readonly shift: number;
}

/** A part of a file that was parsed by itself. Its statements stay while the file is edited around them, and it knows where they lie then. */
export class Part implements Source {
  readonly path: string;
  readonly text: string;
  private file: Source;
  private stretches: Stretch[] = [{ from: 0, shift: 0 }];

  constructor(source: Source) {
    this.path = source.path;
    this.text = source.text;
    this.file = source;
  }

  /** What stands from `start` to `end` of a file. */
  static of(source: Source, start: number, end: number): Part {
    // With a character before it, it is no slice that keeps the whole text in memory.
    const part = new Part({ path: source.path, text: ` ${source.text.slice(start, end)}`.slice(1) });
    part.file = source;
    part.stretches = [{ from: 0, shift: start }];
    return part;
  }

  /** Tells the parts that a body is made of where in `file` they lie now: its statements begin at `starts`, what dangles at the last of them. */
  static place({ statements, dangling }: Body, starts: readonly number[], file: Source): void {
    const placed = new Set<Part>();
    let last: { readonly part: Part; readonly shift: number } | undefined;
    const place = ({ source, start }: Span, from: number, now: number): void => {
      const shift = now - start;
      if (last?.part === source && last.shift === shift) return;
      const part = source as Part;
      if (!placed.has(part)) {
        placed.add(part);
        part.file = file;
        part.stretches = [];
      }
      if (part.stretches.at(-1)?.shift !== shift) part.stretches.push({ from, shift });
      last = { part, shift };
    };
    for (let at = 0; at < statements.length; at++) {
      const { span, leading } = statements[at]!;
      place(span, leading[0]?.span.start ?? span.start, starts[at]!);
    }
    if (dangling[0] !== undefined) place(dangling[0].span, dangling[0].span.start, starts[statements.length]!);
  }

  /** Of a part that is a whole file: what the file is now. */
  become(file: Source): void {
    this.file = file;
  }

  inFile({ start, end }: Span): Span {
    const { shift } = this.stretches[Math.max(1, firstPlace(this.stretches.length, (at) => this.stretches[at]!.from > start)) - 1]!;
    return { source: this.file, start: start + shift, end: end + shift };
  }
}
