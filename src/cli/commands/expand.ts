import { Command } from "commander";
import { analyze } from "../../compile.js";
import { hasErrors } from "../../diagnostics/diagnostic.js";
import type { Host } from "../../host/host.js";
import { openProgram } from "../../host/sources.js";
import { ExitCode } from "../exit-code.js";
import { expandProgram } from "../expand-program.js";
import { printDiagnostics } from "../print-diagnostics.js";
import { type ProgramOptions, settingsOf, withEntry, withSettings } from "../program-options.js";
import { type LevelOptions, leveled, type ReportOptions, withLevels, withReports } from "../report-options.js";

/** `infc expand`: the program with everything implied written out. */
export function expandCommand(host: Host, end: (code: ExitCode) => void): Command {
  return withReports(withLevels(withSettings(withEntry(new Command("expand")).description("Print a program with everything that it implies written out."))))
    .addHelpText(
      "after",
      `
What is printed is a program: it builds to the same files, byte for byte, and needs no lock. Imports,
lets, params, profiles and ranges are resolved for the chosen env. Secrets stay names. An \`accept\` is
printed with everything that its statement implies. Reports go to standard error in any form.

Examples:
  infc expand
  infc expand --env prod > expanded.infra
  echo 'service goods x3 behind gateway' | infc expand -
`,
    )
    .action((file: string, options: ProgramOptions & LevelOptions & ReportOptions) => {
      const source = openProgram(host, file);
      const analysis = analyze({ ...source.input, ...settingsOf(options) });
      const diagnostics = leveled(analysis.diagnostics, options);
      printDiagnostics(host, diagnostics, source, { ...options, quiet: true, to: "stderr" });
      if (hasErrors(diagnostics)) return end(ExitCode.faults);
      host.print(expandProgram(analysis));
      return end(ExitCode.ok);
    });
}
