import type { Origin } from "../source/origin.js";
import type { Text } from "./output-file.js";
import { isYamlMapping, notesOf, YamlAlias, type YamlMapping, type YamlModel, YamlScalar } from "./yaml-model.js";
import { keyText, literalBlock, numberText, quotedText, scalarText } from "./yaml-scalar.js";

export * from "./yaml-model.js";

/**
 * Prints a model as YAML after `header` (comment lines, each with its line end). Readers of YAML 1.1 and 1.2 read the
 * same data: a text that either would take for something else is quoted. Nothing is folded; a text of several lines is a
 * literal block where that is exact. The origin of the model itself covers the whole file, its header too.
 */
export function renderYaml(model: YamlModel, header = ""): Text {
  const writer = new YamlWriter(header === "" ? [] : header.replace(/\n$/, "").split("\n"));
  const { origin } = notesOf(model);
  const file = writer.open(origin, 1);
  writer.writeRoot(model);
  writer.close(file);
  return { text: `${writer.lines.join("\n")}\n`, provenance: writer.provenance };
}

// Readers need not look further than this for the colon after a key.
const longestKey = 1000;
const longestFlow = 120;

class YamlWriter {
  readonly provenance: { readonly origin: Origin; readonly first: number; last: number }[] = [];

  constructor(readonly lines: string[]) {}

  /** The lines from here to `close` of what this gives exist because of `origin`. */
  open(origin: Origin | undefined, first = this.lines.length + 1): number {
    // Outer ranges come first, so the place is taken before the inner ones are known.
    return origin === undefined ? -1 : this.provenance.push({ origin, first, last: first }) - 1;
  }

  close(slot: number): void {
    if (slot < 0) return;
    const range = this.provenance[slot]!;
    range.last = Math.max(range.first, this.lines.length);
  }

  writeRoot(model: YamlModel): void {
    if (isYamlMapping(model) && !isEmpty(model)) this.writeEntries(model, "");
    else if (Array.isArray(model) && model.length > 0) this.writeItems(model as readonly YamlModel[], "");
    else this.lines.push(inlineText(model));
  }

  private writeEntries(mapping: YamlMapping, indent: string): void {
    const { spaced = false, raw = [] } = notesOf(mapping);
    let isFirst = true;
    for (const key of Object.keys(mapping)) {
      const value = mapping[key];
      if (value === undefined) continue;
      if (spaced && !isFirst) this.lines.push("");
      isFirst = false;
      const slot = this.open(notesOf(value).origin);
      this.writeEntry(key, value, indent);
      this.close(slot);
    }
    for (const { text, origin } of raw) {
      const slot = this.open(origin);
      for (const line of text.replace(/\n$/, "").split("\n")) this.lines.push(line === "" ? "" : indent + line);
      this.close(slot);
    }
  }

  private writeEntry(key: string, value: YamlModel, indent: string): void {
    this.writeComment(value, indent);
    const name = keyText(key);
    if (name.length <= longestKey) return this.writeValue(`${indent}${name}:`, value, indent);
    this.lines.push(`${indent}? ${name}`);
    this.writeValue(`${indent}:`, value, indent);
  }

  private writeItems(items: readonly YamlModel[], indent: string): void {
    for (const item of items) {
      const slot = this.open(notesOf(item).origin);
      this.writeItem(item, indent);
      this.close(slot);
    }
  }

  private writeItem(item: YamlModel, indent: string): void {
    this.writeComment(item, indent);
    const first = this.lines.length;
    const inner = `${indent}  `;
    const { anchor } = notesOf(item);
    if (isYamlMapping(item) && !isEmpty(item) && anchor === undefined) this.writeEntries(item, inner);
    else if (Array.isArray(item) && item.length > 0 && flowText(item) === undefined) this.writeItems(item as readonly YamlModel[], inner);
    else return this.writeValue(`${indent}-`, item, indent);
    // The first line of what the item holds stands behind its dash.
    this.lines[first] = `${indent}- ${this.lines[first]!.slice(inner.length)}`;
  }

  private writeValue(lead: string, value: YamlModel, indent: string): void {
    const { anchor } = notesOf(value);
    const inner = `${indent}  `;
    const text = value instanceof YamlScalar ? value.value : value;
    const head = anchor === undefined ? lead : `${lead} &${anchor}`;
    const block = typeof text === "string" && text.includes("\n") ? literalBlock(text) : undefined;
    if (block !== undefined) {
      this.lines.push(`${head} ${block.header}`, ...block.lines.map((line) => (line === "" ? "" : inner + line)));
    } else if (isYamlMapping(value) && !isEmpty(value)) {
      this.lines.push(head);
      this.writeEntries(value, inner);
    } else if (Array.isArray(value) && value.length > 0 && flowText(value) === undefined) {
      this.lines.push(head);
      this.writeItems(value as readonly YamlModel[], inner);
    } else {
      // `key:` alone is null.
      this.lines.push(text === null && lead.endsWith(":") ? head : `${head} ${inlineText(value)}`);
    }
  }

  private writeComment(value: YamlModel, indent: string): void {
    const { comment } = notesOf(value);
    if (comment !== undefined) for (const line of comment.split("\n")) this.lines.push(`${indent}# ${line}`);
  }
}

function isEmpty(mapping: YamlMapping): boolean {
  return Object.values(mapping).every((value) => value === undefined) && notesOf(mapping).raw === undefined;
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
  if (list.length > 0 && notesOf(list).flow !== true) return undefined;
  const items = list.map((item) => (item instanceof YamlScalar ? item.value : item));
  if (items.some((item) => typeof item === "object" && item !== null)) return undefined;
  const text = `[${items.map((item) => (typeof item === "string" ? quotedText(item) : inlineText(item))).join(", ")}]`;
  return text.length <= longestFlow ? text : undefined;
}
