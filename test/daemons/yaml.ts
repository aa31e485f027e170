import { LineCounter, isMap, isNode, isScalar, parseDocument, type Document } from "yaml";
import { ownChecker, type Complaint, type TestChecker } from "./checker.js";

/** Both YAML 1.1 and YAML 1.2 read the file without a word, and read the same data. */
export const yaml: TestChecker = {
  ...ownChecker,
  name: "yaml",
  read: (_, { path, text }) => readYaml(path, text).complaints,
};

/** The data as YAML 1.2 reads it, and everything that speaks against the text. */
export function readYaml(path: string, text: string): { readonly data: unknown; readonly document: Document; readonly lines: LineCounter; readonly complaints: readonly Complaint[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { version: "1.2", lineCounter: lines });
  const older = parseDocument(text, { version: "1.1" });
  const faults = [...document.errors, ...document.warnings].map(
    ({ name, message, pos }): Complaint => ({ severity: name === "YAMLWarning" ? "warning" : "error", file: path, line: lines.linePos(pos[0]).line, text: message.split("\n", 1)[0]! }),
  );
  if (document.errors.length > 0) return { data: undefined, document, lines, complaints: faults };
  const data: unknown = document.toJS();
  const differences = older.errors.length > 0 ? [] : compare(data, older.toJS(), []);
  const complaints = differences.map(
    ({ at, newer, before }): Complaint => ({
      severity: "error",
      file: path,
      ...lineAt(document, lines, at),
      text: `\`${at.join(".")}\` is ${show(newer)} in YAML 1.2 and ${show(before)} in YAML 1.1`,
    }),
  );
  const only = older.errors.map(({ message }): Complaint => ({ severity: "error", file: path, text: `YAML 1.1: ${message.split("\n", 1)[0]!}` }));
  return { data, document, lines, complaints: [...faults, ...only, ...complaints] };
}

/** The line of the key or the list item at a path, or of the nearest one around it. */
export function lineAt(document: Document, lines: LineCounter, path: readonly (string | number)[]): { readonly line?: number } {
  for (let length = path.length; length > 0; length--) {
    const last = path[length - 1]!;
    const around = document.getIn(path.slice(0, length - 1), true) ?? document.contents;
    const pair = isMap(around) ? around.items.find(({ key }) => isScalar(key) && String(key.value) === String(last)) : undefined;
    const node: unknown = pair?.key ?? document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return { line: lines.linePos(node.range[0]).line };
  }
  return isNode(document.contents) && document.contents.range ? { line: lines.linePos(document.contents.range[0]).line } : {};
}

interface Difference {
  readonly at: readonly (string | number)[];
  readonly newer: unknown;
  readonly before: unknown;
}

function compare(newer: unknown, before: unknown, at: readonly (string | number)[]): readonly Difference[] {
  if (Object.is(newer, before)) return [];
  if (Array.isArray(newer) && Array.isArray(before) && newer.length === before.length) return newer.flatMap((item, index) => compare(item, before[index], [...at, index]));
  if (isObject(newer) && isObject(before)) {
    const keys = new Set([...Object.keys(newer), ...Object.keys(before)]);
    return [...keys].flatMap((key) => compare(newer[key], before[key], [...at, key]));
  }
  return [{ at, newer, before }];
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function show(value: unknown): string {
  return value === undefined ? "absent" : `\`${JSON.stringify(value)}\``;
}
