import { accept } from "../clauses/accept.js";
import { clause, kind, listOf, optional, required } from "../declaration.js";
import { address, endpoint, network } from "../values/addresses.js";
import { count, port, rate } from "../values/numbers.js";
import { duration, size } from "../values/quantities.js";
import { choice, domain, file, line, name, path, text, url } from "../values/texts.js";

/** What organizes a program and is no part of the site. */
export const importKind = kind("import", 0, {
  doc: "Another file of the program, relative to this one; what it declares is known everywhere.",
  example: "import ./networks.infra",
  args: { file: required(file) },
});

export const letKind = kind("let", 0, {
  doc: "Words under a name: `${name}` stands for them.",
  example: "let domain = shop.example.com",
  args: { name: required(name), equals: required(choice("=")), words: listOf(text) },
});

/** The types that a param can have. */
export const paramTypes = { count, text, port, duration, size, rate, address, network, endpoint, domain, url, path, name } as const;

export const param = kind("param", 0, {
  doc: "A value that the person who builds chooses: by `--set`, by an env, else its default.",
  example: 'param replicas count "How many instances run" default 3 min 1 max 9',
  args: {
    name: required(name),
    type: required(choice(...(Object.keys(paramTypes) as (keyof typeof paramTypes)[]))),
    doc: optional(text),
  },
  clauses: {
    default: clause({ doc: "Its value when nobody gives one.", example: "default 3", args: { text: required(line) } }),
    min: clause({ doc: "The lowest value.", example: "min 1", args: { text: required(line) } }),
    max: clause({ doc: "The highest value.", example: "max 9", args: { text: required(line) } }),
  },
});

export const env = kind("env", 0, {
  doc: "The params of one environment; `--env NAME` chooses it.",
  example: "env prod { replicas 5 }",
  args: { name: required(name) },
  entry: clause({ doc: "A param and its value.", example: "replicas 5", args: { name: required(name), value: required(line) } }),
});

export const profile = kind("profile", 0, {
  doc: "Clauses under a name, for declarations of the kinds that it names; `is NAME` gives them.",
  example: "profile php-rpc for service { protocol tcp; check tcp every 10s }",
  args: { name: required(name) },
  clauses: { for: clause({ doc: "The kinds that it is for.", example: "for service", args: { kinds: listOf(name) } }) },
});

/** As a statement of the file. */
export const acceptKind = kind("accept", 0, accept);

/** The statements that organize a program and are no part of the site, by their words. */
export const organizing = { import: importKind, let: letKind, param, env, profile, accept: acceptKind } as const;

export const secret = kind("secret", 25, {
  doc: "Where the text of a secret is when the site is built.",
  example: "secret vrrp_pass from env VRRP_PASS",
  args: { name: required(name) },
  clauses: {
    from: clause({
      doc: "A variable of the environment, a file, or a command whose output it is.",
      example: "from file ./secrets/vrrp",
      default: "the variable of its name in capitals",
      args: { where: required(choice("env", "file", "command")), source: required(line) },
    }),
  },
});
