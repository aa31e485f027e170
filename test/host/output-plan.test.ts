import { describe, expect, it } from "vitest";
import { hashOf, type Manifest, manifestOf, printManifest } from "../../src/emit/manifest.js";
import type { OutputFile } from "../../src/emit/output-file.js";
import type { FolderEntry } from "../../src/host/host.js";
import { type OutputPlan, planOutput } from "../../src/host/output-plan.js";

function fileOf(path: string, text: string, parts: Partial<OutputFile> = {}): OutputFile {
  return { path, text, machine: "lb1", target: `/${path}`, daemon: "nginx", mode: 0o644, check: null, reload: null, seed: false, owner: "root:root", claim: null, provenance: [], ...parts };
}

function onDisk(text: string, mode = 0o644): FolderEntry {
  return { kind: "file", mode, hash: () => hashOf(text), text: () => text };
}

/** The folder after a build of `files`, then what a person did. */
function folderOf(files: readonly OutputFile[], done: Readonly<Record<string, FolderEntry>> = {}): ReadonlyMap<string, FolderEntry> {
  const manifest = printManifest(manifestOf("site", files));
  const built = files.flatMap(({ path, text, mode }) => [...foldersOf(path), [path, onDisk(text, mode)] as const]);
  return new Map([...built, ["manifest.json", onDisk(manifest.text, manifest.mode)], ...Object.entries(done)]);
}

function foldersOf(path: string): readonly (readonly [string, FolderEntry])[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, index) => [parts.slice(0, index + 1).join("/"), { kind: "folder" }]);
}

function shortOf({ created, changed, unchanged, removed, obstacles, change }: OutputPlan) {
  return {
    created,
    changed,
    unchanged,
    removed: removed.map(({ path }) => path),
    obstacles: obstacles.map(({ path, what }) => `${path} ${what}`),
    writes: [...change.write.keys()],
    removes: [...change.remove],
  };
}

const nothing = { created: [], changed: [], unchanged: [], removed: [], obstacles: [], writes: [], removes: [] };
const [a, b] = [fileOf("a/x.conf", "one\n"), fileOf("b/y.conf", "two\n")];
const folder: FolderEntry = { kind: "folder" };
const link: FolderEntry = { kind: "other" };

it("creates everything in an empty folder", () => {
  expect(shortOf(planOutput("site", [a, b], new Map(), false))).toEqual({ ...nothing, created: [a.path, b.path], writes: [a.path, b.path, "manifest.json"] });
});

it("writes nothing when nothing changed, not even the manifest", () => {
  expect(shortOf(planOutput("site", [a, b], folderOf([a, b]), false))).toEqual({ ...nothing, unchanged: [a.path, b.path] });
});

it("writes what changed, in text or mode, and removes what the site no longer has", () => {
  const next = [{ ...a, text: "new\n" }, fileOf("c.sh", "run\n", { mode: 0o755 })];
  const before = folderOf([a, b, fileOf("c.sh", "run\n")]);
  expect(shortOf(planOutput("site", next, before, false))).toEqual({ ...nothing, changed: [a.path, "c.sh"], removed: [b.path], writes: [a.path, "c.sh", "manifest.json"], removes: [b.path] });
});

it("keeps a file that a group of its machine may read for the builder alone", () => {
  const secret = fileOf("a/key.conf", "s3cret\n", { mode: 0o640, owner: "root:consul" });
  expect(planOutput("site", [secret], new Map(), false).change.write.get("a/key.conf")).toEqual({ parts: ["s3cret\n"], mode: 0o600 });
  const built = new Map([...folderOf([]), ["a", folder], [secret.path, onDisk(secret.text, 0o600)]] as const);
  expect(planOutput("site", [secret], built, false).unchanged).toEqual([secret.path]);
});

it("writes into the manifest whose a file is, and keeps it secret with its files", () => {
  const secret = fileOf("a/key.conf", "s3cret\n", { mode: 0o640, owner: "root:consul" });
  const manifest = planOutput("site", [secret, { ...b, owner: null }], new Map(), false).change.write.get("manifest.json")!;
  const { files } = JSON.parse(manifest.parts.join("")) as Manifest;
  expect(files.map(({ path, mode, owner }) => [path, mode, owner])).toEqual([["a/key.conf", "0640", "root:consul"], [b.path, "0644", null]]);
  expect(manifest.mode).toBe(0o600);
});

it("takes over what an infc wrote whose manifest had no owners", () => {
  const old = JSON.parse(printManifest(manifestOf("site", [a])).text) as { files: { owner?: string }[] };
  for (const file of old.files) delete file.owner;
  const before = new Map([...folderOf([a]), ["manifest.json", onDisk(JSON.stringify(old))]] as const);
  expect(shortOf(planOutput("site", [{ ...a, text: "new\n" }], before, false))).toMatchObject({ changed: [a.path], obstacles: [] });
});

it("writes anew what a person deleted", () => {
  const before = new Map([...folderOf([a, b])].filter(([path]) => path !== a.path));
  expect(shortOf(planOutput("site", [a, b], before, false))).toMatchObject({ created: [a.path], unchanged: [b.path], obstacles: [] });
});

it("takes over a file that already says what it would write", () => {
  expect(shortOf(planOutput("site", [a], new Map([["a", folder], [a.path, onDisk(a.text)]]), false))).toMatchObject({ unchanged: [a.path], obstacles: [] });
});

describe("obstacles", () => {
  it.each([
    ["a file that was changed by hand", [a], { [a.path]: onDisk("mine\n") }, [{ ...a, text: "new\n" }], `${a.path} was changed by hand`],
    ["one that is to be removed", [a], { [a.path]: onDisk("mine\n") }, [], `${a.path} was changed by hand, and the site no longer has it`],
    ["a file of a person", [a], { "a/z": onDisk("mine\n") }, [a, fileOf("a/z", "two\n")], "a/z was there before, and infc did not write it"],
    ["a link at the place of a file", [], { "a": folder, [a.path]: link }, [a], `${a.path} is a link or a device, and a file belongs there`],
    ["a link at the place of a folder", [], { a: link }, [a], "a is no folder, and files belong below it"],
    ["a file at the place of a folder", [], { a: onDisk("mine\n") }, [a], "a is no folder, and files belong below it"],
    ["another program's manifest", [], { "manifest.json": onDisk('{"name":"extension"}\n') }, [a], "manifest.json is no manifest of this infc"],
    ["a manifest that cannot be read", [], { "manifest.json": onDisk("{") }, [a], "manifest.json is no manifest of this infc"],
    ["a link as manifest", [], { "manifest.json": link }, [a], "manifest.json is no manifest of this infc"],
  ] as const)("%s: listed, and replaced with force", (_, built, done, files, words) => {
    const before = folderOf(built, done as Readonly<Record<string, FolderEntry>>);
    expect(shortOf(planOutput("site", files, before, false)).obstacles).toEqual([words]);
    expect(planOutput("site", files, before, true).obstacles).toEqual([]);
  });

  it("a folder at the place of a file stays one with force", () => {
    const before = new Map<string, FolderEntry>([["a", folder], [a.path, folder], [`${a.path}/mine`, onDisk("mine\n")]]);
    for (const force of [false, true]) expect(shortOf(planOutput("site", [a], before, force)).obstacles).toEqual([`${a.path} is a folder, and a file belongs there`]);
  });

  it("with force the link goes and the file comes", () => {
    expect(shortOf(planOutput("site", [a], folderOf([], { a: link }), true))).toMatchObject({ created: [a.path], removes: ["a"] });
  });
});

describe("a file and a folder that change places", () => {
  it("a folder becomes a file when all in it was of infc", () => {
    expect(shortOf(planOutput("site", [fileOf("a", "one\n")], folderOf([a]), false))).toMatchObject({ created: ["a"], removes: [a.path], obstacles: [] });
  });

  it("a file becomes a folder", () => {
    expect(shortOf(planOutput("site", [a], folderOf([fileOf("a", "one\n")]), false))).toMatchObject({ created: [a.path], removes: ["a"], obstacles: [] });
  });
});

describe("a seed", () => {
  const seed = fileOf("a/list.conf", "first\n", { seed: true });

  it("is written once, and not over what its daemon made of it, also with force", () => {
    const before = folderOf([seed], { [seed.path]: onDisk("second\n") });
    for (const force of [false, true]) expect(shortOf(planOutput("site", [{ ...seed, text: "third\n" }], before, force))).toMatchObject({ unchanged: [seed.path], obstacles: [] });
    expect(shortOf(planOutput("site", [seed], new Map(), false)).created).toEqual([seed.path]);
  });

  it("stays, when the site no longer has it, if its daemon wrote it", () => {
    expect(shortOf(planOutput("site", [], folderOf([seed], { [seed.path]: onDisk("second\n") }), true)).removes).toEqual([]);
    expect(shortOf(planOutput("site", [], folderOf([seed]), false)).removes).toEqual([seed.path]);
  });
});

it("removes nothing that a manifest names outside the folder", () => {
  const before = new Map([["manifest.json", onDisk(printManifest(manifestOf("site", [fileOf("../../etc/passwd", "x\n")])).text)]]);
  expect(shortOf(planOutput("site", [], before, true))).toMatchObject({ removed: [], removes: [] });
});
