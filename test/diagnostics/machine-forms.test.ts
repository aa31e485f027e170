import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { catalogue } from "../../src/catalogue.js";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { renderGithub } from "../../src/diagnostics/render-github.js";
import { diagnosticsSchema } from "../../src/diagnostics/json-schema.js";
import { renderJson } from "../../src/diagnostics/render-json.js";
import { renderJunit } from "../../src/diagnostics/render-junit.js";
import { renderSarif } from "../../src/diagnostics/render-sarif.js";
import { expectText } from "../kit/golden.js";
import { type Element, readXml } from "../kit/read-xml.js";
import { sarifSchema } from "../kit/sarif-schema.js";

const source = { path: "sites/a b#c/商品.infra", text: "service 商品\r\n  port 8O 😀 x\nend\n" };
const at = (start: number, end: number) => ({ source, start, end });

/** A report with everything in it, and words that mean something in each of the forms. */
const whole: Diagnostic = {
  code: "invalid-value",
  severity: "error",
  message: '`8O` is, 100%: <no> "port" & \'1\' ]]>',
  primary: { span: at(19, 21), text: "say: a, b" },
  related: [{ span: at(0, 7), text: "declared::here" }, { span: { source: { path: "--set", text: "n=8O" }, start: 2, end: 4 } }],
  notes: ["one\nnote"],
  help: "write `80`",
  fix: [{ span: at(19, 21), text: "80" }, { span: at(10, 10), text: "" }],
};
const warning: Diagnostic = { code: "even-quorum", severity: "warning", message: "bell \u0007, nul \u0000, half \ud800 and end \uffff", primary: { span: at(25, 30) }, related: [], notes: [] };
const note: Diagnostic = { code: "implied-port", severity: "info", message: "port 80", primary: { span: at(27, 27) }, related: [], notes: [] };
const fromLine: Diagnostic = { ...note, severity: "error", code: "unknown-env", primary: { span: { source: { path: "--env", text: "prod" }, start: 0, end: 4 } } };
const input = { source: { path: "-", text: "x" }, start: 0, end: 1 };
const fromInput: Diagnostic = { ...warning, message: "m", primary: { span: input }, fix: [{ span: input, text: "y" }] };
const all = [whole, warning, note, fromLine, fromInput];
const tool = { version: "1.2.3", catalogue };

describe("JSON", () => {
  const validate = new Ajv2020({ strict: false }).compile(JSON.parse(diagnosticsSchema()) as object);

  it.each([["reports", all], ["nothing", []]])("is what its schema describes: %s", (_, diagnostics) => {
    validate(JSON.parse(renderJson(diagnostics, "1.2.3")));
    expect(validate.errors ?? []).toEqual([]);
  });

  it("has a schema that lies in grammar/ and lets nothing else through", () => {
    expectText("grammar/diagnostics.schema.json", diagnosticsSchema());
    const document = JSON.parse(renderJson(all, "1.2.3")) as { diagnostics: object[] };
    expect(validate({ ...document, diagnostics: [{ ...document.diagnostics[0], more: 1 }] })).toBe(false);
    expect(validate({ ...document, diagnostics: [{ ...document.diagnostics[0], severity: "info" }] })).toBe(false);
  });

  it("has its version, counts, and places with line and column from 1", () => {
    expect(JSON.parse(renderJson(all, "1.2.3"))).toMatchObject({
      version: 1,
      infc: "1.2.3",
      counts: { errors: 2, warnings: 2, notes: 1 },
      diagnostics: [
        {
          code: "invalid-value",
          severity: "error",
          place: { file: "sites/a b#c/商品.infra", start: { line: 2, column: 8, offset: 19 }, end: { line: 2, column: 10, offset: 21 }, label: "say: a, b" },
          related: [{ label: "declared::here" }, { file: "--set", start: { line: 1, column: 3 }, label: null }],
          notes: ["one\nnote"],
          help: "write `80`",
          fix: [{ start: { offset: 19 }, end: { offset: 21 }, text: "80" }, { text: "" }],
        },
        { severity: "warning", place: { start: { line: 2, column: 14 }, end: { line: 3, column: 4 } }, help: null, fix: null },
        { severity: "note", place: { start: { line: 3, column: 1 }, end: { line: 3, column: 1 } } },
        { place: { file: "--env" } },
        { place: { file: "-" } },
      ],
    });
  });

  it("is empty for nothing", () => {
    expect(JSON.parse(renderJson([], "1.2.3"))).toEqual({ version: 1, infc: "1.2.3", counts: { errors: 0, warnings: 0, notes: 0 }, diagnostics: [] });
  });
});

describe("SARIF", () => {
  const validate = new Ajv({ strict: false }).compile(sarifSchema);
  const read = (diagnostics: readonly Diagnostic[]) => JSON.parse(renderSarif(diagnostics, tool)) as { runs: [{ tool: { driver: { rules: { id: string }[] } }; results: Record<string, unknown>[] }] };

  it.each([["reports", all], ["nothing", []]])("has the form of the standard: %s", (_, diagnostics) => {
    validate(read(diagnostics));
    expect(validate.errors ?? []).toEqual([]);
  });

  it("has a rule for each code that is reported, with its words", () => {
    const { driver } = read(all).runs[0].tool;
    expect(driver).toMatchObject({ version: "1.2.3" });
    expect(driver.rules.map(({ id }) => id)).toEqual(["even-quorum", "implied-port", "invalid-value", "unknown-env"]);
    const { summary, explanation } = catalogue.get("even-quorum")!;
    expect(driver.rules[0]).toEqual({ id: "even-quorum", shortDescription: { text: summary }, help: { text: explanation.trim(), markdown: explanation.trim() }, defaultConfiguration: { level: "warning" } });
    expect(read(all).runs[0].results.map(({ ruleId, ruleIndex }) => [ruleId, ruleIndex])).toEqual([["invalid-value", 2], ["even-quorum", 0], ["implied-port", 1], ["unknown-env", 3], ["even-quorum", 0]]);
    expect(driver.rules[1]).toMatchObject({ defaultConfiguration: { level: "note" } });
  });

  it("has places, related places and fixes; what is no file has no place in one", () => {
    const [first, second, third, fourth] = read(all).runs[0].results;
    const uri = "sites/a%20b%23c/%E5%95%86%E5%93%81.infra";
    expect(first).toMatchObject({
      level: "error",
      message: { text: '`8O` is, 100%: <no> "port" & \'1\' ]]>\none\nnote\nhelp: write `80`' },
      locations: [{ physicalLocation: { artifactLocation: { uri }, region: { startLine: 2, startColumn: 8, endLine: 2, endColumn: 10 } }, message: { text: "say: a, b" } }],
      relatedLocations: [{ id: 0, physicalLocation: { region: { startLine: 1, startColumn: 1 } } }, { id: 1, logicalLocations: [{ fullyQualifiedName: "--set" }] }],
      fixes: [
        {
          description: { text: "write `80`" },
          artifactChanges: [
            {
              artifactLocation: { uri },
              replacements: [
                { deletedRegion: { startLine: 2, startColumn: 8, endLine: 2, endColumn: 10 }, insertedContent: { text: "80" } },
                { deletedRegion: { startLine: 1, startColumn: 11, endLine: 1, endColumn: 11 } },
              ],
            },
          ],
        },
      ],
    });
    expect(second).toMatchObject({ level: "warning", locations: [{ physicalLocation: { region: { startLine: 2, startColumn: 14, endLine: 3, endColumn: 4 } } }] });
    expect(third).toMatchObject({ level: "note" });
    expect(read([fromInput]).runs[0].results[0]).not.toHaveProperty("fixes");
    expect(fourth).toMatchObject({ locations: [{ logicalLocations: [{ fullyQualifiedName: "--env" }] }] });
  });

  it("names a file by an absolute path as a URI", () => {
    const absolute = { ...note, primary: { span: { ...at(0, 1), source: { ...source, path: "/srv/a b.infra" } } } };
    expect(JSON.stringify(read([absolute]))).toContain('"uri":"file:///srv/a%20b.infra"');
  });
});

describe("workflow commands of GitHub", () => {
  it("have a line each, with what means something escaped", () => {
    expect(renderGithub([whole, note]).split("\n")).toEqual([
      "::error file=sites/a b#c/商品.infra,line=2,col=8,endLine=2,endColumn=10,title=invalid-value::`8O` is, 100%25: <no> \"port\" & '1' ]]>%0Anote: one%0Anote%0Ahelp: write `80`",
      "::notice file=sites/a b#c/商品.infra,line=3,col=1,endLine=3,endColumn=1,title=implied-port::port 80",
      "",
    ]);
  });

  it("escape colons and commas of a path", () => {
    const odd = { ...note, primary: { span: { ...at(0, 1), source: { ...source, path: "a,b:c%d.infra" } } } };
    expect(renderGithub([odd])).toMatch(/^::notice file=a%2Cb%3Ac%25d\.infra,line=1,/);
  });

  it("have no columns for several lines, and no place in what is no file", () => {
    expect(renderGithub([warning])).toMatch(/^::warning file=[^,]*,line=2,endLine=3,title=even-quorum::bell \ufffd, nul \ufffd/);
    expect(renderGithub([fromLine])).toBe("::error title=unknown-env::port 80\n");
  });

  it("are none for nothing", () => {
    expect(renderGithub([])).toBe("");
  });
});

describe("JUnit", () => {
  const read = (diagnostics: readonly Diagnostic[], files: readonly string[]) => readXml(renderJunit(diagnostics, files));
  const casesOf = (root: Element) => root.elements[0]!.elements;

  it("has a test for each sound file, each error and each warning", () => {
    const root = read(all, [source.path, "b.infra"]);
    expect(root).toMatchObject({ name: "testsuites", attributes: { tests: "5", failures: "2", errors: "0" } });
    expect(root.elements).toMatchObject([{ name: "testsuite", attributes: { name: "infc", tests: "5", failures: "2" } }]);
    expect(casesOf(root).map(({ attributes, elements }) => [attributes["classname"], attributes["line"], elements.map(({ name }) => name)])).toEqual([
      ["b.infra", undefined, []],
      [source.path, "2", ["failure"]],
      [source.path, "2", ["system-out"]],
      ["--env", "1", ["failure"]],
      ["-", "1", ["system-out"]],
    ]);
  });

  it("keeps the words of a report, but for what XML cannot hold", () => {
    const [, failed, passed] = casesOf(read(all, ["b.infra"]));
    expect(failed!.attributes["name"]).toBe(`2:8 invalid-value: ${whole.message}`);
    expect(failed!.elements[0]!.attributes).toEqual({ type: "invalid-value", message: `error[invalid-value]: ${whole.message}` });
    expect(failed!.elements[0]!.text).toMatch(/^error\[invalid-value\]: `8O` is, 100%: <no> "port" & '1' \]\]>\n.*┌─ sites/);
    expect(passed!.attributes["name"]).toBe("2:14 even-quorum: bell \ufffd, nul \ufffd, half \ufffd and end \ufffd");
  });

  it("is a suite of sound files for nothing, and an empty one without files", () => {
    expect(casesOf(read([], ["a.infra", "b.infra"])).map(({ attributes }) => attributes["classname"])).toEqual(["a.infra", "b.infra"]);
    expect(read([], [])).toMatchObject({ attributes: { tests: "0", failures: "0" }, elements: [{ name: "testsuite", elements: [] }] });
  });
});
