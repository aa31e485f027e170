import { describe, expect, test } from "vitest";
import { analyze } from "../../src/compile.js";

function faultsOf(route: string, behind = ""): readonly string[] {
  const text = `service goods port 80\nservice wares port 81 ${behind}\ngateway edge { route { ${route} } }\n`;
  return analyze({ entry: { path: "site.infra", text } }).diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message);
}

describe("the path of a route", () => {
  test.each(["/a -> goods", "= /a -> goods", "~ '^/a\\d{2}$' -> goods", "~ '(?i)^/a' -> goods", "~ '^/a++' -> goods", "~ '^/a\\++' -> goods"])("%s is one", (route) => {
    expect(faultsOf(route)).toEqual([]);
  });

  test.each([
    ["^/a -> goods", "`^/a` is not a path that begins with `/`; a regular expression has `~` before it"],
    ["= '\\a' -> goods", "`\\a` is not a path that begins with `/`; a regular expression has `~` before it"],
    ["~ '^/a[' -> goods", "`^/a[` is not a regular expression: its brackets do not match, or it repeats nothing"],
    ["~ '^/a\\' -> deny 404", "`^/a\\` is not a regular expression: its brackets do not match, or it repeats nothing"],
  ])("%s is none", (route, message) => {
    expect(faultsOf(route)).toEqual([message]);
  });

  test("a service stands behind a path too", () => {
    expect(faultsOf("/a -> goods", "behind edge at ^/b")).toEqual(["`^/b` is not a path that begins with `/`; a regular expression has `~` before it"]);
  });
});
