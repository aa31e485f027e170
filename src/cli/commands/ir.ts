import { Command } from "commander";
import { analyze } from "../../compile.js";
import { hasErrors } from "../../diagnostics/diagnostic.js";
import type { Host } from "../../host/host.js";
import { openProgram } from "../../host/sources.js";
import { siteToJson } from "../../ir/json.js";
import { ExitCode } from "../exit-code.js";
import { printDiagnostics } from "../print-diagnostics.js";
import { type ProgramOptions, settingsOf, withEntry, withSettings } from "../program-options.js";
import { type LevelOptions, leveled, type ReportOptions, withLevels, withReports } from "../report-options.js";

/** `infc ir`: the site as JSON, for other tools. */
export function irCommand(host: Host, end: (code: ExitCode) => void): Command {
  return withReports(withLevels(withSettings(withEntry(new Command("ir")).description("Print the site as JSON, for other tools."))))
    .option("--schema", "print the JSON Schema of that JSON instead")
    .addHelpText(
      "after",
      `
Everything is resolved: references are names, durations milliseconds, sizes bytes. Each part has an
\`origin\`: its place in the program, then the default that it came from. Secrets are names. Reports go
to standard error in any form.

Examples:
  infc ir | jq '.nodes[] | {name, address}'
  infc ir --schema > site.schema.json
`,
    )
    .action(async (file: string, options: ProgramOptions & LevelOptions & ReportOptions & { readonly schema?: boolean }) => {
      if (options.schema) {
        // On demand: the schemas take as long to make as a site to compile.
        const { siteSchema } = await import("../../ir/schema.js");
        host.print(siteSchema());
        return end(ExitCode.ok);
      }
      const program = openProgram(host, file);
      const { site, diagnostics: found } = analyze({ ...program.input, ...settingsOf(options) });
      const diagnostics = leveled(found, options);
      printDiagnostics(host, diagnostics, program, { ...options, quiet: true, to: "stderr" });
      if (hasErrors(diagnostics)) return end(ExitCode.faults);
      host.print(siteToJson(site));
      return end(ExitCode.ok);
    });
}
