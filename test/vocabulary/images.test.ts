import { describe, expect, test } from "vitest";
import { capability, imageName } from "../../src/vocabulary/values/images.js";
import { isProblem, type Problem } from "../../src/vocabulary/values/value-type.js";

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;

describe("the name of an image", () => {
  test.each(["goods", "swoft/goods:1.4", "registry.example.com/api:2.1", "localhost:5000/a/b", "Registry.Example.com:5000/a/b_c:V1", `goods@${digest}`, `a/b:1@${digest}`, "ubuntu/squid:5.2-22.04_beta", "a/b__c/d--e.f", "[fd00::1]:5000/x"])("is %s", (text) => {
    expect(imageName.read(text, false)).toBe(text);
  });

  test.each(["Shop/Goods:1.4", "shop/goods:", "shop//goods", "/goods", "goods/", "a b", "goods:${TAG}", "goods@latest", `goods@${digest}@${digest}`, "-goods", "goods-", "shop/gäste", "ex_ample.com/x", ""])("is not `%s`", (text) => {
    expect(isProblem(imageName.read(text, false))).toBe(true);
  });

  test("has no capitals but in its host and its tag, and is offered without", () => {
    expect((imageName.read("Hub.example.com/Shop/Goods:RC1", false) as Problem).instead).toBe("Hub.example.com/shop/goods:RC1");
  });
});

test("a capability is one of Linux's, in any case and with its prefix or without", () => {
  for (const text of ["NET_ADMIN", "net_admin", "CAP_SYS_PTRACE", "ALL"]) expect(capability.read(text, false)).toBe(text);
  for (const text of ["NET_ADMNI", "CAP_", "NET ADMIN", ""]) expect(isProblem(capability.read(text, false))).toBe(true);
});
