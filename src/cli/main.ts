import { Command, CommanderError } from "commander";
import { type Host, HostError } from "../host/host.js";
import { type CommandName, commandNames, isCommandName } from "./command-names.js";
import { ExitCode, exitCodes } from "./exit-code.js";
import { version } from "./version.js";

/** A command, told where to leave its exit code. */
export type CommandFactory = (host: Host, end: (code: ExitCode) => void) => Command;

/** Each is loaded when it is called, all for what speaks of all: the help, an unknown name. */
const commands: Readonly<Record<CommandName, () => Promise<CommandFactory>>> = {
  init: async () => (await import("./commands/init.js")).initCommand,
  build: async () => (await import("./commands/build.js")).buildCommand,
  check: async () => (await import("./commands/check.js")).checkCommand,
  fmt: async () => (await import("./commands/fmt.js")).fmtCommand,
  expand: async () => (await import("./commands/expand.js")).expandCommand,
  explain: async () => (await import("./commands/explain.js")).explainCommand,
  audit: async () => (await import("./commands/audit.js")).auditCommand,
  lab: async () => (await import("./commands/lab.js")).labCommand,
  test: async () => (await import("./commands/test.js")).testCommand,
  ir: async () => (await import("./commands/ir.js")).irCommand,
  lock: async () => (await import("./commands/lock.js")).lockCommand,
};

/** Runs one command line (without `node` and the script) and gives its exit code. Never calls `process.exit`, never throws. */
export async function main(args: readonly string[], host: Host): Promise<ExitCode> {
  let code: ExitCode = ExitCode.ok;
  try {
    const [name = ""] = args;
    const factories = await Promise.all((isCommandName(name) ? [name] : commandNames).map((each) => commands[each]()));
    const program = assemble(factories, host, (result) => (code = result));
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

function assemble(factories: readonly CommandFactory[], host: Host, end: (code: ExitCode) => void): Command {
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
  for (const command of factories) program.addCommand(command(host, end));
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
