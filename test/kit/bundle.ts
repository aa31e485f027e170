import { join } from "node:path";
import { build, type BuildOptions } from "esbuild";
import { handlebarsEsbuild } from "../../tools/handlebars.js";

const root = join(import.meta.dirname, "../..");

/** Bundles a file of the repository for a test that needs it in a process of its own. */
export async function bundle(entry: string, outfile: string, options: BuildOptions = {}): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    logLevel: "error",
    plugins: [handlebarsEsbuild],
    banner: { js: 'import { createRequire as infcCreateRequire } from "node:module";const require = infcCreateRequire(import.meta.url);' },
    ...options,
  });
}
