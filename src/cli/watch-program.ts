import { type Host, HostError } from "../host/host.js";
import { createMemory } from "../memory.js";
import { build, type BuildOptions } from "./commands/build.js";
import { ExitCode } from "./exit-code.js";
import { elapsed } from "./phases.js";
import { changesOf } from "./render-summary.js";

/** Editors write a file in several steps: this long nothing must change before the next build. */
const quietMs = 100;

/** Builds whenever a file of the program changes; ends with 0 on Ctrl-C. */
export async function watchProgram(host: Host, file: string, options: BuildOptions): Promise<ExitCode> {
  let timer: NodeJS.Timeout | undefined;
  let paths: readonly string[] = [file];
  let seen = "";
  const memory = createMemory();
  const watch = await host.watch(() => {
    clearTimeout(timer);
    timer = setTimeout(rebuild, quietMs);
  });
  if (!watch.setPaths([file])) {
    await watch.close();
    throw new HostError(`cannot watch ${file}: there is no such folder`);
  }
  const ended = new Promise<void>((resolve) => host.onInterrupt(resolve));
  // A folder that is gone is watched no longer, and a process that waits for nothing ends.
  const awake = setInterval(() => undefined, 3_600_000);
  rebuild();
  await ended;
  clearInterval(awake);
  clearTimeout(timer);
  await watch.close();
  return ExitCode.ok;

  function rebuild(): void {
    // The build's own lock, and files that were written again as they were, are no reason to build.
    if (seen !== "" && contentOf(host, paths) === seen) return;
    const start = elapsed();
    paths = [...new Set([file, ...buildOnce()])];
    watch.setPaths(paths);
    seen = contentOf(host, paths);

    function buildOnce(): readonly string[] {
      try {
        const { plan, paths } = build(host, file, { ...options, quiet: true }, start, memory);
        const took = `${Math.round(elapsed() - start)} ms`;
        host.print(plan === undefined ? `not built, ${options.out} is as it was (${took})\n` : `built ${options.out}${changesOf(plan)} (${took})\n`);
        return paths;
      } catch (error) {
        if (!(error instanceof HostError)) throw error;
        host.printError(`error: ${error.message}\n`);
        return paths;
      }
    }
  }
}

function contentOf(host: Host, paths: readonly string[]): string {
  return JSON.stringify(
    paths.map((path) => {
      try {
        return host.readText(path);
      } catch {
        return null;
      }
    }),
  );
}
