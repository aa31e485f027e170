import { parse as parseYaml } from "yaml";
import { parseLscl } from "../daemons/lscl.js";

/**
 * A piece of a file as its reader takes it apart: a word, decoded, or a mark of the structure (an end of a statement, a brace, an
 * operator, a place where the reader puts in something else).
 */
export interface Token {
  readonly kind: "word" | "mark";
  readonly text: string;
}

/** Takes a file apart by the lexical rules of the program that reads it. Throws when that program could not. */
export type Tokenize = (text: string) => readonly Token[];

/** By the path of a file of the output. */
export function tokenizerFor(path: string): Tokenize {
  const found = tokenizers.find(([pattern]) => pattern.test(path));
  if (found === undefined) throw new Error(`no rules for ${path}`);
  return found[1];
}

const tokenizers: readonly (readonly [RegExp, Tokenize])[] = [
  [/nginx\.conf$|\/upsync\/[^/]*\.conf$/, tokenizeNginx],
  [/haproxy\.cfg$/, tokenizeHaproxy],
  [/keepalived\.conf$/, tokenizeKeepalived],
  [/squid\.conf$/, tokenizeSquid],
  [/docker-compose\.yml$/, (text) => tokenizeYaml(text, /\$(?!\$)/, (value) => value.replaceAll("$$", "$"))],
  [/(?:filebeat|logstash|pipelines)\.yml$/, (text) => tokenizeYaml(text, /\$\{/, (value) => value.replaceAll("$$", "$"))],
  [/\.json$/, (text) => tokensOfData(JSON.parse(text))],
  [/\.hcl$/, tokenizeHcl],
  [/(?:logstash|pipeline)\/.*\.conf$/, (text) => tokensOfData(withoutLines(parseLscl(text)))],
  [/(?:\/check-[^/]*|\/registrar(?:-[^/]*)?|\/lvs-real-server)$/, tokenizeShell],
  [/Dockerfile$|tmpfiles\.d\/|sysusers\.d\//, (text) => tokenizeLines(text, (line) => line.trim().split(/\s+/))],
  [/\.env$|sysctl\.d\/|\.service$|\.list$/, (text) => tokenizeLines(text, (line) => [line])],
];

const word = (text: string): Token => ({ kind: "word", text });
const mark = (text: string): Token => ({ kind: "mark", text });

/** Lines of words; a line that begins with `#` is a comment. */
function tokenizeLines(text: string, split: (line: string) => readonly string[]): readonly Token[] {
  const lines = text.split("\n").filter((line) => !line.startsWith("#"));
  return lines.flatMap((line) => [...split(line).map(word), mark("\n")]);
}

/** Source: ngx_conf_read_token in ngx_conf_file.c. */
export function tokenizeNginx(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const [blank] = match(/[ \t\r\n]+/y, text, at) ?? [];
    if (blank !== undefined) at += blank.length;
    else if (text[at] === "#") at = endOf(text.indexOf("\n", at), text);
    else if (/[;{}]/.test(text[at]!)) {
      const isLua = text[at] === "{" && /_by_lua_block$/.test(tokens.at(-1)?.text ?? "");
      tokens.push(mark(text[at++]!));
      if (isLua) at = takeLua(text, at, tokens);
    } else {
      const [raw] = match(/"(?:\\[^]|[^"\\])*"|'(?:\\[^]|[^'\\])*'|(?:\\[^]|\$\{|[^\s;{\\])+/y, text, at) ?? fail("nginx", text, at);
      at += raw!.length;
      const isQuoted = /^["']/.test(raw!);
      if (isQuoted && at < text.length && !/[\s;{)]/.test(text[at]!)) fail("nginx: something after a quoted word", text, at);
      tokens.push(word((isQuoted ? raw!.slice(1, -1) : raw!).replace(/\\(["'\\])/g, "$1").replace(/\\([tnr])/g, (_, letter: string) => ({ t: "\t", n: "\n", r: "\r" })[letter]!)));
    }
  }
  return tokens;
}

/** Lua up to the brace that closes the block. Gives where it stands. */
function takeLua(text: string, from: number, tokens: Token[]): number {
  for (let at = from, depth = 0; at < text.length; ) {
    const [raw] = match(/--[^\n]*|\s+|"(?:\\[^]|[^"\\\n])*"|'(?:\\[^]|[^'\\\n])*'|\w+|[^]/y, text, at)!;
    if (raw === "}" && depth === 0) return at;
    depth += raw === "{" ? 1 : raw === "}" ? -1 : 0;
    at += raw!.length;
    if (!/^(?:--|\s)/.test(raw!)) tokens.push(/^["'\w]/.test(raw!) ? word(raw!) : mark(raw!));
  }
  return text.length;
}

/** Source: HAProxy Configuration Manual, section 2.2; parse_line in tools.c. */
export function tokenizeHaproxy(text: string): readonly Token[] {
  return text.split("\n").flatMap((line) => {
    const words: Token[] = [];
    let current: string | undefined;
    let quote = "";
    const end = (): void => {
      if (current !== undefined) words.push(word(current));
      current = undefined;
    };
    for (let at = 0; at < line.length; at++) {
      const character = line[at]!;
      if (quote === "'" || (character === "'" && quote === "")) {
        current ??= "";
        if (character === "'") quote = quote === "'" ? "" : "'";
        else current += character;
      } else if (character === '"') {
        current ??= "";
        quote = quote === '"' ? "" : '"';
      } else if (character === "\\") current = (current ?? "") + (line[++at] ?? fail("haproxy: a backslash at the end", line, at));
      else if (character === "$" && quote === '"') words.push(mark("$"));
      else if (quote === "" && /[ \t]/.test(character)) end();
      else if (quote === "" && character === "#") break;
      else current = (current ?? "") + character;
    }
    if (quote !== "") fail("haproxy: a quote that is not closed", line, line.length);
    end();
    // A name of other letters is told in a description, which means nothing to HAProxy.
    return words.length === 0 || words[0]!.text === "description" ? [] : [...words, mark("\n")];
  });
}

/** Source: keepalived.conf(5), "Quoted strings", "Comments", "Conditional configuration", "Parameter substitution". */
export function tokenizeKeepalived(text: string): readonly Token[] {
  return text.split("\n").flatMap((line) => {
    const tokens: Token[] = [];
    if (/^\s*[@$]/.test(line)) tokens.push(mark("condition"));
    for (let at = 0; at < line.length; ) {
      const [raw] = match(/\s+|[#!].*|"[^"]*"|[^\s"#!]+/y, line, at) ?? fail("keepalived: a quote that is not closed", line, at);
      at += raw!.length;
      if (/^[\s#!]/.test(raw!)) continue;
      if (/\$[\w{]/.test(raw!)) tokens.push(mark("$"));
      if (raw!.startsWith('"') && at < line.length && /[^\s#!]/.test(line[at]!)) fail("keepalived: something after a quoted word", line, at);
      // A lone brace counts wherever it stands, quoted or not.
      tokens.push(/^"?[{}]"?$/.test(raw!) ? mark(raw!) : word(raw!.replace(/^"(.*)"$/, "$1")));
    }
    return tokens.length === 0 ? [] : [...tokens, mark("\n")];
  });
}

/** Source: ConfigParser.cc and cache_cf.cc of squid 5 and 6. */
export function tokenizeSquid(text: string): readonly Token[] {
  return text
    .replaceAll("\\\n", "")
    .split("\n")
    .flatMap((line) => {
      if (/^\s*#/.test(line) || line.trim() === "") return [];
      const words = line.trim().split(/\s+/);
      const comment = words.findIndex((each) => each.startsWith("#"));
      return [...(comment < 0 ? words : words.slice(0, comment)).map((each, index) => (/^["']/.test(each) && index > 0 ? word(`(file) ${each}`) : word(each))), mark("\n")];
    });
}

/** YAML as data; a value that `variable` finds something in is more than a text to its reader. */
function tokenizeYaml(text: string, variable: RegExp, decode: (value: string) => string): readonly Token[] {
  for (const version of ["1.1", "1.2"] as const) parseYaml(text, { version });
  return tokensOfData(parseYaml(text, { version: "1.2" }), (value) => [...(variable.test(value.replaceAll("$$", "")) ? [mark("$")] : []), word(decode(value))]);
}

function tokensOfData(data: unknown, ofText: (value: string) => readonly Token[] = (value) => [word(value)]): readonly Token[] {
  if (typeof data === "string") return ofText(data);
  if (typeof data !== "object" || data === null) return [mark(`${typeof data} ${String(data)}`)];
  if (Array.isArray(data)) return [mark("["), ...data.flatMap((item) => tokensOfData(item, ofText)), mark("]")];
  return [mark("{"), ...Object.entries(data).flatMap(([key, value]) => [word(key), mark(":"), ...tokensOfData(value, ofText)]), mark("}")];
}

function withoutLines(data: unknown): unknown {
  return JSON.parse(JSON.stringify(data, (key, value: unknown) => (key === "line" ? undefined : value)));
}

/** HCL 1. Source: github.com/hashicorp/hcl, scanner.go. */
export function tokenizeHcl(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; ) {
    const [raw] = match(/[ \t\r\n]+|#[^\n]*|\/\/[^\n]*|\/\*[^]*?\*\/|"(?:\\.|[^"\\\n])*"|[\w.:-]+|[^]/y, text, at)!;
    at += raw!.length;
    if (/^(?:\s|#|\/\/|\/\*)/.test(raw!)) continue;
    if (raw!.startsWith('"') && raw!.length > 1) {
      if (raw!.includes("${")) tokens.push(mark("$"));
      tokens.push(word(JSON.parse(raw!) as string));
    } else tokens.push(/^\w/.test(raw!) ? word(raw!) : mark(raw!));
  }
  return tokens;
}

/** A script of the POSIX shell; whatever the shell would replace is a mark. Source: POSIX.1-2017, Shell Command Language, 2.3. */
export function tokenizeShell(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const end = takeShell(text, 0, tokens, false);
  if (end < text.length) fail("shell: a `)` too many", text, end);
  return tokens;
}

/** Commands up to the end, or up to the `)` that ends a substitution. Gives where it stopped. */
function takeShell(text: string, from: number, tokens: Token[], inside: boolean): number {
  let current: string | undefined;
  let depth = 0;
  const end = (): void => {
    if (current !== undefined) tokens.push(word(current));
    current = undefined;
  };
  let at = from;
  while (at < text.length) {
    const rest = match(/'[^']*'|\\[^]|[ \t]+|\n|#[^\n]*|&&|\|\||;;|[;&|<>()]|["`$]|[^\s'\\;&|<>()"`$#]+|[^]/y, text, at)![0]!;
    if (rest === ")" && inside && depth === 0) break;
    at += rest.length;
    if (rest.startsWith("'") && rest.length > 1) current = (current ?? "") + rest.slice(1, -1);
    else if (rest === "'") fail("shell: a quote that is not closed", text, at);
    else if (rest.startsWith("\\")) current = (current ?? "") + rest.slice(1);
    else if (rest === "\n" || /^[;&|<>()]/.test(rest)) {
      end();
      depth += rest === "(" ? 1 : rest === ")" && depth > 0 ? -1 : 0;
      tokens.push(mark(rest));
    } else if (/^[ \t]/.test(rest)) end();
    else if (rest.startsWith("#") && current === undefined) continue;
    else if (rest.startsWith("#")) {
      current += "#";
      at -= rest.length - 1;
    } else if (rest === '"') {
      current ??= "";
      at = takeDoubleQuoted(text, at, tokens, (more) => void (current += more));
    } else if (rest === "$") {
      current ??= "";
      at = takeExpansion(text, at, tokens);
    } else if (rest === "`") tokens.push(mark("`"));
    else current = (current ?? "") + rest;
  }
  end();
  return at;
}

function takeDoubleQuoted(text: string, from: number, tokens: Token[], add: (more: string) => void): number {
  for (let at = from; at < text.length; ) {
    const character = text[at++]!;
    if (character === '"') return at;
    if (character === "\\" && /["\\$`\n]/.test(text[at]!)) add(text[at++]!);
    else if (character === "$") at = takeExpansion(text, at, tokens);
    else if (character === "`") tokens.push(mark("`"));
    else add(character);
  }
  return fail("shell: a double quote that is not closed", text, from);
}

function takeExpansion(text: string, from: number, tokens: Token[]): number {
  const [simple] = match(/\{[^}]*\}|\w+|[?#@*$!-]/y, text, from) ?? [];
  if (simple !== undefined) {
    tokens.push(mark(`$${simple}`));
    return from + simple.length;
  }
  if (text[from] !== "(") return from;
  tokens.push(mark("$("));
  const end = takeShell(text, from + 1, tokens, true);
  tokens.push(mark(")"));
  return end + 1;
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

function endOf(at: number, text: string): number {
  return at < 0 ? text.length : at;
}

function fail(what: string, text: string, at: number): never {
  throw new Error(`${what}: ${JSON.stringify(text.slice(Math.max(0, at - 40), at + 40))}`);
}
