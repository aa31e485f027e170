import { codeOf, reasonOf } from "../host/host.js";
import { nodeHost } from "../host/node-host.js";
import { ExitCode } from "./exit-code.js";
import { main } from "./main.js";

for (const [name, stream] of [["standard output", process.stdout], ["standard error", process.stderr]] as const) {
  stream.on("error", (error: Error) => {
    // A reader such as `head` may go away before everything is written: that is no failure.
    if (codeOf(error) === "EPIPE") process.exit();
    // Nobody can be told of standard error.
    if (stream === process.stdout) nodeHost.printError(`error: cannot write ${name}: ${reasonOf(error)}\n`);
    process.exit(ExitCode.usage);
  });
}

void main(process.argv.slice(2), nodeHost).then((code) => (process.exitCode = code));
