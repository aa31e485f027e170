import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFolder } from "./machine.js";
import { providePackages } from "./packages.js";

// The project's test command, on a machine with nothing but Node and git: packages, daemons, types, tests.
// Arguments go to vitest. The last line is always `N passed, N failed, N skipped`.

if (!providePackages((words) => console.log(`test: ${words}`))) finish({ passed: 0, failed: 1, skipped: 0 }, "npm ci failed");

const { setUp } = await import("./setup.js");
const { missing } = setUp();
if (run(process.execPath, [join(projectFolder, "node_modules/typescript/bin/tsc"), "--noEmit"]) !== 0) {
  finish({ passed: 0, failed: 1, skipped: 0 }, "the types do not hold, so no test was run");
}

const { status, counts } = runVitest();
const absent = process.env.INFC_REQUIRE_DAEMONS === "1" ? missing.map(({ name }) => name) : [];
if (absent.length > 0) finish({ ...counts, failed: counts.failed + 1 }, `missing, with INFC_REQUIRE_DAEMONS=1: ${absent.join(", ")}`);
if (status !== 0 && counts.failed === 0) finish({ ...counts, failed: 1 }, `vitest ended with status ${status} although no test failed`);
finish(counts, counts.passed + counts.failed === 0 ? "no test was run" : undefined);

function runVitest() {
  const folder = mkdtempSync(join(tmpdir(), "infc-test-"));
  const report = join(folder, "report.json");
  try {
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
    const ended = run(process.execPath, [join(projectFolder, "node_modules/vitest/vitest.mjs"), "run", ...reporters, ...process.argv.slice(2)]);
    return { status: ended, counts: existsSync(report) ? count(JSON.parse(readFileSync(report, "utf8"))) : { passed: 0, failed: 0, skipped: 0 } };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(program, args) {
  return spawnSync(program, args, { cwd: projectFolder, stdio: "inherit" }).status ?? 1;
}

/** A test file that could not be loaded has no tests, yet it failed. */
function count({ testResults, numPassedTests, numFailedTests, numPendingTests, numTodoTests }) {
  const broken = testResults.filter(({ status, assertionResults }) => status === "failed" && !assertionResults.some((result) => result.status === "failed"));
  return { passed: numPassedTests, failed: numFailedTests + broken.length, skipped: numPendingTests + (numTodoTests ?? 0) };
}

function finish({ passed, failed, skipped }, reason) {
  if (reason !== undefined) console.log(`test: ${reason}`);
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  process.exit(failed > 0 || passed === 0 ? 1 : 0);
}
