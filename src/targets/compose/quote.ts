import { type DiagnosticDefinition, defineDiagnostic, type Report } from "../../diagnostics/define.js";
import { hasControlCharacter, hasHalfCharacter, type Quoted, reportText, unrepresentableText } from "../../emit/quoted.js";
import type { Origin } from "../../source/origin.js";

/** A text of a Compose file. In values `$` begins a variable, so it is doubled there; in keys it means nothing. */
export type Text = Quoted<"compose">;

/** Makes texts safe for a Compose file and reports those that it cannot hold. The quotes of YAML are `renderYaml`'s. */
export interface Quote {
  /** Any text, of several lines too. */
  value(text: string, at: Origin): Text;
  /** A text of one line: a path, an address, the name of an image. */
  line(text: string, at: Origin): Text;
  /** The name of a service, network or volume. `from` is the name that it was made from: when that is bad too, it has its report. */
  name(text: string, at: Origin, from?: string): Text;
  /** The name of a project. */
  project(text: string, at: Origin): Text;
  /** The name that a container has, or is called by, on its network; `from` as in `name`. */
  hostname(text: string, at: Origin, from?: string): Text;
  /** The name of an environment variable or a build argument. */
  variable(name: string, at: Origin): Text;
  /** A key of the kernel's. */
  sysctl(key: string, at: Origin): Text;
}

// What is in no text's way: ASCII without `$`.
const usual = /^[ -#%-~]*$/;

export function quoteFor(report: Report): Quote {
  return {
    value: (text, at) => (usual.test(text) ? (text as Text) : double(without(text, /\0|\p{Surrogate}/gu, "a NUL or half a character", at))),
    line: (text, at) => (usual.test(text) ? (text as Text) : double(oneLine(text, at))),
    name(text, at, from) {
      if (isName(text)) return text as Text;
      if (from === undefined || isName(from)) report(composeName, { at, data: { name: text, allowed: "letters of ASCII, digits, `-`, `_` and `.`" } });
      return text.replace(/[^A-Za-z0-9._-]/g, "-") as Text;
    },
    project(text, at) {
      const lower = text.toLowerCase();
      if (!/^[a-z0-9][a-z0-9_-]*$/.test(lower)) report(composeName, { at, data: { name: text, allowed: "letters of ASCII, digits, `-` and `_`, a letter or digit first" } });
      return lower.replace(/[^a-z0-9_-]/g, "-") as Text;
    },
    hostname(text, at, from) {
      if (/^[A-Za-z0-9_]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9_])?$/.test(text)) return text as Text;
      if (from === undefined || isName(from)) reportText(report, at, "Compose", `\`${printable(text)}\` as the name of a host`);
      return text.replace(/[^A-Za-z0-9_.-]/g, "-").slice(0, 63) as Text;
    },
    variable: (name, at) => key(name, /^[^=\s\u0000-\u001f\u007f]+$/, "variable", at),
    sysctl: (name, at) => key(name, /^[A-Za-z0-9_./-]+$/, "kernel setting", at),
  };

  function key(text: string, form: RegExp, what: string, at: Origin): Text {
    if (form.test(text) && !hasHalfCharacter(text)) return text as Text;
    reportText(report, at, "Compose", `\`${printable(text)}\` as the name of a ${what}`);
    return text.replace(/[^A-Za-z0-9_./-]/g, "_") as Text;
  }

  function oneLine(text: string, at: Origin): string {
    if (!hasControlCharacter(text) && !hasHalfCharacter(text)) return text;
    reportText(report, at, "Compose", "a line end or a control character");
    return text.replace(/[^\x20-\x7e]/g, "");
  }

  function without(text: string, refused: RegExp, what: string, at: Origin): string {
    const rest = text.replace(refused, "");
    if (rest !== text) reportText(report, at, "Compose", what);
    return rest;
  }
}

/** Whether Compose takes it for the name of a service. */
function isName(text: string): boolean {
  return /^[A-Za-z0-9._-]+$/.test(text);
}

/** A word or number of infc's own. */
export function fixed(word: string | number): Text {
  return String(word) as Text;
}

const units = [["h", 3_600_000], ["m", 60_000], ["s", 1000], ["ms", 1]] as const;

/** Whole milliseconds in Compose's own form: `500ms`, `10s`, `1m30s`. */
export function duration(milliseconds: number): Text {
  let rest = milliseconds;
  let text = "";
  for (const [unit, size] of units) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) text += `${count}${unit}`;
  }
  return (text || "0s") as Text;
}

/** Whole bytes in the largest unit of Docker's that holds them exactly: `512m`, `1g`; its units are powers of 1024. */
export function size(bytes: number): Text {
  const [unit, factor] = ([["g", 1024 ** 3], ["m", 1024 ** 2], ["k", 1024]] as const).find(([, each]) => bytes % each === 0) ?? ["b", 1];
  return `${bytes / factor}${unit}` as Text;
}

/** Texts with fixed characters between them. */
export function joined(separator: ":" | "/" | "", ...parts: readonly Text[]): Text {
  return parts.join(separator) as Text;
}

function double(text: string): Text {
  return text.replaceAll("$", "$$$$") as Text;
}

function printable(text: string): string {
  return text.replace(/[^\x20-\x7e\u00c0-\u024f\u0370-\u052f\u3040-\ud7ff]/g, "?");
}

export const composeName = defineDiagnostic({
  code: "compose-name",
  severity: "error",
  summary: "A name holds characters that Compose does not take in the name of a project, service, network or volume.",
  explanation: `
Compose and Docker take fewer characters in names than infc: letters of ASCII, digits, \`-\`, \`_\` and \`.\`. The nodes of a declaration,
the networks and the volumes of a site bear their names in Compose too, so that \`docker logs goods-1\` is what it says.

    service über { image shop/ueber }      # error, when it runs in a container
    service ueber { image shop/ueber }
`,
  message: (data: { readonly name: string; readonly allowed: string }) => `Compose does not take the name \`${printable(data.name)}\``,
  help: ({ allowed }) => `name it with ${allowed}`,
});

export const quoteDiagnostics: readonly DiagnosticDefinition<never>[] = [composeName, unrepresentableText];
