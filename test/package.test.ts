import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import vm from "node:vm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import packageJson from "../package.json" with { type: "json" };
import { compile } from "../src/index.js";
import { bundle } from "./kit/bundle.js";
import { sentence } from "./kit/memory-host.js";

const root = join(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "infc-package-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(cwd: string, program: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: "utf8", env: { ...process.env, NODE_ENV: "production", FORCE_COLOR: "0" } });
  expect(status, `${program} ${args.join(" ")}\n${stdout}${stderr}`).toBe(0);
  return stdout;
}

describe("the package, installed in an empty folder", () => {
  const user = join(folder, "user");

  // Run-time dependencies are taken from node_modules, so that no network is needed.
  beforeAll(() => {
    mkdirSync(user);
    const sources = [root, ...Object.keys(packageJson.dependencies).map((name) => join(root, "node_modules", name))];
    for (const source of sources) run(folder, "npm", "pack", source, "--silent");
    const tarballs = readdirSync(folder).filter((file) => file.endsWith(".tgz"));
    expect(tarballs).toHaveLength(sources.length);
    writeFileSync(join(user, "package.json"), '{ "name": "user", "private": true, "type": "module" }\n');
    run(user, "npm", "install", "--omit=dev", "--offline", "--no-audit", "--no-fund", ...tarballs.map((file) => join("..", file)));
  }, 120_000);

  it("brings its run-time dependencies alone", () => {
    const installed = readdirSync(join(user, "node_modules")).filter((name) => !name.startsWith("."));
    expect(installed.sort()).toEqual(["infc", ...Object.keys(packageJson.dependencies)].sort());
  });

  it("holds what a user needs, and no sources or tests", () => {
    const inside = readdirSync(join(user, "node_modules/infc"));
    for (const name of ["dist", "grammar", "package.json"]) expect(inside).toContain(name);
    for (const name of ["src", "test", "tools", "golden", "node_modules"]) expect(inside).not.toContain(name);
    expect(existsSync(join(user, "node_modules/infc/dist/licenses.txt"))).toBe(true);
  });

  it("builds with `npx infc`", () => {
    writeFileSync(join(user, "site.infra"), sentence);
    expect(run(user, "npx", "--no-install", "infc", "--version")).toBe(`${packageJson.version}\n`);
    expect(run(user, "npx", "--no-install", "infc", "build", "site.infra")).toMatch(/^out {2}\d+ files: \d+ new\n/);
    expect(existsSync(join(user, "out/docker-compose.yml"))).toBe(true);
  });

  it("starts with nothing that Node is to drop, and again with the code that was kept", () => {
    writeFileSync(join(user, "site.infra"), sentence);
    const caches = join(user, "caches");
    const start = () => {
      const { status, stderr } = spawnSync(process.execPath, ["--throw-deprecation", "node_modules/infc/dist/cli.js", "check", "--quiet", "site.infra"], { cwd: user, encoding: "utf8", env: { ...process.env, XDG_CACHE_HOME: caches } });
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      return statSync(join(caches, "infc", readdirSync(join(caches, "infc"))[0]!)).mtimeMs;
    };
    const made = start();
    expect(start()).toBe(made);
  });

  it("is a library", () => {
    const program = `import { compile } from "infc"; console.log(compile({ entry: { path: "site.infra", text: ${JSON.stringify(sentence)} } }).files.length)`;
    expect(Number(run(user, process.execPath, "--input-type=module", "--eval", program))).toBeGreaterThan(5);
  });

  it("has types", () => {
    writeFileSync(
      join(user, "use.ts"),
      `import { analyze, compile, kinds, renderText, type Diagnostic, type OutputFile, type Site } from "infc";
const entry = { path: "site.infra", text: "site a" };
const files: readonly OutputFile[] = compile({ entry, read: (path: string) => undefined }, { vrrp: "x" }).files;
const site: Site = analyze({ entry }).site;
const family: "ipv4" | "ipv6" | undefined = site.networks[0]?.family;
const texts: readonly string[] = compile({ entry }).diagnostics.map((each: Diagnostic) => renderText(each));
// @ts-expect-error: types are not \`any\`
const wrong: number = site.name;
export { family, files, kinds, texts, wrong };
`,
    );
    run(user, process.execPath, join(root, "node_modules/typescript/bin/tsc"), "--noEmit", "--strict", "--module", "nodenext", "--target", "es2023", "--types", "", "use.ts");
  });
});

describe("the core in a browser", () => {
  it("compiles the sentence without anything of Node", async () => {
    const outfile = join(folder, "browser.js");
    // With platform browser esbuild refuses every module of Node.
    await bundle("src/index.ts", outfile, { platform: "browser", format: "iife", globalName: "infc", target: "es2022", banner: {} });
    const context = vm.createContext({ TextEncoder, entry: { path: "site.infra", text: sentence } });
    vm.runInContext(readFileSync(outfile, "utf8"), context);
    const found = JSON.parse(vm.runInContext("JSON.stringify({ missing: [typeof process, typeof Buffer, typeof require], files: infc.compile({ entry }).files })", context) as string) as {
      readonly missing: readonly string[];
      readonly files: readonly { readonly path: string; readonly text: string }[];
    };
    expect(found.missing).toEqual(["undefined", "undefined", "undefined"]);
    const here = compile({ entry: { path: "site.infra", text: sentence } }).files;
    expect(found.files.map(({ path, text }) => ({ path, text }))).toEqual(here.map(({ path, text }) => ({ path, text })));
    expect(here.length).toBeGreaterThan(5);
  });
});
