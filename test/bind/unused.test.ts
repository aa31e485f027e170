import { describe, expect, it } from "vitest";
import { analyzeText, expand, faultsOf, reportOf } from "../kit/compile.js";
import { expectGolden } from "../kit/golden.js";

const goods = "service goods port 80 image x\ngateway edge { route { / -> goods } }\n";

const unused: Readonly<Record<string, string>> = {
  "a let": `let domain = shop.example.com\n${goods}`,
  "a let that only an unused one names": `let domain = shop.example.com\nlet site = www.\${domain}\n${goods}`,
  "a param": `param replicas count default 3\nenv prod { replicas 5 }\n${goods}`,
  "a profile": `profile php-rpc for service { protocol tcp }\n${goods}`,
  "a secret": `secret vrrp_pass from env VRRP\n${goods}`,
  "a format": `site shop { format main '$remote_addr $status' }\n${goods}`,
};

describe("what nothing uses", () => {
  it.each(Object.entries(unused))("is reported: %s", (_, text) => {
    expect(faultsOf(text).map(({ code }) => code)).toEqual(["unused-definition"]);
  });

  it("reads well", () => {
    expectGolden("diagnostics/unused-definition", new Map(Object.entries(unused).map(([name, text]) => [`${name.replaceAll(" ", "-")}.txt`, reportOf(text, faultsOf(text))])));
  });

  it.each([
    ["a let inside a longer word", `let tag = 1.4\nservice goods port 80 image shop/goods:\${tag}`],
    ["a let in words of a daemon's own", `let size = 10m\n${goods.replace("{ route", "{ nginx { client_max_body_size ${size} }; route")}`],
    ["a let of another one", `let domain = example.com\nlet site = www.\${domain}\nservice goods port 80 image x\ngateway edge { route \${site} { / -> goods } }`],
    ["a profile by a range", "profile p[1..2] for service { protocol tcp }\nservice goods port 80 image x".replace("p[1..2]", "p1") + " is p[1..1]"],
    ["a secret of a variable", "secret key from env KEY\nservice goods port 80 image x env KEY secret key"],
    ["a format of a log", `site shop { format main '$remote_addr $status' }\nservice goods port 80 image x\ngateway edge { logs access /var/log/nginx/a.log format main; route { / -> goods } }`],
  ])("is not %s", (_, text) => {
    expect(faultsOf(text)).toEqual([]);
  });

  it("may be for others where it is imported", () => {
    const files = { "common.infra": "let domain = example.com\nparam replicas count default 3\nprofile p for service { protocol tcp }\nsecret key from env KEY" };
    expect(analyzeText(`import ./common.infra\n${goods}`, { files }).diagnostics.filter(({ severity }) => severity !== "info")).toEqual([]);
  });

  it("is not said of a program with errors", () => {
    expect(faultsOf(`let domain = example.com\n${goods}gateway more { route \${domian} { / -> goods } }`).map(({ code }) => code)).toEqual(["unknown-name"]);
    expect(faultsOf(`import ./lost.infra\nlet domain = example.com\n${goods}`).map(({ code }) => code)).toEqual(["unknown-import"]);
  });
});

it("a secret that is declared without its place comes from a variable that a shell can have", () => {
  expect(expand(`secret db-pass\nservice goods port 80 image x env KEY secret db-pass`)).toContain("  from env DB_PASS\n");
});
