import { Command } from "commander";
import { catalogue } from "../../catalogue.js";
import { suggest } from "../../diagnostics/suggest.js";
import type { Host } from "../../host/host.js";
import { defaultEntry } from "../../host/sources.js";
import { ExitCode } from "../exit-code.js";
import { explainCode } from "../explain-code.js";
import { explainLine } from "../explain-line.js";
import { explainType, explainWords, wordsOfLanguage } from "../explain-words.js";
import { paintFor } from "../paint.js";
import { type ProgramOptions, withSettings } from "../program-options.js";

export interface ExplainOptions extends ProgramOptions {
  readonly in: string;
}

/** `infc explain`: what a code, a word of the language, or a line of an output file is about. */
export function explainCommand(host: Host, end: (code: ExitCode) => void): Command {
  return withSettings(new Command("explain").description("Say what a diagnostic, a word of the language, or a line of an output file is about."))
    .argument("<what...>", "a diagnostic's code; a kind, clause or type; or FILE:LINE of an output file")
    .option("--in <file>", "the program that the output file is of", defaultEntry)
    .addHelpText(
      "after",
      `
Of a line it shows the statement that it exists because of, and the default or rule where nobody
wrote it. The program is compiled again, so name its env and sets as in the build. A path can leave
out its beginning.

Examples:
  infc explain port-conflict
  infc explain vip
  infc explain gateway listen
  infc explain duration
  infc explain out/gateway-1/etc/nginx/nginx.conf:12
  infc explain --in shop.infra --env prod nginx.conf:12
`,
    )
    .action((what: readonly string[], options: ExplainOptions) => {
      const line = what.length === 1 ? /^(.+):(\d+)$/.exec(what[0]!) : null;
      if (line) return end(explainLine(host, line[1]!, Number(line[2]), options));
      const words = what.flatMap((each) => each.trim().split(/\s+/)).map((word) => word.toLowerCase());
      const definition = words.length === 1 ? catalogue.get(words[0]!) : undefined;
      const paint = paintFor(host, "stdout");
      const found = [...(definition ? [explainCode(definition, paint)] : []), ...explainWords(words, paint), ...explainType(words.join(" "), paint)];
      if (found.length > 0) {
        host.print(found.join("\n"));
        return end(ExitCode.ok);
      }
      if (what.length === 1 && isPath(what[0]!)) {
        host.printError(`error: to explain a file, add a line: \`${what[0]}:12\`\n`);
        return end(ExitCode.usage);
      }
      const near = suggest(words.at(-1) ?? "", [...catalogue.keys(), ...wordsOfLanguage()]);
      const asked = what.join(" ");
      host.printError(`error: \`${asked}\` is no diagnostic, no kind, no clause and no type${near === undefined || near === asked ? "" : `; did you mean \`${near}\`?`}\n`);
      return end(ExitCode.usage);
    });
}

/** Whether it looks like a file: no word of the language has a slash or a dot inside. */
function isPath(what: string): boolean {
  return /^\S*[^\s.]\/\S+$|^\S+\.\w+$/.test(what);
}
