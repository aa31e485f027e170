import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, release, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { projectFolder } from "../../tools/machine.js";
import { knowsMemory } from "./measure.js";
import { peers } from "./peers/index.js";
import { measurePhases } from "./phases.js";
import { race } from "./race.js";
import { editsTable, exponents, fasterPeers, growthTable, number, raceTable } from "./tables.js";
import { measureWatch } from "./watch.js";

const usage = `usage: npm run bench -- [options]

  --counts 10,1000    the sites to measure, by their number of services
                      (default: 10,100,1000,10000,100000)
  --runs N            how often each is run (default: 5)
  --peers a,b | none  the peers to run (default: all that are installed):
                      ${peers.map(({ name }) => name).join(", ")}
  --modules FOLDER    where the peers from npm are, in FOLDER/node_modules
  --limit SECONDS     how long a run may take (default: 180)
  --write             puts the figures into test/bench/README.md
`;

/** A watch is edited so often in each way: V8 has made what an edit goes through fast only after some. */
const edits = 8;

const options = read();
const say = (words) => process.stderr.write(`bench: ${words}\n`);
if (!knowsMemory) say("memory is not measured: GNU time is missing, in Debian the package `time`");
if (loadavg()[0] > 0.5) say(`the machine is busy: its load is ${loadavg()[0].toFixed(1)}`);
say("building infc");
const { status } = spawnSync(process.execPath, [join(projectFolder, "tools/build.js")], { stdio: ["ignore", "inherit", "inherit"] });
if (status !== 0) process.exit(1);

const scratch = mkdtempSync(join(tmpdir(), "infc-bench-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));
const figures = await measureAll();
process.stdout.write(`${figures}\n`);
if (options.write) writeFigures(figures);

async function measureAll() {
  const { counts, runs, limit, modules, wanted } = options;
  const rows = await race({ counts, runs, limit, scratch, modules, wanted, say });
  const large = counts.findLast((count) => count <= 10_000) ?? counts[0];
  say(`${large} services: phases and watching`);
  const phases = await measurePhases({ count: large, limit, scratch });
  const watch = await measureWatch({ count: large, runs: edits, limit, scratch });
  const compared = counts.filter((count) => count <= 10_000);
  return [
    machine(),
    "### All of them, in one run",
    `Each cell: wall time of the whole process, and the peak memory of its largest. \`÷ infc\`: how many times the time of infc, declarations, it takes.\n\n${raceTable(rows, compared)}`,
    fasterPeers(rows, compared),
    "### Growth",
    growthTable(rows, counts),
    `The exponent of growth from 1,000 services on, by least squares (1 is linear):\n\n${exponents(rows, counts)}`,
    `### Phases, ${number(large)} declarations`,
    phases.failed === undefined ? `\`\`\`text\n${phases.text}\n\`\`\`` : `Not measured: ${phases.failed}.`,
    `### After an edit, ${number(large)} declarations`,
    watch.failed === undefined ? `Until \`infc build --watch\` has the new files, and what infc itself says of that build:\n\n${editsTable(watch.edits)}` : `Not measured: ${watch.failed}.`,
  ].join("\n\n");
}

function machine() {
  const date = new Date().toISOString().slice(0, 10);
  const system = `Linux ${release().split(".").slice(0, 2).join(".")}, Node ${process.version}`;
  const what = `${cpus().length} cores of ${cpus()[0].model.trim()}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, ${system}`;
  return `Measured on ${date} on ${what}; medians of ${options.runs} runs. Command: \`${command()}\`.`;
}

/** As it was typed, but for the folder, which is the machine's own affair. */
function command() {
  const words = process.argv.slice(2).map((word, index, all) => (all[index - 1] === "--modules" ? "FOLDER" : word.replace(/^(--modules=).*/, "$1FOLDER")));
  return ["npm run bench", ...(words.length === 0 ? [] : ["--", ...words])].join(" ");
}

/** What stands between the two marks in the README is replaced. */
function writeFigures(text) {
  const file = join(import.meta.dirname, "README.md");
  const [begin, end] = ["<!-- figures: begin -->", "<!-- figures: end -->"];
  const page = readFileSync(file, "utf8");
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`${file} has no place for the figures`);
  writeFileSync(file, `${page.slice(0, from)}${begin}\n\n${text}\n\n${page.slice(to)}`);
  say("the figures are in test/bench/README.md");
}

function read() {
  let values;
  try {
    ({ values } = parseArgs({
      options: {
        counts: { type: "string", default: "10,100,1000,10000,100000" },
        runs: { type: "string", default: "5" },
        peers: { type: "string" },
        modules: { type: "string" },
        limit: { type: "string", default: "180" },
        write: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    }));
  } catch ({ message }) {
    stop(message);
  }
  if (values.help) {
    process.stdout.write(usage);
    process.exit(0);
  }
  const wanted = values.peers === undefined ? undefined : values.peers === "none" ? [] : values.peers.split(",");
  const unknown = wanted?.find((name) => !peers.some((peer) => peer.name === name));
  if (unknown !== undefined) stop(`no peer is named ${unknown}`);
  const counts = values.counts.split(",").map((text) => whole(text, "--counts"));
  if (counts.some((count) => count < 10)) stop("--counts begin at 10");
  return { ...values, wanted, counts: counts.toSorted((a, b) => a - b), runs: whole(values.runs, "--runs"), limit: whole(values.limit, "--limit") };
}

function whole(text, option) {
  if (!/^[1-9]\d*$/.test(text)) stop(`${option} takes whole numbers`);
  return Number(text);
}

function stop(message) {
  process.stderr.write(`bench: ${message}\n\n${usage}`);
  process.exit(2);
}
