import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { timedEnvironment } from "./environment.js";

/** GNU time, which tells the peak memory of what it runs. Asked of Node, whose children begin as copies of itself, the answer would never be below Node's own. */
const time = ["/usr/bin/time", "/bin/time"].find((path) => existsSync(path));

export const knowsMemory = time !== undefined;

/** The processes that run now: each leads a group, which is ended with this process. */
const running = new Set();
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    for (const { pid } of running) end(pid);
    process.exit(128 + constants.signals[signal]);
  });
}

/**
 * Runs a program to its end: `{ seconds, mebibytes }` from its start until it is gone, with all that it started; the memory is that of the largest
 * process. `{ failed }` has the reason where it did not end well within `limit` seconds.
 */
export async function measure([program, ...words], { cwd, limit, scratch }) {
  const report = join(scratch, "time.txt");
  rmSync(report, { force: true });
  const [first, ...rest] = time === undefined ? [program, ...words] : [time, "-q", "-f", "%M", "-o", report, program, ...words];
  const started = performance.now();
  const child = spawn(first, rest, { cwd, env: timedEnvironment(), detached: true, stdio: ["ignore", "ignore", "pipe"] });
  running.add(child);
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    end(child.pid);
  }, limit * 1000);
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text) => (stderr = `${stderr}${text}`.slice(-4000)));
  let seconds = 0;
  child.on("exit", () => (seconds = (performance.now() - started) / 1000));
  const status = await new Promise((resolve) => {
    child.on("error", ({ message }) => resolve(message));
    child.on("close", (code, signal) => resolve(code ?? signal));
  });
  clearTimeout(timer);
  running.delete(child);
  if (late) return { failed: `over ${limit} s` };
  if (status !== 0) return { failed: `ended with ${status}`, stderr };
  return { seconds, mebibytes: time === undefined ? undefined : Number(readFileSync(report, "utf8")) / 1024, stderr };
}

function end(pid) {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It is gone already.
  }
}
