import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { analyzeText, reportOf } from "./compile.js";
import { expectGolden } from "./golden.js";
import type { RuleCases } from "./rule.js";

/**
 * The same as `testRule` for what is reported before the rules: each case is a program that is sound but for faults of this code, and what a
 * rejected one is told is kept in `golden/diagnostics/<code>/`.
 */
export function testFault(code: string, { accepts, rejects }: RuleCases): void {
  describe(code, () => {
    it.each(Object.entries(accepts))("accepts %s", (_, text) => {
      expect(faultsOf(code, text).map(({ message }) => message)).toEqual([]);
    });

    it.each(Object.entries(rejects))("rejects %s", (_, text) => {
      expect(faultsOf(code, text).length).toBeGreaterThan(0);
    });

    it("reads well", () => {
      const reports = Object.entries(rejects).map(([name, text]) => [`${name.replaceAll(/[^A-Za-z0-9]+/g, "-")}.txt`, reportOf(text, faultsOf(code, text))] as const);
      expectGolden(`diagnostics/${code}`, new Map(reports));
    });
  });
}

function faultsOf(code: string, text: string): readonly Diagnostic[] {
  const { diagnostics } = analyzeText(text);
  // A case is sound but for this fault, or it would pass for the wrong reason.
  expect(diagnostics.filter((each) => each.severity === "error" && each.code !== code).map(({ message }) => message)).toEqual([]);
  return diagnostics.filter((each) => each.code === code);
}
