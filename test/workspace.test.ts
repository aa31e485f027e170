import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { compile, createMemory, createWorkspace, renderText } from "../src/index.js";

/** The files of a program, which a test may change as if they were stored. */
function setUp(stored: Record<string, string>, more: { readonly lock?: string; readonly env?: string } = {}) {
  const reads: string[] = [];
  const workspace = createWorkspace({
    entry: "site.infra",
    read: (path) => {
      reads.push(path);
      return stored[path];
    },
    ...more,
  });
  const reported = (): readonly string[] => workspace.analyze().diagnostics.map(({ code }) => code);
  const textOf = (path: string): string | undefined => workspace.compile().files.find((file) => file.path.endsWith(path))?.text;
  return { workspace, stored, reads, reported, textOf };
}

const shop = {
  "site.infra": 'site shop\nimport "services.infra"\nhost lb1 10.0.0.1\ngateway edge on lb1 { listen 80 }\n',
  "services.infra": "host app1 10.0.0.2\nservice goods on app1 port 8080 behind edge\n",
};

describe("a workspace", () => {
  it("compiles as `compile` does", () => {
    const { workspace } = setUp({ ...shop });
    const read = (path: string): string | undefined => (shop as Record<string, string>)[path];
    const { files, site, lock, diagnostics } = compile({ entry: { path: "site.infra", text: shop["site.infra"] }, read, memory: createMemory() });
    expect(workspace.compile()).toMatchObject({ files, site, lock, diagnostics });
    expect(workspace.analyze().diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  });

  it("takes what a plural head says for one clause where one of its declarations changed by a param", () => {
    const text = `param p port 9001
network lan 10.0.0.0/16
host edge 10.0.0.10
host app 10.0.1.1 { runtime docker }
gateway web on edge
service c, d on app port 10000, 10001 image example/a behind web domain x.example.com
service z on app { publish \${p} -> 80; port 80; image example/z }
`;
    const memory = createMemory();
    for (const p of ["10001", "10000", "9000"]) {
      const input = { entry: { path: "site.infra", text }, set: { p } };
      const [again, anew] = [compile({ ...input, memory }), compile(input)];
      expect(again.diagnostics.map((each) => renderText(each))).toEqual(anew.diagnostics.map((each) => renderText(each)));
      expect(anew.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    }
  });

  it("counts a file as the editor has it while it is open", () => {
    const { workspace, textOf, stored } = setUp({ ...shop });
    expect(textOf("nginx.conf")).toContain("server 10.0.0.2:8080");
    workspace.open("services.infra", shop["services.infra"].replace("8080", "9090"));
    expect(textOf("nginx.conf")).toContain("server 10.0.0.2:9090");
    stored["services.infra"] = shop["services.infra"].replace("8080", "7070");
    workspace.refresh();
    expect(textOf("nginx.conf")).toContain("server 10.0.0.2:9090");
    workspace.close("services.infra");
    expect(textOf("nginx.conf")).toContain("server 10.0.0.2:7070");
  });

  it("takes edits one after the other", () => {
    const { workspace, textOf, reported } = setUp({ ...shop });
    const at = shop["services.infra"].indexOf("8080");
    workspace.edit("services.infra", { start: at, end: at + 2, text: "90" });
    workspace.edit("services.infra", { start: at + 2, end: at + 4, text: "91" });
    expect(textOf("nginx.conf")).toContain("server 10.0.0.2:9091");
    workspace.edit("services.infra", { start: 0, end: 0, text: "hots app2 10.0.0.3\n" });
    expect(reported()).toContain("unknown-kind");
    expect(renderText(workspace.analyze().diagnostics[0]!)).toContain("services.infra:1:1");
  });

  it("refuses an edit of a place that the text does not have, and keeps the text", () => {
    const { workspace, textOf } = setUp({ ...shop });
    expect(() => workspace.edit("services.infra", { start: 0, end: 1000, text: "" })).toThrow(RangeError);
    expect(() => workspace.edit("services.infra", { start: 2, end: 1, text: "" })).toThrow("services.infra has no place 2 to 1");
    expect(textOf("nginx.conf")).toContain("server 10.0.0.2:8080");
  });

  it("reads what is stored once, and again after a refresh", () => {
    const { workspace, stored, reads, reported } = setUp({ ...shop });
    workspace.analyze();
    workspace.analyze();
    expect(reads).toEqual(["site.infra", "services.infra"]);
    stored["services.infra"] = "";
    expect(reported()).not.toContain("unused-declaration");
    const before = workspace.analyze();
    workspace.refresh();
    expect(workspace.analyze()).not.toBe(before);
    expect(reads).toEqual(["site.infra", "services.infra", "site.infra", "services.infra"]);
  });

  it("gives the same analysis until a text changes", () => {
    const { workspace } = setUp({ ...shop });
    const first = workspace.analyze();
    workspace.refresh();
    expect(workspace.analyze()).toBe(first);
    workspace.open("services.infra", shop["services.infra"]);
    expect(workspace.analyze()).toBe(first);
    workspace.edit("services.infra", { start: 0, end: 0, text: "\n" });
    expect(workspace.analyze()).not.toBe(first);
  });

  it("sees an import that was missing come", () => {
    const { workspace, reported } = setUp({ "site.infra": shop["site.infra"] });
    expect(reported()).toContain("unknown-import");
    workspace.open("services.infra", shop["services.infra"]);
    expect(reported()).not.toContain("unknown-import");
  });

  it("says of a program that is not there that it declares nothing", () => {
    expect(setUp({}).reported()).toEqual(["nothing-declared"]);
  });

  it("keeps apart what it keeps of nodes and of a host that is called so", () => {
    const program = { "site.infra": "host nodes 10.0.0.1 { runtime docker }\nservice goods on nodes port 8080 image goods:1\n" };
    const { workspace } = setUp(program);
    for (const version of ["goods:1", "goods:2"]) {
      program["site.infra"] = program["site.infra"].replace("goods:1", version);
      workspace.open("site.infra", program["site.infra"]);
      const anew = compile({ entry: { path: "site.infra", text: program["site.infra"] } });
      expect(workspace.compile().files.map(({ path, text }) => [path, text])).toEqual(anew.files.map(({ path, text }) => [path, text]));
      expect(anew.files).not.toEqual([]);
    }
  });

  it("has a lock where it is told of one", () => {
    const program = { "site.infra": "service goods x3 behind gateway\n" };
    const lock = setUp({ ...program }).workspace.analyze().lock;
    expect(lock).not.toBe("");
    const moved = lock.replace(/(\d+\.\d+\.\d+)\.(\d+)\b/, "$1.77");
    const locked = setUp({ ...program, "site.lock": moved }, { lock: "site.lock" });
    expect(locked.workspace.analyze().lock).toContain(".77");
    expect(setUp({ ...program }, { lock: "site.lock" }).workspace.analyze().lock).toBe(lock);
  });
});

it("parses no file again whose text is as it was", () => {
  const { parse } = createMemory();
  const first = parse({ path: "a.infra", text: "host a 10.0.0.1\n" });
  expect(parse({ path: "a.infra", text: "host a 10.0.0.1\n" })).toBe(first);
  expect(parse({ path: "b.infra", text: "host a 10.0.0.1\n" }).value.source.path).toBe("b.infra");
  expect(parse({ path: "a.infra", text: "host b 10.0.0.1\n" }).value.body.statements[0]!.words[1]!.raw).toBe("b");
});

describe("every example, edited in a workspace", () => {
  const examples = join(import.meta.dirname, "../examples");
  it.each(readdirSync(examples))("%s is built from kept trees as from new ones", (name) => {
    const folder = join(examples, name);
    const stored: Record<string, string> = {};
    for (const file of readdirSync(folder)) if (file.endsWith(".infra")) stored[file] = readFileSync(join(folder, file), "utf8");
    const { workspace } = setUp(stored);
    const fresh = (text: string) => compile({ entry: { path: "site.infra", text }, read: (path) => stored[path] });
    workspace.compile();
    const text = `${stored["site.infra"]!}\n# the end\n`;
    workspace.open("site.infra", text);
    const [again, anew] = [workspace.compile(), fresh(text)];
    expect(again.files.map(({ path, text }) => [path, text])).toEqual(anew.files.map(({ path, text }) => [path, text]));
    expect(again.diagnostics.map((each) => renderText(each))).toEqual(anew.diagnostics.map((each) => renderText(each)));
    expect(again.lock).toBe(anew.lock);
  });
});
