import { join } from "node:path";
import { Command } from "commander";
import type { Host } from "../../host/host.js";
import { defaultEntry } from "../../host/sources.js";
import { ExitCode } from "../exit-code.js";
import { starter } from "../starter.js";

/** `infc init`: a small site to start from. */
export function initCommand(host: Host, end: (code: ExitCode) => void): Command {
  return new Command("init")
    .description("Write a small site with comments, to start from.")
    .argument("[folder]", "where to write site.infra; made when it is not there", ".")
    .addHelpText(
      "after",
      `
Examples:
  infc init
  infc init shop && cd shop && infc build
`,
    )
    .action((folder: string) => {
      const path = join(folder, defaultEntry);
      if (host.exists(path)) {
        host.printError(`error: ${path} is there already, and stays as it is\n`);
        return end(ExitCode.refused);
      }
      host.writeText(path, starter);
      const change = folder === "." ? "" : `cd ${/^[\w./-]+$/.test(folder) ? folder : `'${folder.replaceAll("'", "'\\''")}'`} && `;
      host.print(`wrote ${path}\n\nNow:\n  ${change}infc build     its files, in the folder out\n  ${change}infc expand    everything that the few lines imply\n`);
      return end(ExitCode.ok);
    });
}
