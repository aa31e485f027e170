import type { Origin } from "../source/origin.js";
import type { Printed } from "./kept-runs.js";
import { LongText } from "./long-text.js";
import type { Text } from "./output-file.js";
import { Ranges } from "./ranges.js";
import { notesOf, YamlAlias, type YamlMapping, type YamlModel, YamlPrinted, YamlScalar } from "./yaml-model.js";
import { isPlain, keyText, literalBlock, numberText, quotedText, scalarText } from "./yaml-scalar.js";

export * from "./yaml-model.js";

/**
 * Prints a model as YAML after `header` (comment lines, each with its line end). Readers of YAML 1.1 and 1.2 read the
 * same data: a text that either would take for something else is quoted. Nothing is folded; a text of several lines is a
 * literal block where that is exact. The origin of the model itself covers the whole file, its header too.
 */
export function renderYaml(model: YamlModel, header = ""): Text {
  const { parts, ranges } = printYaml(model, header);
  return { text: parts.join(""), provenance: ranges.provenance() };
}

/** The same of a file that may be long. */
export function printYaml(model: YamlModel, header = ""): Pick<Printed, "parts" | "ranges"> {
  const writer = new YamlWriter();
  const { origin } = notesOf(model);
  const file = writer.open(origin);
  if (header !== "") for (const line of header.replace(/\n$/, "").split("\n")) writer.line("", line);
  writer.writeRoot(model);
  writer.close(file);
  return { parts: writer.text.parts(), ranges: writer.ranges };
}

/** Prints the entries of a mapping as they come, `indent` before each and a blank line between them: of thousands none is held as data. */
export class YamlPrinter {
  private readonly writer = new YamlWriter();

  constructor(private readonly indent: string) {}

  add(key: string, value: YamlModel): void {
    this.separate();
    this.writer.writeEntry(key, value, this.indent);
  }

  /** Adds entries that were printed before. */
  addPrinted(printed: YamlPrinted): void {
    this.separate();
    this.writer.writePrinted(printed, this.indent);
  }

  end(): YamlPrinted {
    return new YamlPrinted(this.indent, this.writer.text.parts(), this.writer.lines, this.writer.ranges);
  }

  private separate(): void {
    if (this.writer.lines > 0) this.writer.line("", "");
  }
}

// Readers need not look further than this for the colon after a key.
const longestKey = 1000;
const longestFlow = 120;

class YamlWriter {
  readonly text = new LongText();
  /** How many there are so far. */
  lines = 0;
  readonly ranges = new Ranges();
  /** What the next line begins with in place of its indent: the dashes of the items that it is the first of. */
  private dashes: string | undefined = undefined;

  line(indent: string, rest: string): void {
    this.text.add(`${this.dashes ?? indent}${rest}\n`);
    this.dashes = undefined;
    this.lines++;
  }

  /** The lines from here to `close` of what this gives exist because of `origin`. */
  open(origin: Origin | undefined): number {
    return origin === undefined ? -1 : this.ranges.open(origin, this.lines + 1);
  }

  close(slot: number): void {
    if (slot >= 0) this.ranges.close(slot, this.lines);
  }

  writeRoot(model: YamlModel): void {
    if (Array.isArray(model) && model.length > 0) this.writeItems(model as readonly YamlModel[], "");
    else if (holdsLines(model)) this.writeLines(model, "");
    else this.line("", inlineText(model));
  }

  writeEntry(key: string, value: YamlModel, indent: string): void {
    const { origin, comment } = notesOf(value);
    const slot = this.open(origin);
    if (comment !== undefined) this.writeComment(comment, indent);
    const name = keyText(key);
    if (name.length > longestKey) this.line(indent, `? ${name}`);
    this.writeValue(name.length > longestKey ? ":" : `${name}:`, value, indent);
    this.close(slot);
  }

  private writeEntries(mapping: YamlMapping, indent: string): void {
    const { spaced, raw } = notesOf(mapping);
    let isFirst = true;
    for (const key in mapping) {
      const value = mapping[key];
      if (value === undefined) continue;
      if (spaced && !isFirst) this.line("", "");
      isFirst = false;
      this.writeEntry(key, value, indent);
    }
    if (raw !== undefined) for (const { text, origin } of raw) this.writeRaw(text, origin, indent);
  }

  private writeRaw(text: string, origin: Origin, indent: string): void {
    const slot = this.open(origin);
    for (const line of text.replace(/\n$/, "").split("\n")) this.line(line === "" ? "" : indent, line);
    this.close(slot);
  }

  private writeItems(items: readonly YamlModel[], indent: string): void {
    for (const item of items) {
      const { origin, comment, anchor } = notesOf(item);
      const slot = this.open(origin);
      if (comment !== undefined) this.writeComment(comment, indent);
      if (anchor === undefined && holdsLines(item)) {
        // The first line of what the item holds stands behind its dash.
        this.dashes = `${this.dashes ?? indent}- `;
        this.writeLines(item, `${indent}  `);
      } else this.writeValue("-", item, indent);
      this.close(slot);
    }
  }

  private writeValue(lead: string, value: YamlModel, indent: string): void {
    const { anchor } = notesOf(value);
    const head = anchor === undefined ? lead : `${lead} &${anchor}`;
    const data = value instanceof YamlScalar ? value.value : value;
    if (typeof data === "string") this.writeText(head, data, indent);
    else if (holdsLines(data)) {
      this.line(indent, head);
      this.writeLines(data, `${indent}  `);
    } else {
      // `key:` alone is null.
      this.line(indent, data === null && lead.endsWith(":") ? head : `${head} ${inlineText(data)}`);
    }
  }

  private writeText(head: string, text: string, indent: string): void {
    if (isPlain(text)) return this.line(indent, `${head} ${text}`);
    const block = text.includes("\n") ? literalBlock(text) : undefined;
    if (block === undefined) return this.line(indent, `${head} ${quotedText(text)}`);
    this.line(indent, `${head} ${block.header}`);
    for (const line of block.lines) this.line(line === "" ? "" : `${indent}  `, line);
  }

  private writeLines(value: Lines, indent: string): void {
    if (value instanceof YamlPrinted) this.writePrinted(value, indent);
    else if (Array.isArray(value)) this.writeItems(value as readonly YamlModel[], indent);
    else this.writeEntries(value as YamlMapping, indent);
  }

  writePrinted({ parts, indent: own, lines, ranges }: YamlPrinted, indent: string): void {
    if (indent !== own || this.dashes !== undefined) throw new Error(`printed for entries at ${own.length}, not at ${indent.length}`);
    this.ranges.take(ranges, this.lines);
    this.text.addParts(parts);
    this.lines += lines;
  }

  private writeComment(comment: string, indent: string): void {
    for (const line of comment.split("\n")) this.line(indent, `# ${line}`);
  }
}

/** What takes lines of its own. */
type Lines = YamlMapping | readonly YamlModel[] | YamlPrinted;

function holdsLines(value: YamlModel): value is Lines {
  if (typeof value !== "object" || value === null || value instanceof YamlScalar || value instanceof YamlAlias) return false;
  if (value instanceof YamlPrinted) return value.lines > 0;
  return Array.isArray(value) ? value.length > 0 && flowText(value) === undefined : !isEmpty(value as YamlMapping);
}

function isEmpty(mapping: YamlMapping): boolean {
  for (const key in mapping) if (mapping[key] !== undefined) return false;
  return notesOf(mapping).raw === undefined;
}

/** What fits on the line of its key. */
function inlineText(model: YamlModel): string {
  if (model instanceof YamlScalar) return inlineText(model.value);
  if (model instanceof YamlAlias) return `*${model.anchor}`;
  if (typeof model === "string") return scalarText(model);
  if (typeof model === "number") return numberText(model);
  if (model === null || typeof model === "boolean") return String(model);
  return Array.isArray(model) ? (flowText(model) ?? "[]") : "{}";
}

/** `["CMD", "true"]`, or undefined for a list that stands in lines of its own. */
function flowText(list: readonly YamlModel[]): string | undefined {
  if (list.length > 0 && !notesOf(list).flow) return undefined;
  const items = list.map((item) => (item instanceof YamlScalar ? item.value : item));
  if (items.some((item) => typeof item === "object" && item !== null)) return undefined;
  const text = `[${items.map((item) => (typeof item === "string" ? quotedText(item) : inlineText(item))).join(", ")}]`;
  return text.length <= longestFlow ? text : undefined;
}
