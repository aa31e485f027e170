import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect, it } from "vitest";

const src = join(import.meta.dirname, "../src");

/** Each room and the rooms that it may import, besides itself. Read from top to bottom: never upward. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  source: [],
  diagnostics: ["source"],
  syntax: ["source", "diagnostics"],
  vocabulary: ["source", "diagnostics"],
  bind: ["source", "diagnostics", "syntax", "vocabulary"],
  elaborate: ["source", "diagnostics", "syntax", "vocabulary", "bind"],
  ir: ["source"],
  lower: ["source", "diagnostics", "vocabulary", "bind", "elaborate", "ir"],
  rules: ["source", "diagnostics", "vocabulary", "ir"],
  emit: ["source", "diagnostics", "ir"],
  targets: ["source", "diagnostics", "ir", "emit"],
  "catalogue.ts": ["diagnostics", "syntax", "vocabulary", "bind", "elaborate", "lower", "rules", "emit", "targets", "proof", "audit"],
  proof: ["source", "diagnostics", "ir", "emit"],
  lab: ["source", "ir", "emit", "proof"],
  audit: ["source", "diagnostics", "ir"],
  "memory.ts": ["source", "syntax"],
  "compile.ts": ["source", "diagnostics", "syntax", "vocabulary", "bind", "elaborate", "ir", "lower", "rules", "emit", "targets", "proof", "audit", "catalogue.ts", "memory.ts"],
  "reference.ts": ["vocabulary", "elaborate", "targets", "catalogue.ts"],
  "text-mate.ts": ["vocabulary"],
  "workspace.ts": ["bind", "emit", "compile.ts", "memory.ts"],
  "index.ts": ["source", "diagnostics", "syntax", "vocabulary", "bind", "elaborate", "ir", "emit", "audit", "compile.ts", "workspace.ts", "catalogue.ts", "memory.ts"],
  host: ["source", "diagnostics", "ir", "emit", "proof", "lab", "compile.ts"],
  cli: ["source", "diagnostics", "syntax", "vocabulary", "bind", "elaborate", "ir", "emit", "targets", "audit", "proof", "lab", "compile.ts", "catalogue.ts", "memory.ts", "host"],
};

/** The rooms that may touch the machine. */
const mayUseNode = ["host", "cli"];

/** Each package and the rooms that may use it: replacing one stays the work of one room. */
const packages: Readonly<Record<string, readonly string[]>> = {
  chevrotain: ["syntax"],
  "fastest-levenshtein": ["diagnostics"],
  "ipaddr.js": ["vocabulary"],
  zod: ["diagnostics", "ir", "audit", "cli"],
  yaml: ["emit"],
  "@noble/hashes/sha2": ["emit"],
  "@noble/hashes/utils": ["emit"],
  commander: ["cli"],
};

const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts"));
const room = (file: string): string => file.split("/")[0]!;
const importsOf = (file: string): readonly string[] => {
  const text = readFileSync(join(src, file), "utf8");
  const found = [...text.matchAll(/^(?:import|export)\b[^;"`]*?\bfrom "([^"]+)"/gm), ...text.matchAll(/\bimport\("([^"]+)"\)/g)];
  return found.map(([, specifier]) => specifier!);
};

it.each(files)("%s imports only what its room may", (file) => {
  for (const specifier of importsOf(file)) {
    if (specifier.startsWith("node:")) {
      expect(mayUseNode, `${file} imports ${specifier}; only these rooms touch the machine`).toContain(room(file));
    } else if (specifier === "../../package.json") {
      expect(file, "the version is the command line's").toBe("cli/version.ts");
    } else if (specifier.startsWith(".")) {
      const target = room(relative(src, join(src, dirname(file), specifier)).replace(/\.js$/, ".ts"));
      expect([room(file), ...(mayImport[room(file)] ?? [])], `${file} imports ${specifier}`).toContain(target);
    } else {
      expect(packages[specifier] ?? [], `${file} imports the package ${specifier}`).toContain(room(file));
    }
  }
});

it.each(files.filter((file) => /^targets\/[^/]+\//.test(file)))("%s imports no other target", (file) => {
  const own = file.split("/").slice(0, 2).join("/");
  for (const specifier of importsOf(file).filter((each) => each.startsWith("."))) {
    const target = relative(src, join(src, dirname(file), specifier));
    expect(target.startsWith("targets/") && !target.startsWith(`${own}/`), `${file} imports ${specifier}`).toBe(false);
  }
});

it("has a README of at most thirty lines in every room", () => {
  const rooms = Object.keys(mayImport).filter((name) => !name.endsWith(".ts"));
  const lines = Object.fromEntries(rooms.map((name) => [name, readFileSync(join(src, name, "README.md"), "utf8").split("\n").length - 1]));
  for (const [name, count] of Object.entries(lines)) expect(count, `src/${name}/README.md`).toBeLessThanOrEqual(30);
});
