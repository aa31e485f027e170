import { name } from "./texts.js";
import { isProblem, type Problem, valueType } from "./value-type.js";

/** Where logs come from: something declared, files of the machine, or the containers of a Docker engine. */
export type LogSource = { readonly name: string } | { readonly glob: string } | { readonly containers: true };

export const logSource = valueType<LogSource>({
  name: "source of logs",
  title: "the name of something declared, a path in which `*` stands for any characters, or `containers`",
  accepts: "a name of the site; an absolute path, in which `*` stands for any characters; or `containers`, for all of a Docker engine",
  examples: ["edge", "/var/log/syslog", "/var/log/goods/*.log", "containers"],
  splits: false,
  read(text, quoted) {
    if (text.startsWith("/")) return readGlob(text);
    if (!quoted && text.toLowerCase() === "containers") return { containers: true };
    const read = name.read(text, quoted);
    return isProblem(read) ? { problem: "not the name of something declared, nor a path that begins with `/`" } : { name: read };
  },
  print: (source) => ("name" in source ? source.name : "glob" in source ? source.glob : "containers"),
});

function readGlob(text: string): LogSource | Problem {
  if (/[\u0000-\u001f\u007f\u0085\u2028\u2029]/.test(text)) return { problem: "not a path: it holds a control character" };
  return text.endsWith("/") ? { problem: "a folder, not the files in it", instead: `${text}*.log` } : { glob: text };
}

/** What lines are told by: a regular expression, or a text that they hold. */
export type LinePattern = { readonly regex: string } | { readonly text: string };

export const linePattern = valueType<LinePattern>({
  name: "pattern",
  title: "a regular expression between slashes, or a text",
  accepts: "between slashes a regular expression; anything else is a text that the line holds, quoted where it has white space",
  examples: ["/ERROR|WARN/", "'/^\\d{4}-/'", '"GET /healthz"'],
  splits: false,
  read(text) {
    if (/[\u0000-\u001f\u007f\u0085\u2028\u2029]/.test(text)) return { problem: "holding a line end or a control character" };
    const regex = /^\/(.+)\/$/.exec(text)?.[1];
    if (regex === undefined) return text === "" ? { problem: "empty" } : { text };
    const problem = problemOf(regex);
    return problem === undefined ? { regex } : { problem };
  },
  print: (pattern) => ("regex" in pattern ? `/${pattern.regex}/` : pattern.text),
});

/** What the body of an answer must hold: a text, or a regular expression between slashes. */
export const bodyText = valueType<string>({
  name: "body",
  title: "a text, or a regular expression between slashes",
  examples: ['"ok"', "/ready|well/"],
  splits: false,
  read(text) {
    const pattern = linePattern.read(text, true);
    return isProblem(pattern) ? pattern : text;
  },
  print: (value) => value,
});

/** What every engine refuses. Groups such as `(?i)` differ by engine, so that a pattern with one is left to its target. */
function problemOf(regex: string): string | undefined {
  if (regex.includes("(?")) return undefined;
  try {
    new RegExp(regex);
    return undefined;
  } catch {
    return "not a regular expression: its brackets do not match, or it repeats nothing";
  }
}

/** The name of a field of an event: names joined by dots. */
export const fieldName = valueType<string>({
  name: "field",
  title: "the name of a field",
  accepts: "names with `.` between them, for a field inside another",
  examples: ["env", "service.name", "http.response.status_code"],
  splits: true,
  read: (text) => (/^[A-Za-z_@][A-Za-z0-9_-]*$/.test(text) || /^[\p{L}_@][\p{L}\p{N}_-]*(\.[\p{L}_][\p{L}\p{N}_-]*)*$/u.test(text) ? text : { problem: "not the name of a field: names of letters, digits, `-` and `_`, joined by dots" }),
  print: (value) => value,
});

/** One part of the name of an index. */
export type IndexPart =
  | { readonly text: string }
  /** The time of the event in this form, of the letters `yyyy`, `xxxx`, `MM`, `ww`, `dd`, `HH` and what is between them. */
  | { readonly date: string }
  /** The value of a field, by the names on its path. */
  | { readonly field: readonly string[] };

/** The name of an index of Elasticsearch, with the parts that differ by event. */
export interface IndexName {
  readonly parts: readonly IndexPart[];
}

export const indexName = valueType<IndexName>({
  name: "index",
  title: "the name of an index",
  accepts: "small letters, digits, `-`, `_`, `.`; `%{+YYYY.MM.dd}` is the date of the entry, `%{field}` one of its fields",
  examples: ["nginx-access-%{+YYYY.MM.dd}", "logs-of-%{service.name}"],
  splits: false,
  read: readIndex,
  print: ({ parts }) => parts.map((part) => ("text" in part ? part.text : "date" in part ? `%{+${part.date.replaceAll("y", "Y")}}` : `%{${part.field.join(".")}}`)).join(""),
});

const longestIndex = 255;

/** Source: Elasticsearch, "Create index API": the rules of an index's name. */
function readIndex(text: string): IndexName | Problem {
  const parts: IndexPart[] = [];
  for (const [piece, inner] of text.matchAll(/%\{([^{}]*)\}|[^%]+|%/g)) {
    const part = inner === undefined ? { text: piece } : readPart(inner);
    if (isProblem(part)) return part;
    parts.push(part);
  }
  const fixed = parts.map((part) => ("text" in part ? part.text : "")).join("");
  if (/[A-Z]/.test(fixed) || (/[^\x00-\x7f]/.test(fixed) && /\p{Lu}/u.test(fixed))) return { problem: "not the name of an index: Elasticsearch takes small letters alone", instead: lowered(parts) };
  const bad = /[\\/*?"<>|,#:\s%\u0000-\u001f\u007f]/.exec(fixed);
  if (bad !== null) return { problem: `not the name of an index: it cannot hold \`${bad[0]}\`` };
  const [first] = parts;
  if (first === undefined || /^[-_+]/.test("text" in first ? first.text : "") || fixed === "." || fixed === "..") return { problem: "not the name of an index: it begins with `-`, `_` or `+`, or is empty" };
  return new TextEncoder().encode(text).length > longestIndex ? { problem: `not the name of an index: longer than ${longestIndex} bytes` } : { parts };
}

function readPart(inner: string): IndexPart | Problem {
  if (inner.startsWith("+")) {
    const date = inner.slice(1).replaceAll("Y", "y");
    if (/^(yyyy|xxxx|yy|MM|ww|dd|HH|[.-])+$/.test(date)) return { date };
    return { problem: `not the name of an index: \`%{${inner}}\` is no form of a date such as \`%{+YYYY.MM.dd}\`` };
  }
  const plain = inner.replace(/^\[(.*)\]$/, "$1").replaceAll("][", ".");
  const field = fieldName.read(plain, false);
  return isProblem(field) ? { problem: `not the name of an index: \`%{${inner}}\` names no field` } : { field: field.split(".") };
}

function lowered(parts: readonly IndexPart[]): string {
  return indexName.print({ parts: parts.map((part) => ("text" in part ? { text: part.text.toLowerCase() } : part)) });
}
