import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseDocument } from "yaml";
import { anchored, inFlow, mergeYaml, renderYaml, spaced, withComment, withOrigin, withRaw, YamlAlias, type YamlModel, YamlPrinter } from "../../src/emit/yaml.js";
import { linesWithoutOrigin, originOf, originsAt, wordsOf } from "../kit/site.js";

/** What readers of both versions take the text for; throws when one complains. */
function readBoth(text: string): readonly unknown[] {
  return (["1.1", "1.2"] as const).map((version) => {
    const document = parseDocument(text, { version, strict: true });
    expect([...document.errors, ...document.warnings], text).toEqual([]);
    return document.toJS();
  });
}

const hostile = [
  ...["", " ", "  leading", "trailing ", "a  b", "y", "Yes", "NO", "on", "OFF", "true", "False", "null", "Null", "~", "=", "<<", "-", "--- a", "...", "? a", ": a"],
  ...["a: b", "a:", ":a", "a:b", "a #b", "a#b", "#a", "- a", "-a", "[a]", "{a: b}", "a, b", "*a", "&a", "!a", "!!int 3", "|", ">", "%a", "@a", "`a`", "'a'", '"a"', "a'b", 'a"b', "\\", "a\\n"],
  ...["0", "-1", "+1", "1_000", "0x1F", "0b11", "0o17", "017", "089", "1.10", "1.", ".5", "._", "1e3", "1E-3", ".inf", "-.INF", ".nan", "22:22", "1:2:3", "56:22.5", "8080:80", "80:80/udp", "1,000"],
  ...["2026-01-01", "2026-1-1", "2026-01-01T00:00:00Z", "2026-01-01 00:00:00", "192.168.0.2", "192.168.0.0/24", "127.0.0.1:80:80", "fd00::2", "[::1]:80", "10s", "1m30s", "512m", "0b", "1d", "3e"],
  ...["a\nb", "a\n", "a\n\n", "\na", "a\n b", " a\nb", "a \nb", "a\n\nb", "a\n\tb", "\ta", "a\tb", "a\rb", "a\r\nb", "\n", "# a\nb", "---\na", "a\n---\nb", "a\n...\nb"],
  ...["a\u0000b", "\u0007", "\u001b[31m", "\u007f", "a\u0085b", "a\u00a0b", "\u00ad", "a\u2028b", "a\u2029b", "\u200b", "\u202eabc", "\ufeffa", "a\ufeff", "\ue000", "\ue001", "\ufffe", "\uffff"],
  ...["商品", "é", "e\u0301", "😀", "\u{10ffff}", "عربى", "$${a}", "${a}", "{{a}}", "%{a}", "<%= a %>", "a".repeat(5000), "a b ".repeat(2000), "é".repeat(1200)],
  ...["__proto__", "constructor", "toString", "a?", "a!", "a;b", "a|b", "a>b", "a&b", "a*b", "$a", "(a)", "+a", "/a", "./a", "../a", "..", ".", ".a", "./a:/b:ro"],
];

describe("a text reads back equal under YAML 1.1 and 1.2", () => {
  test.each(hostile.map((text) => [JSON.stringify(text).slice(0, 40), text]))("%s", (_, text) => {
    const model = { value: text, list: [text, text], nested: { deeper: [{ key: text, list: [[text]] }] }, flow: inFlow([text, "b"]), ["__proto__"]: { a: 1 } };
    const plain = { value: text, list: [text, text], nested: { deeper: [{ key: text, list: [[text]] }] }, flow: [text, "b"], ["__proto__"]: { a: 1 } };
    for (const data of readBoth(renderYaml(model).text)) expect(data).toEqual(plain);
  });

  test.each(hostile.map((text) => [JSON.stringify(text).slice(0, 40), text]))("as a key: %s", (_, text) => {
    for (const value of ["a", 1, null, [1, "a"], { a: "b" }, "a\nb"]) {
      const model = Object.fromEntries([["first", "a"], [text, value]]);
      for (const data of readBoth(renderYaml({ entries: model, list: [model] }).text)) expect(data).toEqual({ entries: model, list: [model] });
    }
  });

  test("at the top, alone", () => {
    for (const text of hostile) for (const data of readBoth(renderYaml(text).text)) expect(data).toBe(text);
  });

  test("whatever it is", () => {
    const text = fc.oneof(fc.string({ unit: "binary", maxLength: 30 }), fc.string({ unit: fc.constantFrom(..."ay1.0:-_ #\n\t\"'\\[]{}&*!|>%@,?e+xob~=<"), maxLength: 12 }));
    const { tree } = fc.letrec<{ tree: YamlModel }>((tie) => ({
      tree: fc.oneof({ maxDepth: 4 }, text, fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0), fc.boolean(), fc.constant(null), fc.array(tie("tree"), { maxLength: 4 }), fc.dictionary(text, tie("tree"), { maxKeys: 4, noNullPrototype: true })),
    }));
    fc.assert(
      fc.property(tree, (model) => {
        for (const data of readBoth(renderYaml(model, "# a header\n").text)) expect(data).toEqual(model);
      }),
      { numRuns: 300 },
    );
  });
});

describe("what is printed", () => {
  test.each<[what: string, model: YamlModel, text: string]>([
    ["plain texts", { image: "swoft/goods:1.4", path: "./a:/b:ro", address: "192.168.0.0/24", time: "1m30s", size: "512m" }, "image: swoft/goods:1.4\npath: ./a:/b:ro\naddress: 192.168.0.0/24\ntime: 1m30s\nsize: 512m\n"],
    ["texts that something else would be read for", { restart: "no", version: "1.10", port: "80:80" }, 'restart: "no"\nversion: "1.10"\nport: "80:80"\n'],
    ["numbers, booleans and null", { a: 1, b: -0.5, c: 1e21, d: true, e: null, f: [null, 0] }, "a: 1\nb: -0.5\nc: 1.0e+21\nd: true\ne:\nf:\n  - null\n  - 0\n"],
    ["empty ones", { a: {}, b: [], c: [{}, []], d: { e: undefined }, f: "" }, 'a: {}\nb: []\nc:\n  - {}\n  - []\nd: {}\nf: ""\n'],
    ["lists of mappings and lists", { a: [{ b: 1, c: [2] }, [3, [4]]] }, "a:\n  - b: 1\n    c:\n      - 2\n  - - 3\n    - - 4\n"],
    ["a text of several lines", { a: "b\n\n  c\n", d: [{ e: "f\ng" }] }, "a: |\n  b\n\n    c\nd:\n  - e: |-\n      f\n      g\n"],
    ["a list on one line", { a: inFlow(["CMD", "80", 1]), b: inFlow(["x".repeat(120)]) }, `a: ["CMD", "80", 1]\nb:\n  - ${"x".repeat(120)}\n`],
    ["an anchor and its alias", { a: anchored("x", { b: 1 }), c: new YamlAlias("x") }, "a: &x\n  b: 1\nc: *x\n"],
    ["blank lines", { a: spaced({ b: 1, c: 2, d: undefined, e: { f: 3 } }) }, "a:\n  b: 1\n\n  c: 2\n\n  e:\n    f: 3\n"],
    ["comments", withComment("none of the whole", { a: withComment("two\nlines", "b"), c: [withComment("of an item", 1), { d: withComment("of the first key", 2) }] }), "# two\n# lines\na: b\nc:\n  # of an item\n  - 1\n  - # of the first key\n    d: 2\n"],
    ["raw text", { a: withRaw({ b: 1 }, "c:\n  - d\n\n  - e\n", originOf("raw")) }, "a:\n  b: 1\n  c:\n    - d\n\n    - e\n"],
    ["a list at the top", [1, { a: 2 }], "- 1\n- a: 2\n"],
  ])("%s", (_, model, text) => {
    expect(renderYaml(model).text).toBe(text);
    readBoth(text);
  });

  test("keeps the header, and folds nothing", () => {
    const long = "word ".repeat(200).trim();
    expect(renderYaml({ a: long }, "# one\n#\n# two\n").text).toBe(`# one\n#\n# two\na: ${long}\n`);
    expect(renderYaml({}, "# one\n").text).toBe("# one\n{}\n");
  });

  test("begins a line of its own for a key longer than readers look", () => {
    expect(renderYaml({ ["k".repeat(1500)]: { a: 1 } }).text).toBe(`? ${"k".repeat(1500)}\n:\n  a: 1\n`);
  });
});

describe("where lines come from", () => {
  const at = (text: { readonly text: string; readonly provenance: ReturnType<typeof renderYaml>["provenance"] }, line: number): readonly string[] => originsAt(text, line).map(wordsOf);

  test("the model's own origin covers the header and every line", () => {
    const model = withOrigin(originOf("whole"), spaced({ a: 1, b: withComment("why", "c\nd"), e: { f: [1, { g: null }] } }));
    const file = renderYaml(model, "# one\n# two\n");
    expect(linesWithoutOrigin(file)).toEqual([]);
    expect(file.provenance).toEqual([{ origin: originOf("whole"), first: 1, last: file.text.split("\n").length - 1 }]);
  });

  test("an entry's origin covers its key, its comment and all of its value, be it a scalar, a list or a mapping", () => {
    const file = renderYaml(
      withOrigin(originOf("whole"), {
        scalar: withOrigin(originOf("scalar"), "a"),
        text: withOrigin(originOf("text"), "a\nb"),
        empty: withOrigin(originOf("empty"), {}),
        nothing: withOrigin(originOf("nothing"), null),
        list: withOrigin(originOf("list"), [withOrigin(originOf("item"), 1), withOrigin(originOf("mapping"), { a: 1, b: withOrigin(originOf("inner"), 2) }), 3]),
        commented: withComment("why", withOrigin(originOf("commented"), 4)),
        raw: withRaw(withOrigin(originOf("host"), { a: 1 }), "b: 2", originOf("raw")),
      }),
      "# header\n",
    );
    expect(file.text.split("\n").slice(0, -1).map((line, index) => `${line} <- ${at(file, index + 1).join(" < ")}`)).toEqual([
      "# header <- whole",
      "scalar: a <- whole < scalar",
      "text: |- <- whole < text",
      "  a <- whole < text",
      "  b <- whole < text",
      "empty: {} <- whole < empty",
      "nothing: <- whole < nothing",
      "list: <- whole < list",
      "  - 1 <- whole < list < item",
      "  - a: 1 <- whole < list < mapping",
      "    b: 2 <- whole < list < mapping < inner",
      "  - 3 <- whole < list",
      "# why <- whole < commented",
      "commented: 4 <- whole < commented",
      "raw: <- whole < host",
      "  a: 1 <- whole < host",
      "  b: 2 <- whole < host < raw",
    ]);
  });
});

describe("a mapping that is printed entry by entry", () => {
  const entries: readonly (readonly [string, YamlModel])[] = [
    ["a", withOrigin(originOf("a"), { b: 1, c: [withOrigin(originOf("item"), 2)] })],
    ["d: e", "f\ng"],
    ["h", withComment("why", withOrigin(originOf("h"), 3))],
  ];
  const printed = (indent: string): ReturnType<YamlPrinter["end"]> => {
    const printer = new YamlPrinter(indent);
    for (const [key, value] of entries) printer.add(key, value);
    return printer.end();
  };

  test("is the same as one with a blank line between its entries", () => {
    const file = renderYaml(withOrigin(originOf("whole"), { first: 1, entries: printed("  "), last: [2] }), "# header\n");
    expect(file).toEqual(renderYaml(withOrigin(originOf("whole"), { first: 1, entries: spaced(Object.fromEntries(entries)), last: [2] }), "# header\n"));
  });

  test("without entries is an empty one", () => {
    expect(renderYaml({ entries: new YamlPrinter("  ").end() }).text).toBe("entries: {}\n");
  });

  test("stands nowhere but where its entries have their indent", () => {
    expect(() => renderYaml({ outer: { entries: printed("  ") } })).toThrow();
    expect(() => renderYaml({ list: [printed("    ")] })).toThrow();
  });
});

describe("merging", () => {
  test("goes into mappings that both have; else the second counts", () => {
    const base = { a: { b: 1, c: { d: 2 } }, e: [1], f: new YamlAlias("x"), g: 1 };
    expect(mergeYaml(base, { a: { c: { d: 3, h: 4 } }, e: [2], f: { i: 5 }, j: 6 })).toEqual({ a: { b: 1, c: { d: 3, h: 4 } }, e: [2], f: { i: 5 }, g: 1, j: 6 });
  });

  test("keeps the places, the notes and the raw texts", () => {
    const base = withRaw(withOrigin(originOf("base"), { b: 1, a: { c: 1 } }), "x: 1", originOf("raw"));
    const merged = mergeYaml(base, withRaw({ a: withOrigin(originOf("over"), { d: 2 }), z: withOrigin(originOf("over"), 3) }, "y: 2", originOf("raw")));
    const file = renderYaml(merged);
    expect(file.text).toBe("b: 1\na:\n  c: 1\n  d: 2\nz: 3\nx: 1\ny: 2\n");
    expect(file.provenance[0]).toEqual({ origin: originOf("base"), first: 1, last: 7 });
  });

  test("takes hostile keys for keys", () => {
    const merged = mergeYaml({ a: 1 }, JSON.parse('{"__proto__": {"b": 2}, "constructor": 3}') as Record<string, YamlModel>);
    expect(renderYaml(merged).text).toBe("a: 1\n__proto__:\n  b: 2\nconstructor: 3\n");
  });
});
