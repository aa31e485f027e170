import type { Origin } from "../source/origin.js";
import type { Provenance, Text } from "./output-file.js";
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
  writer.cover(origin, () => writer.writeRoot(model), 1);
  return { text: `${writer.lines.join("\n")}\n`, provenance: writer.provenance };
}

// Readers need not look further than this for the colon after a key.
const longestKey = 1000;
const longestFlow = 120;

class YamlWriter {
  readonly provenance: Provenance[] = [];

  constructor(readonly lines: string[]) {}

  /** Runs `write`; the lines that it adds exist because of `origin`. */
  cover(origin: Origin | undefined, write: () => void, first = this.lines.length + 1): void {
    if (origin === undefined) return write();
    // Outer ranges come first, so the place is taken before the inner ones are known.
    const slot = this.provenance.push({ origin, first, last: first }) - 1;
    write();
    this.provenance[slot] = { origin, first, last: Math.max(first, this.lines.length) };
  }

  writeRoot(model: YamlModel): void {
    if (isYamlMapping(model) && !isEmpty(model)) this.writeEntries(model, "");
    else if (Array.isArray(model) && model.length > 0) this.writeItems(model as readonly YamlModel[], "");
    else this.lines.push(inlineText(model));
  }

  private writeEntries(mapping: YamlMapping, indent: string): void {
    const { spaced = false, raw = [] } = notesOf(mapping);
    let isFirst = true;
    for (const [key, value] of Object.entries(mapping)) {
      if (value === undefined) continue;
      if (spaced && !isFirst) this.lines.push("");
      isFirst = false;
      this.cover(notesOf(value).origin, () => this.writeEntry(key, value, indent));
    }
    for (const { text, origin } of raw) {
      this.cover(origin, () => this.lines.push(...text.replace(/\n$/, "").split("\n").map((line) => (line === "" ? "" : indent + line))));
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
      this.cover(notesOf(item).origin, () => {
        this.writeComment(item, indent);
        const first = this.lines.length;
        const inner = `${indent}  `;
        const { anchor } = notesOf(item);
        if (isYamlMapping(item) && !isEmpty(item) && anchor === undefined) this.writeEntries(item, inner);
        else if (Array.isArray(item) && item.length > 0 && flowText(item) === undefined) this.writeItems(item as readonly YamlModel[], inner);
        else return this.writeValue(`${indent}-`, item, indent);
        // The first line of what the item holds stands behind its dash.
        this.lines[first] = `${indent}- ${this.lines[first]!.slice(inner.length)}`;
      });
    }
  }

  private writeValue(lead: string, value: YamlModel, indent: string): void {
    const { anchor } = notesOf(value);
    const inner = `${indent}  `;
    const text = value instanceof YamlScalar ? value.value : value;
    const block = typeof text === "string" ? literalBlock(text) : undefined;
    const head = anchor === undefined ? lead : `${lead} &${anchor}`;
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
    if (comment !== undefined) this.lines.push(...comment.split("\n").map((line) => `${indent}# ${line}`));
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
