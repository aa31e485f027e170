import { describe, expect, it } from "vitest";
import { nearestDirective } from "../../../src/emit/directives.js";
import { directives } from "../../../src/targets/haproxy/directives.js";

describe("the directive that was meant", () => {
  it.each([
    ["option", "httpchkk", "option httpchk"],
    ["timeout", "conect", "timeout connect"],
    ["optoin", "forwardfor", "option forwardfor"],
    ["http-requst", "deny", "http-request deny"],
    ["option", "xyzzyx", undefined],
    ["option", undefined, undefined],
    ["maxcon", "100", "maxconn"],
  ])("of `%s %s` is %s", (name, next, meant) => {
    expect(nearestDirective(directives, name, next)).toBe(meant);
  });
});
