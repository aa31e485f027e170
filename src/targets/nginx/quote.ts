import { hasControlCharacter, hasHalfCharacter, reportText } from "../../emit/quoted.js";
import type { Report } from "../../diagnostics/define.js";
import { defineDiagnostic } from "../../diagnostics/define.js";
import { suggest } from "../../diagnostics/suggest.js";
import type { Origin } from "../../source/origin.js";
import type { Word } from "./model.js";
import type { Variables } from "./variables.js";

/**
 * A word that this target writes itself. Only literal types are taken (numbers inside them are sound): a text from a
 * program has the type `string`, so it does not compile here.
 */
export function fixed<const Text extends string>(text: string extends Text ? never : Text): Word {
  return text as string as Word;
}

export const empty = fixed('""');

/** One word of several. */
export function joined(...parts: readonly Word[]): Word {
  let text = "";
  let isQuoted = false;
  for (let at = 0; at < parts.length; at++) {
    text += parts[at]!;
    isQuoted ||= parts[at]!.startsWith('"');
  }
  if (!isQuoted) return text as Word;
  return `"${parts.map((part) => (part.startsWith('"') ? part.slice(1, -1) : part)).join("")}"` as Word;
}

/** A name that names.ts made of a program's text. */
export function named(name: string): Word {
  return token(name);
}

/** The only maker of words from a program's texts. Each reports what nginx cannot hold at its place, and gives an empty word then. */
export interface Quote {
  /** A text where nginx reads no variables. */
  literal(text: string, at: Origin): Word;
  /** A text where nginx reads variables; a `$` cannot be written there. */
  value(text: string, at: Origin): Word;
  /** A text in which `$name` stands for one of nginx's variables. */
  expression(text: string, variables: Variables, at: Origin): Word;
  /** An absolute path on the machine. */
  path(text: string, at: Origin): Word;
  /** An IPv4 or IPv6 address or a name, with a port: `[::1]:80`. */
  endpoint(host: string, port: number | string, at: Origin): Word;
  /** A network or an address: `10.0.0.0/8`. */
  network(text: string, at: Origin): Word;
  /** The name of a dictionary of Lua. */
  dictionary(text: string, at: Origin): Word;
  /** A name of a site, `*.example.com` and `.example.com` among them. */
  domain(text: string, at: Origin): Word;
  /** The name of a header. */
  header(text: string, at: Origin): Word;
  /** A word of the daemon's own from a native block: it may hold line ends and `$`. */
  native(text: string, at: Origin): Word;
  /** Text that goes out as it stands. */
  verbatim(text: string, at: Origin): Word;
  /** The tag of an image. */
  tag(text: string, at: Origin): Word;
}

const tooLong = "a text of more than 4 KB";

export function makeQuote(report: Report): Quote {
  const refuse = (at: Origin, what: string): Word => {
    reportText(report, at, "nginx", what);
    return empty;
  };
  const whole = (text: string, at: Origin): Word => {
    if (hasHalfCharacter(text)) return refuse(at, "half a character");
    return isTooLong(text) ? refuse(at, tooLong) : token(text);
  };
  const literal = (text: string, at: Origin): Word => {
    if (bare.test(text) && text.length <= 1000) return text as Word;
    if (hasControlCharacter(text)) return refuse(at, "a line end or a control character");
    return whole(text, at);
  };
  const value = (text: string, at: Origin): Word => (text.includes("$") ? refuse(at, "a `$`, which begins a variable,") : literal(text, at));
  const matching = (pattern: RegExp, what: string) => (text: string, at: Origin): Word => (pattern.test(text) ? literal(text, at) : refuse(at, what));
  return {
    literal,
    value,
    expression: (text, variables, at) => (areVariables(text, variables, at, report) ? literal(text, at) : empty),
    path: (text, at) => (text.startsWith("/") ? value(text, at) : refuse(at, "a path that does not begin with `/`")),
    endpoint(host, port, at) {
      const text = `${host}:${port}`;
      if (isName(host)) return isTooLong(text) ? refuse(at, tooLong) : (text as Word);
      return isIpv6(host) ? literal(`[${host}]:${port}`, at) : refuse(at, "what is neither an address nor a name");
    },
    network: matching(/^[0-9A-Fa-f:.]+(\/\d{1,3})?$/, "what is no network"),
    dictionary: matching(/^[\w.:-]+$/, "what is no name of a dictionary"),
    domain: (text, at) => (isDomain.test(text) ? (isTooLong(text) ? refuse(at, tooLong) : (text as Word)) : refuse(at, "what is no domain")),
    header: matching(/^[!#%&'*+.^_`|~0-9A-Za-z-]+$/, "what is no name of a header"),
    native: (text, at) => (hasUnwritable(text) ? refuse(at, "a control character") : whole(text, at)),
    verbatim: (text, at) => (hasUnwritable(text) ? refuse(at, "a control character") : (text.replace(/\n+$/, "") as Word)),
    tag: matching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/, "what is no version"),
  };
}

const isDomain = /^(?:\*\.|\.)?[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\.?$/;

// What means nothing to nginx between blanks, whatever it is given for.
const bare = /^[A-Za-z0-9$_./:=@%+,~^*?&|()<>!\[\]-]+$/;

/** Bare where nothing in it means something to nginx, else in double quotes. Source: ngx_conf_read_token in ngx_conf_file.c. */
function token(text: string): Word {
  if (bare.test(text)) return text as Word;
  const escaped = text.replace(/["\\]/g, "\\$&").replace(/\n/g, "\\n").replace(/\t/g, "\\t").replace(/\r/g, "\\r");
  return `"${escaped}"` as Word;
}

/** nginx reads its file in pieces of 4096 bytes, and a word must fit into one. */
function isTooLong(text: string): boolean {
  return text.length > 1000 && new TextEncoder().encode(token(text)).length > 4000;
}

function hasUnwritable(text: string): boolean {
  return hasControlCharacter(text.replace(/[\n\t\r]/g, ""));
}

export function isIpv6(host: string): boolean {
  return /^[0-9A-Fa-f:.]+$/.test(host) && host.includes(":");
}

export function isIpv4(host: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(host);
}

/** A name of a host, or an address of IPv4: no character of it means anything to nginx. */
function isName(host: string): boolean {
  return /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\.?$/.test(host);
}

export function bracketed(host: string): string {
  return isIpv6(host) ? `[${host}]` : host;
}

function areVariables(text: string, variables: Variables, at: Origin, report: Report): boolean {
  const rest = text.replace(/\$(?:\{(\w+)\}|(\w+))/g, (_, braced: string | undefined, bare: string | undefined) => {
    const name = braced ?? bare ?? "";
    if (!variables.has(name)) report(unknownVariable, { at, data: { name, near: suggest(name, variables.names) } });
    return "";
  });
  if (rest.includes("$")) reportText(report, at, "nginx", "a `$` that begins no variable");
  return !rest.includes("$");
}

export const unknownVariable = defineDiagnostic({
  code: "nginx-unknown-variable",
  severity: "error",
  summary: "A text names a variable that nginx does not have.",
  explanation: `
In values of headers, in redirects and in formats of logs a \`$name\` stands for one of nginx's variables. nginx refuses a name that it does not
have, and it has no way to write a \`$\` that means itself.

    header request X-Request-ID $requst_id     # error: did you mean \`$request_id\`?
    header request X-Request-ID $request_id
`,
  message: (data: { readonly name: string; readonly near: string | undefined }) => `nginx has no variable \`$${data.name}\``,
  help: ({ near }) => (near === undefined ? "name one of nginx's variables, or one that a native block sets" : `did you mean \`$${near}\`?`),
});
