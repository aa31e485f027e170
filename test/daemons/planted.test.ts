import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { analyze, generate } from "../../src/compile.js";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { askDaemons } from "../../src/host/ask-daemons.js";
import { secretsToTry } from "../../src/proof/secrets.js";
import { positionAt } from "../../src/source/source.js";
import { targets } from "../../src/targets/index.js";
import { readExample } from "../kit/examples.js";
import { daemonHost } from "./daemon-host.js";
import { faults, grounds, withoutMarks } from "./planted.js";
import { requireDaemon } from "./require.js";
import { checkers } from "./site.js";

const areThere = checkers.map(requireDaemon).every(Boolean);

async function judge(text: string, read: (path: string) => string | undefined = () => undefined): Promise<readonly Diagnostic[]> {
  const analysis = analyze({ entry: { path: "site.infra", text }, read });
  const { site, files, diagnostics } = generate(analysis, secretsToTry(analysis.site));
  expect(diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message)).toEqual([]);
  return (await askDaemons(daemonHost, site, files, targets)).diagnostics.filter(({ code }) => code === "daemon-complaint" || code === "daemon-warning");
}

describe.runIf(areThere)("what only a daemon can see", () => {
  it.each(faults)("in %s, %s: %s", { timeout: 30_000 }, async (ground, place, fault, says) => {
    const text = withoutMarks(grounds[ground].replace(place, () => fault));
    const reports = await judge(text);
    const line = text.slice(0, text.indexOf(fault)).split("\n").length;
    expect(reports.map(({ message, notes, primary: { span } }) => ({ line: positionAt(span.source, span.start).line, words: [message, ...notes].join("\n") }))).toContainEqual({ line, words: expect.stringMatching(says) as string });
  });
});

describe.runIf(areThere)("the daemons have nothing to say of", () => {
  it.each(Object.entries(grounds))("the ground for %s", { timeout: 30_000 }, async (_, text) => {
    expect(await judge(withoutMarks(text))).toEqual([]);
  });

  it.each(readdirSync(join(import.meta.dirname, "../cases")))("the site %s", { timeout: 30_000 }, async (name) => {
    expect(await judge(readFileSync(join(import.meta.dirname, "../cases", name, "site.infra"), "utf8"))).toEqual([]);
  });

  it.each(readdirSync(join(import.meta.dirname, "../../examples")))("the example %s", { timeout: 30_000 }, async (example) => {
    expect(await judge(readExample(example, "site.infra")!, (path) => readExample(example, path))).toEqual([]);
  });
});
