import type { Origin } from "../../source/origin.js";
import type { Branch, Plugin, Setting, Step, Value } from "./model.js";

/** One line of a pipeline, its indentation included. */
export interface Line {
  readonly text: string;
  readonly origin: Origin;
}

const widest = 120;

/** The lines of what stands in a section, `depth` braces deep. */
export function printSteps(steps: readonly Step[], depth: number): readonly Line[] {
  return steps.flatMap((step) => ("raw" in step ? printRaw(step.raw, step.origin) : "arms" in step ? printBranch(step, depth) : printPlugin(step, depth)));
}

function printRaw(raw: string, origin: Origin): readonly Line[] {
  return raw.replace(/\n+$/, "").split("\n").map((text) => ({ text, origin }));
}

function printBranch({ arms, origin }: Branch, depth: number): readonly Line[] {
  const indent = "  ".repeat(depth);
  const inner = arms.flatMap((arm, index) => {
    const lead = index === 0 ? `if ${arm.condition}` : arm.condition === null ? "} else" : `} else if ${arm.condition}`;
    return [{ text: `${indent}${lead} {`, origin: arm.origin }, ...printSteps(arm.body, depth + 1)];
  });
  return [...inner, { text: `${indent}}`, origin }];
}

function printPlugin({ plugin, settings, comment, origin }: Plugin, depth: number): readonly Line[] {
  const indent = "  ".repeat(depth);
  const head = comment === undefined ? [] : comment.split("\n").map((text) => ({ text: `${indent}# ${text}`, origin }));
  if (settings.length === 0) return [...head, { text: `${indent}${plugin} { }`, origin }];
  return [...head, { text: `${indent}${plugin} {`, origin }, ...settings.flatMap((setting) => printSetting(setting, depth + 1, origin)), { text: `${indent}}`, origin }];
}

function printSetting({ name, value, origin: own }: Setting, depth: number, around: Origin): readonly Line[] {
  const indent = "  ".repeat(depth);
  const origin = own ?? around;
  const short = inline(value);
  if (short !== undefined && (isOne(value) || indent.length + name.length + short.length + 4 <= widest)) return [{ text: `${indent}${name} => ${short}`, origin }];
  return printLong(`${indent}${name} => `, value, depth, origin);
}

/** Whether nothing is gained by more lines. */
function isOne(value: Value): boolean {
  if (typeof value !== "object") return true;
  return Array.isArray(value) ? value.length <= 1 : "hash" in value && value.hash.length <= 1 && value.hash.every((entry) => isOne(entry.value));
}

function printLong(lead: string, value: Value, depth: number, origin: Origin): readonly Line[] {
  const indent = "  ".repeat(depth);
  const line = (text: string): Line => ({ text, origin });
  if (typeof value !== "object") return [line(`${lead}${value}`)];
  if (Array.isArray(value)) {
    const items = value as readonly Value[];
    return [line(`${lead}[`), ...items.map((item, index) => line(`${indent}  ${inline(item) ?? ""}${index === items.length - 1 ? "" : ","}`)), line(`${indent}]`)];
  }
  if ("plugin" in value) return [line(`${lead}${value.plugin} {`), ...value.settings.flatMap((setting) => printSetting(setting, depth + 1, origin)), line(`${indent}}`)];
  const { hash } = value as { readonly hash: readonly { readonly key: string; readonly value: Value }[] };
  // Between the entries of a hash there can be no comma, and no comment.
  return [line(`${lead}{`), ...hash.flatMap((entry) => printEntry(entry, depth + 1, origin)), line(`${indent}}`)];
}

function printEntry({ key, value }: { readonly key: string; readonly value: Value }, depth: number, origin: Origin): readonly Line[] {
  const indent = "  ".repeat(depth);
  const short = inline(value);
  if (short !== undefined && (isOne(value) || indent.length + key.length + short.length + 4 <= widest)) return [{ text: `${indent}${key} => ${short}`, origin }];
  return printLong(`${indent}${key} => `, value, depth, origin);
}

/** On one line, where that is possible: hashes of several entries have lines of their own. */
function inline(value: Value): string | undefined {
  if (typeof value !== "object") return String(value);
  if (Array.isArray(value)) {
    const items = (value as readonly Value[]).map(inline);
    return items.includes(undefined) ? undefined : `[${items.join(", ")}]`;
  }
  if ("plugin" in value) return value.settings.length === 0 ? `${value.plugin} { }` : undefined;
  const { hash } = value as { readonly hash: readonly { readonly key: string; readonly value: Value }[] };
  if (hash.length > 1) return undefined;
  const [entry] = hash;
  if (entry === undefined) return "{ }";
  const inner = inline(entry.value);
  return inner === undefined ? undefined : `{ ${entry.key} => ${inner} }`;
}
