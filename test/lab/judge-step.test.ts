import { describe, expect, it } from "vitest";
import { type Answer, judgeAnswer, judgeVip } from "../../src/lab/judge-step.js";
import { analyzeText } from "../kit/compile.js";

const program = (steps: string): string => `service goods x2 behind gateway with keepalived VIP 192.168.0.146\nexpect e { ${steps} }`;

/** The first step of an expectation. */
function stepOf(text: string): ReturnType<typeof analyzeText>["site"]["expectations"][number]["steps"][number] {
  return analyzeText(program(text)).site.expectations[0]!.steps[0]!;
}

function judge(text: string, answer: Answer): string | undefined {
  const step = stepOf(text);
  if (step.do !== "get" && step.do !== "connect") throw new Error("the step asks for nothing");
  return judgeAnswer(step, answer);
}

const page = (status: number, instance?: string): Answer => ({ status, headers: instance === undefined ? {} : { "x-infc-instance": instance } });

describe("an answer", () => {
  it.each<[string, string, Answer, string | undefined]>([
    ["is as expected", "get http://192.168.0.146/ -> goods status 200", page(200, "goods-2"), undefined],
    ["has another status", "get http://192.168.0.146/ status 301", page(200), "answered with status 200, not 301"],
    ["is a failure of a server", "get http://192.168.0.146/", page(502), "answered with status 502"],
    ["is a redirection, where no status is said", "get http://192.168.0.146/", page(301), undefined],
    ["is of another instance", "get http://192.168.0.146/ -> goods-1", page(200, "goods-2"), "was answered by goods-2"],
    ["does not say who it is from", "get http://192.168.0.146/ -> goods", page(200), "answered without saying which instance it is"],
    ["does not come", "get http://192.168.0.146/", { error: "ECONNREFUSED" }, "gave no answer (ECONNREFUSED)"],
    ["was to fail, and does", "get http://192.168.0.146/ fails", page(503), undefined],
    ["was to fail, and does not come", "get http://192.168.0.146/ fails", { error: "ECONNREFUSED" }, undefined],
    ["was to fail, and does not", "get http://192.168.0.146/ fails", page(200), "answered, with status 200"],
    ["is a line of the right instance", "connect 192.168.0.146:80 -> goods", { line: "goods-1" }, undefined],
    ["is a line of another one", "connect 192.168.0.146:80 -> goods-2", { line: "goods-1" }, "was answered by goods-1"],
  ])("that %s", (_, step, answer, fault) => {
    expect(judge(step, answer)).toBe(fault);
  });
});

describe("an address", () => {
  it.each<[string, string, readonly string[], string | undefined]>([
    ["where it is to be", "vip 192.168.0.146 on gateway-1", ["gateway-1"], undefined],
    ["with any holder", "vip 192.168.0.146", ["gateway-2"], undefined],
    ["elsewhere", "vip 192.168.0.146 on gateway-1", ["gateway-2"], "is on gateway-2"],
    ["without a holder", "vip 192.168.0.146", [], "is held by nobody"],
    ["with two holders", "vip 192.168.0.146", ["gateway-1", "gateway-2"], "is held by gateway-1 and gateway-2 at once"],
  ])("%s", (_, text, holders, fault) => {
    const step = stepOf(text);
    expect(step.do === "vip" ? judgeVip(step, holders) : "no such step").toBe(fault);
  });
});
