import { describe, expect, it } from "vitest";
import { compareDiagnostics, type Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { check } from "../../src/rules/check.js";
import { rules } from "../../src/rules/index.js";
import { analyzeText, dedent, reportOf } from "./compile.js";
import { expectFixes } from "./fix.js";
import { expectGolden } from "./golden.js";

/** A network and six hosts that most cases stand on: `lb1`, `lb2`, `node1` to `node4`. */
export const hosts = "network lan 192.168.0.0/24\nhost lb[1..2] 192.168.0.[11..12]\nhost node[1..4] 192.168.0.[31..34]\n";

export interface RuleCases {
  readonly accepts: Readonly<Record<string, string>>;
  readonly rejects: Readonly<Record<string, string>>;
}

/** Runs one rule alone over its cases, each a program; what each rejected case prints is kept in `golden/diagnostics/<code>/`. A fix that a report offers must mend it. */
export function testRule(code: string, { accepts, rejects }: RuleCases): void {
  describe(code, () => {
    it.each(Object.entries(accepts))("accepts %s", (_, text) => {
      expect(run(code, text).map(({ message }) => message)).toEqual([]);
    });

    it.each(Object.entries(rejects))("rejects %s", (_, text) => {
      expect(run(code, text).length).toBeGreaterThan(0);
      expectFixes(code, { "site.infra": dedent(text) });
    });

    it("reads well", () => {
      const reports = Object.entries(rejects).map(([name, text]) => [`${name.replaceAll(/[^A-Za-z0-9]+/g, "-")}.txt`, reportOf(text, run(code, text))] as const);
      expectGolden(`diagnostics/${code}`, new Map(reports));
    });
  });
}

function run(code: string, text: string): readonly Diagnostic[] {
  const rule = rules.find(({ definition }) => definition.code === code);
  if (rule === undefined) throw new Error(`src/rules/index.ts lists no rule \`${code}\``);
  const { site, diagnostics } = analyzeText(text);
  const codes = new Set(rules.map(({ definition }) => definition.code));
  // A case is sound but for the rules, or it would pass for the wrong reason.
  expect(diagnostics.filter((each) => each.severity === "error" && !codes.has(each.code)).map(({ message }) => message)).toEqual([]);
  return [...check(site, [rule])].sort(compareDiagnostics);
}
