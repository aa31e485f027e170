import { writeSync } from "node:fs";
import { join } from "node:path";
import { runCached } from "../host/code-cache.js";
import { isCommandName } from "./command-names.js";
import { version } from "./version.js";

/** The build's name for this text of the program. */
declare const programId: string;

/*
 * What the shell starts: a few lines beside the bundled program, as a text can ask for no cache of its own.
 */
const [first = ""] = process.argv.slice(2);
if (!printedVersion()) runCached(join(import.meta.dirname, "infc.js"), `${programId}-${isCommandName(first) ? first : "help"}`);

/** The version alone needs nothing of the program. What cannot be written there, the program reports. */
function printedVersion(): boolean {
  if (first !== "--version" && first !== "-V") return false;
  try {
    writeSync(1, `${version}\n`);
    return true;
  } catch {
    return false;
  }
}
