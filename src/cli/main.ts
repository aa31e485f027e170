import { Command, CommanderError } from "commander";
import { type Host, HostError } from "../host/host.js";
import { auditCommand } from "./commands/audit.js";
import { buildCommand } from "./commands/build.js";
import { checkCommand } from "./commands/check.js";
import { expandCommand } from "./commands/expand.js";
import { explainCommand } from "./commands/explain.js";
import { fmtCommand } from "./commands/fmt.js";
import { initCommand } from "./commands/init.js";
import { irCommand } from "./commands/ir.js";
import { labCommand } from "./commands/lab.js";
import { lockCommand } from "./commands/lock.js";
import { testCommand } from "./commands/test.js";
import { ExitCode, exitCodes } from "./exit-code.js";
import { version } from "./version.js";

/** A command, told where to leave its exit code. */
export type CommandFactory = (host: Host, end: (code: ExitCode) => void) => Command;

/** Every command, in the order of the help. */
const commands: readonly CommandFactory[] = [initCommand, buildCommand, checkCommand, fmtCommand, expandCommand, explainCommand, auditCommand, labCommand, testCommand, irCommand, lockCommand];

/** Runs one command line (without `node` and the script) and gives its exit code. Never calls `process.exit`, never throws. */
export async function main(args: readonly string[], host: Host): Promise<ExitCode> {
  let code: ExitCode = ExitCode.ok;
  try {
    const program = assemble(host, (result) => (code = result));
    if (args.length === 0) program.outputHelp();
    else await program.parseAsync([...args], { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.ok : ExitCode.usage;
    if (error instanceof HostError) {
      host.printError(`error: ${error.message}\n`);
      return ExitCode.usage;
    }
    reportBug(error, host);
    return ExitCode.internal;
  }
}

function assemble(host: Host, end: (code: ExitCode) => void): Command {
  const program = new Command("infc")
    .enablePositionalOptions()
    .description("Compiles a description of a whole topology to the configurations of its daemons.")
    .version(version, "-V, --version", "print the version")
    .addHelpText(
      "after",
      `
Start with:
  infc init shop          a small site with comments, in the folder shop
  cd shop && infc build   its files, in the folder out
  infc explain gateway    what a word of the language means

Exit codes:
${exitCodes.map(([code, meaning]) => `  ${String(code).padEnd(3)} ${meaning}`).join("\n")}
`,
    );
  for (const command of commands) program.addCommand(command(host, end));
  for (const command of [program, ...program.commands, ...program.commands.flatMap((each) => each.commands)]) {
    command
      .exitOverride()
      .helpOption("-h, --help", "print this help")
      .configureOutput({
        writeOut: (text) => host.print(text),
        writeErr: (text) => host.printError(text),
        getOutHelpWidth: () => 100,
        getErrHelpWidth: () => 100,
        outputError: (text, write) => write(`${text.trimEnd()}\nSee \`${pathOf(command)} --help\`.\n`),
      });
  }
  program.helpCommand("help [command]", "Print the help of a command.");
  return program;
}

/** `infc lab exec` */
function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}

function reportBug(error: unknown, host: Host): void {
  const what = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error ? error.stack : undefined;
  host.printError(`error: a bug in infc ${version}: ${what}\n`);
  if (host.env["INFC_DEBUG"]) host.printError(`${stack ?? ""}\n`);
  else host.printError("Please report it, with the program and what INFC_DEBUG=1 prints.\n");
}
