import { Command, Option } from "commander";
import { analyze, generate } from "../../compile.js";
import { hasErrors } from "../../diagnostics/diagnostic.js";
import type { Paint } from "../../diagnostics/render-text.js";
import type { Host } from "../../host/host.js";
import { type Progress, runExpectations } from "../../host/lab/run-expectations.js";
import { openProgram } from "../../host/sources.js";
import { type Result, resultsToJson, resultsToJunit, stepTitle } from "../../lab/results.js";
import { secretsToTry } from "../../proof/secrets.js";
import { formatSpan } from "../../source/source.js";
import { targets } from "../../targets/index.js";
import { ExitCode } from "../exit-code.js";
import { paintFor } from "../paint.js";
import { plural, printDiagnostics } from "../print-diagnostics.js";
import { type ProgramOptions, settingsOf, withEntry, withSettings } from "../program-options.js";

interface TestOptions extends ProgramOptions {
  readonly only?: string;
  readonly format: "text" | "json" | "junit";
}

/** `infc test`: boots the site in a lab, and takes the steps of each `expect`. */
export function testCommand(host: Host, end: (code: ExitCode) => void): Command {
  return withSettings(withEntry(new Command("test")).description("Boot the site on this machine and try what it is expected to do."))
    .option("--only <text>", "the expectations whose names hold this")
    .addOption(new Option("--format <form>", "how to print the results").choices(["text", "json", "junit"]).default("text"))
    .addHelpText(
      "after",
      `
Every host and container of the site becomes a machine here, with namespaces of its own, on a bridge for
each network. The real daemons run on the generated files; what is no daemon of this machine, such as an
image of yours, is stood in for by a server that says which instance it is. Each \`expect\` of the program
is then taken step by step, in a whole site. When it is over, or interrupted, nothing is left.

It takes Linux and root, and the daemons of the site. Secrets are not read: each has a text of the lab's.
In a form for machines the results are on standard output, and what goes on is on standard error.

Examples:
  infc test
  infc test expect.infra --only balancer
  infc test --format junit > results.xml
`,
    )
    .action(async (file: string, options: TestOptions) => {
      const program = openProgram(host, file);
      const analysis = analyze({ ...program.input, ...settingsOf(options) });
      const { site, files, diagnostics } = generate(analysis, secretsToTry(analysis.site));
      printDiagnostics(host, diagnostics, program, { quiet: true });
      if (hasErrors(diagnostics)) return end(ExitCode.faults);
      const wanted = site.expectations.filter(({ name }) => options.only === undefined || name.includes(options.only));
      if (wanted.length === 0) {
        host.printError(site.expectations.length === 0 ? 'error: the program expects nothing: write `expect "NAME" { … }`\n' : `error: no expectation has \`${options.only}\` in its name\n`);
        return end(ExitCode.usage);
      }
      const interruption = new AbortController();
      host.onInterrupt(() => interruption.abort());
      const isText = options.format === "text";
      const progress = progressTo(isText ? host.print : host.printError, paintFor(host, isText ? "stdout" : "stderr"));
      const results = await runExpectations(host, site, files, targets, wanted, progress, interruption.signal);
      host.print(isText ? summaryOf(results, wanted.length) : options.format === "json" ? resultsToJson(site.name, results) : resultsToJunit(site.name, results));
      end(interruption.signal.aborted || results.some(({ outcome }) => outcome === "not met") ? ExitCode.faults : ExitCode.ok);
    });
}

function progressTo(print: (text: string) => void, paint: Paint): Progress {
  const told = new Set<string>();
  return {
    noted: (line) => print(`  ${paint.dim(line)}\n`),
    booted({ lacks, plan }, ms, missing) {
      for (const lack of lacks.filter((each) => !told.has(each))) print(`${paint.warning("note")} ${lack}\n`);
      for (const lack of lacks) told.add(lack);
      print(`${paint.dim(`${plural(plan.machines.length, "machine")} up in ${(ms / 1000).toFixed(1)} s`)}\n`);
      for (const line of missing) print(`${paint.warning("warning")} ${line}\n`);
    },
    begun: ({ name }) => print(`${paint.bold(name)}\n`),
    stepped(result) {
      print(`  ${result.fault === undefined ? paint.info("ok") : paint.error("no")} ${stepTitle(result)}\n`);
      if (result.fault !== undefined) print(`     ${formatSpan(result.step.origin.span)}: ${result.fault}\n`);
    },
    ended({ expectation: { name }, outcome, reason }) {
      if (outcome === "left out") print(`${paint.warning("-")}  ${name}: left out, as ${reason}\n`);
    },
  };
}

function summaryOf(results: readonly Result[], wanted: number): string {
  const count = (wanted: Result["outcome"]): number => results.filter(({ outcome }) => outcome === wanted).length;
  const leftOut = count("left out");
  const untried = wanted - results.length;
  return `${count("met")} of ${plural(wanted, "expectation")} met${leftOut === 0 ? "" : `, ${leftOut} left out`}${untried === 0 ? "" : `, ${untried} not tried to the end`}\n`;
}
