import { existsSync } from "node:fs";
import type { OutputFile } from "../../src/emit/output-file.js";
import type { Target } from "../../src/emit/target.js";
import type { Site } from "../../src/ir/site.js";
import { inWorld } from "../../src/host/world.js";
import { type FileComplaint, planJudgment } from "../../src/proof/judgment.js";
import { targets } from "../../src/targets/index.js";
import { check, find, type Complaint, type TestChecker } from "./checker.js";
import { compose } from "./compose.js";
import { consul } from "./consul.js";
import { filebeat } from "./filebeat.js";
import { haproxy } from "./haproxy.js";
import { keepalived } from "./keepalived.js";
import { logstash } from "./logstash.js";
import { nginx } from "./nginx.js";
import { requireDaemon } from "./require.js";
import { shell } from "./shell.js";
import { squid } from "./squid.js";
import type { WorldFile } from "./world.js";
import { yaml } from "./yaml.js";

export const checkers: readonly TestChecker[] = [compose, consul, filebeat, haproxy, keepalived, logstash, nginx, shell, squid, yaml];

const byName = new Map(checkers.map((checker) => [checker.name, checker]));

/** The compiler's targets with the checkers of the tests: they judge upsync's directives too, and what no distribution packages. */
const judged: readonly Target[] = targets.map((target) => ({ ...target, checker: target.checker === undefined ? undefined : (byName.get(target.name) ?? target.checker) }));

export interface SiteComplaint extends Complaint {
  readonly path: string;
  readonly daemon: string;
}

/**
 * Every complaint of every daemon about the files of a site. `more` are files that each machine has besides. Daemons that are absent are
 * skipped loudly.
 */
export async function checkSite(site: Site, files: readonly OutputFile[], more: readonly WorldFile[] = []): Promise<readonly SiteComplaint[]> {
  const { sittings, gaps } = planJudgment(site, files, judged, {
    find: ({ name }) => (requireDaemon(byName.get(name)!) ? find(byName.get(name)!) : undefined),
    has: existsSync,
  });
  const partial = gaps.filter(({ what, checker }) => what !== null && checker.name !== "consul");
  if (partial.length > 0) throw new Error(`not judged: ${partial.map(({ file, what }) => `${file.path}: ${what}`).join("; ")}`);
  const complaints: FileComplaint[] = [];
  // Two at a time: each world keeps one core busy.
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < sittings.length; index = next++) {
      const { world, commands, read } = sittings[index]!;
      const own = new Set(world.files?.map(({ path }) => path));
      complaints.push(...read(await inWorld({ ...world, files: [...(world.files ?? []), ...more.filter(({ path }) => !own.has(path))] }, commands)));
    }
  };
  await Promise.all([work(), work()]);
  const ofYaml = await Promise.all(files.filter(({ path }) => /\.ya?ml$/.test(path)).map(async (file) => (await check(yaml, { path: `/${file.path}`, text: file.text })).map((complaint) => ({ ...complaint, path: file.path, daemon: file.daemon }))));
  return [...complaints.map(({ of, checker: _, ...rest }) => ({ ...rest, path: of.path, daemon: of.daemon })), ...ofYaml.flat()];
}
