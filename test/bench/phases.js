import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "../../tools/machine.js";
import { measure } from "./measure.js";
import { programOf } from "./site.js";

/** What `infc build --timings` says of a cold build of `count` services, as it prints it; `failed` where it could not. */
export async function measurePhases({ count, limit, scratch }) {
  const home = join(scratch, "phases");
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, "site.infra"), programOf(count));
  const { failed, stderr } = await measure([process.execPath, join(projectFolder, "dist/cli.js"), "build", "--quiet", "--timings", "site.infra"], { cwd: home, limit, scratch });
  return failed === undefined ? { text: stderr.trimEnd() } : { failed };
}
