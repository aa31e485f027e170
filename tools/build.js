import { createHash } from "node:crypto";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, posix, relative, sep } from "node:path";
import { build } from "esbuild";
import { handlebarsEsbuild } from "./handlebars.js";
import { lazyNode } from "./lazy-node.js";
import { projectFolder } from "./machine.js";
import { schemaTexts } from "./schema-texts.js";

/** zod brings its messages in forty languages; infc shows none of them. */
const oneLanguage = {
  name: "infc-zod-locales",
  setup(build) {
    build.onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({ contents: 'export { default as en } from "./en.js";' }));
  },
};

/** chevrotain fills a table of all 65,536 characters when it starts, which takes longer than to work out the few beyond Latin that a program has. */
const noTableOfCharacters = {
  name: "infc-chevrotain-characters",
  setup(build) {
    build.onLoad({ filter: /[\\/]chevrotain[\\/]lib[\\/]src[\\/]scan[\\/]lexer\.js$/ }, ({ path }) => {
      const text = readFileSync(path, "utf8");
      const [read, filled] = ["charCodeToOptimizedIdxMap[charCode]", "    if (isEmpty(charCodeToOptimizedIdxMap)) {"];
      if (!text.includes(read) || !text.includes(filled)) throw new Error("chevrotain looks up characters in another way now: see tools/build.js");
      return { contents: text.replace(read, "255 + ~~(charCode / 255)").replace(filled, "    if (false) {") };
    });
  },
};

const dist = join(projectFolder, "dist");
const common = {
  absWorkingDir: projectFolder,
  bundle: true,
  format: "esm",
  target: "es2022",
  // White space only: a stack trace keeps its names.
  minifyWhitespace: true,
  legalComments: "none",
  plugins: [handlebarsEsbuild, oneLanguage, noTableOfCharacters],
  metafile: true,
  logLevel: "warning",
};

rmSync(dist, { recursive: true, force: true });

const results = [];

// The command line is CommonJS: Node's loader of ES modules takes as long as a third of a small build. The library beside it is not.
writeType(dist, "commonjs");
const library = join(dist, "library");
writeType(library, "module");

// One file: chevrotain alone is six hundred modules, and importing them takes a second. It is a script, as V8 keeps what it compiled of scripts alone.
const program = join(dist, "infc.js");
results.push(await build({ ...common, entryPoints: ["src/cli/bin.ts"], outfile: program, format: "iife", platform: "node", target: "node20", charset: "ascii", plugins: [lazyNode, schemaTexts, ...common.plugins] }));
// It is read byte by byte, which is fastest; esbuild escapes all but the signs in regular expressions.
if (/[^\x00-\x7f]/.test(readFileSync(program, "utf8"))) throw new Error("the bundle is not ASCII alone: write signs of regular expressions as \\u….");
const programId = createHash("sha256").update(readFileSync(program)).digest("hex").slice(0, 16);

// What the shell starts.
results.push(await build({
  ...common,
  entryPoints: ["src/cli/start.ts"],
  outfile: join(dist, "cli.js"),
  format: "cjs",
  platform: "node",
  target: "node20",
  plugins: [lazyNode],
  define: { programId: JSON.stringify(programId), "import.meta.dirname": "__dirname" },
  banner: { js: "#!/usr/bin/env node" },
}));
chmodSync(join(dist, "cli.js"), 0o755);

// Neutral: it names no module of Node's, so that it runs in a browser as it is.
results.push(await build({ ...common, entryPoints: ["src/index.ts"], outfile: join(library, "index.js"), platform: "neutral", mainFields: ["module", "main"] }));
writeFileSync(join(dist, "licenses.txt"), licensesOf(results));

const { status } = spawnSync(process.execPath, [join(projectFolder, "node_modules/typescript/bin/tsc"), "-p", join(projectFolder, "tools/tsconfig.build.json")], { stdio: "inherit" });
if (status !== 0) process.exit(status ?? 1);
keepReachable(join(library, "types"), "index.d.ts");

/** Says what a `.js` of the folder is. */
function writeType(folder, type) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), `${JSON.stringify({ type })}\n`);
}

/** The licenses of the packages that are part of the bundles: they ask to be passed on. */
function licensesOf(built) {
  const inputs = built.flatMap(({ metafile }) => Object.keys(metafile.inputs));
  const folders = [...new Set(inputs.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []))].sort();
  return folders
    .map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(join(projectFolder, folder, "package.json"), "utf8"));
      const file = readdirSync(join(projectFolder, folder)).find((each) => /^licen[cs]e/i.test(each));
      const text = file === undefined ? "" : `\n${readFileSync(join(projectFolder, folder, file), "utf8").trim()}\n`;
      return `${name} ${version}, ${license}\n${text}`;
    })
    .join(`\n${"-".repeat(80)}\n\n`);
}

/** Deletes the declarations that `entry` does not lead to: a user sees none of them. */
function keepReachable(folder, entry) {
  const kept = new Set();
  const visit = (file) => {
    if (kept.has(file)) return;
    kept.add(file);
    for (const [, path] of readFileSync(join(folder, file), "utf8").matchAll(/(?:from|import\()\s*"(\.[^"]+)\.js"/g)) visit(posix.join(posix.dirname(file), `${path}.d.ts`));
  };
  visit(entry);
  for (const each of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(each.parentPath, each.name);
    if (each.isFile() && !kept.has(relative(folder, path).replaceAll(sep, "/"))) rmSync(path);
  }
}
