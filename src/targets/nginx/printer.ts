import type { Printed } from "../../emit/kept-runs.js";
import { LongText } from "../../emit/long-text.js";
import { Ranges } from "../../emit/ranges.js";
import { areSameOrigins, type Origin } from "../../source/origin.js";
import type { Directive, Rare, Stretches } from "./model.js";

const step = "    ";

/** What stands around directives so many blocks deep. */
interface Depth {
  readonly indent: string;
  /** The same after a blank line. */
  readonly apart: string;
  readonly close: string;
  inner: Depth | null;
}

const outermost = depthOf("");

function depthOf(indent: string): Depth {
  return { indent, apart: `\n${indent}`, close: `${indent}}\n`, inner: null };
}

function inside(depth: Depth): Depth {
  return (depth.inner ??= depthOf(depth.indent + step));
}

/** Prints directives as they are nested, four blanks a level, and records where the lines come from. */
export class Printer {
  private readonly ranges = new Ranges();
  // It takes parts of lines: a text for each line would be one more to keep.
  private readonly text = new LongText();
  /** Of the line that comes next. */
  private next = 1;

  /** What was printed; nothing may be printed after it. */
  end(): Printed {
    return { parts: this.text.parts(), lines: this.next - 1, ranges: this.ranges };
  }

  /** Prints what `print` does, all of it because of `origin`. */
  because(origin: Origin, print: () => void): void {
    const slot = this.ranges.open(origin, this.next);
    print();
    this.ranges.close(slot, this.next - 1);
  }

  /** A line; what is in it may hold line ends. */
  line(text: string): void {
    this.text.add(text);
    this.text.add("\n");
    this.next++;
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) this.next++;
  }

  section(name: string, stretches: Stretches): void {
    this.line("");
    this.line(`${name} {`);
    for (let at = 0; at < stretches.length; at++) {
      const stretch = stretches[at]!;
      if ("parts" in stretch) this.printed(stretch);
      else this.directives(stretch, inside(outermost), null, at === 0);
    }
    this.line("}");
  }

  /** Directives that stand in a section, and not first there. */
  inSection(directives: readonly Directive[]): void {
    this.directives(directives, inside(outermost), null, false);
  }

  lines(directives: readonly Directive[]): void {
    this.directives(directives, outermost, null, false);
  }

  private printed({ parts, lines, ranges }: Printed): void {
    this.ranges.take(ranges, this.next - 1);
    this.text.addParts(parts);
    this.next += lines;
  }

  /** `outer` is the reason of the lines around; `opens`: a block begins here, so that no blank line stands before the first directive. */
  private directives(directives: readonly Directive[], depth: Depth, outer: Origin | null, opens: boolean): void {
    // Of simple directives one after the other that have one reason.
    let slot = -1;
    let reason: Origin | null = null;
    for (let at = 0; at < directives.length; at++) {
      const directive = directives[at]!;
      const { origin, block, rare } = directive;
      // A reason is recorded before those of the lines inside, and not again for what it is the reason of anyway.
      if (outer !== null && areSameOrigins(origin, outer)) slot = -1;
      else if (slot < 0 || reason === null || block !== null || !areSameOrigins(reason, origin)) slot = this.ranges.open(origin, this.next);
      reason = origin;
      const isApart = directive.gap && (at > 0 || !opens);
      if (rare !== null) this.rare(directive, rare, isApart, depth);
      else if (block === null) this.head(directive, isApart, depth, ";\n");
      else this.block(directive, block, isApart, depth);
      if (slot >= 0) this.ranges.close(slot, this.next - 1);
      if (block !== null) slot = -1;
    }
  }

  private block(directive: Directive, block: readonly Directive[], isApart: boolean, depth: Depth): void {
    this.head(directive, isApart, depth, " {\n");
    this.directives(block, inside(depth), directive.origin, true);
    this.text.add(depth.close);
    this.next++;
  }

  private rare(directive: Directive, { comment, raw, lua, wrapped }: Rare, isApart: boolean, depth: Depth): void {
    const { indent } = depth;
    if (isApart) this.line("");
    if (comment !== null) this.line(`${indent}# ${comment}`);
    if (raw !== null) return this.line(raw);
    if (lua === null && directive.block !== null) return this.block(directive, directive.block, false, depth);
    const head = [`${indent}${directive.name}${directive.words === "" ? "" : " "}${directive.words}`, ...wrapped].join(`\n${indent}${step}`);
    if (lua === null) return this.line(`${head};`);
    this.line(`${head} {`);
    if (lua !== "") this.line(lua);
    this.line(`${indent}}`);
  }

  private head({ name, words }: Directive, isApart: boolean, { indent, apart }: Depth, end: string): void {
    this.text.add(isApart ? apart : indent);
    this.text.add(name);
    if (words !== "") {
      this.text.add(" ");
      this.text.add(words);
    }
    this.text.add(end);
    this.next += isApart ? 2 : 1;
  }
}
