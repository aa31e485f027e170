import { nodeHost } from "../host/node-host.js";
import { main } from "./main.js";

// A reader such as `head` may go away before everything is written: that is no failure.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: Error & { readonly code?: string }) => {
    if (error.code !== "EPIPE") throw error;
    process.exit();
  });
}

process.exitCode = await main(process.argv.slice(2), nodeHost);
