import type { Origin } from "../source/origin.js";
import { noTables, type Tables } from "../source/tables.js";
import { type Printed, type Runs, runsAgain, shortestList } from "./kept-runs.js";
import { LongText } from "./long-text.js";
import type { Text } from "./output-file.js";
import { Ranges } from "./ranges.js";

/** Makes the text of a file from its model. */
export type Template<Model> = (model: Model) => Text;

/** The same of a file that may be long. */
export type LongTemplate<Model> = (model: Model, keeping: Keeping) => Pick<Printed, "parts" | "ranges">;

/** Where what was written is kept, by the name of the file. */
interface Keeping {
  readonly tables: Tables;
  readonly file: string;
}

type Write<Model> = (writer: TemplateWriter, model: Model) => void;

const nothingKept: Keeping = { tables: noTables, file: "" };

/**
 * The template that the build compiled of a `.hbs` file.
 *
 * Nothing is escaped: models hold only quoted values, numbers and fixed words. A name that the model lacks throws: a
 * slip in a template is a bug, not an empty line; absent is `null`. `{{#from origin}}…{{/from}}` records that the lines
 * inside exist because of `origin`. `{{#kept items name}}…{{/kept}}` is an `each` of whole lines of which those are used
 * again that were written for the compilation before: for long lists whose items do not change, and are the same as then
 * where nothing of them is another. Inside, only the item is seen; the name tells the list from others of that block.
 */
export function template<Model>(write: Write<Model>): Template<Model> {
  const printed = longTemplate(write);
  return (model) => {
    const { parts, ranges } = printed(model, nothingKept);
    return { text: parts.join(""), provenance: ranges.provenance() };
  };
}

/** The same for a file that may be long. */
export function longTemplate<Model>(write: Write<Model>): LongTemplate<Model> {
  return (model, keeping) => {
    const writer = new TextWriter(keeping);
    write(writer, model);
    return { parts: writer.written.parts(), ranges: writer.ranges };
  };
}

/** What a compiled template writes to. */
export interface TemplateWriter {
  /** Text of the template itself, with what is known of it: how many lines it ends, and whether it ends with a line's end. */
  fixed(text: string, lineEnds: number, endsLine: boolean): void;
  /** A value of the model. */
  text(text: string): void;
  /** The lines from here to `close` of what this gives exist because of `origin`; of null nothing is recorded. */
  open(origin: Origin | null): number;
  close(slot: number): void;
  /** Writes all of a list by `write`, or what was kept of it under `name`; false: nothing is kept, and nothing was written. */
  kept<Item>(name: string, items: readonly Item[], write: (writer: TemplateWriter, item: Item) => void): boolean;
}

class TextWriter implements TemplateWriter {
  readonly written = new LongText();
  readonly ranges = new Ranges();
  private line = 1;
  private atLineStart = true;

  constructor(private readonly keeping: Keeping) {}

  fixed(text: string, lineEnds: number, endsLine: boolean): void {
    this.written.add(text);
    this.line += lineEnds;
    this.atLineStart = endsLine;
  }

  text(text: string): void {
    if (text === "") return;
    this.written.add(text);
    this.atLineStart = false;
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) {
      this.line++;
      this.atLineStart = at === text.length - 1;
    }
  }

  open(origin: Origin | null): number {
    return origin === null ? -1 : this.ranges.open(origin, this.line);
  }

  close(slot: number): void {
    if (slot >= 0) this.ranges.close(slot, this.atLineStart ? this.line - 1 : this.line);
  }

  kept<Item>(name: string, items: readonly Item[], write: (writer: TemplateWriter, item: Item) => void): boolean {
    const { tables, file } = this.keeping;
    if (tables === noTables || items.length < shortestList) return false;
    const slot = tables.slot<Runs<Item>>(`${file} ${name}`, []);
    const runs = runsAgain(slot.get(), items, (run) => this.print(run, write));
    slot.set(runs);
    for (const { printed } of runs.runs) this.addPrinted(printed);
    return true;
  }

  private print<Item>(items: readonly Item[], write: (writer: TemplateWriter, item: Item) => void): Printed {
    const writer = new TextWriter(this.keeping);
    for (const item of items) write(writer, item);
    if (!writer.atLineStart) throw new Error("a template keeps what are no whole lines");
    return { parts: writer.written.parts(), lines: writer.line - 1, ranges: writer.ranges };
  }

  private addPrinted({ parts, lines, ranges }: Printed): void {
    if (!this.atLineStart) throw new Error("a template keeps what begins no line");
    this.ranges.take(ranges, this.line - 1);
    this.written.addParts(parts);
    this.line += lines;
  }
}
