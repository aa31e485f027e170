import { describe, expect, test } from "vitest";
import { LsclError, parseLscl, pluginsOf, type Condition, type Value } from "./lscl.js";

const text = `# one pipeline
input {
  beats { port => 5044 }
  tcp {
    port => 5045 # a comment
    codec => json { charset => "UTF-8" }
    tags => ["a", 'b', bare]
  }
}
filter {
  if [type] == "nginx" and ([status] >= 400 or "x" in [tags]) {
    grok { match => { "message" => "%{COMBINEDAPACHELOG}" "other" => "a \\"quoted\\" word" } }
  } else if [host][name] =~ /^web\\/[0-9]+/ xor !([ok] not in ["y", "n"]) {
    mutate { add_field => { "a" => 1 "b" => -2.5 } }
  } else {
    drop {}
  }
}
output {
  elasticsearch { hosts => ["http://192.168.0.31:9200"] index => "nginx-%{+YYYY.MM.dd}" }
  "stdout" { }
}
`;

/** A value as plain data. */
function plain(value: Value): unknown {
  switch (value.kind) {
    case "string":
    case "bareword":
      return value.text;
    case "number":
      return value.value;
    case "array":
      return value.items.map(plain);
    case "hash":
      return Object.fromEntries(value.entries.map((entry) => [entry.name, plain(entry.value)]));
    case "plugin":
      return { [value.name]: Object.fromEntries(value.attributes.map((attribute) => [attribute.name, plain(attribute.value)])) };
  }
}

const condition = (written: string): Condition => {
  const [section] = parseLscl(`filter { if ${written} { drop {} } }\n`).sections;
  const [step] = section!.body;
  return (step as Extract<typeof step, { kind: "branch" }>).arms[0]!.condition!;
};

describe("the tree of a pipeline", () => {
  const pipeline = parseLscl(text);

  test("has the plugins of each section with their settings and lines", () => {
    const inputs = pluginsOf(pipeline, "input");
    expect(inputs.map(({ name, line }) => [name, line])).toEqual([
      ["beats", 3],
      ["tcp", 4],
    ]);
    expect(Object.fromEntries(inputs[1]!.attributes.map(({ name, value }) => [name, plain(value)]))).toEqual({ port: 5045, codec: { json: { charset: "UTF-8" } }, tags: ["a", "b", "bare"] });
    expect(pluginsOf(pipeline, "output").map(({ name }) => name)).toEqual(["elasticsearch", "stdout"]);
  });

  test("has the plugins in branches", () => {
    const [grok, mutate, drop] = pluginsOf(pipeline, "filter");
    expect(plain(grok!.attributes[0]!.value)).toEqual({ message: "%{COMBINEDAPACHELOG}", other: 'a \\"quoted\\" word' });
    expect(plain(mutate!.attributes[0]!.value)).toEqual({ a: 1, b: -2.5 });
    expect([drop!.name, drop!.line]).toEqual(["drop", 16]);
  });

  test("has conditions", () => {
    expect(condition('[a][b] == "x"')).toMatchObject({ kind: "compare", operator: "==", left: { kind: "field", path: ["a", "b"] }, right: { kind: "string", text: "x" } });
    expect(condition("[a] and [b] nand [c]")).toMatchObject({ kind: "chain", operators: ["and", "nand"] });
    expect(condition('!("a" not in [tags])')).toMatchObject({ kind: "not", operand: { operator: "not in" } });
    expect(condition('[a] !~ "^x"')).toMatchObject({ operator: "!~" });
    expect(condition('length("x") > 3')).toMatchObject({ left: { kind: "call", method: "length" } });
    expect(condition('[a] in ["x", "y"]')).toMatchObject({ right: { kind: "list", items: [{ text: "x" }, { text: "y" }] } });
  });
});

describe("what Logstash refuses is refused, at its line", () => {
  const body = (lines: string): string => `filter {\n  mutate {\n${lines}\n  }\n}\n`;
  test.each<[string, string, number, RegExp]>([
    ["a comma between attributes", body('    id => "a",\n    tag => "b"'), 3, /white space between two attributes, not `,`/],
    ["a comma between entries of a hash", body('    rename => { "a" => "b", "c" => "d" }'), 3, /white space between two entries of a hash, not `,/],
    ["a comma at the end of an array", body('    tags => [ "a", ]'), 3, /expected a value/],
    ["entries without white space", body('    rename => { "a" => "b""c" => "d" }'), 3, /white space/],
    ["a comment between entries of a hash", body('    rename => {\n      "a" => "b" # why\n      "c" => "d"\n    }'), 4, /comment cannot stand/],
    ["a bareword of one character", body("    id => a"), 3, /at least two characters/],
    ["an equals sign", body('    id = "a"'), 3, /expected `=>`/],
    ["a string that ends in a backslash", body(`    id => 'a\\'`), 3, /cannot end in a backslash/],
    ["a string that does not end", body('    id => "a'), 3, /does not end/],
    ["an unknown section", "input { stdin {} }\ncodec { }\n", 2, /expected `input`, `filter` or `output`/],
    ["no section", "# nothing\n", 2, /expected `input`, `filter` or `output`, not the end/],
    ["a missing brace", "input {\n  stdin { }\n", 3, /not the end/],
    ["a brace too many", "input { stdin {} }\n}\n", 2, /expected `input`/],
    ["a comment without a line end", "input { stdin {} }\n# end", 2, /ends with a line end/],
    ["a bare field", 'filter {\n  if type == "a" { drop {} }\n}\n', 2, /a field is written `\[type\]`/],
    ["a single equals sign in a condition", 'filter {\n  if [a] = "b" { drop {} }\n}\n', 2, /`==` compares/],
    ["a number after =~", "filter {\n  if [a] =~ 5 { drop {} }\n}\n", 2, /regular expression/],
    ["! before a comparison", 'filter {\n  if ! "a" == [b] { drop {} }\n}\n', 2, /after `!`/],
    ["a list of one item, which is read as a field", 'filter {\n  if [a] in ["x"] { drop {} }\n}\n', 2, /read as the field/],
    ["else without if", "filter {\n  else { drop {} }\n}\n", 2, /expected `=>` after `drop`/],
    ["a plugin without braces", "output {\n  stdout\n}\n", 3, /expected `\{` after `stdout`/],
  ])("%s", (_, bad, line, words) => {
    let error: unknown;
    try {
      parseLscl(bad);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(LsclError);
    expect((error as LsclError).message).toMatch(words);
    expect((error as LsclError).line).toBe(line);
  });
});

test("every text that is cut off somewhere is refused with an LsclError or read, never worse", () => {
  for (let end = 0; end < text.length; end++) {
    try {
      parseLscl(text.slice(0, end));
    } catch (error) {
      expect(error).toBeInstanceOf(LsclError);
    }
  }
});
