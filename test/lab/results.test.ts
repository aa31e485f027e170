import { describe, expect, it } from "vitest";
import { type Result, resultsToJson, resultsToJunit } from "../../src/lab/results.js";
import { analyzeText } from "../kit/compile.js";

const { site } = analyzeText(`service goods x2 behind gateway
expect "it <answers> & more" { get http://gateway/ -> goods; within 2s get http://gateway/a }
expect balanced { only ipvs; connect 192.168.0.1:80 }
`);
const [first, second] = site.expectations;
const results: readonly Result[] = [
  {
    expectation: first!,
    outcome: "not met",
    reason: undefined,
    ms: 2345,
    steps: [
      { step: first!.steps[0]!, fault: undefined, afterMs: undefined },
      { step: first!.steps[1]!, fault: "`http://gateway/a` gave no answer (\u0000)", afterMs: undefined },
    ],
  },
  { expectation: second!, outcome: "left out", reason: "this kernel has no IPVS", ms: 0, steps: [] },
];

describe("the results", () => {
  it("as JSON say each step, its place and what is wrong", () => {
    expect(JSON.parse(resultsToJson("shop", results))).toMatchObject({
      version: 1,
      site: "shop",
      expectations: [
        { name: "it <answers> & more", outcome: "not met", ms: 2345, steps: [{ text: "get http://gateway/ -> goods", fault: null }, { text: "get http://gateway/a", place: "site.infra:2:72", fault: expect.stringContaining("gave no answer") as string }] },
        { name: "balanced", outcome: "left out", reason: "this kernel has no IPVS", steps: [] },
      ],
    });
  });

  it("as JUnit's XML count, escape, and leave out what XML cannot hold", () => {
    const text = resultsToJunit("shop", results);
    expect(text).toContain('<testsuite name="shop" tests="2" failures="1" errors="0" skipped="1" time="2.35">');
    expect(text).toContain('name="it &lt;answers&gt; &amp; more" time="2.35"');
    expect(text).toContain('<skipped message="this kernel has no IPVS"/>');
    expect(text).toContain("site.infra:2:72: get http://gateway/a</failure>");
    expect(text).not.toMatch(/\u0000/);
  });
});
