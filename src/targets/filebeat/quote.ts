import { type DiagnosticDefinition, defineDiagnostic, type Report } from "../../diagnostics/define.js";
import { suggest } from "../../diagnostics/suggest.js";
import { hasHalfCharacter, type Quoted, reportText, unrepresentableText } from "../../emit/quoted.js";
import type { LinePattern } from "../../ir/logs.js";
import type { Origin } from "../../source/origin.js";

/** A text of filebeat.yml. The quotes of YAML are `renderYaml`'s; what is done here is for Filebeat, which reads the data. */
export type Text = Quoted<"filebeat">;

/** Makes texts safe for filebeat.yml and reports those that it cannot hold. */
export interface Quote {
  /** Any text on one line or more. */
  value(text: string, at: Origin): Text;
  /** A text of one line: a path, an address, a tag. */
  line(text: string, at: Origin): Text;
  /** A name that may hold no `%{`, at which Filebeat would put in the value of a field. */
  name(text: string, at: Origin): Text;
  /** A pattern of lines, as Go's regular expressions have it (RE2). */
  pattern(pattern: LinePattern): Text;
  /** The name of an encoding. */
  encoding(name: string, at: Origin): Text;
}

/** `place`: the file, or a template of `filebeat.autodiscover`, which Filebeat reads for variables twice. */
export function quoteFor(report: Report, place: "file" | "template" = "file"): Quote {
  const finish = place === "file" ? escape : refuseVariables;
  return {
    value: (text, at) => finish(whole(text, at), at),
    line: (text, at) => finish(oneLine(text, at), at),
    name(text, at) {
      if (text.includes("%{")) reportText(report, at, "Filebeat", "`%{`, which stands for a field,");
      return finish(oneLine(text, at).replaceAll("%{", "{"), at);
    },
    pattern: (pattern) => finish(oneLine(regexOf(pattern, report), pattern.origin), pattern.origin),
    encoding(name, at) {
      const lower = name.toLowerCase();
      if (!encodings.has(lower)) report(unknownEncoding, { at, data: { name, near: suggest(lower, encodings) } });
      return oneLine(lower, at) as Text;
    },
  };

  function refuseVariables(text: string, at: Origin): Text {
    if (variable.test(text)) reportText(report, at, "Filebeat", "a `$` before a brace or another `$` in a template of containers");
    return text.replace(/\$(?=[{$}])/g, "") as Text;
  }

  function whole(text: string, at: Origin): string {
    if (!text.includes("\0") && !hasHalfCharacter(text)) return text;
    reportText(report, at, "Filebeat", "a NUL or half a character");
    return text.replace(/\0|\p{Surrogate}/gu, "");
  }

  function oneLine(text: string, at: Origin): string {
    if (!control.test(text)) return whole(text, at);
    reportText(report, at, "Filebeat", "a line end or another control character");
    return text.replace(new RegExp(control, "g"), "");
  }
}

const variable = /\$[{$}]/;
const control = /[\u0000-\u001f\u007f\u0085\u2028\u2029]/;

/**
 * `$` before a brace begins a variable, and is doubled; a doubled one is one again. Source: go-ucfg, variables.go, lexer.
 */
function escape(text: string): Text {
  return (variable.test(text) ? text.replaceAll("$", "$$$$") : text) as Text;
}

/** Fixed words and numbers. */
export function fixed(text: string): Text {
  return text as Text;
}

/** The text of native blocks and of what is made of quoted parts: it goes out as it stands. */
export function joined(...parts: readonly Text[]): Text {
  return parts.join("") as Text;
}

// What Go's regular expressions do not have: looking round, references back, atomic and possessive groups.
const unknownToGo = /(?<!\\)(?:\\\\)*(?:\(\?(?:[=!>]|<[=!])|\\[1-9ZKhHR]|[*+?}]\+)/;

function regexOf({ form, text, origin }: LinePattern, report: Report): string {
  if (form === "text") return text.replace(/[\\.+*?()|[\]{}^$]/g, "\\$&");
  if (unknownToGo.test(text)) reportText(report, origin, "Filebeat", `\`${text}\`, as Go's regular expressions neither look round nor refer back,`);
  return text;
}

/** Filebeat's own names and the usual ones of the W3C. Source: beats, libbeat/reader/readfile/encoding/encoding.go. */
const encodings: ReadonlySet<string> = new Set(
  `plain utf-8 utf8 gbk gb2312 gb18030 hz-gb-2312 big5 euc-kr euc-jp iso-2022-jp shift-jis shift_jis sjis latin1 ascii us-ascii
   utf-16 utf-16le utf-16be utf-16-bom utf-16le-bom utf-16be-bom koi8-r koi8-u koi8r koi8u macintosh macintosh-cyrillic x-mac-cyrillic
   iso8859-1 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-6e iso8859-6i iso8859-7 iso8859-8 iso8859-8e iso8859-8i iso8859-9
   iso8859-10 iso8859-13 iso8859-14 iso8859-15 iso8859-16 iso-8859-1 iso-8859-2 iso-8859-3 iso-8859-4 iso-8859-5 iso-8859-6 iso-8859-7
   iso-8859-8 iso-8859-9 iso-8859-10 iso-8859-13 iso-8859-14 iso-8859-15 iso-8859-16 cp437 cp850 cp852 cp855 cp858 cp860 cp862 cp863 cp865
   cp866 ibm866 ebcdic-037 ebcdic-1040 ebcdic-1047 windows874 windows1250 windows1251 windows1252 windows1253 windows1254 windows1255
   windows1256 windows1257 windows1258 windows-874 windows-1250 windows-1251 windows-1252 windows-1253 windows-1254 windows-1255 windows-1256
   windows-1257 windows-1258`.split(/\s+/),
);

export const unknownEncoding = defineDiagnostic({
  code: "unknown-encoding",
  severity: "error",
  summary: "Filebeat does not know the encoding of a collection.",
  explanation: `
Filebeat turns the characters of files into UTF-8 itself, by the names that the W3C gives encodings, and does not start with one that it
does not know.

    logs access from goods encoding gkb     # error: did you mean \`gbk\`?
`,
  message: (data: { readonly name: string; readonly near: string | undefined }) => `Filebeat knows no encoding \`${data.name}\``,
  help: ({ near }) => (near === undefined ? "write the W3C's name, for example `gbk`, `big5`, `shift-jis` or `windows-1252`" : `did you mean \`${near}\`?`),
});

export const quoteDiagnostics: readonly DiagnosticDefinition<never>[] = [unrepresentableText, unknownEncoding];
