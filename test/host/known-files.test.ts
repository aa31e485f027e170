import { lstatSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { hashOf } from "../../src/emit/manifest.js";
import type { OutputFile } from "../../src/emit/output-file.js";
import { KnownFiles } from "../../src/host/known-files.js";
import { updateFolder } from "../../src/host/output-folder.js";
import { type OutputPlan, planOutput } from "../../src/host/output-plan.js";
import { temporaryFolder, treeOf } from "./temporary.js";

const past = 1e9 + 0.1234;

describe("the hash of a file", () => {
  /** A file that has been read once, and how often it is read. */
  function setUp(time = past) {
    const file = join(temporaryFolder(), "file");
    const known = new KnownFiles();
    let reads = 0;
    const hash = (): string => known.hashOfFile("file", lstatSync(file), () => (reads++, readFileSync(file)));
    writeFileSync(file, "one\n");
    utimesSync(file, time, time);
    expect(hash()).toBe(hashOf("one\n"));
    return { file, hash, reads: () => reads };
  }

  it("is not asked for twice", () => {
    const { hash, reads } = setUp();
    expect(hash()).toBe(hashOf("one\n"));
    expect(reads()).toBe(1);
  });

  it.each<[string, (file: string) => void]>([
    ["written in place", (file) => writeFileSync(file, "two\n")],
    ["written in place, and given its time back", (file) => {
      const { ctimeMs } = statSync(file);
      writeFileSync(file, "two\n");
      // The clock of the file system goes in steps.
      do utimesSync(file, past, past);
      while (statSync(file).ctimeMs === ctimeMs);
    }],
    ["replaced by one of the same size and time", (file) => {
      writeFileSync(`${file}.new`, "two\n");
      utimesSync(`${file}.new`, past, past);
      renameSync(`${file}.new`, file);
    }],
  ])("is that of a file that was %s", (_, change) => {
    const { file, hash } = setUp();
    change(file);
    expect(hash()).toBe(hashOf("two\n"));
  });

  it.each([
    ["whose time is no older than a step of the clock", 4e9 + 0.1234],
    ["whose file system may know whole seconds alone", 1e9],
  ])("is not kept of a file %s", (_, time) => {
    const { hash, reads } = setUp(time);
    hash();
    expect(reads()).toBe(2);
  });
});

describe("between two builds of one folder", () => {
  const fileOf = (path: string, text: string): OutputFile => ({ path, text, machine: "lb1", target: `/${path}`, daemon: "nginx", mode: 0o644, check: null, reload: null, seed: false, owner: null, claim: null, provenance: [] });
  const files = [fileOf("a/x", "one\n"), fileOf("a/y", "one\n"), fileOf("b/z", "one\n")];

  function setUp() {
    const out = join(temporaryFolder(), "out");
    const known = new KnownFiles();
    const build = (wanted: readonly OutputFile[]): OutputPlan => {
      let plan: OutputPlan | undefined;
      updateFolder(out, (before) => {
        plan = planOutput("site", wanted, before, false, known);
        return plan.obstacles.length > 0 ? undefined : plan.change;
      }, known);
      return plan!;
    };
    build(files);
    return { out, known, build };
  }

  const unread = (): never => {
    throw new Error("the file was read");
  };

  it("reads no file that it wrote, nor one that it linked", () => {
    const { out, known, build } = setUp();
    const next = files.map((file) => (file.path === "a/x" ? fileOf(file.path, "two\n") : file));
    expect(build(next)).toMatchObject({ changed: ["a/x"], unchanged: ["a/y", "b/z"] });
    for (const { path, text } of next) expect(known.hashOfFile(path, lstatSync(join(out, path)), unread)).toBe(hashOf(text));
    expect(treeOf(out)).toMatchObject({ "a/x": "two\n", "a/y": "one\n", "b/z": "one\n" });
  });

  it("touches nothing when nothing changed", () => {
    const { out, build } = setUp();
    const before = statSync(out);
    const { change } = build(files);
    expect([change.write.size, change.remove.size]).toEqual([0, 0]);
    expect(statSync(out)).toMatchObject({ ino: before.ino, ctimeMs: before.ctimeMs });
  });

  it.each([
    ["that changes it", "new\n"],
    ["that leaves it", "one\n"],
  ])("finds what a person changed, with a build %s", (_, text) => {
    const { out, build } = setUp();
    writeFileSync(join(out, "a/x"), "own\n");
    const { obstacles } = build([fileOf("a/x", text), fileOf("a/y", "new\n"), files[2]!]);
    expect(obstacles).toMatchObject([{ path: "a/x", what: "was changed by hand", texts: { given: text, found: "own\n" } }]);
    expect(treeOf(out)).toMatchObject({ "a/x": "own\n", "a/y": "one\n" });
  });

  it("finds what a person removed, moved away and put back", () => {
    const { out, build } = setUp();
    rmSync(join(out, "a"), { recursive: true });
    expect(build(files)).toMatchObject({ created: ["a/x", "a/y"], unchanged: ["b/z"] });
    renameSync(out, `${out}.aside`);
    expect(build(files)).toMatchObject({ created: ["a/x", "a/y", "b/z"] });
    rmSync(out, { recursive: true });
    renameSync(`${out}.aside`, out);
    writeFileSync(join(out, "b/z"), "own\n");
    expect(build(files)).toMatchObject({ unchanged: ["a/x", "a/y"], obstacles: [{ path: "b/z" }] });
  });
});

it("forgets the texts that a build did not have", () => {
  const known = new KnownFiles();
  expect([known.hashOf(["one"]), known.hashOf(["one"])]).toEqual([hashOf("one"), hashOf("one")]);
  for (let build = 0; build < 3; build++) {
    known.settle("/nowhere");
    expect(known.hashOf(["two"])).toBe(hashOf("two"));
  }
  expect(JSON.stringify([...(known as unknown as { before: Map<string, string> }).before.keys()])).toBe('["two"]');
});
