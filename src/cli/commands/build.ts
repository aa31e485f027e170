import { Command, InvalidArgumentError } from "commander";
import { type Analysis, analyze, generate, withoutDeclarations } from "../../compile.js";
import { printable } from "../../diagnostics/excerpt.js";
import { compareDiagnostics, hasErrors } from "../../diagnostics/diagnostic.js";
import { type FolderChange, type Host, HostError, type Snapshot } from "../../host/host.js";
import type { KnownFiles } from "../../host/known-files.js";
import { type OutputPlan, planOutput } from "../../host/output-plan.js";
import { fetchSecrets } from "../../host/secrets.js";
import { openProgram, type ProgramFiles, standardInput } from "../../host/sources.js";
import type { Memory } from "../../memory.js";
import { ExitCode } from "../exit-code.js";
import { paintFor } from "../paint.js";
import { countOf, printDiagnostics } from "../print-diagnostics.js";
import { type TimingOptions, type Watched, watchPhases, withTimings } from "../phases.js";
import { type ProgramOptions, settingsOf, withEntry, withSettings } from "../program-options.js";
import { type LevelOptions, leveled, type ReportOptions, withLevels, withReports } from "../report-options.js";
import { shortDifference } from "../render-difference.js";
import { renderSummary } from "../render-summary.js";
import { watchProgram } from "../watch-program.js";

export interface BuildOptions extends ProgramOptions, LevelOptions, ReportOptions, TimingOptions {
  readonly out: string;
  readonly locked?: boolean;
  readonly force?: boolean;
  readonly quiet?: boolean;
  readonly watch?: boolean;
}

/** What came of one build. */
export interface Built {
  readonly code: ExitCode;
  /** Absent when nothing could be built. */
  readonly plan?: OutputPlan;
}

/** What is left from one build of a program to the next. */
export interface Left {
  readonly memory: Memory;
  readonly files: KnownFiles;
}

/** `infc build`: compiles a program and changes the output folder, whole or not at all. */
export function buildCommand(host: Host, end: (code: ExitCode) => void): Command {
  const command = withSettings(withEntry(new Command("build")).description("Compile a program and write its files."))
    .option("-o, --out <folder>", "where to write them", readFolder, "out")
    .option("--locked", "fail where the lock would change")
    .option("--force", "replace files that a person changed or put there")
    .option("-w, --watch", "build again whenever a file of the program changes, until Ctrl-C")
    .option("-q, --quiet", "no notes on what was implied, no list of files");
  return withTimings(withReports(withLevels(command)))
    .addHelpText(
      "after",
      `
The folder is changed whole or not at all. Files in it that are not of infc stay as they are. What
the program leaves open (addresses, router ids, ports) is allocated and kept in site.lock, beside
site.infra: keep it with the program. A program from standard input has no lock. In a form for
machines the reports alone are on standard output.

Examples:
  infc build
  infc build site.infra --env prod --set replicas=5 -o /srv/shop
  infc build --locked --quiet          in continuous integration
  infc build --deny warnings           writes nothing when there is a warning
  infc build --watch
`,
    )
    .action(async (file: string, options: BuildOptions) => {
      if (options.watch && options.format !== "text") {
        host.printError("error: --watch goes on, and a document ends: leave out --watch or --format\n");
        return end(ExitCode.usage);
      }
      if (file === standardInput && (options.watch || options.locked)) {
        host.printError(`error: ${options.watch ? "--watch" : "--locked"} needs a program in a file: standard input ${options.watch ? "does not change" : "has no lock"}\n`);
        return end(ExitCode.usage);
      }
      end(options.watch ? await watchProgram(host, file, options) : build(host, file, options).code);
    });
}

/** Builds once; prints what there is to say of it, and the list of files unless `quiet`. `begun`: when, by the process's own clock. */
export function build(host: Host, file: string, options: Omit<BuildOptions, "watch">, begun = 0, left?: Left): Built {
  const phases = watchPhases(host, options, begun);
  try {
    return buildWatched(host, file, options, phases, left);
  } finally {
    phases.end();
  }
}

function buildWatched(host: Host, file: string, options: Omit<BuildOptions, "watch">, phases: Watched, left: Left | undefined): Built {
  const program = phases.run({ name: "read" }, () => openProgram(host, file));
  // A memory holds the declarations anyhow; else no variable may hold them either.
  const letGo = left ? (analysis: Analysis): Analysis => analysis : withoutDeclarations;
  const analysis = letGo(analyze({ ...program.input, ...settingsOf(options), observer: phases, ...(left && { memory: left.memory }) }));
  if (!left) host.freeMemory();
  // A secret's command may ask for something on the terminal.
  const asking: Host = { ...host, run: (command, folder) => (phases.clear(), host.run(command, folder)) };
  const fetched = fetchSecrets(asking, analysis.site, program.folder);
  const compilation = generate(analysis, fetched.secrets, phases, left?.memory);
  const diagnostics = leveled([...compilation.diagnostics, ...fetched.diagnostics].sort(compareDiagnostics), options);
  phases.clear();
  printDiagnostics(host, diagnostics, program, options);
  if (hasErrors(diagnostics)) return { code: ExitCode.faults };

  const lockChanges = changesLock(program, analysis.lock);
  if (lockChanges && options.locked) {
    host.printError(`error: ${program.lockPath} would change under --locked; build without it, and keep the new lock with the program\n`);
    return { code: ExitCode.refused };
  }
  const plan = phases.run({ name: "write", count: compilation.files.length, noun: "files" }, () =>
    writeOutput(host, options, (before) => planOutput(compilation.site.name, compilation.files, before, options.force ?? false, left?.files), left),
  );
  phases.clear();
  if (plan.obstacles.length > 0) {
    printObstacles(host, options.out, plan);
    return { code: ExitCode.refused };
  }
  if (lockChanges) host.writeText(program.lockPath!, analysis.lock);
  if (!options.quiet && options.format === "text") host.print(renderSummary(options.out, compilation.files, plan, paintFor(host, "stdout"), countOf(diagnostics)));
  return { code: ExitCode.ok, plan };
}

function readFolder(text: string): string {
  if (text === "") throw new InvalidArgumentError("Name a folder.");
  return text;
}

/** Whether the lock is to be written. What allocates nothing leaves it alone. */
function changesLock({ lockPath, input }: ProgramFiles, text: string): boolean {
  return lockPath !== undefined && text !== "" && text !== input.lock?.text.replaceAll("\r\n", "\n");
}

function writeOutput(host: Host, { out }: Pick<BuildOptions, "out">, decide: (before: Snapshot) => OutputPlan, left: Left | undefined): OutputPlan {
  let plan: OutputPlan | undefined;
  const change = (before: Snapshot): FolderChange | undefined => {
    plan = decide(before);
    return plan.obstacles.length > 0 ? undefined : plan.change;
  };
  host.updateFolder(out, change, left?.files);
  if (plan === undefined) throw new HostError(`cannot write ${out}`);
  return plan;
}

function printObstacles(host: Host, out: string, { obstacles }: OutputPlan): void {
  const paint = paintFor(host, "stderr");
  host.printError(`${paint.error("error")}: nothing was written: in ${out}\n`);
  for (const { path, what, texts } of obstacles) {
    host.printError(`  ${paint.bold(printable(path))} ${what}\n${texts ? shortDifference(texts.given, texts.found, paint) : ""}`);
  }
  const force = obstacles.every(({ yields }) => yields);
  host.printError(`Take what you need into the program${force ? "; then `--force` replaces them" : ", and move away what `--force` cannot replace"}.\n`);
}
