import { listedQuoted } from "../../source/listed.js";
import { layerKinds } from "../layers.js";
import { isHostName } from "./addresses.js";
import { type Problem, valueType, type ValueType } from "./value-type.js";

/** Any text on one line or more. */
export const text = valueType<string>({
  name: "text",
  title: "a text",
  accepts: "anything but NUL; `\"\"\"` where it has several lines",
  examples: ['"a text"', "word"],
  splits: false,
  read: (word) => (/\0/.test(word) ? { problem: "holding a NUL, which no file can" } : word),
  print: (value) => value,
});

/** A text of one line, without control characters. */
export const line = valueType<string>({
  name: "line",
  title: "a text of one line",
  accepts: "anything but line ends and control characters; quoted where it has white space",
  examples: ['"a text"'],
  splits: false,
  read: (word) => (hasControl(word) ? { problem: "holding a line end or a control character" } : word),
  print: (value) => value,
});

/** A folder, file or volume that is mounted; Compose writes it in one word with its place in the container, and may write there unless it says `ro`. */
export const mounted: typeof line = {
  ...line,
  read(text, quoted) {
    const both = quoted ? null : /^([^:]+):(\/[^:]*)(?::(ro|rw))?$/.exec(text);
    return both === null ? line.read(text, quoted) : { problem: "both ends of a mount in one word", instead: `${both[1]!} -> ${both[2]!}${both[3] === "ro" ? "" : " rw"}` };
  },
};

/** The name of a variable of a process. Source: environ(7), whose entries have the form `name=value`. */
export const variable = valueType<string>({
  name: "variable",
  title: "the name of a variable",
  accepts: "a text of one line without white space and `=`",
  examples: ["DB_HOST"],
  splits: false,
  read: (word) => (hasControl(word) ? { problem: "holding a line end or a control character" } : /^[^\s=]+$/.test(word) ? word : { problem: "not the name of a variable, which has no `=` and no blank" }),
  print: (value) => value,
});

function hasControl(word: string): boolean {
  return /[\u0000-\u001f\u007f\u0085\u2028\u2029]/.test(word);
}

/** The name of a network interface. Source: dev_valid_name in Linux's net/core/dev.c, without the signs that a file would have to quote. */
export const interfaceName = valueType<string>({
  name: "interface",
  title: "the name of an interface",
  accepts: "at most 15 letters, digits, `.`, `_`, `-`, `+`",
  examples: ["eth0", "bond0.12"],
  splits: true,
  read(word) {
    if (!/^[A-Za-z0-9_][A-Za-z0-9_.+-]*$/.test(word)) return { problem: "not the name of an interface: letters, digits, `.`, `_`, `-` and `+`" };
    return word.length <= 15 ? word : { problem: "not the name of an interface: Linux takes at most 15 characters" };
  },
  print: (value) => value,
});

/** The label of an address: `eth0:web`, or what stands after the colon. How long it can be depends on its interface. */
export const addressLabel = valueType<string>({
  name: "label",
  title: "a label",
  accepts: "an interface, `:` and a word, or the word alone",
  examples: ["eth0:web", "web"],
  splits: true,
  read: (word) => (/^[A-Za-z0-9_][A-Za-z0-9_.:+-]*$/.test(word) ? word : { problem: "not a label: letters, digits, `.`, `_`, `-` and `+`, after its interface and a colon" }),
  print: (value) => value,
});

/** Ciphers in OpenSSL's form. Source: openssl-ciphers(1), "CIPHER LIST FORMAT". */
export const cipherList = valueType<string>({
  name: "ciphers",
  title: "a list of ciphers",
  accepts: "names of ciphers with colons between them, as OpenSSL has them",
  examples: ["HIGH:!aNULL", "ECDHE+AESGCM:@SECLEVEL=2"],
  splits: false,
  read: (word) => (/^[A-Za-z0-9!+@-][A-Za-z0-9_.+!@:=, -]*$/.test(word) ? word : { problem: "not a list of ciphers in OpenSSL's form" }),
  print: (value) => value,
});

/** The version of a program. Source: the tags of images, distribution's reference.go, as a version can become one. */
export const version = valueType<string>({
  name: "version",
  title: "a version",
  accepts: "letters, digits, `.`, `_`, `-`, as in the tag of an image",
  examples: ["2.8", "1.27.3-alpine"],
  splits: false,
  read: (word) => (/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/.test(word) ? word : { problem: "not a version: letters, digits, `.`, `_` and `-`" }),
  print: (value) => value,
});

/** The version of a program whose configuration differs from one version to the next: a tag such as `latest` does not say which it reads. */
export const numberedVersion = valueType<string>({
  name: "numbered version",
  title: "a version that begins with its number",
  accepts: "a number with dots, and perhaps what a tag of an image has after it",
  examples: ["2.8", "1.27.3-alpine"],
  splits: false,
  read(word) {
    const read = version.read(word, false);
    if (typeof read !== "string" || /^\d/.test(read)) return read;
    if (/^v\d/i.test(read)) return { problem: "a version with a letter before its number", instead: read.slice(1) };
    return { problem: "not a number, and the number decides what is written: an image by another tag is said by `image`" };
  },
  print: (value) => value,
});

/** What is declared has a name: a letter, then letters, digits, `-`, `_` and `.`. */
export const name = valueType<string>({
  name: "name",
  title: "a name",
  accepts: "a letter or `_`, then letters, digits, `-`, `_` and `.`; at most 63 characters",
  examples: ["goods"],
  splits: true,
  read: readName,
  print: (value) => value,
});

function readName(word: string): string | Problem {
  // Names of other scripts are rare, and asked about at length.
  if (/^[A-Za-z_][A-Za-z0-9_.-]*$/.test(word) || /^[\p{L}_][\p{L}\p{N}_.-]*$/u.test(word)) return word.length <= 63 ? word : { problem: "longer than 63 characters, which DNS refuses" };
  return { problem: "not a name: a letter, then letters, digits, `-`, `_` and `.`" };
}

/** Something declared elsewhere: its name, and of a cluster the name of a port. */
export interface Reference {
  readonly name: string;
  /** `management` in `rabbit:management`. */
  readonly port?: string;
}

export const reference = valueType<Reference>({
  name: "reference",
  title: "a name of something declared",
  accepts: "a declaration of the kinds that are named, or one of its nodes, such as `goods-2`; of a cluster also `NAME:PORT`, with the name of a port",
  examples: ["edge", "app[1..3]", "rabbit:management"],
  splits: true,
  read(word) {
    const colon = word.indexOf(":");
    const read = readName(colon < 0 ? word : word.slice(0, colon));
    if (typeof read !== "string") return { problem: "not a name of something declared" };
    if (colon < 0) return { name: read };
    const port = word.slice(colon + 1);
    if (port === "" || port.includes(":")) return { problem: "not a name, or a name with the name of a port after a colon" };
    return { name: read, port };
  },
  print: ({ name, port }) => (port === undefined ? name : `${name}:${port}`),
});

/** A reference to something of these kinds. */
export interface ReferenceType extends ValueType<Reference> {
  readonly kinds: readonly string[];
  /** True of one to a host or a node of the declaration that says it: which these are is known when it is placed. */
  readonly own?: true;
}

/** A reference to something of one of these kinds; elaboration looks the name up. */
export function referenceTo(...kinds: readonly string[]): ReferenceType {
  return { ...reference, kinds };
}

/** A reference to anything that is declared, or to one of its nodes. */
export const anyReference = referenceTo();
export const ownReference: ReferenceType = { ...anyReference, own: true };
export const hostReference = referenceTo("host");
export const networkReference = referenceTo("network");
/** What stands in front of others. */
export const frontReference = referenceTo(...layerKinds);
export const consulReference = referenceTo("consul");

/** What a check asks: a user, a process, a name. */
export const subject = valueType<string>({
  name: "subject",
  title: "a name",
  accepts: "a user, a process or a domain: letters, digits, `_`, `.`, `@`, `-`",
  examples: ["nginx"],
  splits: false,
  read: (word) => (/^[A-Za-z_][\w.@-]*$/.test(word) ? word : { problem: "not a name" }),
  print: (value) => value,
});

/** A domain, `*.example.com` or `.example.com` for all below it. */
export const domain = valueType<string>({
  name: "domain",
  title: "a domain",
  accepts: "labels of letters, digits, `-` and `_` with `.` between them; before it `*.`, or `.`, for all below it",
  examples: ["shop.example.com", "*.example.com", ".example.com"],
  splits: true,
  read(word) {
    const plain = word.startsWith("*.") ? word.slice(2) : word.startsWith(".") ? word.slice(1) : word;
    return isHostName(plain) ? word.toLowerCase() : { problem: "not a domain" };
  },
  print: (value) => value,
});

export const url = valueType<string>({
  name: "url",
  title: "a URL",
  accepts: "`http://` or `https://`, a host, and perhaps a path",
  examples: ["http://192.168.232.204", "https://example.com/a"],
  splits: false,
  read(word) {
    if (!/^https?:\/\/[^/?#]/.test(word)) return { problem: "not a URL that begins with `http://` or `https://`", ...urlInstead(word) };
    if (/[\s<>"{}|\\^`\u0000-\u001f]/.test(word)) return { problem: "not a URL: it holds a character that a URL cannot" };
    return word;
  },
  print: (value) => value,
});

/** Of an address, or a name with a dot, which is no name of something declared beside a URL. */
function urlInstead(word: string): Pick<Problem, "instead"> {
  return /^[a-z0-9][a-z0-9-]*(\.[a-z0-9-]+)+(:\d+)?(\/\S*)?$/i.test(word) ? { instead: `http://${word}` } : {};
}

/** An absolute path. */
export const path = valueType<string>({
  name: "path",
  title: "a path",
  accepts: "begins with `/`",
  examples: ["/var/log/goods"],
  splits: false,
  read: (word) => readPath(word, /^\//, "not a path that begins with `/`"),
  print: (value) => value,
});

/** The path of a URL, or a regular expression for one. */
export const routePath = valueType<string>({
  name: "route path",
  title: "a path of a URL",
  accepts: "begins with `/`; after `~` a regular expression, which begins with `/`, `^`, `.`, `(` or a backslash",
  examples: ["/goods", "^/a/\\d+$"],
  splits: false,
  read: (word) => (hasControl(word) ? { problem: "not a path: it holds a control character" } : /^[/^.\\(]/.test(word) ? word : { problem: "not a path that begins with `/`" }),
  print: (value) => value,
});

/** A path of a file beside the program, or an absolute one. */
export const file = valueType<string>({
  name: "file",
  title: "a path of a file",
  accepts: "beside the program, or absolute",
  examples: ["./conf/app.lua", "/etc/ssl/shop.pem"],
  splits: false,
  read: (word) => readPath(word, /^(\.{1,2}\/|\/|[^/\s])/, "not a path"),
  print: (value) => value,
});

function readPath(word: string, form: RegExp, problem: string): string | Problem {
  if (!form.test(word)) return { problem: /^\.{1,2}\//.test(word) ? "relative: a path on the host begins with `/`" : problem };
  return hasControl(word) ? { problem: "not a path: it holds a control character" } : word;
}

/** Where Lua looks for modules. Source: the Lua manual, `package.path`. */
export const luaPath = valueType<string>({
  name: "lua path",
  title: "a path with a `?`",
  accepts: "a path in which `?` stands for the name of a module",
  examples: ["/opt/lua/?.lua"],
  splits: true,
  read(word) {
    const read = file.read(word, false);
    if (typeof read !== "string" || read.includes("?")) return read;
    return { problem: "without a `?`, which stands for the name of a module: `require` would find none", instead: `${read.replace(/\/+$/, "")}/?.lua` };
  },
  print: (value) => value,
});

export const glob = valueType<string>({
  name: "glob",
  title: "a path, in which `*` stands for any characters",
  accepts: "begins with `/`",
  examples: ["/var/log/*.log"],
  splits: false,
  read: (word) => readPath(word, /^\//, "not a path that begins with `/`"),
  print: (value) => value,
});

/** One of a few words; case does not count. */
export function choice<const C extends string>(...choices: readonly C[]): ValueType<C> {
  let unread: Problem | undefined;
  const list = listedQuoted(choices, "or");
  return valueType<C>({
    name: "choice",
    title: choices.length === 1 ? list : `one of ${list}`,
    examples: choices,
    splits: true,
    choices,
    read(word, quoted) {
      const lower = word.toLowerCase();
      const found = quoted ? undefined : choices.find((each) => each === lower);
      return found ?? (unread ??= { problem: choices.length === 1 ? `not ${list}` : `neither ${list.replace(/ or ([^,]*)$/, " nor $1")}` });
    },
    print: (value) => value,
  });
}

/** A secret by name, or the literal that should have been one. */
export interface Secret {
  readonly secret: string | undefined;
  /** What stands in the source when it is not `secret NAME`; reported as a warning. */
  readonly literal?: string;
}

/** Two words, `secret NAME`; binding reads them. */
export const secret = valueType<Secret>({
  name: "secret",
  title: "`secret NAME`",
  accepts: "two words; a text in place of them is a password in the program, which is a warning",
  examples: ["secret vrrp_pass"],
  splits: false,
  read: (word) => (hasControl(word) ? { problem: "holding a control character" } : { secret: undefined, literal: word }),
  print: ({ secret, literal }) => (secret === undefined ? (literal ?? "") : `secret ${secret}`),
});

/** A text of one line, or `secret NAME`; binding reads both. */
export const textOrSecret = valueType<Secret>({ ...secret, name: "text or secret", title: "a text or `secret NAME`", accepts: "a text of one line, or the two words", examples: ["orders", "secret db_password"] });
