import type { Origin } from "../source/origin.js";
import { LongText } from "./long-text.js";
import type { Text } from "./output-file.js";
import { Ranges } from "./ranges.js";

/** Makes the text of a file from its model. */
export type Template<Model> = (model: Model) => Text;

/**
 * The template that the build compiled of a `.hbs` file.
 *
 * Nothing is escaped: models hold only quoted values, numbers and fixed words. A name that the model lacks throws: a
 * slip in a template is a bug, not an empty line; absent is `null`. `{{#from origin}}…{{/from}}` records that the lines
 * inside exist because of `origin`.
 */
export function template<Model>(write: (writer: TemplateWriter, model: Model) => void): Template<Model> {
  return (model) => {
    const writer = new TextWriter();
    write(writer, model);
    return { text: writer.written.toString(), provenance: writer.ranges.provenance() };
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
}

class TextWriter implements TemplateWriter {
  readonly written = new LongText();
  readonly ranges = new Ranges();
  private line = 1;
  private atLineStart = true;

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
}
