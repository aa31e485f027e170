import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { projectFolder } from "../../tools/machine.js";
import { timedEnvironment } from "./environment.js";
import { programOf } from "./site.js";

/**
 * Starts `infc build --watch` on `count` services, changes the image of one in the middle `runs` times, and gives the `seconds` from when each edit is
 * written until the new files are there, and those that infc `said` of each build; `failed` where that takes longer than `limit`.
 */
export async function measureWatch({ count, runs, limit, scratch }) {
  const home = join(scratch, "watch");
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  const program = join(home, "site.infra");
  const written = join(home, "out/hosts/app2/opt/bench/docker-compose.yml");
  const text = programOf(count);
  const name = `example/svc${Math.floor(count / 2)}`;
  writeFileSync(program, text);
  const child = spawn(process.execPath, [join(projectFolder, "dist/cli.js"), "build", "--watch", "--quiet", "site.infra"], { cwd: home, env: timedEnvironment(), stdio: ["ignore", "pipe", "ignore"] });
  let words = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (words += text));
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  try {
    if ((await until(written, `${name}:1.0`, limit, isOver)) === undefined) return { failed: `nothing built in ${limit} s` };
    const [seconds, said] = [[], []];
    for (let run = 1; run <= runs; run++) {
      // Time to come to rest, as between two edits of a person.
      await wait(2000);
      words = "";
      const started = performance.now();
      writeFileSync(program, text.replace(`${name}:1.0`, `${name}:1.${run}`));
      const done = await until(written, `${name}:1.${run}`, limit, isOver);
      if (done === undefined) return { failed: `over ${limit} s` };
      seconds.push((done - started) / 1000);
      while (!isOver() && !saidOf.test(words)) await wait(2);
      said.push(Number(saidOf.exec(words)?.[1]) / 1000);
    }
    return { seconds, said };
  } finally {
    child.kill("SIGKILL");
  }
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
    if (readFileSync(path, "utf8").includes(words)) return seen;
  }
  return undefined;
}
