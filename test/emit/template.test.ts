import Handlebars from "handlebars";
import { describe, expect, test } from "vitest";
import { template, type TemplateWriter } from "../../src/emit/template.js";
import { precompile } from "../../tools/handlebars.js";
import { originOf } from "../kit/site.js";

/** The function of a template's text, as a bundle would load it. */
async function compiled(text: string): Promise<(writer: TemplateWriter, model: unknown) => void> {
  const module = (await import(`data:text/javascript,${encodeURIComponent(precompile(text, "test.hbs"))}`)) as { readonly default: (writer: TemplateWriter, model: unknown) => void };
  return module.default;
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

  test.each(["{{gone}}", "{{nested.gone}}", "{{#if gone}}x{{/if}}", "{{#each gone}}x{{/each}}", "{{#with gone}}x{{/with}}", "{{#from gone}}x{{/from}}"])("a name that the model lacks throws: %s", async (text) => {
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
});
