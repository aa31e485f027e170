import type { Provenance, Text } from "../../emit/output-file.js";
import type { Origin } from "../../source/origin.js";
import type { Directive, Rare } from "./model.js";

const step = "    ";

/** Prints directives as they are nested, four blanks a level, and records where the lines come from. */
export class Printer {
  readonly #provenance: { origin: Origin; first: number; last: number }[] & readonly Provenance[] = [];
  readonly #finished: string[] = [];
  // Parts of lines wait here to become one text together: a text for each line would be one more to keep.
  readonly #waiting: string[] = [];
  #count = 0;
  /** Of the line that comes next. */
  #line = 1;

  constructor(origin: Origin) {
    this.#provenance.push({ origin, first: 1, last: 1 });
  }

  /** The text so far; nothing may be printed after it. */
  end(): Text {
    this.#finish();
    this.#provenance[0]!.last = this.#line - 1;
    return { text: this.#finished.join(""), provenance: this.#provenance };
  }

  /** A line; what is in it may hold line ends. */
  line(text: string): void {
    this.#put(text);
    this.#put("\n");
    this.#line++;
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) this.#line++;
  }

  section(name: string, directives: readonly Directive[]): void {
    this.line("");
    this.line(`${name} {`);
    this.directives(directives, step, true);
    this.line("}");
  }

  /** `opens`: a block begins here, so that no blank line stands before the first directive. `outer` is the reason of the lines around. */
  directives(directives: readonly Directive[], indent = "", opens = false, outer: Origin | null = null): void {
    for (let at = 0; at < directives.length; at++) {
      const directive = directives[at]!;
      const { origin, block, rare } = directive;
      const first = this.#line;
      // A reason is recorded before those of the lines inside, and not again for what it is the reason of anyway.
      const range = origin === outer ? null : { origin, first, last: first };
      if (range !== null) this.#provenance.push(range);
      if (directive.gap && !(opens && at === 0)) this.line("");
      if (rare !== null) this.#rare(directive, rare, indent);
      else if (block === null) this.#head(indent, directive, ";\n");
      else this.#block(directive, block, indent);
      if (range !== null) range.last = this.#line - 1;
      if (this.#count > 200) this.#finish();
    }
  }

  #block(directive: Directive, block: readonly Directive[], indent: string): void {
    this.#head(indent, directive, " {\n");
    this.directives(block, indent + step, true, directive.origin);
    this.#put(indent);
    this.#put("}\n");
    this.#line++;
  }

  #rare(directive: Directive, { comment, raw, lua, wrapped }: Rare, indent: string): void {
    if (comment !== null) this.line(`${indent}# ${comment}`);
    if (raw !== null) return this.line(raw);
    if (lua === null && directive.block !== null) return this.#block(directive, directive.block, indent);
    const head = [`${indent}${directive.name}${directive.words === "" ? "" : " "}${directive.words}`, ...wrapped].join(`\n${indent}${step}`);
    if (lua === null) return this.line(`${head};`);
    this.line(`${head} {`);
    if (lua !== "") this.line(lua);
    this.line(`${indent}}`);
  }

  #head(indent: string, { name, words }: Directive, end: string): void {
    this.#put(indent);
    this.#put(name);
    if (words !== "") {
      this.#put(" ");
      this.#put(words);
    }
    this.#put(end);
    this.#line++;
  }

  #put(part: string): void {
    this.#waiting[this.#count++] = part;
  }

  #finish(): void {
    this.#waiting.length = this.#count;
    this.#finished.push(this.#waiting.join(""));
    this.#count = 0;
  }
}
