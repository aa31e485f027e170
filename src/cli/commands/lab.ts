import { Command } from "commander";
import { analyze, compile, generate } from "../../compile.js";
import { hasErrors } from "../../diagnostics/diagnostic.js";
import type { Host } from "../../host/host.js";
import { askLab, endWithStarter, type LabReply, runInLab, serveLab, startServer, tellStarter } from "../../host/lab/lab-server.js";
import { standIn } from "../../host/lab/process.js";
import { bootMs } from "../../host/lab/run-expectations.js";
import { holdersOf, openLab } from "../../host/lab/open-lab.js";
import { defaultEntry, openProgram } from "../../host/sources.js";
import { secretsToTry } from "../../proof/secrets.js";
import { targets } from "../../targets/index.js";
import { ExitCode } from "../exit-code.js";
import { paintFor } from "../paint.js";
import { plural, printDiagnostics } from "../print-diagnostics.js";
import { type ProgramOptions, settingsOf, withEntry, withSettings } from "../program-options.js";

interface InOption {
  readonly in: string;
}

/** `infc lab`: a site that runs on this machine until it is told to end. */
export function labCommand(host: Host, end: (code: ExitCode) => void): Command {
  const lab = new Command("lab").enablePositionalOptions().description("Run the site on this machine, to look at it and to break it.").addHelpText(
    "after",
    `
Every host and container of the site becomes a machine here, with namespaces of its own, on a bridge for
each network; the real daemons run on the generated files. Nothing of this machine changes, and nothing
is left after \`lab down\`. It takes Linux and root.

A name is that of a host, of an instance, or of a declaration: then all its instances are meant.

Examples:
  infc lab up                        boots site.infra, and returns when it stands
  infc lab status                    who holds which address, what runs
  infc lab exec lb1 curl -s http://shop.example.com/goods
  infc lab exec node1 sh             a shell there
  infc lab kill lb1 nginx            one daemon; without its name the whole machine
  infc lab cut edge                  pulls the wires of every machine of \`edge\`
  infc lab heal                      everything as before
  infc lab logs lb1 keepalived
  infc lab down
`,
  );
  /** A command about a lab that runs: told the program's file and the words that it was given, it says what it did. */
  const about = (usage: string, description: string, action: (file: string, ...words: readonly (string | undefined)[]) => Promise<string>): void => {
    lab.command(usage).description(description).option("--in <file>", "the program whose lab it is", defaultEntry).action(async (...given: readonly unknown[]) => {
      const words = given.slice(0, -2) as readonly (string | undefined)[];
      host.print(await action((given.at(-2) as InOption).in, ...words));
    });
  };
  lab.addCommand(
    withSettings(withEntry(new Command("up")).description("Boot the site.")).action(async (file: string, options: ProgramOptions) => {
      const opened = openProgram(host, file);
      const { diagnostics } = compile({ ...opened.input, ...settingsOf(options) });
      printDiagnostics(host, diagnostics, opened, { quiet: true });
      if (hasErrors(diagnostics)) return end(ExitCode.faults);
      const given = [...(options.env === undefined ? [] : ["--env", options.env]), ...Object.entries(options.set ?? {}).flatMap(([name, value]) => ["--set", `${name}=${value}`])];
      await startServer(file, ["lab", "serve", file, ...given], (line) => host.print(`${line}\n`));
    }),
  );
  lab.addCommand(
    withSettings(withEntry(new Command("serve")).description("What `lab up` starts.")).action(async (file: string, options: ProgramOptions) => {
      const analysis = analyze({ ...openProgram(host, file).input, ...settingsOf(options) });
      const { site, files } = generate(analysis, secretsToTry(analysis.site));
      const opened = await openLab(host, site, files, targets, tellStarter);
      for (const lack of opened.lacks) tellStarter(`note: ${lack}`);
      const from = performance.now();
      endWithStarter(opened.lab, file);
      await opened.lab.up();
      const missing = await opened.lab.settle(holdersOf(site, host), bootMs);
      const seconds = ((performance.now() - from) / 1000).toFixed(1);
      for (const line of missing) tellStarter(`warning: after ${seconds} s ${line}`);
      tellStarter(`${plural(opened.plan.machines.length, "machine")} up in ${seconds} s`);
      await serveLab(opened.lab, file);
    }),
    { hidden: true },
  );
  about("status", "Say who holds which address, and what runs.", async (file) => renderStatus(await askLab(file, { do: "status" }), host));
  lab
    .command("exec <name> <command...>")
    .description("Run a command on a machine of the lab; its input, its output and its status are the command's.")
    .option("--in <file>", "the program whose lab it is", defaultEntry)
    .passThroughOptions()
    .action(async (name: string, argv: readonly string[], { in: file }: InOption) => end((await runInLab(file, name, argv)) as ExitCode));
  about("logs <name> [daemon]", "Print what the daemons there have written last.", async (file, name, daemon) => (await askLab(file, { do: "logs", name: name!, daemon })).stdout!);
  about("kill <name> [daemon]", "End a machine at once, or one daemon of it.", async (file, name, daemon) => {
    const { machines } = await askLab(file, { do: "kill", name: name!, daemon });
    return `killed ${daemon === undefined ? "" : `${daemon} on `}${machines!.join(", ")}\n`;
  });
  about("cut <name>", "Pull the wires of a machine.", async (file, name) => `cut ${(await askLab(file, { do: "cut", name: name! })).machines!.join(", ")} off\n`);
  about("heal [name]", "Plug in and start what was cut and killed: there, or everywhere.", async (file, name) => `healed ${(await askLab(file, { do: "heal", name })).machines!.join(", ") || "everything"}\n`);
  about("down", "End the lab.", async (file) => {
    await askLab(file, { do: "down" });
    return "the lab is down\n";
  });
  return lab;
}

interface Status {
  readonly held: readonly { readonly machine: string; readonly address: string }[];
  readonly machines: readonly { readonly name: string; readonly isCut: boolean; readonly standsFor: readonly string[]; readonly daemons: readonly { readonly name: string; readonly runs: boolean; readonly killed: boolean }[] }[];
}

function renderStatus({ stdout = "" }: LabReply, host: Host): string {
  const { held, machines } = JSON.parse(stdout) as Status;
  const paint = paintFor(host, "stdout");
  const width = Math.max(...machines.map(({ name }) => name.length));
  const lines = machines.map(({ name, isCut, standsFor, daemons }) => {
    const addresses = held.filter(({ machine }) => machine === name).map(({ address }) => paint.bold(address));
    const told = daemons.map((each) => ({ ...each, name: each.name === standIn ? `${standIn} for ${standsFor.join(" and ")}` : each.name })).map((each) => (each.runs ? each.name : paint.error(`${each.name} ${each.killed ? "killed" : "down"}`)));
    return [name.padEnd(width), ...(isCut ? [paint.error("cut")] : []), ...addresses, told.join(", ")].join("  ").trimEnd();
  });
  return `${lines.join("\n")}\n`;
}
