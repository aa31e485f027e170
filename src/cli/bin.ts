import { codeOf, reasonOf } from "../host/host.js";
import { nodeHost } from "../host/node-host.js";
import { whenUnwritable } from "../host/print.js";
import { ExitCode } from "./exit-code.js";
import { main } from "./main.js";

whenUnwritable((output, error) => {
  // A reader such as `head` may go away before everything is written: that is no failure.
  if (codeOf(error) === "EPIPE") process.exit();
  // Nobody can be told of standard error.
  if (output === "stdout") nodeHost.printError(`error: cannot write standard output: ${reasonOf(error)}\n`);
  process.exit(ExitCode.usage);
});

void main(process.argv.slice(2), nodeHost).then((code) => (process.exitCode = code));
