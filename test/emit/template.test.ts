import Handlebars from "handlebars";
import { describe, expect, test } from "vitest";
import { longTemplate, template, type TemplateWriter } from "../../src/emit/template.js";
import { createTables } from "../../src/source/tables.js";
import type { Origin } from "../../src/source/origin.js";
import { precompile } from "../../tools/handlebars.js";
import { originOf } from "../kit/site.js";

/** The function of a template's text, as a bundle would load it. */
async function compiled(text: string): Promise<(writer: TemplateWriter, model: unknown) => void> {
  const module = (await import(`data:text/javascript,${encodeURIComponent(precompile(text, "test.hbs"))}`)) as { readonly default: (writer: TemplateWriter, model: unknown) => void };
  return module.default;
}

interface Item {
  readonly origin: Origin;
  readonly text: string;
}

interface Group {
  readonly origin: Origin;
  readonly name: string;
  readonly items: readonly Item[];
}

const print = async (text: string, model: unknown): Promise<string> => template(await compiled(text))(model).text;

describe("a compiled template", () => {
  const model = { name: "edge", none: null, zero: 0, empty: "", list: ["a", "b"], nothing: [], yes: true, nested: { port: 80, words: [{ text: "x" }, { text: "y" }] } };

  test.each([
    "plain\n",
    "{{name}} {{none}}{{zero}} {{nested.port}}\n",
    "{{#if name}}\nyes\n{{else}}\nno\n{{/if}}\n{{#if zero}}yes{{else}}no{{/if}}\n",
    "{{#if nothing}}yes{{else if yes}}else{{/if}}{{#unless empty}} unless{{/unless}}\n",
    "{{#each list}}\n- {{this}} of {{../name}}\n{{else}}\nnone\n{{/each}}\n",
    "{{#each nothing}}x{{else}}none{{/each}}{{#each none}}x{{/each}}\n",
    "{{#with nested}}\n{{port}}{{#each words}} {{text}}{{#if ../port}}!{{/if}}{{/each}} {{../name}}\n{{/with}}\n",
    "{{#with none}}x{{else}}nothing{{/with}}\n",
    '{{#*inline "item"}}\n<{{this}}>\n{{/inline}}\n{{#each list}}\n{{> item this}}\n{{/each}}\n',
  ])("prints what Handlebars prints: %j", async (text) => {
    expect(await print(text, model)).toBe(Handlebars.compile(text, { noEscape: true })(model));
  });

  test("escapes nothing", async () => {
    expect(await print("{{name}}", { name: `<"'&>` })).toBe(`<"'&>`);
  });

  test.each(["{{gone}}", "{{nested.gone}}", "{{#if gone}}x{{/if}}", "{{#each gone}}x{{/each}}", "{{#with gone}}x{{/with}}", "{{#from gone}}x{{/from}}", "{{#kept gone name}}x{{/kept}}"])("a name that the model lacks throws: %s", async (text) => {
    await expect(print(text, model)).rejects.toThrow(/lacks `(nested\.)?gone`/);
  });

  test("to repeat for what is no list throws", async () => {
    await expect(print("{{#each name}}x{{/each}}", model)).rejects.toThrow(/no list/);
  });

  test.each(["{{lookup a b}}", "{{#list}}x{{/list}}", "{{@index}}", "{{../name}}", "{{> elsewhere}}", "{{#each list as |item|}}x{{/each}}", "{{#if list includeZero=true}}x{{/if}}"])("what the language of templates lacks is an error of the build: %s", (text) => {
    expect(() => precompile(text, "x.hbs")).toThrow(/^x\.hbs: /);
  });

  test("records the lines of each origin, the outer first", async () => {
    const [outer, first, second] = [originOf("outer"), originOf("first"), originOf("second")];
    const write = await compiled("{{#from outer}}\nhead\n{{#each items}}\n{{#from origin}}\n{{text}}\n{{/from}}\n{{/each}}\n{{/from}}\nrest {{#from none}}x{{/from}}\n");
    const { text, provenance } = template(write)({ outer, none: null, items: [{ origin: first, text: "a\nb" }, { origin: second, text: "c" }] });
    expect(text).toBe("head\na\nb\nc\nrest x\n");
    expect(provenance).toEqual([{ origin: outer, first: 1, last: 4 }, { origin: first, first: 2, last: 3 }, { origin: second, first: 4, last: 4 }]);
  });

  test.each(["{{#kept list}}x{{/kept}}", "{{#kept list name}}{{../name}}{{/kept}}", "{{#kept list name}}x{{else}}y{{/kept}}"])("what is kept is written of its item alone, under a name: %s", (text) => {
    expect(() => precompile(text, "x.hbs")).toThrow(/^x\.hbs: /);
  });

  test("what is kept of long lists is what all of them are", async () => {
    const write = await compiled("{{#from origin}}\n{{title}}\n{{#kept groups title}}\n{{#from origin}}\ngroup {{name}}\n{{#kept items name}}\n{{#from origin}}\n  {{text}}\n{{/from}}\n{{/kept}}\n{{/from}}\n{{/kept}}\nend\n{{/from}}\n");
    const item = (text: string): Item => ({ origin: originOf(text), text });
    const group = (name: string, items: readonly Item[]): Group => ({ origin: originOf(name), name, items });
    const groups = Array.from({ length: 100 }, (_, at) => group(`g${at}`, Array.from({ length: at === 3 || at === 90 ? 200 : 2 }, (_, number) => item(`${at}.${number}`))));
    const long = groups[3]!;
    const model = (title: string, all: readonly Group[]): object => ({ origin: originOf("file"), title, groups: all });
    const models = [
      model("a", groups),
      model("a\nb", groups),
      model("a", groups.with(50, group("new", [item("one\ntwo")]))),
      model("a", groups.with(3, group("g3", long.items.with(150, item("other"))))),
      model("a", groups.with(3, group("g3", [...long.items.toSpliced(20, 1), long.items[20]!]))),
      model("a", [...groups.toSpliced(3, 1), long]),
      model("a", groups.slice(0, 40)),
      model("a", groups.toReversed()),
      model("a", [...groups, ...groups]),
      model("a", groups),
    ];
    const [print, anew, tables] = [longTemplate(write), template(write), createTables()];
    for (const each of models) {
      const { parts, ranges } = print(each, { tables, file: "file" });
      expect({ text: parts.join(""), provenance: ranges.provenance() }).toEqual(anew(each));
    }
  });

  test("of a long list what is near an edit alone is written", async () => {
    const write = await compiled("{{#kept items name}}\n{{text}}\n{{/kept}}\n");
    let written = 0;
    const item = (text: string): object => Object.defineProperty({}, "text", { get: () => (written++, text) });
    const items = Array.from({ length: 1000 }, (_, at) => item(`${at}`));
    const [print, tables] = [longTemplate(write), createTables()];
    print({ name: "x", items }, { tables, file: "file" });
    expect(written).toBe(1000);
    for (const edited of [items.with(500, item("new")), items.toSpliced(500, 1), [...items.toSpliced(500, 1), items[500]!], items]) {
      written = 0;
      print({ name: "x", items: edited }, { tables, file: "file" });
      expect(written).toBeLessThan(200);
    }
  });

  test("what is kept are whole lines", async () => {
    const print = longTemplate(await compiled("{{#kept items name}}{{text}}{{/kept}}"));
    expect(() => print({ name: "x", items: Array.from({ length: 100 }, () => ({ text: "a" })) }, { tables: createTables(), file: "file" })).toThrow(/whole lines/);
  });
});
