import { readdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hasErrors } from "../src/diagnostics/diagnostic.js";
import { renderText } from "../src/diagnostics/render-text.js";
import { printProgram } from "../src/elaborate/print.js";
import { manifestOf, printManifest } from "../src/emit/manifest.js";
import { siteToJson } from "../src/ir/json.js";
import type { Declaration } from "../src/vocabulary/declaration.js";
import { kinds } from "../src/vocabulary/index.js";
import { readExample } from "./kit/examples.js";
import { hostileSites } from "./kit/hostile-sites.js";
import { build, type Choice, escapeOf, harmlessAt, hostileTexts, isReported, keyOf, type Position, positionsOf, put, putAll, shapeOf, textTypes } from "./kit/hostile.js";

const examples = readdirSync(join(import.meta.dirname, "../examples")).map((name) => [`the example ${name}`, readExample(name, "site.infra")!] as const);
const programs = [...Object.entries(hostileSites).map(([name, text]) => [`the program for ${name}`, text] as const), ...examples];

/** How many texts each place gets; INFC_HOSTILE=200 is all of them, at all places. */
const sample = Number(process.env["INFC_HOSTILE"] ?? 4);

/** At every place: what ends a statement, a word, or a text in each of the formats. */
const always = ["a\nserver evil;", `a"b'c`, "${x}", "\\"];

/** Where several words can come of one text, as the daemon's own syntax has it. */
const severalWords = /^(?:cache login realm realm|.* via server|cache deny helper command|cache accelerate url|.* logs format format|.* filter by)$/;
/** What other words must agree with: they are reported where they do not. */
const agreeing = /^(?:site format text|.* listen as name|.* version version|.* vip (?:dev interface|label label))$/;
/** Names of fields, and patterns that hold some, of which more is made. */
const formsOf = /^(?:site format text|logs through parse patterns|logs .*where field)$/;
/** Where a text is one of two things: a path or a name, a file or a pattern of files, with a mount for its folder, this dialect or that one. */
const severalForms = /^(?:.* behind at paths|.* mount (?:source|-> target)|cache filter by|.* route entry path|.* logs to|.* version version)$/;

/** What is wrong with `text` at a place; `undefined` for nothing. */
function faultOf(source: string, position: Position, text: string, harmless: ReturnType<typeof harmlessAt>): string | undefined {
  const placed = put(source, position, text);
  const compilation = build(placed.text);
  if (hasErrors(compilation.diagnostics)) return agreeing.test(position.name) || isReported(compilation, placed.text, placed.span) ? undefined : `is reported elsewhere: ${compilation.diagnostics.map(({ code }) => code).join(", ")}`;
  // Also throws when a daemon could not even take the file apart.
  const shape = shapeOf(compilation.files);
  if (harmless === undefined || isReported(compilation, placed.text, placed.span)) return undefined;
  const isOtherForm = (severalForms.test(position.name) && /^[^/]|^\/(?![\w.-])|[*:]|[/\]}?]$|[^\w/-].*\//.test(text)) || (position.type === "path" && text.includes(":"));
  return isOtherForm ? undefined : escapeOf(harmless.usual, harmless.place, shape, formsOf.test(position.name) ? "several forms" : severalWords.test(position.name) ? "several words" : "one word");
}

function textsFor(index: number, isExample: boolean): readonly string[] {
  return [...(isExample ? [always[index % always.length]!] : always), ...Array.from({ length: Math.min(isExample && sample < 100 ? 2 : sample, hostileTexts.length) }, (_, at) => hostileTexts[(index * 29 + at * 7) % hostileTexts.length]!)];
}

describe.each(programs)("%s", (title, source) => {
  const positions = positionsOf(source);
  const free = positions.filter(({ type }) => type !== "name");

  it("keeps a hostile text in its place, or refuses it there", { timeout: 600_000 }, () => {
    const faults = free.flatMap((position, index) => {
      const harmless = harmlessAt(source, position);
      return textsFor(index, title.startsWith("the example"))
        .flatMap((text, at) => (sample > 100 ? [text, position.text + text] : [at % 2 === 0 ? position.text + text : text]))
        .flatMap((text) => {
          const fault = faultOf(source, position, text, harmless);
          return fault === undefined ? [] : `${position.name}: ${JSON.stringify(text.slice(0, 60))} ${fault}`;
        });
    });
    expect(faults).toEqual([]);
  });

  it.runIf(free.length > 0)("takes several hostile texts at several places without an exception", () => {
    const fragment = fc.constantFrom(...hostileTexts.filter(({ length }) => length < 100));
    const choice = fc.tuple(fc.constantFrom(...free), fc.array(fragment, { minLength: 1, maxLength: 4 }), fc.boolean()).map(([position, parts, whole]): Choice => ({ position, text: (whole ? "" : position.text) + parts.join("") }));
    const choices = fc.uniqueArray(choice, { selector: ({ position }) => position.span.start, minLength: 1, maxLength: 5 });
    fc.assert(fc.property(choices, (list) => void shapeOf(build(putAll(source, list)).files)), { numRuns: 60, seed: 42 });
  });

  it("stays sound whatever its declarations are called", () => {
    const usual = build(source);
    const declared = positions.filter(({ name }) => / name$/.test(name) && name.split(" ").length === 2);
    for (const [index, { text: old }] of declared.entries()) {
      for (const name of hostileNames.filter((_, at) => sample > 100 || (at + index) % 4 === 0)) {
        const compilation = build(source.replace(new RegExp(`(?<![\\w./-])${old}(?![\\w./=-])`, "g"), name));
        if (hasErrors(compilation.diagnostics)) continue;
        // Docker takes no name of a container that begins so.
        if (name.startsWith("_") && usual.files.some(({ path }) => path.endsWith("docker-compose.yml"))) continue;
        const marks = (files: typeof usual.files): number => [...shapeOf(files).values()].flat().filter(({ kind }) => kind === "mark").length;
        expect(marks(compilation.files), `${old} is called ${name}`).toBe(marks(usual.files));
      }
    }
  });
});

const hostileNames = ["__proto__", "constructor", "null", "yes", "e1", "a..b", "商品", "é", "n".repeat(63)];

/** Arguments that are names of something declared. */
const references = new Set(["profiles", "matches", "and", "then"]);

/** What no daemon that infc writes for can do, so that it is always refused. */
const refused = ["cache pool sni domains"];

/** Arguments of `declaration` that are texts, with the paths that lead to them. */
function* textsOf(declaration: Declaration, path: string, depth = 0): Generator<readonly [string, string]> {
  for (const [name, { type }] of Object.entries(declaration.args)) if (textTypes.has(type.name) && type.name !== "secret" && !references.has(name)) yield [keyOf(declaration.doc, name), `${path} ${name}`];
  if (depth === 5) return;
  for (const [name, clause] of Object.entries(declaration.clauses)) yield* textsOf(clause, `${path} ${name}`, depth + 1);
  if (declaration.entry !== undefined) yield* textsOf(declaration.entry, `${path} entry`, depth + 1);
}

describe("the programs", () => {
  it("are sound", () => {
    for (const [name, source] of programs) expect(build(source).diagnostics.filter(({ severity }) => severity === "error").map((each) => renderText(each)), name).toEqual([]);
  });

  it("have a text at every place where the vocabulary takes one", () => {
    const covered = new Set(programs.flatMap(([, source]) => positionsOf(source).map(({ key }) => key)));
    const all = new Map(Object.entries(kinds).flatMap(([kind, declaration]) => [...textsOf(declaration as Declaration, kind)]));
    expect([...all].filter(([key]) => !covered.has(key)).map(([, path]) => path)).toEqual(refused);
  });
});

describe("a secret", () => {
  it.each(["constructor", "__proto__", "toString"])("may be called %s", (name) => {
    const source = `redis cache { auth secret ${name} }\nservice goods port 80 behind edge\ngateway edge vip 192.168.0.146 auth secret ${name}\n`;
    expect(shapeOf(build(source, {}).files)).toEqual(shapeOf(build(source.replaceAll(name, "plain"), {}).files));
  });

  const withSecrets = programs.filter(([, source]) => /\bsecret \w/.test(source));
  const marker = "Qz7Vx9Wk";

  it.each(withSecrets)("of %s is only in files that others cannot read", (_, source) => {
    const compilation = build(source, secretsOf(marker));
    expect(hasErrors(compilation.diagnostics)).toBe(false);
    expect(compilation.files.filter(({ mode, text }) => text.includes(marker) && (mode & 0o007) !== 0).map(({ path }) => path)).toEqual([]);
    expect(spokenOf(compilation)).not.toContain(marker);
  });

  it.each(withSecrets)("of %s stays in its place, or is refused without its text", (_, source) => {
    const usual = shapeOf(build(source, secretsOf("12345678")).files);
    for (const text of [...always, ...hostileTexts.filter((_, at) => sample > 100 || at % 5 === source.length % 5)]) {
      const secret = text.length > 8 ? text : `${text}${marker}`.slice(0, 8);
      const compilation = build(source, secretsOf(secret));
      if (secret.length > 5 && !/^\s*$/.test(secret)) expect(spokenOf(compilation), JSON.stringify(secret.slice(0, 40))).not.toContain(secret);
      if (hasErrors(compilation.diagnostics)) continue;
      const now = shapeOf(compilation.files);
      for (const [path, tokens] of usual) expect(now.get(path)!.map(({ kind }) => kind), `${path} with ${JSON.stringify(secret.slice(0, 40))}`).toEqual(tokens.map(({ kind }) => kind));
    }
  });

  function secretsOf(text: string): Readonly<Record<string, string>> {
    return new Proxy({}, { get: () => text, has: () => true });
  }

  /** All that infc says of a site besides its files. */
  function spokenOf({ diagnostics, program, site, lock, files }: ReturnType<typeof build>): string {
    return [...diagnostics.map((each) => renderText(each)), printProgram(program), JSON.stringify(siteToJson(site)), lock, printManifest(manifestOf(site.name, files))].join("\n");
  }
});
