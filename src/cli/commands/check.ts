import { Command } from "commander";
import { analyze, generate } from "../../compile.js";
import { hasErrors } from "../../diagnostics/diagnostic.js";
import type { Host } from "../../host/host.js";
import { askedSecrets } from "../../host/secrets.js";
import { openProgram } from "../../host/sources.js";
import { ExitCode } from "../exit-code.js";
import { countOf, plural, printDiagnostics } from "../print-diagnostics.js";
import { type ProgramOptions, settingsOf, withEntry, withSettings } from "../program-options.js";

/** `infc check`: what is to be said of a program; nothing is written, no secret is read. */
export function checkCommand(host: Host, end: (code: ExitCode) => void): Command {
  return withSettings(withEntry(new Command("check")).description("Say what is wrong with a program; write nothing."))
    .option("-q, --quiet", "no notes on what was implied")
    .addHelpText(
      "after",
      `
Secrets are not read: a build can still find one missing, or too long for its daemon.

Examples:
  infc check
  infc check site.infra --env prod
  git show HEAD:site.infra | infc check -
`,
    )
    .action((file: string, options: ProgramOptions & { readonly quiet?: boolean }) => {
      const program = openProgram(host, file);
      const analysis = analyze({ ...program.input, ...settingsOf(options) });
      const { secrets, asked } = askedSecrets(analysis.site);
      const { site, files, diagnostics } = generate(analysis, secrets);
      printDiagnostics(host, diagnostics, program.pathOf, options.quiet);
      if (hasErrors(diagnostics)) return end(ExitCode.faults);
      const counts = countOf(diagnostics);
      host.print(`${file}: ${counts === "" ? "sound" : counts}; ${plural(site.nodes.length, "node")}, ${plural(site.hosts.length, "host")}, ${plural(files.length, "file")}\n`);
      for (const { name, from, source } of asked) host.print(`a build needs the secret ${name} from ${from} ${source}\n`);
      return end(ExitCode.ok);
    });
}
