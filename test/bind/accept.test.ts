import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Compilation, compile } from "../../src/compile.js";
import { hasErrors } from "../../src/diagnostics/diagnostic.js";
import { formatFile, parse } from "../../src/syntax/index.js";
import { expandProgram } from "../../src/cli/expand-program.js";
import { printProgram } from "../../src/elaborate/print.js";
import { walkDeclarations } from "../../src/vocabulary/walk.js";
import { dedent, reportOf } from "../kit/compile.js";
import { exampleSecrets } from "../kit/examples.js";
import { expectGolden } from "../kit/golden.js";

function build(text: string, files: Readonly<Record<string, string>> = {}, env?: string): Compilation {
  return compile({ entry: { path: "site.infra", text: dedent(text) }, read: (path) => files[path], env }, exampleSecrets);
}

/** Codes of what is left, each as often as it is reported. */
function left(text: string, files: Readonly<Record<string, string>> = {}): readonly string[] {
  return build(text, files).diagnostics.map(({ code }) => code).filter((code) => !code.startsWith("implied-"));
}

const lan = "network lan 192.168.0.0/24\n";
const two = "consul registry x2";
const accept = 'accept even-quorum "two for now"';

describe("an accept", () => {
  it("is needed for these cases", () => {
    expect(left(`${lan}${two}`)).toEqual(["even-quorum"]);
    expect(left(`${lan}gateway edge x2 { vip 192.168.0.9 auth hunter2; route { / -> deny 403 } }`)).toEqual(["literal-secret"]);
  });

  it.each([
    ["on the line of a declaration", `${lan}${two} ${accept}`],
    ["between the clauses of a line", `${lan}${two} ${accept} in lan datacenter dc2`],
    ["before a block", `${lan}${two} ${accept} {\n  datacenter dc2\n}`],
    ["in the block", `${lan}${two} {\n  datacenter dc2\n  ${accept}\n}`],
    ["as a statement of the file", `${accept}\n${lan}${two}`],
    ["of any case", `${lan}${two} ACCEPT Even-Quorum "two for now"`],
    ["with words of a let", `let why = "two for now"\n${lan}${two} accept even-quorum \${why}`],
  ])("leaves out the warning of its statement: %s", (_, text) => {
    expect(left(text)).toEqual([]);
  });

  it.each([
    ["on the line of the clause", "vip 192.168.0.9 auth hunter2 accept literal-secret \"a lab\""],
    ["right after the word", "vip 192.168.0.9 auth hunter2 accept literal-secret \"a lab\" prefer edge-1"],
    ["in the clause's block", "vip 192.168.0.9 {\n auth hunter2\n accept literal-secret \"a lab\"\n}"],
    ["on the statement of the inner clause", "vip 192.168.0.9 {\n auth hunter2 accept literal-secret \"a lab\"\n}"],
    ["in the block of the inner clause", "vip 192.168.0.9 {\n auth hunter2 { accept literal-secret \"a lab\" }\n}"],
    ["beside it in the declaration's block", "vip 192.168.0.9 auth hunter2\naccept literal-secret \"a lab\""],
  ])("of a clause holds for the clause's statement: %s", (_, vip) => {
    expect(left(`${lan}gateway edge x2 {\n${vip}\nroute { / -> deny 403 }\n}`)).toEqual([]);
  });

  it("closes nothing on its line", () => {
    const [plain, accepted] = ["", ' accept implied-image "so"'].map((words) => build(`service goods check tcp every 5s${words} fall 2 behind gateway`));
    expect(accepted!.diagnostics.filter(({ severity }) => severity !== "info")).toEqual([]);
    expect(accepted!.files.map(({ text }) => text)).toEqual(plain!.files.map(({ text }) => text));
  });

  it("stands in a block of entries", () => {
    expect(left(`${lan}service goods port 80 image goods\ngateway edge {\n  route {\n    accept nginx-ignores "so"\n    / -> goods { check http /x every 3s }\n  }\n}`)).toEqual([]);
  });

  it("holds for its statement alone", () => {
    expect(left(`${lan}${two} ${accept}\nconsul other x2`)).toEqual(["even-quorum"]);
    expect(left(`${lan}gateway edge x2 {\n  listen 80 { accept literal-secret "a lab" }\n  vip 192.168.0.9 auth hunter2\n  route { / -> deny 403 }\n}`)).toEqual(["unused-accept", "literal-secret"]);
  });

  it("holds for what its statement implies", () => {
    expect(left(`service goods behind gateway with consul discovery, keepalived VIP 192.168.0.146 { vip 192.168.0.147 auth hunter2; accept literal-secret "a lab" }`)).toEqual([]);
  });

  it("of an imported file's statement holds there, as a statement of the file everywhere", () => {
    expect(left(`import ./b.infra\n${two}`, { "b.infra": `${lan}${accept}\n` })).toEqual([]);
    expect(left("import ./b.infra\n", { "b.infra": `${lan}${two} ${accept}\n` })).toEqual([]);
  });

  it("of a profile holds for what uses it", () => {
    const profile = `profile small for consul { ${accept}; datacenter dc2 }\n`;
    expect(left(`${lan}${profile}${two} is small`)).toEqual([]);
    expect(left(`${lan}${profile}consul other x3 is small\n${two} is small`)).toEqual([]);
    expect(left(`${lan}${profile}${two}\nconsul other x3 is small`)).toEqual(["unused-accept", "even-quorum"]);
  });

  it("leaves out notes too, of any phase", () => {
    expect(build(`${lan}service goods port 80 image goods ${'accept implied-certificate "known"'}`).diagnostics.map(({ code }) => code)).toEqual(["unused-accept"]);
    expect(build('service goods behind gateway accept implied-image "known"').diagnostics.map(({ code }) => code)).not.toContain("implied-image");
    expect(left(`${lan}consul regis_try`)).toEqual(["consul-dns-name"]);
    expect(left(`${lan}consul regis_try accept consul-dns-name "nobody asks by DNS"`)).toEqual([]);
  });

  it("stands after the words of what organizes a program", () => {
    const program = `${lan}import ./b.infra accept unused-accept "for other programs"\nlet why = a, b accept unused-definition "for later"\nparam n count default 3 accept unused-definition "for later"\nenv prod accept unused-accept "for later" { n 4 }\nconsul registry x3`;
    expect(left(program, { "b.infra": "let accept = accept\nlet list = a, accept, b\n" })).toEqual(["unused-accept", "unused-accept"]);
    expect(left(program.replaceAll(/ accept [^\n{]*/g, ""), { "b.infra": "" })).toEqual(["unused-definition", "unused-definition"]);
    expect(left(`${lan}import ./b.infra first second\nenv prod third { }`, { "b.infra": "" })).toEqual(["unexpected-word", "unexpected-word"]);
    expect(left(`${lan}let why = a {\n  accept unused-definition "for later"\n}\nlet how = b { port 80 }`)).toEqual(["unknown-clause"]);
  });

  it("is no clause of a native block", () => {
    expect(left(`${lan}gateway edge {\n  route { / -> deny 403 }\n  nginx { accept even-quorum "x" }\n}`)).toEqual(["unknown-directive"]);
  });

  it("has no name that a clause has", () => {
    const places: string[] = [];
    walkDeclarations(({ clauses }, path) => void (Object.hasOwn(clauses, "accept") && places.push(path.join(" "))));
    expect(places).toEqual([]);
  });
});

describe("an accept that left nothing out", () => {
  it("is reported only when a build came to its end", () => {
    expect(left(`${accept}\n${lan}service goods port 80 image goods`)).toEqual(["unused-accept"]);
    expect(left(`${accept}\n${lan}service goods prot 80 image goods`)).toEqual(["unexpected-word"]);
  });

  it("is one decision with others of its code and reason", () => {
    expect(left(`${lan}${two} ${accept}\nconsul other x3 ${accept}`)).toEqual([]);
    expect(left(`${lan}${two} ${accept}\nconsul other x3 accept even-quorum "another reason"`)).toEqual(["unused-accept"]);
  });

  it("may be accepted itself, but by no accept that leaves nothing out", () => {
    const program = `param n count default 3\nenv small { n 2 }\n${lan}consul registry x\${n} ${accept} accept unused-accept "only in small"`;
    expect(left(program)).toEqual([]);
    expect(build(program, {}, "small").diagnostics.map(({ code }) => code)).toEqual(["unused-accept"]);
    expect(left(`${lan}consul registry x3 accept unused-accept "for nothing"`)).toEqual(["unused-accept"]);
  });
});

describe("expand", () => {
  it("leaves out an accept of what is only said of something implied, and keeps one that left nothing out before", () => {
    const compilation = build(`${lan}service goods port 80 image goods behind gateway\naccept implied-declaration "so"\n${accept}\nconsul registry x2`);
    expect(expandProgram(compilation)).toMatch(/^accept even-quorum "two for now"\n\nsite site\n/);
    const unused = build(`${lan}${accept}\nconsul registry x3`);
    expect(expandProgram(unused)).toContain(accept);
  });

  it("prints an accept where it stands, its comments with it, and no accept of what it writes out", () => {
    const { program } = build(`
      # nobody asks
      accept nginx-ignores "nobody asks"
      consul registry x2 {
        # until the rack stands
        accept even-quorum "two for now"
        # another
        accept implied-network "fine"
      }
      gateway edge x2 { vip 192.168.0.9 { auth hunter2 accept literal-secret 'a "lab"' }; route { / -> deny 403 } }
    `);
    const text = printProgram(program);
    expect(text.startsWith('# nobody asks\naccept nginx-ignores "nobody asks"\n\nsite site\n')).toBe(true);
    expect(text).toContain('consul registry x2 {\n  # until the rack stands\n  accept even-quorum "two for now"\n  image');
    expect(text).toContain("    auth hunter2 {\n      accept literal-secret 'a \"lab\"'\n    }\n");
    expect(text).not.toContain("implied-network");
  });

  it("keeps any reason", () => {
    const reason = fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 }).filter((text) => text.trim() !== "" && !/\p{Cc}/u.test(text));
    const written = (text: string): string => `"${text.replace(/["\\]/g, "\\$&").replaceAll("${", () => "$${")}"`;
    fc.assert(
      fc.property(fc.oneof(reason, fc.constantFrom("${x}", "a\\b", "'", '"', "# {;}", "$", "’”，", "[1..3]", '"""', "%{x", "x")), (text) => {
        const accepts = (program: string) => build(program).program.accepts.map((each) => each.reason.value);
        const program = `${lan}${two} accept even-quorum ${written(text)}`;
        expect(accepts(program)).toEqual([text]);
        expect(accepts(printProgram(build(program).program))).toEqual([text]);
      }),
      { numRuns: 50 },
    );
  });

  it("prints an accept with what its statement implies", () => {
    const { program } = build('service goods behind gateway with consul discovery { vip 192.168.0.147 auth hunter2; accept literal-secret "a lab" }');
    const holders = printProgram(program).split(/\n(?=\S.*\{$)/m).filter((part) => part.includes("literal-secret")).map((part) => part.split(" ", 1)[0]);
    expect(holders).toEqual(["site", "network", "consul", "service", "gateway"]);
  });
});

/** What is wrong with accepts themselves. */
const faults: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "unknown-code": { "a misspelt code": `${lan}consul registry x2 accept even-quorm "two for now"`, "a code that is near nothing": `${lan}accept frobnication "why not"` },
  "accepted-error": { "the code of an error": `${lan}service goods port 80 image goods accept port-conflict "known"` },
  "unused-accept": {
    "of a statement": `${lan}service goods port 80 image goods accept even-quorum "two for now"`,
    "of the program": `${accept}\n${lan}consul registry x3`,
    "in a clause beside": `${lan}gateway edge x2 {\n  listen 80 { accept literal-secret "a lab" }\n  vip 192.168.0.9 auth hunter2\n  route { / -> deny 403 }\n}`,
  },
};

describe("a fault of an accept", () => {
  it.each(Object.entries(faults))("reads well: %s", (code, cases) => {
    const reports = Object.entries(cases).map(([name, text]) => {
      const found = build(text).diagnostics.filter(({ severity }) => severity !== "info");
      expect(found.map((each) => each.code)).toContain(code);
      return [`${name.replaceAll(" ", "-")}.txt`, reportOf(text, found)] as const;
    });
    expectGolden(`diagnostics/${code}`, new Map(reports));
  });

  it.each([
    ["without a reason", "accept even-quorum", "`accept` needs a reason in quotes"],
    ["with a bare word", "accept even-quorum later", "`later` is not a reason in quotes"],
    ["with an empty one", 'accept even-quorum ""', "an empty text is no reason"],
    ["with a blank one", 'accept even-quorum " "', "` ` is no reason"],
    ["with a reason for a code", 'accept "two for now" "two for now"', "`two for now` is not the code of a report: small letters, with `-` between words"],
    ["with one word more", 'accept even-quorum "two" for now', "`for` is neither an argument nor a clause of `accept`"],
  ])("is told: %s", (_, words, message) => {
    expect(build(`${lan}consul registry x2 {\n  ${words}\n}`).diagnostics.filter(({ severity }) => severity === "error").map((each) => each.message)).toEqual([message]);
  });

  it("is told on a line, where a clause follows", () => {
    expect(left(`${lan}consul registry x3 accept even-quorum datacenter dc2`)).toEqual(["missing-argument"]);
  });

  it("is suggested where it is misspelt", () => {
    expect(build(`acept even-quorum "x"\n${lan}consul registry x3 { acccept even-quorum "x" }`).diagnostics.map(({ help }) => help)).toEqual(["did you mean `accept`?", "did you mean `accept`?"]);
  });
});

/** Every program of the examples and of the goldens of reports. */
const root = join(import.meta.dirname, "../..");
const examples = readdirSync(join(root, "examples")).map((name) => readFileSync(join(root, "examples", name, "site.infra"), "utf8"));
const reported = readdirSync(join(root, "golden/diagnostics"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".txt"))
  .sort()
  .map((file) => [file, readFileSync(join(root, "golden/diagnostics", file), "utf8").split(/^(?:error|warning|info)\[[a-z-]+\]: /m)[0]!] as const);

describe("what expand prints of a program whose warnings are accepted", () => {
  const doubtful = reported.filter(([, text]) => {
    const { diagnostics } = build(text);
    return !hasErrors(diagnostics) && diagnostics.some(({ code, severity }) => severity === "warning" && code !== "unused-accept");
  });

  it.each(doubtful)("has none of them: %s", (_, text) => {
    const accepted = withAccepts(dedent(text));
    const compilation = build(accepted);
    expect(compilation.diagnostics.filter(({ severity }) => severity !== "info").map(({ message }) => message)).toEqual([]);
    const expanded = build(expandProgram(compilation));
    const codes = new Set([...compilation.program.accepts.map(({ code }) => code.value), "unused-accept"]);
    expect(expanded.diagnostics.filter(({ code }) => codes.has(code)).map(({ message }) => message)).toEqual([]);
    expect(expanded.files.map((file) => file.text)).toEqual(compilation.files.map((file) => file.text));
  });

  it("has cases", () => expect(doubtful.length).toBeGreaterThan(3));
});

/** The program with an accept at the end of the head of each statement that a warning or note points at. */
function withAccepts(text: string): string {
  const places = new Map<number, Set<string>>();
  const { statements } = parse({ path: "site.infra", text }).value.body;
  for (const { code, primary } of build(text).diagnostics) {
    const holder = statements.find(({ span }) => span.start <= primary.span.start && primary.span.end <= span.end);
    const at = holder?.words.at(-1)!.span.end ?? 0;
    places.set(at, (places.get(at) ?? new Set()).add(code));
  }
  let result = text;
  for (const [at, codes] of [...places].sort(([a], [b]) => b - a)) {
    const words = [...codes].map((code) => `accept ${code} "for a test"`).join(" ");
    result = result.slice(0, at) + (at === 0 ? `${[...codes].map((code) => `accept ${code} "for a test"\n`).join("")}` : ` ${words}`) + result.slice(at);
  }
  return result;
}

describe("a program with accepts anywhere", () => {
  const line = fc.constantFrom('accept even-quorum "a"', 'accept implied-image "b"', 'accept literal-secret "c c"', 'accept even-quorum "a"; accept nginx-ignores "d"', "accept nowhere 'x'", "accept even-quorum");
  const program = fc.tuple(fc.constantFrom(...examples), fc.array(fc.tuple(fc.nat(), line), { minLength: 1, maxLength: 3 })).map(([text, places]) =>
    places.reduce((result, [at, words]) => {
      const lines = result.split("\n");
      lines.splice(at % lines.length, 0, words);
      return lines.join("\n");
    }, text),
  );
  const filesOf = ({ files }: Compilation) => Object.fromEntries(files.map(({ path, text }) => [path, text]));

  it("builds the same when it is formatted or expanded first, and expands to itself", () => {
    let built = 0;
    fc.assert(
      fc.property(program, (text) => {
        const compilation = compile({ entry: { path: "site.infra", text } }, exampleSecrets);
        if (hasErrors(compilation.diagnostics)) return;
        built++;
        const formatted = formatFile(parse({ path: "site.infra", text }).value);
        expect(filesOf(compile({ entry: { path: "site.infra", text: formatted } }, exampleSecrets))).toEqual(filesOf(compilation));
        const expanded = printProgram(compilation.program);
        const again = compile({ entry: { path: "site.infra", text: expanded } }, exampleSecrets);
        expect(filesOf(again)).toEqual(filesOf(compilation));
        expect(printProgram(again.program)).toBe(expanded);
      }),
      { numRuns: 40 },
    );
    expect(built).toBeGreaterThan(5);
  });
});
