import { findNeed, needs } from "../../tools/machine.js";
import type { TestChecker } from "./checker.js";
import { canMakeWorld } from "./world.js";

const verdicts = new Map<string, boolean>();
let worlds: boolean | undefined;

/**
 * Whether the daemon's own checker can run here: `describe.runIf(requireDaemon(nginx))(…)`.
 *
 * Where it cannot, a warning names what to install and the tests are skipped; with INFC_REQUIRE_DAEMONS=1 it throws.
 */
export function requireDaemon({ name, needs: wanted }: Pick<TestChecker, "name" | "needs">): boolean {
  const known = verdicts.get(name);
  if (known !== undefined) return known;
  const absent = needs.filter((need) => wanted.includes(need.name) && findNeed(need.name) === undefined).map((need) => `install ${need.package}`);
  // A checker of our own needs nothing, not even a world.
  if (wanted.length > 0 && !requireWorld()) absent.push("a world cannot be made here: it takes root, namespaces and an overlay file system");
  if (absent.length > 0) {
    const words = `NOT CHECKED by ${name}: ${absent.join(", ")} (or run: node tools/setup.js)`;
    if (process.env["INFC_REQUIRE_DAEMONS"] === "1") throw new Error(words);
    console.warn(words);
  }
  verdicts.set(name, absent.length === 0);
  return absent.length === 0;
}

/** Whether a world can be made here. */
export function requireWorld(): boolean {
  worlds ??= ["ip", "unshare"].every((name) => findNeed(name) !== undefined) && canMakeWorld();
  if (!worlds && process.env["INFC_REQUIRE_DAEMONS"] === "1") throw new Error("a world cannot be made here: it takes root, namespaces and an overlay file system");
  return worlds;
}
