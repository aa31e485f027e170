import { Command } from "commander";
import { analyze } from "../../compile.js";
import { hasErrors } from "../../diagnostics/diagnostic.js";
import { printProgram } from "../../elaborate/print.js";
import type { Host } from "../../host/host.js";
import { openProgram } from "../../host/sources.js";
import { ExitCode } from "../exit-code.js";
import { printDiagnostics } from "../print-diagnostics.js";
import { type ProgramOptions, settingsOf, withEntry, withSettings } from "../program-options.js";

/** `infc expand`: the program with everything implied written out. */
export function expandCommand(host: Host, end: (code: ExitCode) => void): Command {
  return withSettings(withEntry(new Command("expand")).description("Print a program with everything that it implies written out."))
    .addHelpText(
      "after",
      `
What is printed is a program: it builds to the same files, byte for byte, and needs no lock. Imports,
lets, params, profiles and ranges are resolved for the chosen env. Secrets stay names.

Examples:
  infc expand
  infc expand --env prod > expanded.infra
  echo 'service goods x3 behind gateway' | infc expand -
`,
    )
    .action((file: string, options: ProgramOptions) => {
      const source = openProgram(host, file);
      const { program, diagnostics } = analyze({ ...source.input, ...settingsOf(options) });
      printDiagnostics(host, diagnostics, source.pathOf, true);
      if (hasErrors(diagnostics)) return end(ExitCode.faults);
      host.print(printProgram(program));
      return end(ExitCode.ok);
    });
}
