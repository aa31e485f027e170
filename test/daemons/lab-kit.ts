import { expect } from "vitest";
import { analyze, generate } from "../../src/compile.js";
import type { OutputFile } from "../../src/emit/output-file.js";
import type { Lab } from "../../src/host/lab/lab.js";
import { holdersOf, openLab } from "../../src/host/lab/open-lab.js";
import { runExpectation } from "../../src/host/lab/run-expectation.js";
import type { Expectation } from "../../src/ir/expectation.js";
import type { Site } from "../../src/ir/site.js";
import { namesOf } from "../../src/lab/names.js";
import { type StepResult, stepTitle } from "../../src/lab/results.js";
import { secretsToTry } from "../../src/proof/secrets.js";
import { targets } from "../../src/targets/index.js";
import { daemonHost } from "./daemon-host.js";

/** A site with its files, with the secrets of a lab. */
export interface Built {
  readonly site: Site;
  readonly files: readonly OutputFile[];
}

export function build(text: string, read: (path: string) => string | undefined = () => undefined): Built {
  const analysis = analyze({ entry: { path: "expect.infra", text }, read });
  const { site, files, diagnostics } = generate(analysis, secretsToTry(analysis.site));
  expect(diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message)).toEqual([]);
  return { site, files };
}

/** Boots a site, uses it once it stands, and ends it. Gives what `use` gives, or what does not stand. */
export async function inLab({ site, files }: Built, use: (lab: Lab) => Promise<string | undefined>): Promise<string | undefined> {
  const { lab } = await openLab(daemonHost, site, files, targets, () => undefined);
  try {
    await lab.up();
    const missing = await lab.settle(holdersOf(site, daemonHost), 60_000);
    return missing.length > 0 ? `the site does not stand: ${missing.join("; ")}` : await use(lab);
  } finally {
    await lab.down();
  }
}

/** Takes the steps of an expectation; gives what was not as expected. */
export async function take(lab: Lab, site: Site, expectation: Expectation): Promise<string | undefined> {
  const results: StepResult[] = [];
  const fault = await runExpectation(lab, expectation, namesOf(site), (result) => results.push(result));
  return fault === undefined ? undefined : `${results.map(stepTitle).join("\n")}\n${fault.fault}`;
}
