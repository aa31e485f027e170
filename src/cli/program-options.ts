import { type Command, InvalidArgumentError } from "commander";
import type { Settings } from "../bind/definitions.js";
import { defaultEntry } from "../host/sources.js";

export interface ProgramOptions {
  readonly env?: string;
  readonly set?: Readonly<Record<string, string>>;
}

/** Adds the argument that names the program. */
export function withEntry(command: Command): Command {
  return command.argument("[file]", "the program's entry file, or `-` for standard input", defaultEntry);
}

/** Adds the options that choose what the program's params are. */
export function withSettings(command: Command): Command {
  return command
    .option("--env <name>", "take the params of this `env`")
    .option("--set <name=value>", "give a param its value; may be repeated", readSet);
}

export function settingsOf({ env, set }: ProgramOptions): Settings {
  return { env, set };
}

/** Reads one `name=value` and adds it to those before. */
export function readSet(text: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const at = text.indexOf("=");
  if (at < 1) throw new InvalidArgumentError("Write it as name=value.");
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}
