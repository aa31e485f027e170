import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { buildUpsyncStub } from "../test/daemons/upsync-stub/build.js";
import { Interrupted, installPackages, unpackPackage } from "./apt.js";
import { cacheFolder, findNeed, missingNeeds, readDistribution } from "./machine.js";

/**
 * Sees to it that the daemons are there whose own checkers judge the generated files.
 *
 * As root on a machine with apt it installs what is missing, starting no service; elsewhere it says what is missing.
 * Does nothing when all is there. Never throws: what could not be had is in the result, and tests of it are skipped.
 */
export function setUp({ log = console.log } = {}) {
  const distribution = readDistribution();
  const missing = missingNeeds();
  if (missing.length > 0) {
    if (process.env.INFC_NO_SETUP === "1") log("setup: INFC_NO_SETUP=1, so nothing is installed");
    else if (distribution === undefined) log("setup: no apt on this machine, so nothing is installed");
    else if (process.getuid?.() !== 0) log("setup: not root, so nothing is installed");
    else provide(missing, distribution, log);
  }
  try {
    buildUpsyncStub({ log });
  } catch (error) {
    log(`setup: the stand-in for nginx's upsync module could not be built: ${error.message}`);
  }
  const left = missingNeeds();
  if (left.length > 0) {
    log("setup: not on this machine, so the tests that need them are skipped:");
    for (const { name, package: named } of left) log(`  ${name.padEnd(12)} Debian package ${named}`);
  }
  return { missing: left };
}

function provide(missing, { id, suite: own }, log) {
  const packages = missing.filter((need) => need.unpack === undefined).map((need) => need.package);
  attempt(log, packages, `installing on this machine, without starting any service: ${packages.join(" ")}`, () => {
    const unknown = installPackages(packages);
    if (unknown.length > 0) log(`setup: this release has no package ${unknown.join(", ")}`);
  });
  mkdirSync(cacheFolder, { recursive: true });
  for (const need of missing) {
    const from = need.unpack?.[id];
    if (from === undefined) continue;
    const words = `unpacking ${from.package}${from.suite === undefined ? "" : ` of ${from.suite}`} into node_modules/.cache/infc`;
    attempt(log, [need], words, () => unpackPackage({ name: from.package, suite: from.suite, own, folder: join(cacheFolder, need.name) }));
  }
}

function attempt(log, wanted, words, action) {
  if (wanted.length === 0) return;
  const start = Date.now();
  log(`setup: ${words}`);
  try {
    action();
    log(`setup: done in ${((Date.now() - start) / 1000).toFixed(1)} s`);
  } catch (error) {
    log(`setup: ${error.message}`);
    if (error instanceof Interrupted) process.exit(130);
  }
}

export { findNeed, missingNeeds };

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) setUp();
