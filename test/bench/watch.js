import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { projectFolder } from "../../tools/machine.js";
import { timedEnvironment } from "./environment.js";
import { programOf, servicesOf } from "./site.js";

/**
 * Starts `infc build --watch` on `count` services and changes the line of the one in the middle, `runs` times in each way of `editsOf`, one after the other. Gives of
 * each way the `seconds` from when an edit is written until the new files are there, and those that infc `said` of each build; `failed` where that takes longer than `limit`.
 */
export async function measureWatch({ count, runs, limit, scratch }) {
  const home = join(scratch, "watch");
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  const program = join(home, "site.infra");
  const text = programOf(count);
  const { line, ways } = editsOf(count);
  writeFileSync(program, text);
  const child = spawn(process.execPath, [join(projectFolder, "dist/cli.js"), "build", "--watch", "--quiet", "site.infra"], { cwd: home, env: timedEnvironment(), stdio: ["ignore", "pipe", "ignore"] });
  let words = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (words += text));
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  const has = (file, shown) => until(join(home, "out", file), shown, limit, isOver);
  const measured = ways.map(({ name }) => ({ name, seconds: [], said: [] }));
  try {
    if ((await has("manifest.json", '"version"')) === undefined) return { failed: `nothing built in ${limit} s` };
    for (const [way, { edit, file, shown }] of ways.entries()) {
      for (let run = 1; run <= runs; run++) {
        // Time to come to rest, as between two edits of a person.
        await wait(2000);
        words = "";
        const started = performance.now();
        writeFileSync(program, text.replace(line, edit(run)));
        const done = await has(file, shown(run));
        if (done === undefined) return { failed: `over ${limit} s` };
        measured[way].seconds.push((done - started) / 1000);
        while (!isOver() && !saidOf.test(words)) await wait(2);
        measured[way].said.push(Number(saidOf.exec(words)?.[1]) / 1000);
      }
    }
    return { edits: measured };
  } finally {
    child.kill("SIGKILL");
  }
}

/**
 * The `line` of the service in the middle of `count`, and the ways to `edit` it in the nth run: what stands in its place, and what the `file` below the output
 * folder has `shown` then and not before. The first edit of a way takes back the last one of the way before.
 */
export function editsOf(count) {
  const { name, port } = servicesOf(count)[Math.floor(count / 2)];
  const line = programOf(count).split("\n").find((each) => each.startsWith(`service ${name} `));
  const [nginx, compose] = ["hosts/edge/etc/nginx/nginx.conf", "hosts/app2/opt/bench/docker-compose.yml"];
  const ways = [
    { name: "image", edit: (run) => line.replace(":1.0", `:1.${run}`), file: compose, shown: (run) => `example/${name}:1.${run}` },
    { name: "port", edit: (run) => line.replace(`port ${port} `, `port ${60_000 + run} `), file: nginx, shown: (run) => `:${60_000 + run}` },
    { name: "domain", edit: (run) => line.replace(`domain ${name}.`, `domain edit${run}.`), file: nginx, shown: (run) => `edit${run}.example.com` },
    { name: "name", edit: (run) => line.replace(`service ${name} `, `service edit${run} `), file: compose, shown: (run) => `edit${run}-2` },
  ];
  return { line, ways };
}

/** As infc ends a line on a build. */
const saidOf = /^built .*\((\d+) ms\)$/m;

/** When the file at `path` was first seen to hold `words`; the file is read only when it has changed. */
async function until(path, words, limit, isOver) {
  let last = "";
  for (const started = performance.now(); performance.now() - started < limit * 1000 && !isOver(); await wait(2)) {
    const state = statSync(path, { throwIfNoEntry: false });
    const now = state === undefined ? "" : `${state.ino} ${state.size} ${state.mtimeMs}`;
    if (now === last) continue;
    const seen = performance.now();
    last = now;
    if (textOf(path).includes(words)) return seen;
  }
  return undefined;
}

/** Who goes down to a file while the folder is exchanged may find that it has just been cleared away. */
function textOf(path) {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return "";
    throw error;
  }
}
