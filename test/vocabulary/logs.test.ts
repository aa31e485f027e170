import { describe, expect, test } from "vitest";
import { bindProgram } from "../../src/bind/bind-program.js";
import type { Bound } from "../../src/bind/bound.js";
import { parse } from "../../src/syntax/index.js";
import { kinds } from "../../src/vocabulary/index.js";
import { fieldName, indexName, linePattern, logSource } from "../../src/vocabulary/values/logs.js";
import { isProblem } from "../../src/vocabulary/values/value-type.js";

describe("the name of an index", () => {
  test.each([
    ["nginx-access", [{ text: "nginx-access" }]],
    ["nginx-%{+YYYY.MM.dd}", [{ text: "nginx-" }, { date: "yyyy.MM.dd" }]],
    ["a-%{+xxxx.ww}-b", [{ text: "a-" }, { date: "xxxx.ww" }, { text: "-b" }]],
    ["x-%{[service][name]}-%{service.name}", [{ text: "x-" }, { field: ["service", "name"] }, { text: "-" }, { field: ["service", "name"] }]],
  ])("%s has its parts", (text, parts) => {
    const read = indexName.read(text, false);
    expect(read).toEqual({ parts });
    expect(isProblem(read) ? read : indexName.read(indexName.print(read), false)).toEqual({ parts });
  });

  test.each([
    ["Nginx-%{+YYYY.MM.dd}", "not the name of an index: Elasticsearch takes small letters alone"],
    ["a*b", "not the name of an index: it cannot hold `*`"],
    ["a%b", "not the name of an index: it cannot hold `%`"],
    ["-a", "not the name of an index: it begins with `-`, `_` or `+`, or is empty"],
    ["_a", "not the name of an index: it begins with `-`, `_` or `+`, or is empty"],
    ["", "not the name of an index: it begins with `-`, `_` or `+`, or is empty"],
    ["..", "not the name of an index: it begins with `-`, `_` or `+`, or is empty"],
    ["a-%{+MMM}", "not the name of an index: `%{+MMM}` is no form of a date such as `%{+YYYY.MM.dd}`"],
    ["a-%{b c}", "not the name of an index: `%{b c}` names no field"],
    ["a".repeat(256), "not the name of an index: longer than 255 bytes"],
  ])("%s is refused", (text, problem) => {
    expect(indexName.read(text, false)).toMatchObject({ problem });
  });

  test("with capitals is offered in small letters, its date as it was", () => {
    expect(indexName.read("Nginx-%{+YYYY.MM.dd}", false)).toMatchObject({ instead: "nginx-%{+YYYY.MM.dd}" });
  });
});

test("where logs come from is a name, a path or all containers", () => {
  expect(["edge", "/var/log/*.log", "containers", "CONTAINERS"].map((text) => logSource.read(text, false))).toEqual([{ name: "edge" }, { glob: "/var/log/*.log" }, { containers: true }, { containers: true }]);
  expect(logSource.read("containers", true)).toEqual({ name: "containers" });
  expect(logSource.read("/var/log/", false)).toMatchObject({ instead: "/var/log/*.log" });
  expect(logSource.read("../x", false)).toMatchObject({ problem: "not the name of something declared, nor a path that begins with `/`" });
  expect(logSource.read("/a\nb", false)).toMatchObject({ problem: expect.stringContaining("control character") });
});

test("a pattern is a regular expression between slashes, or a text", () => {
  expect(["/ERROR|WARN/", "/healthz", "GET /", "/(?i)a(/"].map((text) => linePattern.read(text, false))).toEqual([{ regex: "ERROR|WARN" }, { text: "/healthz" }, { text: "GET /" }, { regex: "(?i)a(" }]);
  expect(linePattern.read("/a(/", false)).toMatchObject({ problem: expect.stringContaining("brackets do not match") });
  expect(linePattern.read("", false)).toMatchObject({ problem: "empty" });
});

test("a field is names joined by dots", () => {
  expect(fieldName.read("http.response.status_code", false)).toBe("http.response.status_code");
  for (const bad of ["", ".a", "a.", "a..b", "[a][b]", "a b", "1a"]) expect(isProblem(fieldName.read(bad, false))).toBe(true);
});

describe("the sentence", () => {
  /** Clauses with their values, one a line. */
  function bound(text: string): { readonly clauses: string; readonly problems: readonly string[] } {
    const parsed = parse({ path: "site.infra", text });
    const program = bindProgram([parsed.value], kinds, {});
    const show = (clause: Bound, indent: string): string => {
      const values = Object.values(clause.args as Readonly<Record<string, { readonly text: string } | readonly { readonly text: string }[] | undefined>>).flatMap((value) => (value === undefined ? [] : Array.isArray(value) ? [value.map((each: { readonly text: string }) => each.text).join(", ")] : [(value as { readonly text: string }).text]));
      return `${indent}${[clause.word, ...values].filter((word) => word !== "").join(" ")}\n${clause.clauses.map((each) => show(each, `${indent}  `)).join("")}`;
    };
    return { clauses: program.value.entities.map((entity) => entity.clauses.map((clause) => show(clause, "")).join("")).join(""), problems: [...parsed.diagnostics, ...program.diagnostics].map(({ message }) => message) };
  }

  test("of the language's sketch is read as it is meant", () => {
    expect(bound("logs access from edge, goods through logstash to search index nginx-access-%{+YYYY.MM.dd}")).toEqual({
      clauses: "from edge, goods\nthrough logstash\nto search\n  index nginx-access-%{+YYYY.MM.dd}\n",
      problems: [],
    });
  });

  test("may go through a buffer, listen and parse", () => {
    expect(bound("logs a from edge, /var/log/x.log on lb1 through queue pipeline listen tcp 5000 as devices codec json parse grok 'a', 'b' of devices time t ISO8601 to search auth elastic secret es fields env prod fields team web tags x, y")).toEqual({
      clauses:
        "from edge, /var/log/x.log\n  on lb1\nthrough queue pipeline\n  listen tcp 5000\n    as devices\n    codec json\n  parse grok a, b\n    of devices\n    time t ISO8601\n" +
        "to search\n  auth elastic secret es\nfields env prod\nfields team web\ntags x, y\n",
      problems: [],
    });
  });

  test("reads the same in a block", () => {
    expect(bound("logs a {\n  from edge { drop /x/; multiline start '/^\\d/' lines 100 timeout 2s }\n  fields { env prod; team web }\n  keep where log.level warn, error\n  filebeat { queue.mem.events 4096 }\n}")).toEqual({
      clauses: "from edge\n  drop /x/\n  multiline start /^\\d/\n    lines 100\n    timeout 2s\nfields\n  env prod\n  team web\nkeep \n  where log.level warn, error\nfilebeat\n".replace("keep \n", "keep\n"),
      problems: [],
    });
  });
});
