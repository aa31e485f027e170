import { defineDiagnostic, type Report } from "../diagnostics/define.js";
import type { TextEdit } from "../diagnostics/diagnostic.js";
import type { Source, Span } from "../source/source.js";
import { meantText } from "./characters.js";
import { textPieces } from "./long-text.js";
import type { Piece, Quote, Word } from "./tree.js";

export const unknownEscape = defineDiagnostic({
  code: "unknown-escape",
  severity: "error",
  summary: "A `\\` in a \"…\" word begins no escape that the language has.",
  explanation: `
A word in double quotes has the escapes \`\\n\`, \`\\t\`, \`\\"\`, \`\\\\\` and \`\\u{…}\`. A word in single quotes has none, which
suits patterns and paths.

Wrong:

    gateway edge { route "~ \\.php$" }

Right:

    gateway edge { route '~ \\.php$' }
`,
  message: (data: { readonly escape: string }) => `\`${data.escape}\` is no escape`,
  help: ({ escape }) =>
    /^\\[ux]/.test(escape)
      ? "write the code point in hexadecimal and in braces, such as `\\u{e9}`; the last one is `\\u{10ffff}`"
      : "write `\\\\` for a backslash, or quote the word with '…', which has no escapes",
});

export const malformedInterpolation = defineDiagnostic({
  code: "malformed-interpolation",
  severity: "error",
  summary: "A `${` or `%{` is not closed, or what stands in it is not a name.",
  explanation: `
\`\${name}\` is replaced by a \`let\` or a \`param\`. It holds a name and nothing else, on one line: no default value, no operator. A
default belongs to the \`param\`. \`$\${\` writes \`\${\` itself.

Wrong:

    service goods x\${count:-3}

Right:

    param count default 3
    service goods x\${count}
`,
  message: (data: { readonly text: string; readonly closed: boolean }) =>
    data.closed ? `\`${data.text}\` holds no name` : `nothing closes this \`${data.text}\``,
  help: ({ text, closed }) =>
    closed
      ? "write the name of a `let` or a `param` between the braces and nothing else; `$${` writes `${` itself"
      : text === "%{"
        ? "close it with `}` on the same line, or quote the word with '…'"
        : "close it with `}` right after the name; `$${` writes `${` itself",
});

const special = /[$%\\]/;
// Names of other scripts are rare, and V8 takes a millisecond to make such a class.
const plainName = /^[ \t]*([A-Za-z0-9_][A-Za-z0-9_.-]*)[ \t]*$/;
const name = /^[ \t]*([\p{L}\p{N}_][\p{L}\p{N}_.-]*)[ \t]*$/u;
// One match for each place in a word that is not plain text.
const inBare = /\$\$\{|\$\{([^{}"';#\r\n]*)\}|\$\{|%\{[^{}\r\n]*\}|%\{/g;
const inDoubleQuoted = /\$\$\{|\$\{([^{}"\r\n]*)\}|\$\{|\\u\{[0-9a-fA-F]{1,6}\}|\\[^]/g;
const escapes: ReadonlyMap<string, string> = new Map([["\\n", "\n"], ["\\t", "\t"], ['\\"', '"'], ["\\\\", "\\"]]);

/** What a word says, as the tree holds it. */
export type Says = Pick<Word, "text" | "pieces">;

const none: readonly Piece[] = [];

/** What the word `raw` says, which stands at `span`. Reports escapes and interpolations. */
export function readText(raw: string, quote: Quote, span: Span, report: Report): Says {
  const pieces = readPieces(raw, quote, span, report);
  const [first] = pieces;
  if (first === undefined) return { text: "", pieces: none };
  return pieces.length === 1 && first.kind === "text" ? { text: first.text, pieces: none } : { text: undefined, pieces };
}

/** Its pieces in order, none of them empty. */
function readPieces(raw: string, quote: Quote, { source, start }: Span, report: Report): readonly Piece[] {
  if (quote === '"""') return textPieces(source, raw, start);
  const inner = quote === "" ? raw : raw.slice(1, raw.length > 1 && isClosed(raw) ? -1 : undefined);
  const from = quote === "" ? start : start + 1;
  if (inner === "") return [];
  if (quote === "'" || !special.test(inner)) return [plain(source, inner, from, quote)];
  return split(source, inner, from, quote, report);
}

// A word that nothing closes may end with an escaped quote.
function isClosed(raw: string): boolean {
  if (!/["'\u201c\u201d]$/.test(raw)) return false;
  let backslashes = 0;
  while (raw[raw.length - 2 - backslashes] === "\\") backslashes++;
  return raw[0] === "'" || backslashes % 2 === 0;
}

function split(source: Source, inner: string, from: number, quote: Quote, report: Report): readonly Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  for (const match of inner.matchAll(quote === "" ? inBare : inDoubleQuoted)) {
    if (match.index > done) pieces.push(plain(source, inner.slice(done, match.index), from + done, quote));
    const span = { source, start: from + match.index, end: from + match.index + match[0].length };
    pieces.push(readSpecial(match[0], match[1], span, report));
    done = match.index + match[0].length;
  }
  if (done < inner.length) pieces.push(plain(source, inner.slice(done), from + done, quote));
  return pieces;
}

function readSpecial(text: string, between: string | undefined, span: Span, report: Report): Piece {
  if (text === "$${") return { kind: "text", text: "${", span };
  if (between !== undefined) {
    const found = (plainName.exec(between) ?? name.exec(between))?.[1];
    if (found !== undefined) return { kind: "reference", name: found, span };
    report(malformedInterpolation, { at: span, data: { text, closed: true } });
  } else if (text === "${" || text === "%{") {
    report(malformedInterpolation, { at: span, data: { text, closed: false } });
  } else if (text.startsWith("\\")) {
    return { kind: "text", text: readEscape(text, span, report), span };
  }
  return { kind: "text", text, span };
}

function readEscape(escape: string, span: Span, report: Report): string {
  const known = escapes.get(escape);
  if (known !== undefined) return known;
  const code = escape.length > 2 ? Number.parseInt(escape.slice(3, -1), 16) : -1;
  const isSurrogate = code >= 0xd800 && code <= 0xdfff;
  if (code >= 0 && code <= 0x10ffff && !isSurrogate) return String.fromCodePoint(code);
  report(unknownEscape, { at: span, data: { escape }, fix: escapeFix(escape, span) });
  return escape;
}

/** Of what patterns hold, the backslash is meant; of a code point without braces, the braces are. */
function escapeFix(escape: string, span: Span): readonly TextEdit[] | undefined {
  if (/^\\[.dDsSwW+*?()[\]|^{}-]$/.test(escape)) return [{ span, text: `\\${escape}` }];
  const code = escape === "\\u" ? /^[0-9A-Fa-f]{4}/.exec(span.source.text.slice(span.end))?.[0] : undefined;
  if (code === undefined || /^d[89a-f]/i.test(code)) return undefined;
  return [{ span: { ...span, end: span.end + code.length }, text: `\\u{${code}}` }];
}

function plain(source: Source, text: string, start: number, quote: Quote): Piece {
  const span = { source, start, end: start + text.length };
  return { kind: "text", text: quote === "" ? meantText(text) : text, span };
}
