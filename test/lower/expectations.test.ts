import { describe, expect, it } from "vitest";
import { build } from "../kit/hostile.js";
import { analyzeText, expand, faultsOf } from "../kit/compile.js";

const sentence = "service goods x3 behind gateway with consul discovery, keepalived VIP 192.168.0.146\n";

describe("an expectation", () => {
  it("keeps its steps in their order, with the nodes and machines that they mean", () => {
    const { site } = analyzeText(`${sentence}expect "a gateway may die" {
  get http://192.168.0.146/ -> goods status 200
  kill gateway-1 nginx
  within 4s vip 192.168.0.146 on gateway-2
  cut consul
  heal
  wait 500ms
  connect 192.168.0.146:80 fails
}`);
    const [expectation] = site.expectations;
    expect(expectation).toMatchObject({ name: "a gateway may die", only: [] });
    expect(expectation!.steps.map(({ origin: _, ...step }) => step)).toEqual([
      { do: "get", url: "http://192.168.0.146/", status: 200, from: ["goods-1", "goods-2", "goods-3"], through: null, fails: false, withinMs: null },
      { do: "kill", machines: ["gateway-1"], daemon: "nginx" },
      { do: "vip", address: "192.168.0.146", on: ["gateway-2"], withinMs: 4000 },
      { do: "cut", machines: ["consul-1", "consul-2", "consul-3"] },
      { do: "heal", machines: [] },
      { do: "wait", ms: 500 },
      { do: "connect", host: "192.168.0.146", port: 80, secure: false, from: [], fails: true, withinMs: null },
    ]);
  });

  it("changes nothing of the site, and implies nothing", () => {
    const expectation = 'expect e { vip 192.168.0.146; get http://10.9.9.9/ }';
    expect(build(sentence + expectation).files.map(({ path, text }) => [path, text])).toEqual(build(sentence).files.map(({ path, text }) => [path, text]));
  });

  it("is kept by `expand`", () => {
    const text = expand(`${sentence}expect e { kill gateway-1; within 4s vip 192.168.0.146 on gateway-2 }`);
    expect(text).toContain("within 4s");
    expect(expand(text)).toBe(text);
  });

  it.each([
    ["that names what is not there", "expect e { kill gatway-1 }", ["unknown-reference"]],
    ["twice under one name", "expect e { heal }\nexpect e { heal }", ["duplicate-name"]],
    ["with the name of a declaration", "expect goods { heal; vip 192.168.0.146 }", []],
  ])("%s", (_, text, codes) => {
    expect(faultsOf(sentence + text).filter(({ severity }) => severity === "error").map(({ code }) => code)).toEqual(codes);
  });
});
