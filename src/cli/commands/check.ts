import { Command } from "commander";
import { analyze, generate, withVerdict } from "../../compile.js";
import { hasErrors } from "../../diagnostics/diagnostic.js";
import type { Host } from "../../host/host.js";
import { askDaemons, type Verdict } from "../../host/ask-daemons.js";
import { askedSecrets } from "../../host/secrets.js";
import { openProgram, standardInput } from "../../host/sources.js";
import { secretsToTry } from "../../proof/secrets.js";
import { targets } from "../../targets/index.js";
import { ExitCode } from "../exit-code.js";
import { fixProgram } from "../fix-program.js";
import { paintFor } from "../paint.js";
import { countOf, plural, printDiagnostics } from "../print-diagnostics.js";
import { type TimingOptions, watchPhases, withTimings } from "../phases.js";
import { type ProgramOptions, settingsOf, withEntry, withSettings } from "../program-options.js";
import { type LevelOptions, leveled, type ReportOptions, withLevels, withReports } from "../report-options.js";

interface CheckOptions extends ProgramOptions, LevelOptions, ReportOptions, TimingOptions {
  readonly quiet?: boolean;
  readonly fix?: boolean;
  readonly daemons?: boolean;
}

/** `infc check`: what is to be said of a program; no secret is read, and nothing is written but what --fix mends. */
export function checkCommand(host: Host, end: (code: ExitCode) => void): Command {
  const command = withSettings(withEntry(new Command("check")).description("Say what is wrong with a program, and mend what is certain."))
    .option("--fix", "mend in the program's files what is certain; then report what is left")
    .option("--daemons", "ask the real daemons too, each in a world of its own")
    .option("-q, --quiet", "no notes on what was implied");
  return withTimings(withReports(withLevels(command)))
    .addHelpText(
      "after",
      `
Secrets are not read: a build can still find one missing, or too long for its daemon. Nothing is
written without --fix. In a form for machines the reports alone are on standard output, with line and
column from 1 and paths from the current folder.

With --daemons every file goes through its own daemon's test: \`nginx -t\`, \`haproxy -c\`, \`keepalived -t\`,
\`squid -k parse\`, \`consul validate\`, \`docker compose config\`, shellcheck. Each machine of the site gets a
stand-in here, in namespaces of its own: its interfaces, addresses, names, users, files, and throw-away
certificates. Nothing of this machine changes, and no daemon starts. It takes Linux, and the daemons
that are asked; what is not installed is named.

A warning that is meant is accepted where it stands, with a reason:
  consul registry x2 accept even-quorum "two servers until the new rack stands"

Examples:
  infc check
  infc check site.infra --env prod
  git show HEAD:site.infra | infc check -
  infc check --fix
  infc check --daemons
  infc check --deny warnings --warn literal-secret
  infc check --format sarif > infc.sarif
  infc check --format json | jq '.diagnostics[] | .place.file + ": " + .message'
`,
    )
    .action(async (file: string, options: CheckOptions) => {
      const isText = options.format === "text";
      if (options.fix && file === standardInput) {
        host.printError("error: --fix needs a program in a file: standard input cannot be mended\n");
        return end(ExitCode.usage);
      }
      if (options.fix) fixProgram(host, file, options, isText ? host.print : host.printError, paintFor(host, isText ? "stdout" : "stderr"));
      const phases = watchPhases(host, options);
      const program = phases.run({ name: "read" }, () => openProgram(host, file));
      const analysis = analyze({ ...program.input, ...settingsOf(options), observer: phases });
      const { secrets, asked } = askedSecrets(analysis.site);
      const compilation = generate(analysis, options.daemons ? { ...secrets, ...secretsToTry(analysis.site) } : secrets, phases);
      phases.end();
      const { site, files } = compilation;
      const verdict = options.daemons && !hasErrors(compilation.diagnostics) ? await askDaemons(host, site, files, targets) : undefined;
      const diagnostics = leveled(verdict === undefined ? compilation.diagnostics : withVerdict(compilation, verdict.diagnostics).diagnostics, options);
      printDiagnostics(host, diagnostics, program, options);
      if (options.daemons && verdict === undefined) host.printError("the daemons were not asked: a program with errors has no files that they could judge\n");
      if (hasErrors(diagnostics)) return end(ExitCode.faults);
      if (!isText) return end(ExitCode.ok);
      // The reports end with how many there are.
      host.print(`${file}: ${countOf(diagnostics) === "" ? "sound" : "no errors"}; ${plural(site.nodes.length, "node")}, ${plural(site.hosts.length, "host")}, ${plural(files.length, "file")}\n`);
      if (verdict !== undefined) host.print(renderVerdict(verdict));
      for (const { name, from, source } of asked) host.print(`a build needs the secret ${name} from ${from} ${source}\n`);
      return end(ExitCode.ok);
    });
}

/** Who judged how much. */
function renderVerdict({ judges, machines }: Verdict): string {
  const who = judges.map(({ name, version, files }) => `${version === null ? name : `${name} ${version}`} (${plural(files, "file")})`);
  return who.length === 0 ? "no daemon judged a file\n" : `judged on ${plural(machines, "machine")} by ${who.join(", ")}\n`;
}
