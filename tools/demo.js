import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { projectFolder } from "./machine.js";
import { providePackages } from "./packages.js";

// Builds an example into a temporary folder and shows what came of it. Needs Node alone: packages are installed, infc is built.

const example = join(projectFolder, "examples/shop");
const sentence = "service goods x3 behind gateway with consul discovery, keepalived VIP 192.168.0.146\n";

/** Files worth a look, and where in them; those are shown that the site has. */
const sights = [
  { file: /haproxy\.cfg$/, from: /^(frontend|listen) (?!stats)/m, lines: 22 },
  { file: /nginx\.conf$/, from: /^ *(upstream|server) /m, lines: 22 },
  { file: /keepalived\.conf$/, from: /^vrrp_instance/m, lines: 18 },
  { file: /docker-compose\.yml$/, from: /^services:/m, lines: 18 },
];
const mostSights = 3;

if (!providePackages((words) => console.log(`demo: ${words}`))) process.exit(1);
const { default: pico } = await import("picocolors");
const cli = join(projectFolder, "dist/cli.js");
run(process.execPath, [join(projectFolder, "tools/build.js")], projectFolder);

const folder = mkdtempSync(join(tmpdir(), "infc-demo-"));
const site = join(folder, "site");
if (existsSync(join(example, "site.infra"))) cpSync(example, site, { recursive: true });
else {
  mkdirSync(site);
  writeFileSync(join(site, "site.infra"), sentence);
}

title("The program: site.infra");
show(readFileSync(join(site, "site.infra"), "utf8"), 1);

title("infc build");
const start = performance.now();
process.stdout.write(run(process.execPath, [cli, "build"], site, { ...process.env, ...demoSecrets(), ...(pico.isColorSupported ? { FORCE_COLOR: "1" } : {}) }));
console.log(pico.dim(`in ${Math.round(performance.now() - start)} ms`));

title("The folder out");
const out = join(site, "out");
const files = printTree(out, "");

let shown = 0;
let explained;
for (const { file, from, lines } of sights) {
  const path = files.find((each) => file.test(each));
  if (path === undefined || shown === mostSights) continue;
  shown++;
  const text = readFileSync(join(out, path), "utf8");
  const first = text.slice(0, Math.max(0, text.search(from))).split("\n").length;
  title(path);
  const all = text.trimEnd().split("\n");
  show(all.slice(first - 1, first - 1 + lines).join("\n"), first);
  if (first - 1 + lines < all.length) console.log(pico.dim(`     … of ${all.length} lines`));
  explained ??= `${path}:${first}`;
}

if (explained !== undefined) {
  title(`infc explain ${explained}`);
  process.stdout.write(run(process.execPath, [cli, "explain", explained], site));
}
console.log(`\nIt is all in ${pico.bold(site)}.`);

/** A program of the demo that fails ends the demo. */
function run(program, args, cwd, env = process.env) {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, env, encoding: "utf8" });
  if (status === 0) return stdout;
  console.error(`demo: ${relative(projectFolder, args[0])} ${args.slice(1).join(" ")} failed\n${stdout}${stderr}`);
  process.exit(1);
}

/** Something for each secret that the program takes from the environment. */
function demoSecrets() {
  const { secrets } = JSON.parse(run(process.execPath, [cli, "ir"], site));
  return Object.fromEntries(secrets.filter(({ from, source }) => from === "env" && process.env[source] === undefined).map(({ source }) => [source, "demo1234"]));
}

function title(words) {
  console.log(`\n${pico.bold(pico.cyan(`── ${words} ${"─".repeat(Math.max(0, 88 - words.length))}`))}\n`);
}

/** Lines with their numbers from `first`; comments stand back. */
function show(text, first) {
  const lines = text.trimEnd().split("\n");
  for (const [index, line] of lines.entries()) console.log(`${pico.dim(`${String(first + index).padStart(4)} │`)} ${/^\s*#/.test(line) ? pico.dim(line) : line}`);
}

/** Prints a folder as a tree, chains of folders on one line, and gives the paths of its files. */
function printTree(base, indent, below = "") {
  const entries = readdirSync(join(base, below), { withFileTypes: true }).sort((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }));
  return entries.flatMap((entry, index) => {
    const isLast = index === entries.length - 1;
    let path = join(below, entry.name);
    if (!entry.isDirectory()) {
      console.log(`${pico.dim(`${indent}${isLast ? "└─ " : "├─ "}`)}${entry.name}`);
      return [path];
    }
    for (let only = onlyFolder(join(base, path)); only !== undefined; only = onlyFolder(join(base, path))) path = join(path, only);
    console.log(`${pico.dim(`${indent}${isLast ? "└─ " : "├─ "}`)}${pico.blue(`${relative(below, path)}/`)}`);
    return printTree(base, `${indent}${isLast ? "   " : "│  "}`, path);
  });
}

function onlyFolder(folder) {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.length === 1 && entries[0].isDirectory() ? entries[0].name : undefined;
}
