import type { create, HelperDelegate, HelperOptions } from "handlebars";
import runtime from "handlebars/runtime.js";
import type { Origin } from "../source/origin.js";
import type { Provenance, Text } from "./output-file.js";

// The package's types for its runtime lack what the runtime has.
const handlebars = runtime as unknown as { readonly create: typeof create };

const open = "\uE000";
const close = "\uE001";

/** Makes the text of a file from its model. */
export type Template<Model> = (model: Model) => Text;

/**
 * A precompiled Handlebars template, as the build makes it of a `.hbs` file.
 *
 * Nothing is escaped: models hold only quoted values, numbers and fixed words. A name that the model lacks throws: a
 * slip in a template is a bug, not an empty line; absent is `null`. `{{#from origin}}…{{/from}}` records that the lines
 * inside exist because of `origin`.
 */
export function template<Model>(precompiled: TemplateSpecification): Template<Model> {
  const engine = handlebars.create();
  let origins: Origin[] = [];
  engine.registerHelper("from", function (this: unknown, origin: Origin | null | undefined, options: HelperOptions) {
    if (origin === undefined) throw new Error("{{#from}} of a name that the model lacks");
    if (origin === null) return options.fn(this);
    origins.push(origin);
    return `${open}${origins.length - 1}${open}${options.fn(this)}${close}`;
  });
  for (const name of ["if", "unless", "each", "with"]) {
    const builtIn = engine.helpers[name] as HelperDelegate;
    engine.registerHelper(name, function (this: unknown, value: unknown, options: HelperOptions) {
      if (value === undefined) throw new Error(`{{#${name}}} of a name that the model lacks; absent is null`);
      return builtIn.call(this, value, options) as string;
    });
  }
  const run = engine.template<Model>(precompiled);
  return (model) => {
    origins = [];
    return stripMarks(run(model), origins);
  };
}

/** Takes away the marks that `from` left, and says which lines each pair enclosed. */
export function stripMarks(marked: string, origins: readonly Origin[]): Text {
  const provenance: Provenance[] = [];
  const stack: { readonly origin: Origin; readonly first: number; readonly slot: number }[] = [];
  const parts: string[] = [];
  let line = 1;
  let atLineStart = true;
  for (let at = 0; at < marked.length; ) {
    const next = nextMark(marked, at);
    const run = marked.slice(at, next);
    if (run !== "") {
      parts.push(run);
      line += countLines(run);
      atLineStart = run.endsWith("\n");
    }
    if (next === marked.length) break;
    if (marked[next] === open) {
      const end = marked.indexOf(open, next + 1);
      // Quoting refuses these characters, so that only `from` writes them.
      if (end < 0) throw new Error("a text holds the mark of an origin");
      const origin = origins[Number(marked.slice(next + 1, end))]!;
      stack.push({ origin, first: line, slot: provenance.length });
      provenance.push({ origin, first: line, last: line });
      at = end + 1;
    } else {
      const { origin, first, slot } = stack.pop()!;
      provenance[slot] = { origin, first, last: Math.max(first, atLineStart ? line - 1 : line) };
      at = next + 1;
    }
  }
  return { text: parts.join(""), provenance };
}

const marks = new RegExp(`[${open}${close}]`, "g");

function nextMark(text: string, from: number): number {
  marks.lastIndex = from;
  return marks.exec(text)?.index ?? text.length;
}

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count++;
  return count;
}
