import { type DiagnosticDefinition, defineDiagnostic } from "../diagnostics/define.js";
import { listedQuoted } from "../source/listed.js";

const list = (words: readonly string[]): string =>
  listedQuoted(words, "and");

/** Whether a word begins a comment of another language. */
const isForeignComment = (word: string): boolean => /^(?:\/[/*]|;|--)/.test(word);

/** What begins a comment elsewhere. */
const isComment = (word: string): boolean => /^(\/\/|\/\*|--)$/.test(word);

export const unknownKind = defineDiagnostic({
  code: "unknown-kind",
  severity: "error",
  summary: "A statement begins with a word that names no kind of thing.",
  explanation: `
Every statement of a program begins with the kind of thing that it declares.

    servce goods port 80        # error: did you mean \`service\`?
    service goods port 80
`,
  message: (data: { readonly word: string; readonly near: string | undefined; readonly kinds: readonly string[]; readonly synonym?: string | undefined }) =>
    `nothing that can be declared is called \`${data.word}\``,
  help: ({ word, near, kinds, synonym }) =>
    isForeignComment(word)
      ? "begin a comment with `#`"
      : synonym !== undefined
        ? `infc says ${synonym}`
        : near === undefined
          ? `a statement begins with one of ${list(kinds)}`
          : `did you mean \`${near}\`?`,
});

export const missingBrace = defineDiagnostic({
  code: "missing-brace",
  severity: "error",
  summary: "A clause stands on a line of its own and in no block.",
  explanation: `
A declaration ends with its line. What goes on over several lines is a block, from \`{\` to \`}\`.

    gateway edge            # error: no \`{\`
      listen 80

    gateway edge {
      route { / -> goods }
    }
    listen 80               # error: the block has ended

    gateway edge {
      listen 80
      route { / -> goods }
    }
`,
  message: ({ word, owner, state }: { readonly word: string; readonly owner: string; readonly state: "missing" | "ended" | "none" }) =>
    state === "missing"
      ? `\`${word}\` is a clause of the \`${owner}\` above it, which opens no block`
      : state === "ended"
        ? `\`${word}\` is a clause of the \`${owner}\` above it, whose block has ended`
        : `\`${word}\` is a clause of \`${owner}\`, and stands in no block`,
  help: ({ owner, state }) =>
    state === "missing"
      ? "write `{` at the end of that line, and `}` after its clauses"
      : state === "ended"
        ? "take away the `}` that ends it too early, or begin a block with a line of its own"
        : `begin its block with a line such as \`${owner} NAME {\``,
});

export const nothingDeclared = defineDiagnostic({
  code: "nothing-declared",
  severity: "info",
  summary: "The program has no statement.",
  explanation: "A site is what its program declares; of nothing, a build writes no file, and takes away those that it wrote before. `infc init` writes a small program to begin with.",
  message: (_: undefined) => "nothing is declared",
});

export const unknownClause = defineDiagnostic({
  code: "unknown-clause",
  severity: "error",
  summary: "A statement of a block begins with a word that names no clause there.",
  explanation: `
In a block, each statement begins with a clause of the declaration that the block belongs to: of the first word of its statement.

    service goods { prot 80 }        # error: did you mean \`port\`?
    service goods { port 80 }
`,
  message: (data: { readonly word: string; readonly owner: string; readonly near: string | undefined; readonly known: readonly string[]; readonly synonym: string | undefined; readonly instead?: string | undefined; readonly inside?: readonly string[] }) =>
    `${data.owner === "" ? "this entry" : `\`${data.owner}\``} has no clause \`${data.word}\``,
  help: ({ word, owner, near, known, synonym, instead, inside = [] }) => {
    if (isForeignComment(word)) return "begin a comment with `#`";
    if (instead !== undefined) return `write \`${instead}\``;
    if (synonym !== undefined) return `infc says ${synonym}`;
    if (inside.length > 0 && inside.length < 4) return `write it after ${listedQuoted(inside, "or")}, whose clause it is`;
    if (isComment(word)) return "a comment begins with `#`";
    if (near !== undefined) return `did you mean \`${near}\`?`;
    if (known.length === 0) return "take the statement away";
    return known.length > 20 ? `\`infc explain ${owner}\` lists its clauses` : `it has ${list(known)}`;
  },
});

export const unexpectedWord = defineDiagnostic({
  code: "unexpected-word",
  severity: "error",
  summary: "A word is neither an argument nor a clause at its place.",
  explanation: `
The words of a statement are its arguments, then its clauses, each with its own arguments and clauses. A clause of something further
out closes what is inside; what is closed cannot go on.

    service goods check tcp behind edge every 10s        # error: \`every\` belongs to \`check\`, which ended at \`behind\`
    service goods check tcp every 10s behind edge
`,
  message: (data: { readonly word: string; readonly owner: string; readonly closed: string | undefined; readonly near: string | undefined; readonly block?: string | undefined; readonly instead?: string | undefined; readonly synonym?: string | undefined; readonly apart?: { readonly word: string; readonly owner: string } | undefined }) =>
    data.closed === undefined ? `\`${data.word}\` is neither an argument nor a clause of ${data.owner}` : `\`${data.word}\` is a clause of \`${data.closed}\`, which ended before it`,
  help: ({ word, closed, near, block, instead, synonym, apart }) => {
    if (closed !== undefined) return `write \`${word}\` right after \`${closed}\` and its other clauses`;
    if (apart !== undefined) return `\`${apart.word}\` is a clause of ${apart.owner}: write it on a line of its own, or after \`;\``;
    if (synonym !== undefined) return `infc says ${synonym}`;
    if (isComment(word)) return "a comment begins with `#`";
    if (near !== undefined) return `did you mean \`${near}\`?`;
    if (instead !== undefined) return `write \`${instead}\``;
    return block === undefined ? "take it away" : `write it in a block: \`${block}\``;
  },
});

export const commaEndsLine = defineDiagnostic({
  code: "comma-ends-line",
  severity: "error",
  summary: "A comma at the end of a line takes in the next line, which is a statement of its own.",
  explanation: `
After a comma a list goes on, on the next line too. The last word of a list has none.

    gateway edge {
      listen 80, 443,        # error: \`vip\` would be a third port
      vip 192.168.0.146
    }

    gateway edge {
      listen 80, 443
      vip 192.168.0.146
    }
`,
  message: (data: { readonly before: string; readonly next: string }) => `the comma after \`${data.before}\` takes in the next line, \`${data.next} …\``,
  help: () => "take the comma away",
});

export const missingArgument = defineDiagnostic({
  code: "missing-argument",
  severity: "error",
  summary: "A clause or a declaration lacks an argument that it needs.",
  explanation: `
    service goods port behind edge        # error: \`port\` needs a port
    service goods port 8080 behind edge
`,
  message: (data: { readonly owner: string; readonly title: string; readonly example: string }) => `\`${data.owner}\` needs ${data.title}`,
  help: ({ example }) => `for example \`${example}\``,
});

export const invalidValue = defineDiagnostic({
  code: "invalid-value",
  severity: "error",
  summary: "A word is not what its clause takes.",
  explanation: `
The declaration of a clause says which type of word it takes, and the type reads the word. Nothing is guessed, rounded or cut.

    host web 172.20.0.500        # error: octet 4 is above 255
    host web 172.20.0.50
`,
  message: (data: { readonly text: string; readonly problem: string; readonly instead: string | undefined; readonly near: string | undefined; readonly example: string | undefined }) =>
    `${data.text === "" ? "an empty text" : `\`${data.text}\``} is ${data.problem}`,
  help: ({ instead, near, example }) =>
    instead !== undefined ? `write \`${instead}\`` : near !== undefined ? `did you mean \`${near}\`?` : example === undefined ? undefined : `for example \`${example}\``,
});

export const unexpectedList = defineDiagnostic({
  code: "unexpected-list",
  severity: "error",
  summary: "A list stands where one word is taken.",
  explanation: `
A comma joins words into a list, and only some clauses take lists. In a plural head, an argument takes one word for all, or as many as there are names.

    service goods protocol http, tcp        # error: \`protocol\` takes one
    host app[1..3] 192.168.0.[21..22]       # error: three hosts and two addresses
`,
  message: (data: { readonly owner: string; readonly title: string; readonly seen: number; readonly wanted: number; readonly instead?: string | undefined; readonly each?: string | undefined }) =>
    data.wanted === 1
      ? `\`${data.owner}\` takes one here, not ${data.seen}`
      : `\`${data.owner}\` takes ${/^an? /.test(data.title) ? data.title.replace(/^an?/, "one") : "one"} for all, or ${data.wanted}, one for each name, not ${data.seen}`,
  help: ({ wanted, instead, each }) => (wanted === 1 ? (each === undefined ? "leave one, and take the comma away" : `leave one, or say it once for each: \`${each}\``) : instead === undefined ? "give each name its own, or one for all" : `write \`${instead}\`, or as many names`),
});

export const repeatedClause = defineDiagnostic({
  code: "repeated-clause",
  severity: "error",
  summary: "A clause is said twice.",
  explanation: `
On the line or in the block, a clause says the same; said twice, one of the two would have no effect.

    service goods port 80 { port 81 }        # error: \`port\` twice
`,
  message: (data: { readonly word: string; readonly owner: string }) => `\`${data.word}\` is said twice of ${data.owner}`,
  help: ({ word }) => `keep one \`${word}\``,
});

export const nativeOnLine = defineDiagnostic({
  code: "native-on-line",
  severity: "error",
  summary: "A native block stands on a line with other clauses.",
  explanation: `
The block of a native engine is a statement of its own, in the block of what it belongs to.

    gateway edge listen 80 nginx { gzip on }            # error
    gateway edge { listen 80; nginx { gzip on } }
`,
  message: (data: { readonly word: string }) => `the native block \`${data.word}\` is a statement of its own`,
  help: ({ word }) => `write \`${word} { … }\` in the block of the declaration`,
});

export const literalSecret = defineDiagnostic({
  code: "literal-secret",
  severity: "warning",
  summary: "A password stands in the program.",
  explanation: `
A program is read by many and kept for long. A secret is named in it, and its text is brought at build time.

    vip 192.168.0.146 auth hunter2                  # warning
    vip 192.168.0.146 auth secret vrrp_pass
    secret vrrp_pass from env VRRP_PASS
`,
  message: (data: { readonly owner: string }) => `this password of \`${data.owner}\` stands in the program for all to read`,
  help: () => "write `secret NAME`, and `secret NAME from env VARIABLE` to say where its text is",
});

export const unknownName = defineDiagnostic({
  code: "unknown-name",
  severity: "error",
  summary: "`${name}` names no `let` and no `param`.",
  explanation: `
    let domain = shop.example.com
    gateway edge { route \${domian} { / -> goods } }        # error: did you mean \`domain\`?
`,
  message: (data: { readonly name: string; readonly near: string | undefined }) => `no \`let\` and no \`param\` is named \`${data.name}\``,
  help: ({ name, near }) => (near === undefined ? `declare it: \`let ${name} = …\`` : `did you mean \`\${${near}}\`?`),
});

export const severalWords = defineDiagnostic({
  code: "several-words",
  severity: "error",
  summary: "A `let` of several words stands inside a longer word.",
  explanation: `
Alone, \`\${name}\` stands for all the words of its \`let\`; inside a longer word it stands for exactly one.

    let hosts = lb1, lb2
    service goods image registry/\${hosts}        # error: two words in one
`,
  message: (data: { readonly name: string; readonly count: number }) => `\`${data.name}\` has ${data.count} words, and inside a longer word it stands for one`,
  help: () => "write it as a word of its own",
});

export const circularLet = defineDiagnostic({
  code: "circular-let",
  severity: "error",
  summary: "A `let` is made of itself.",
  explanation: "\n    let a = ${b}\n    let b = ${a}        # error\n",
  message: (data: { readonly names: readonly string[] }) => `\`${data.names.join("` is made of `")}\``,
  help: () => "give one of them words of its own",
});

export const badRange = defineDiagnostic({
  code: "bad-range",
  severity: "error",
  summary: "A range in a word runs backwards or stands for too many words.",
  explanation: "\n    host app[3..1]        # error: write `app[1..3]`\n",
  message: (data: { readonly word: string; readonly problem: "falling" | "too-long"; readonly instead: string | undefined }) =>
    data.problem === "falling" ? `the range in \`${data.word}\` runs backwards` : `\`${data.word}\` stands for more than 4096 words`,
  help: ({ problem, instead }) => (problem === "too-long" ? "declare fewer at a time" : instead === undefined ? "write the lower end first" : `write \`${instead}\``),
});

export const duplicateName = defineDiagnostic({
  code: "duplicate-name",
  severity: "error",
  summary: "A name is declared twice.",
  explanation: `
Everything named in a program is known in all of its files, so each name stands for one thing: networks, hosts, services, clusters and
their nodes (\`goods-1\`) share one namespace, \`let\` and \`param\` another; profiles, envs and secrets have one each. A program has one
\`site\`, whose name nothing else minds.
`,
  message: (data: { readonly name: string; readonly what: string }) => (data.what === "the site" ? "the site is declared twice" : `${data.what} \`${data.name}\` is declared twice`),
  help: ({ what }) => (what === "the site" ? "keep one `site`" : "rename one of the two"),
});

export const unknownProfile = defineDiagnostic({
  code: "unknown-profile",
  severity: "error",
  summary: "`is` names a profile that nobody declares.",
  explanation: "\n    profile php-rpc for service { protocol tcp }\n    service goods is php_rpc        # error: did you mean `php-rpc`?\n",
  message: (data: { readonly name: string; readonly near: string | undefined }) => `no profile is named \`${data.name}\``,
  help: ({ name, near }) => (near === undefined ? `declare it: \`profile ${name} for … { … }\`` : `did you mean \`${near}\`?`),
});

export const profileKind = defineDiagnostic({
  code: "profile-kind",
  severity: "error",
  summary: "A profile is given to a kind that it is not for.",
  explanation: "\n    profile php-rpc for service { protocol tcp }\n    gateway edge is php-rpc        # error: it is for services\n",
  message: (data: { readonly name: string; readonly kind: string; readonly kinds: readonly string[] }) => `the profile \`${data.name}\` is for ${list(data.kinds)}, not for \`${data.kind}\``,
  help: ({ kind }) => `add \`${kind}\` to the profile's \`for\`, or write the clauses here`,
});

export const unknownImport = defineDiagnostic({
  code: "unknown-import",
  severity: "error",
  summary: "An imported file cannot be read.",
  explanation: "`import` takes a path relative to the file that says it, inside the program's folder. A file that is imported twice counts once.",
  message: (data: { readonly path: string; readonly problem: string }) => `\`${data.path}\` ${data.problem}`,
  help: () => "write a path relative to this file, such as `import ./networks.infra`",
});

export const circularImport = defineDiagnostic({
  code: "circular-import",
  severity: "error",
  summary: "Files import each other in a circle.",
  explanation: "Everything named in one file is known in all, so a file never needs to import the one that imports it.",
  message: (data: { readonly paths: readonly string[] }) => `\`${data.paths.join("` imports `")}\``,
  help: () => "take this import away: what one file declares is known in all",
});

export const missingParam = defineDiagnostic({
  code: "missing-param",
  severity: "error",
  summary: "A `param` has no value.",
  explanation: `
A param takes its value from \`--set\`, else from the chosen env, else its default.

    param replicas count default 3
    env prod { replicas 5 }
`,
  message: (data: { readonly name: string }) => `the param \`${data.name}\` has no value`,
  help: ({ name }) => `give it a default, or build with \`--set ${name}=…\``,
});

export const unknownParam = defineDiagnostic({
  code: "unknown-param",
  severity: "error",
  summary: "An env or `--set` names a param that nobody declares.",
  explanation: "\n    param replicas count default 3\n    env prod { replica 5 }        # error: did you mean `replicas`?\n",
  message: (data: { readonly name: string; readonly near: string | undefined }) => `no param is named \`${data.name}\``,
  help: ({ name, near }) => (near === undefined ? `declare it: \`param ${name} count\`` : `did you mean \`${near}\`?`),
});

export const paramBounds = defineDiagnostic({
  code: "param-bounds",
  severity: "error",
  summary: "The value of a param is out of its bounds.",
  explanation: "\n    param replicas count default 3 min 1 max 9\n    env prod { replicas 12 }        # error: at most 9\n",
  message: (data: { readonly name: string; readonly text: string; readonly bound: string }) => `the param \`${data.name}\` is \`${data.text}\`, and ${data.bound}`,
});

export const unknownEnv = defineDiagnostic({
  code: "unknown-env",
  severity: "error",
  summary: "The chosen env is not declared.",
  explanation: "`--env NAME` chooses one of the program's `env NAME { … }`.",
  message: (data: { readonly name: string; readonly near: string | undefined; readonly known: readonly string[] }) => `no env is named \`${data.name}\``,
  help: ({ near, known }) => (near !== undefined ? `did you mean \`${near}\`?` : known.length === 0 ? "the program declares no env" : `the program has ${list(known)}`),
});

export const misplacedTimes = defineDiagnostic({
  code: "misplaced-times",
  severity: "error",
  summary: "`xN` stands somewhere else than right after the name.",
  explanation: "\n    service goods port 80 x3        # error\n    service goods x3 port 80\n",
  message: (data: { readonly word: string }) => `\`${data.word}\` comes right after the name`,
  help: ({ word }) => `move \`${word}\` to the place after the name`,
});

export const emptyFeature = defineDiagnostic({
  code: "unknown-feature",
  severity: "error",
  summary: "`with` names a feature that there is not.",
  explanation: `
\`with\` takes features, separated by commas: \`NAME discovery\`, \`keepalived VIP ADDRESS\` or \`VIP ADDRESS\`, and \`filebeat\`.

    service goods with consul discovery, keepalived VIP 192.168.0.146, filebeat
`,
  message: (data: { readonly words: string }) => (data.words === "" ? "`with` needs a feature" : `\`${data.words}\` is no feature`),
  help: () => "write `NAME discovery`, `keepalived VIP ADDRESS`, `VIP ADDRESS` or `filebeat`",
});

export const bindDiagnostics: readonly DiagnosticDefinition<never>[] = [
  unknownKind,
  missingBrace,
  nothingDeclared,
  unknownClause,
  unexpectedWord,
  commaEndsLine,
  missingArgument,
  invalidValue,
  unexpectedList,
  repeatedClause,
  nativeOnLine,
  literalSecret,
  unknownName,
  severalWords,
  circularLet,
  badRange,
  duplicateName,
  unknownProfile,
  profileKind,
  unknownImport,
  circularImport,
  missingParam,
  unknownParam,
  paramBounds,
  unknownEnv,
  misplacedTimes,
  emptyFeature,
];
