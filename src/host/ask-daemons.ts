import { availableParallelism } from "node:os";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { sortDiagnostics } from "../diagnostics/diagnostic.js";
import type { Checker } from "../emit/checker.js";
import type { OutputFile } from "../emit/output-file.js";
import { scriptChecker } from "../emit/script-checker.js";
import type { Target } from "../emit/target.js";
import { compareVersions } from "../emit/versions.js";
import type { Site } from "../ir/site.js";
import { type FileComplaint, planJudgment, type Sitting, type Workshop } from "../proof/judgment.js";
import { reportComplaints, reportGaps } from "../proof/report-complaints.js";
import type { Host } from "./host.js";

/** What the daemons said of a site. */
export interface Verdict {
  readonly diagnostics: readonly Diagnostic[];
  /** By its name, each daemon that judged: its version and how many files. */
  readonly judges: readonly { readonly name: string; readonly version: string | null; readonly files: number }[];
  readonly machines: number;
}

/** Puts every file before its own daemon's test, in a world for each machine; several worlds side by side. */
export async function askDaemons(host: Host, site: Site, files: readonly OutputFile[], targets: readonly Target[]): Promise<Verdict> {
  const workshop = await openWorkshop(host, [...targets.flatMap(({ checker }) => checker ?? []), scriptChecker]);
  const judgment = planJudgment(site, files, targets, workshop);
  const complaints = await sitAll(host, judgment.sittings);
  const counts = new Map<string, { version: string | null; files: number }>();
  for (const { checker, version } of judgment.judged) counts.set(checker.name, { version, files: (counts.get(checker.name)?.files ?? 0) + 1 });
  return {
    diagnostics: sortDiagnostics([...reportComplaints(complaints), ...reportGaps(judgment, site)]),
    judges: [...counts].map(([name, rest]) => ({ name, ...rest })),
    machines: judgment.sittings.length,
  };
}

/** Looks once for each program, and asks all that are there for their versions. */
export async function openWorkshop(host: Pick<Host, "findProgram" | "inWorld" | "exists">, checkers: readonly Checker[]): Promise<Workshop> {
  const there = checkers.flatMap((checker) => {
    const program = host.findProgram(checker.programs);
    return program === undefined ? [] : [{ checker, program }];
  });
  const commands = there.map(({ checker, program }) => ({ argv: [program, ...checker.version.argv] as const, timeout: 10 }));
  const runs = there.length === 0 ? [] : await host.inWorld({ programs: there.map(({ program }) => program) }, commands);
  const found = new Map(there.flatMap(({ checker: { name, version: { pattern, minimum = "0" } }, program }, index) => {
    const { stdout, stderr } = runs[index]!;
    const version = pattern.exec(`${stdout}\n${stderr}`.trimStart())?.[1] ?? null;
    return version !== null && compareVersions(version, minimum) < 0 ? [] : [[name, { program, version }] as const];
  }));
  return { find: ({ name }) => found.get(name), has: (path) => host.exists(path) };
}

async function sitAll(host: Host, sittings: readonly Sitting[]): Promise<readonly FileComplaint[]> {
  const complaints: (readonly FileComplaint[])[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < sittings.length; index = next++) {
      const { world, commands, read } = sittings[index]!;
      complaints[index] = read(await host.inWorld(world, commands));
    }
  };
  // A world keeps one core busy.
  await Promise.all(Array.from({ length: Math.min(sittings.length, availableParallelism()) }, work));
  return complaints.flat();
}
