import { Command } from "commander";
import { analyze, compile, generate } from "../../compile.js";
import { hasErrors } from "../../diagnostics/diagnostic.js";
import type { Host } from "../../host/host.js";
import { askLab, endWithStarter, type LabReply, serveLab, startServer, tellStarter } from "../../host/lab/lab-server.js";
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

Examples:
  infc lab up                        boots site.infra, and returns when it stands
  infc lab status                    who holds which address, what runs
  infc lab exec lb1 curl -s http://192.168.0.146/goods
  infc lab kill lb1 nginx            one daemon; without its name the whole machine
  infc lab cut lb1                   pulls its wires
  infc lab heal                      everything as before
  infc lab logs lb1 keepalived
  infc lab down
`,
  );
  const program = (command: Command): Command => command.option("--in <file>", "the program whose lab it is", defaultEntry);
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
      for (const line of await opened.lab.settle(holdersOf(site, host), bootMs)) tellStarter(`warning: after ${bootMs / 1000} s ${line}`);
      tellStarter(`${plural(opened.plan.machines.length, "machine")} up in ${((performance.now() - from) / 1000).toFixed(1)} s`);
      await serveLab(opened.lab, file);
    }),
    { hidden: true },
  );
  lab.addCommand(program(new Command("status").description("Say who holds which address, and what runs.")).action(async ({ in: file }: InOption) => host.print(renderStatus(await askLab(file, { do: "status" }), host))));
  lab.addCommand(
    program(new Command("exec").description("Run a command on a machine of the lab, without input; its status is the command's.").argument("<machine>").argument("<command...>").passThroughOptions()).action(async (machine: string, argv: readonly string[], { in: file }: InOption) => {
      const { stdout = "", stderr = "", status = 0 } = await askLab(file, { do: "exec", machine, argv });
      host.print(stdout);
      host.printError(stderr);
      // The command's own status, as a shell would give it.
      end(status as ExitCode);
    }),
  );
  lab.addCommand(
    program(new Command("logs").description("Print what the daemons of a machine have written last.").argument("<machine>").argument("[daemon]")).action(async (machine: string, daemon: string | undefined, { in: file }: InOption) => {
      host.print((await askLab(file, { do: "logs", machine, daemon })).stdout ?? "");
    }),
  );
  lab.addCommand(
    program(new Command("kill").description("End a machine at once, or one daemon of it.").argument("<machine>").argument("[daemon]")).action(async (machine: string, daemon: string | undefined, { in: file }: InOption) => {
      await askLab(file, { do: "kill", machine, daemon });
      host.print(`killed ${daemon === undefined ? machine : `${daemon} on ${machine}`}\n`);
    }),
  );
  lab.addCommand(
    program(new Command("cut").description("Pull the wires of a machine.").argument("<machine>")).action(async (machine: string, { in: file }: InOption) => {
      await askLab(file, { do: "cut", machine, daemon: undefined });
      host.print(`cut ${machine} off\n`);
    }),
  );
  lab.addCommand(
    program(new Command("heal").description("Plug in and start what was cut and killed: of one machine, or all.").argument("[machine]")).action(async (machine: string | undefined, { in: file }: InOption) => {
      await askLab(file, { do: "heal", machine });
      host.print(`healed ${machine ?? "everything"}\n`);
    }),
  );
  lab.addCommand(
    program(new Command("down").description("End the lab.")).action(async ({ in: file }: InOption) => {
      await askLab(file, { do: "down" });
      host.print("the lab is down\n");
    }),
  );
  return lab;
}

interface Status {
  readonly held: readonly { readonly machine: string; readonly address: string }[];
  readonly machines: readonly { readonly name: string; readonly isCut: boolean; readonly daemons: readonly { readonly name: string; readonly runs: boolean; readonly killed: boolean }[] }[];
}

function renderStatus({ stdout = "" }: LabReply, host: Host): string {
  const { held, machines } = JSON.parse(stdout) as Status;
  const paint = paintFor(host, "stdout");
  const width = Math.max(...machines.map(({ name }) => name.length));
  const lines = machines.map(({ name, isCut, daemons }) => {
    const addresses = held.filter(({ machine }) => machine === name).map(({ address }) => paint.bold(address));
    const told = daemons.map((each) => (each.runs ? each.name : paint.error(`${each.name} ${each.killed ? "killed" : "down"}`)));
    return [name.padEnd(width), ...(isCut ? [paint.error("cut")] : []), ...addresses, told.join(", ")].join("  ").trimEnd();
  });
  return `${lines.join("\n")}\n`;
}
