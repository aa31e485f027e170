import { type Host, HostError } from "../host/host.js";
import { KnownFiles } from "../host/known-files.js";
import { createMemory } from "../memory.js";
import { build, type BuildOptions, type Left } from "./commands/build.js";
import { ExitCode } from "./exit-code.js";
import { elapsed } from "./phases.js";
import { changesOf } from "./render-summary.js";
import { changedIn, mayBeHalf, noting, readAgain, type Texts } from "./watched-texts.js";

/** Editors write a file in several steps, and several files one after the other: this long nothing must change before the next build. */
const quietMs = 10;
/** The same where what is there may be half of a file. */
const halfMs = 100;

/** Builds whenever a file of the program changes; ends with 0 on Ctrl-C. */
export async function watchProgram(host: Host, file: string, options: BuildOptions): Promise<ExitCode> {
  const left: Left = { memory: createMemory(), files: new KnownFiles() };
  let timer: NodeJS.Timeout | undefined;
  let texts: Texts = new Map();
  const watch = await host.watch(() => lookIn(quietMs));
  if (!watch.setPaths([file])) {
    await watch.close();
    throw new HostError(`cannot watch ${file}: there is no such folder`);
  }
  let fail: (error: unknown) => void;
  const ended = new Promise<void>((resolve, reject) => {
    host.onInterrupt(resolve);
    fail = reject;
  });
  try {
    rebuild(texts);
    await ended;
    return ExitCode.ok;
  } finally {
    clearTimeout(timer);
    await watch.close();
  }

  /** Every change puts it off. */
  function lookIn(ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      try {
        look(ms);
      } catch (error) {
        fail(error);
      }
    }, ms);
  }

  function look(quiet: number): void {
    const now = readAgain(texts);
    const changed = changedIn(texts, now);
    // The build's own lock, and files that were written again as they were, are no reason to build.
    if (changed.length === 0) return;
    if (quiet < halfMs && changed.some((path) => mayBeHalf(texts.get(path)?.text, now.get(path)?.text))) lookIn(halfMs);
    else rebuild(now);
  }

  function rebuild(looked: Texts): void {
    const start = elapsed();
    const asked = new Map();
    try {
      const { plan } = build(noting(host, looked, asked), file, { ...options, quiet: true }, start, left);
      const took = `${Math.round(elapsed() - start)} ms`;
      host.print(plan === undefined ? `not built, ${options.out} is as it was (${took})\n` : `built ${options.out}${changesOf(plan)} (${took})\n`);
    } catch (error) {
      if (!(error instanceof HostError)) throw error;
      host.printError(`error: ${error.message}\n`);
    }
    texts = asked;
    watch.setPaths([...texts.keys()]);
    // What was new in the program may have changed before it was watched.
    lookIn(quietMs);
  }
}
