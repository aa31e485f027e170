import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { catalogue } from "../../src/catalogue.js";
import { diagnosticsSchema } from "../../src/diagnostics/json-schema.js";
import { memoryHost, run, sentence } from "../kit/memory-host.js";
import { readXml } from "../kit/read-xml.js";

const doubtful = "network lan 192.168.0.0/24\nconsul registry x2\n";
const faulty = "network lan 192.168.0.0/24\nconsul registry x2 prot 80\n";

interface Document {
  readonly counts: { readonly errors: number; readonly warnings: number; readonly notes: number };
  readonly diagnostics: readonly { readonly code: string; readonly severity: string; readonly place: { readonly file: string } }[];
}

const schema = new Ajv2020({ strict: false }).compile(JSON.parse(diagnosticsSchema()) as object);

function readJson(text: string): Document {
  const document = JSON.parse(text) as Document;
  schema(document);
  expect(schema.errors ?? []).toEqual([]);
  return document;
}

describe("levels", () => {
  it.each([
    ["check", 0],
    ["check --deny warnings", 1],
    ["check --deny even-quorum", 1],
    ["check --deny literal-secret", 0],
    ["check --deny warnings --warn even-quorum", 0],
    ["check --deny literal-secret --deny even-quorum", 1],
    ["build --deny warnings", 1],
    ["build", 0],
    ["expand --deny warnings", 1],
    ["ir --deny even-quorum", 1],
  ])("decide the exit code of `%s`: %i", async (line, code) => {
    const host = memoryHost({ "site.infra": doubtful });
    expect((await run(host, line)).code).toBe(code);
    if (code === 1) expect([...host.files.keys()]).toEqual(["site.infra"]);
  });

  it("leave what is accepted alone", async () => {
    const host = memoryHost({ "site.infra": doubtful.replace("x2", 'x2 accept even-quorum "two for now"') });
    expect(await run(host, "check --deny warnings")).toMatchObject({ code: 0, stderr: "" });
  });

  it("say what made an error of a warning, and count it as one", async () => {
    const { stderr } = await run(memoryHost({ "site.infra": doubtful }), "check --deny warnings");
    expect(stderr).toMatch(/^error\[even-quorum\](.*\n)*.* = note: `--deny warnings` makes an error of this warning\n(.*\n)*1 error\n$/);
  });

  it("make a warning of a note, which --quiet then shows", async () => {
    const host = memoryHost({ "site.infra": sentence });
    expect((await run(host, "check --quiet --warn implied-image")).stderr).toMatch(/^warning\[implied-image\](.*\n)*1 warning\n$/);
    expect((await run(host, "check --quiet --warn implied-image --deny warnings")).code).toBe(0);
    expect((await run(host, "check --quiet --deny implied-image")).code).toBe(1);
  });

  it.each([
    ["check --deny even-quorm", "No report has this code; did you mean `even-quorum`?"],
    ["check --deny warning", "did you mean `warnings`?"],
    ["build --warn frobnication", "No report has this code; it stands in the brackets of a report"],
    ["build --warn warnings", "No report has this code"],
    ["check --warn port-conflict", "It is the code of an error, and errors stay errors."],
    ["check --format yaml", "Allowed choices are text, json, sarif, junit, github."],
    ["build --watch --format json", "--watch goes on, and a document ends"],
    ["check --fix -", "--fix needs a program in a file"],
  ])("and forms that there are not give 2: `%s`", async (line, words) => {
    const { code, stdout, stderr } = await run(memoryHost({ "site.infra": doubtful }, doubtful), line);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(words);
  });
});

describe("a form for machines", () => {
  const commands: readonly (readonly [line: string, stream: "stdout" | "stderr"])[] = [
    ["check", "stdout"],
    ["build", "stdout"],
    ["expand", "stderr"],
    ["ir", "stderr"],
    ["fmt", "stderr"],
    ["lock", "stderr"],
  ];

  it.each(commands)("of `%s` is the whole of its stream, with faults", async (command, stream) => {
    const host = memoryHost({ "site.infra": command === "fmt" ? 'consul "registry\n' : faulty, "site.lock": "address gone 192.168.0.77\n" });
    const result = await run(host, `${command} --format json`);
    expect(result.code).toBe(1);
    const { counts, diagnostics } = readJson(result[stream]);
    expect(counts).toMatchObject({ errors: 1 });
    expect(diagnostics[0]).toMatchObject({ severity: "error", place: { file: "site.infra" } });
    expect(result[stream === "stdout" ? "stderr" : "stdout"]).toBe("");
  });

  it.each(commands)("of `%s` is an empty document without faults, beside its result", async (command, stream) => {
    const host = memoryHost({ "site.infra": "network lan 192.168.0.0/24\nconsul registry x3\n", "site.lock": "address gone 192.168.0.77\n" });
    const result = await run(host, `${command} --format json`);
    expect(result.code).toBe(0);
    expect(readJson(result[stream])).toMatchObject({ counts: { errors: 0, warnings: 0, notes: 0 }, diagnostics: [] });
    if (stream === "stdout") expect(result.stderr).toBe("");
    else if (command !== "fmt") expect(result.stdout).not.toBe("");
  });

  it("names paths from the current folder, and every file of the program for JUnit", async () => {
    const host = memoryHost({ "a/site.infra": "import ./b.infra\nimport ./none.infra\nservice goods port 80 image goods\n", "a/b.infra": "network lan 192.168.0.0/24\n" });
    expect(readJson((await run(host, "check a/site.infra --format json")).stdout).diagnostics[0]?.place.file).toBe("a/site.infra");
    const [suite] = readXml((await run(host, "check a/site.infra --format junit")).stdout).elements;
    expect(suite!.elements.map(({ attributes }) => [attributes["classname"], attributes["line"]])).toEqual([["a/b.infra", undefined], ["a/site.infra", "2"]]);
  });

  it("has notes, but with --quiet", async () => {
    const host = memoryHost({ "site.infra": sentence });
    expect(readJson((await run(host, "check --format json")).stdout).counts.notes).toBeGreaterThan(3);
    expect(readJson((await run(host, "check --format json --quiet")).stdout).diagnostics).toEqual([]);
  });

  it("has every report, however many are alike", async () => {
    const host = memoryHost({ "site.infra": "servce a\n".repeat(300) });
    expect(readJson((await run(host, "check --format json")).stdout).diagnostics).toHaveLength(300);
    expect((await run(host, "check --format github")).stdout.split("\n")).toHaveLength(301);
  });

  it("has the levels that were asked for", async () => {
    const host = memoryHost({ "site.infra": doubtful });
    const sarif = JSON.parse((await run(host, "check --format sarif --deny warnings")).stdout) as { runs: [{ results: { level: string }[]; tool: { driver: { rules: { defaultConfiguration: object }[] } } }] };
    expect(sarif.runs[0].results.map(({ level }) => level)).toEqual(["error"]);
    expect(sarif.runs[0].tool.driver.rules[0]!.defaultConfiguration).toEqual({ level: "warning" });
    expect((await run(host, "check --format github --deny warnings")).stdout).toMatch(/^::error file=site\.infra,line=2,col=1,/);
  });

  it("is one document for all files of fmt, whose other words go to standard output", async () => {
    const host = memoryHost({ "a.infra": 'x "\n', "b.infra": "service   b\n", "c.infra": "y '\n" });
    const { code, stdout, stderr } = await run(host, "fmt --check --format json a.infra b.infra c.infra");
    expect(code).toBe(1);
    expect(readJson(stderr).diagnostics.map(({ place }) => place.file)).toEqual(["a.infra", "c.infra"]);
    expect(stdout).toBe("b.infra is not in the style; `infc fmt b.infra` writes it so\n");
  });
});

describe("a hundred faults", () => {
  const many = Array.from({ length: 100 }, (_, index) => `service s${index} { prot ${index} }\n`).join("");

  it("fit a terminal, and are counted", async () => {
    const { stderr } = await run(memoryHost({ "site.infra": many }), "check");
    expect(stderr.split("\n").length).toBeLessThan(50);
    expect(stderr).toMatch(/… and 87 more of `unknown-clause`; `--all` shows them\n100 errors\n$/);
  });

  it("are all shown with --all", async () => {
    const { stderr } = await run(memoryHost({ "site.infra": many }), "check --all");
    expect([...stderr.matchAll(/^error\[unknown-clause\]/gm)]).toHaveLength(100);
  });
});

describe("check --daemons", () => {
  it("says that nobody was asked of a program with errors", async () => {
    const { code, stderr } = await run(memoryHost({ "site.infra": faulty }), "check --daemons");
    expect(code).toBe(1);
    expect(stderr).toMatch(/\n1 error\nthe daemons were not asked: a program with errors has no files that they could judge\n$/);
  });
});

describe("check --fix", () => {
  const broken = "// the shop\nimport ./lan.infra\r\nservice goods port 80 x3 check tcp every 5 s image goods\n";
  const mended = "# the shop\nimport ./lan.infra\r\nservice goods x3 port 80 check tcp every 5s image goods\n";

  it("mends every file of the program, says so, and reports what is left", async () => {
    const host = memoryHost({ "a/site.infra": broken, "a/lan.infra": "network lan 192.168.0.0/24，10.0.0.0/24\n" });
    const { code, stdout, stderr } = await run(host, "check --fix a/site.infra");
    expect(stdout.split("\n").filter((line) => line.startsWith("fixed"))).toEqual(["fixed 1 in a/lan.infra", "fixed 3 in a/site.infra"]);
    expect(host.textOf("a/site.infra")).toBe(mended);
    expect(host.textOf("a/lan.infra")).toBe("network lan 192.168.0.0/24, 10.0.0.0/24\n");
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error\[unexpected-list\](.*\n)*1 error\n$/);
  });

  it("shows each place that it mends, with the fault and the lines before and after", async () => {
    const host = memoryHost({ "site.infra": "network lan 192.168.0.0/24\nservice goods port 80 x3 check tcp every 5 s image goods\nservice pay { port=81; image pay }\n" });
    expect((await run(host, "check --fix")).stdout).toBe(
      [
        "site.infra:2: `x3` comes right after the name [misplaced-times]",
        "site.infra:2: `5 s` is one word, parted by a blank [invalid-value]",
        "    -service goods port 80 x3 check tcp every 5 s image goods",
        "    +service goods x3 port 80 check tcp every 5s image goods",
        "site.infra:3: `service` has no clause `port=81` [unknown-clause]",
        "    -service pay { port=81; image pay }",
        "    +service pay { port 81; image pay }",
        "fixed 3 in site.infra",
        "site.infra: sound; 4 nodes, 0 hosts, 1 file",
        "",
      ].join("\n"),
    );
  });

  it("goes on with what a mend brings to light", async () => {
    const host = memoryHost({ "site.infra": "network lan 192.168.0.0/24\nservice goods { port 80；x3 }\n-- what's “this” {\n" });
    expect((await run(host, "check --fix")).stdout).toMatch(/^fixed \d in site\.infra\n/m);
    expect(host.textOf("site.infra")).toContain("\n# what's “this” {\n");
  });

  it("is done when there is nothing to mend, and writes nothing", async () => {
    const host = memoryHost({ "site.infra": doubtful });
    const before = host.files.get("site.infra");
    expect((await run(host, "check --fix")).stdout).toMatch(/^site\.infra: no errors; /);
    expect(host.files.get("site.infra")).toBe(before);
  });

  it("says what it mended on standard error beside a form for machines", async () => {
    const host = memoryHost({ "site.infra": "network lan 192.168.0.0/24\nservice goods port 80 x3 image goods\n" });
    const { code, stdout, stderr } = await run(host, "check --fix --format json");
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(/\[misplaced-times\]\n(.*\n){2}fixed 1 in site\.infra\n$/) as string });
    expect(readJson(stdout).diagnostics).toEqual([]);
  });

  it("leaves a file alone that changed meanwhile, and reports what it says now", async () => {
    const host = memoryHost({ "site.infra": "network lan 192.168.0.0/24\nservice goods port 80 x3 image goods\n" });
    const { readText } = host;
    let reads = 0;
    host.readText = (path) => {
      if (path === "site.infra" && ++reads === 2) host.put("site.infra", "network lan 192.168.0.0/24\nservice pay x2 port 80 image pay\n");
      return readText(path);
    };
    const { code, stdout, stderr } = await run(host, "check --fix");
    expect(stderr).toContain("error: site.infra changed meanwhile, and stays as it is\n");
    expect(host.textOf("site.infra")).toContain("service pay x2 port 80 image pay");
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringMatching(/^site\.infra: sound; 2 nodes/) as string });
  });

  it("leaves notes, and warnings that have no certain mend, as they are", async () => {
    const text = "gateway edge x2 { vip 192.168.0.9 auth hunter2; route { / -> deny 403 } }\n";
    const host = memoryHost({ "site.infra": text });
    await run(host, "check --fix");
    expect(host.textOf("site.infra")).toBe(text);
  });

  it("says how many could be mended", async () => {
    expect((await run(memoryHost({ "site.infra": broken.replace("import ./lan.infra\r\n", "") }), "check")).stderr).toMatch(/\n3 errors; `infc check --fix` mends 3\n$/);
  });
});

describe("explain", () => {
  it.each([...catalogue].map(([code, { severity }]) => [code, severity] as const))("says what can be made of %s", async (code, severity) => {
    const { stdout } = await run(memoryHost(), `explain ${code}`);
    const words = { error: "\nIt is an error: ", warning: "\nIt is a warning: ", info: "\nIt is a note: " };
    expect(stdout).toContain(words[severity]);
    expect(stdout.includes(`\n    accept ${code} "the reason"\n`)).toBe(severity !== "error");
  });
});
