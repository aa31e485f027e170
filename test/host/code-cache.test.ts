import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, statSync, symlinkSync, renameSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { bundle } from "../kit/bundle.js";
import { temporaryFolder } from "./temporary.js";

const starter = join(import.meta.dirname, "../../node_modules/.cache/infc/test/code-cache.mjs");
beforeAll(() => bundle("src/host/code-cache.ts", starter));

/** A folder with two scripts of one length, which V8 takes for the same; and how to run one of them with the cache named `name`. */
function setUp() {
  const folder = temporaryFolder();
  for (const word of ["one", "two"]) writeFileSync(join(folder, `${word}.js`), `(() => { process.stdout.write("${word}"); process.exitCode = Number(process.env.CODE ?? 0); })();\n`);
  const home = join(folder, "home");
  mkdirSync(home);
  const run = (script: string, name: string, env: Readonly<Record<string, string>> = { HOME: home }, cwd = folder): string => {
    const program = `import { runCached } from ${JSON.stringify(starter)}; runCached(${JSON.stringify(join(folder, `${script}.js`))}, "${name}");`;
    const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", program], { encoding: "utf8", env, cwd });
    expect(stderr).toBe("");
    return stdout;
  };
  const caches = join(home, ".cache/infc");
  const cacheOf = (name: string): string => join(caches, readdirSync(caches).find((file) => file.startsWith(`${name}-`))!);
  return { folder, home, run, caches, cacheOf };
}

it("keeps what V8 compiled for this user alone, and runs the script with it", () => {
  const { run, caches, cacheOf } = setUp();
  expect(run("one", "a")).toBe("one");
  expect([statSync(caches).mode & 0o777, statSync(cacheOf("a")).mode & 0o777]).toEqual([0o700, 0o600]);
  // The other script is of the same length: that it runs as the first one shows where its code is from.
  expect(run("two", "a")).toBe("one");
  expect(run("two", "b")).toBe("two");
});

it.each<readonly [string, (caches: string, cache: string) => void]>([
  ["a cache that others may write", (_, cache) => chmodSync(cache, 0o622)],
  ["a folder that others may write", (caches) => chmodSync(caches, 0o770)],
  ["a cache that is a link", (caches, cache) => (renameSync(cache, join(caches, "there")), symlinkSync("there", cache))],
])("does not read %s", (_, spoil) => {
  const { run, caches, cacheOf } = setUp();
  run("one", "a");
  spoil(caches, cacheOf("a"));
  expect(run("two", "a")).toBe("two");
});

it.runIf(process.geteuid!() === 0)("does not read what is another user's, and makes no folder in another one's home", () => {
  const { run, caches, cacheOf, home } = setUp();
  run("one", "a");
  chownSync(cacheOf("a"), 65_534, 65_534);
  expect(run("two", "a")).toBe("two");
  const other = join(home, "other");
  mkdirSync(other);
  chownSync(other, 65_534, 65_534);
  expect(run("one", "a", { HOME: other })).toBe("one");
  expect(existsSync(join(other, ".cache"))).toBe(false);
  expect(existsSync(caches)).toBe(true);
});

it("runs without a cache where there is no place for one, or none is wanted", () => {
  const { run, folder, home } = setUp();
  writeFileSync(join(folder, "file"), "");
  for (const env of [{}, { HOME: "here" }, { HOME: join(folder, "file") }, { HOME: home, NODE_DISABLE_COMPILE_CACHE: "1" }]) expect(run("one", "a", env)).toBe("one");
  expect(readdirSync(home)).toEqual([]);
  expect(run("one", "a", { HOME: home, XDG_CACHE_HOME: join(folder, "caches") })).toBe("one");
  expect(readdirSync(join(folder, "caches/infc"))).toHaveLength(1);
});

it("reads no cache that is cut off or of another V8", () => {
  const { run, cacheOf } = setUp();
  run("one", "a");
  writeFileSync(cacheOf("a"), "not a cache".repeat(20), { mode: 0o600 });
  expect(run("two", "a")).toBe("two");
  expect(run("one", "a")).toBe("two");
});

it("writes a cache anew once a day, and after a run that failed", () => {
  const { run, cacheOf, home } = setUp();
  run("one", "a", { HOME: home, CODE: "1" });
  expect(statSync(cacheOf("a")).mtimeMs).toBeLessThan(Date.now() - 86_000_000);
  run("one", "a");
  const made = statSync(cacheOf("a"));
  run("one", "a");
  expect(statSync(cacheOf("a"))).toMatchObject({ ino: made.ino, mtimeMs: made.mtimeMs });
  utimesSync(cacheOf("a"), made.atimeMs / 1000, made.mtimeMs / 1000 - 90_000);
  run("one", "a");
  expect(statSync(cacheOf("a")).mtimeMs).toBeGreaterThanOrEqual(made.mtimeMs);
});

it("adds to a cache what the first runs in some other folders need", () => {
  const { run, cacheOf, folder, home } = setUp();
  const runIn = (name: string): number => {
    mkdirSync(join(folder, name), { recursive: true });
    expect(run("one", "a", { HOME: home }, join(folder, name))).toBe("one");
    return statSync(cacheOf("a")).ino;
  };
  const first = runIn("shop");
  const second = runIn("bank");
  expect(second).not.toBe(first);
  expect([runIn("shop"), runIn("bank")]).toEqual([second, second]);
  for (let at = 2; at < 16; at++) runIn(`site${at}`);
  const full = statSync(cacheOf("a")).ino;
  expect([runIn("site99"), runIn("shop")]).toEqual([full, full]);
  // It is still the code of the first script.
  expect(run("two", "a")).toBe("one");
});

it("keeps what a run that failed wrote, among caches that are older", () => {
  const { run, caches, cacheOf, home } = setUp();
  run("one", "a");
  for (let at = 0; at < 20; at++) {
    writeFileSync(join(caches, `old${at}`), "");
    utimesSync(join(caches, `old${at}`), 1000 + at, 1000 + at);
  }
  run("one", "b", { HOME: home, CODE: "1" });
  expect(statSync(cacheOf("b")).size).toBeGreaterThan(0);
});

it("keeps the newest caches alone", () => {
  const { run, caches } = setUp();
  run("one", "a");
  for (let at = 0; at < 20; at++) {
    writeFileSync(join(caches, `old${at}`), "");
    utimesSync(join(caches, `old${at}`), 1000 + at, 1000 + at);
  }
  run("one", "b");
  expect(readdirSync(caches).filter((name) => name.startsWith("old"))).toHaveLength(10);
  expect(readdirSync(caches)).toHaveLength(12);
});
