import { readFileSync } from "node:fs";
import Handlebars from "handlebars";

/**
 * A template of Handlebars as the text of a module whose default export writes it: `(writer, model) => void`, for `template` of src/emit.
 *
 * Of the language it has what configurations need: `{{name}}`, `{{a.b}}`, `{{../name}}`, `{{this}}`, `if`, `unless`, `each`, `with`, `from`, `kept`, and
 * inline partials. Everything else is an error here. Plain code has no look-up of helpers and no buffers at run time, where a site may have a million lines.
 */
export function precompile(text, file) {
  try {
    return new Compiler().compile(Handlebars.parse(text));
  } catch (error) {
    throw new Error(`${file}: ${error.message}`);
  }
}

class Compiler {
  #lines = [];
  #functions = [];
  #partials = new Set();
  #names = 0;
  #indent = "";

  compile(program) {
    for (const { program: partial, params } of program.body.filter(({ type }) => type === "DecoratorBlock")) {
      this.#partials.add(params[0].value);
      this.#function(partialName(params[0].value), partial);
    }
    this.#function("render", { ...program, body: program.body.filter(({ type }) => type !== "DecoratorBlock") });
    return `${[...this.#functions, ...this.#lines].join("\n")}
function present(value, name) {
  if (value === undefined) throw new Error("the model of a template lacks \`" + name + "\`; absent is null");
  return value;
}
function isList(value) {
  if (!Array.isArray(value)) throw new Error("a template repeats something for what is no list");
  return true;
}
function word(value, name) {
  if (value === undefined) present(value, name);
  return typeof value === "string" ? value : value === null ? "" : String(value);
}
function holds(value) {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}
export default render;
`;
  }

  #function(name, program) {
    this.#block(`function ${name}(w, c0)`, () => this.#body(program, ["c0"]));
  }

  /** A function of its own for what is repeated: an engine makes one fast that is called often, and hardly a whole template that runs once. */
  #repeated(program, contexts) {
    const [outer, indent, name] = [this.#lines, this.#indent, this.#name("each")];
    [this.#lines, this.#indent] = [[], ""];
    this.#block(`function ${name}(${["w", ...contexts].join(", ")})`, () => this.#body(program, contexts));
    this.#functions.push(...this.#lines);
    [this.#lines, this.#indent] = [outer, indent];
    return name;
  }

  #body(program, contexts) {
    let run = [];
    for (const node of program?.body ?? []) {
      if (node.type === "ContentStatement" || node.type === "MustacheStatement") run.push(node);
      else {
        this.#run(run, contexts);
        run = [];
        this.#node(node, contexts);
      }
    }
    this.#run(run, contexts);
  }

  /** Text with values in it: each piece by itself, as the writer joins many at once. */
  #run(nodes, contexts) {
    let fixed = "";
    const flush = () => {
      if (fixed !== "") this.#emit(`w.fixed(${JSON.stringify(fixed)}, ${fixed.split("\n").length - 1}, ${fixed.endsWith("\n")});`);
      fixed = "";
    };
    for (const node of nodes) {
      if (node.type === "ContentStatement") fixed += node.value;
      else {
        flush();
        this.#emit(`w.text(${this.#word(node, contexts)});`);
      }
    }
    flush();
  }

  #word(node, contexts) {
    if (node.params.length > 0 || node.hash) throw refused(node, "a helper");
    return this.#wordOf(node.path, contexts);
  }

  #wordOf(path, contexts) {
    return `word(${this.#look(path, contexts)}, ${JSON.stringify(path.original)})`;
  }

  #node(node, contexts) {
    switch (node.type) {
      case "PartialStatement":
        if (!this.#partials.has(node.name.original) || node.params.length > 1 || node.indent !== "") throw refused(node, "this partial");
        return this.#emit(`${partialName(node.name.original)}(w, ${node.params.length === 0 ? contexts.at(-1) : this.#value(node.params[0], contexts)});`);
      case "BlockStatement":
        return this.#blockStatement(node, contexts);
      case "CommentStatement":
        return;
      default:
        throw refused(node, node.type);
    }
  }

  #blockStatement(node, contexts) {
    const { path, params, hash, program, inverse } = node;
    if (params.length !== (path.original === "kept" ? 2 : 1) || (path.original === "kept" && inverse) || hash || program?.blockParams || inverse?.blockParams) throw refused(node, "these parameters");
    const name = this.#name("v");
    this.#emit(`const ${name} = ${this.#look(params[0], contexts)};`);
    this.#emit(`if (${name} === undefined) present(${name}, ${JSON.stringify(params[0].original)});`);
    const otherwise = () => {
      if (inverse) this.#block("else", () => this.#body(inverse, contexts));
    };
    switch (path.original) {
      case "from": {
        const slot = this.#name("s");
        this.#emit(`const ${slot} = w.open(${name});`);
        this.#body(program, contexts);
        return this.#emit(`w.close(${slot});`);
      }
      case "if":
      case "unless":
        this.#block(path.original === "if" ? `if (${name} && holds(${name}))` : `if (!holds(${name}))`, () => this.#body(program, contexts));
        return otherwise();
      case "with":
        this.#block(`if (${name} && holds(${name}))`, () => this.#body(program, [...contexts, name]));
        return otherwise();
      case "each": {
        const item = this.#name("c");
        const body = this.#repeated(program, [...contexts, item]);
        const at = this.#name("i");
        this.#block(`if (${name} && ${name}.length !== 0 && isList(${name}))`, () => this.#emit(`for (let ${at} = 0; ${at} < ${name}.length; ${at}++) ${body}(${["w", ...contexts, `${name}[${at}]`].join(", ")});`));
        return otherwise();
      }
      case "kept": {
        // Of each item no more is written than what it says itself, as the writer may use again what it wrote of it.
        const body = this.#repeated(program, [this.#name("c")]);
        const at = this.#name("i");
        this.#block(`if (${name} && ${name}.length !== 0 && isList(${name}) && !w.kept("${body} " + ${this.#wordOf(params[1], contexts)}, ${name}, ${body}))`, () =>
          this.#emit(`for (let ${at} = 0; ${at} < ${name}.length; ${at}++) ${body}(w, ${name}[${at}]);`),
        );
        return;
      }
      default:
        throw refused(node, `\`${path.original}\``);
    }
  }

  /** The value of a path. Its last name must be there. */
  #value(path, contexts) {
    return `present(${this.#look(path, contexts)}, ${JSON.stringify(path.original)})`;
  }

  /** The same, unchecked. */
  #look(path, contexts) {
    if (path.type !== "PathExpression" || path.data || path.depth >= contexts.length) throw refused(path, "this value");
    return `${contexts.at(-1 - path.depth)}${path.parts.map((part) => `[${JSON.stringify(part)}]`).join("")}`;
  }

  #name(letter) {
    return `${letter}${++this.#names}`;
  }

  #block(head, inside) {
    this.#emit(`${head} {`);
    const outer = this.#indent;
    this.#indent += "  ";
    inside();
    this.#indent = outer;
    this.#emit("}");
  }

  #emit(line) {
    this.#lines.push(this.#indent + line);
  }
}

function partialName(name) {
  return `partial_${name.replace(/\W/g, "_")}`;
}

function refused({ loc }, what) {
  return new Error(`templates have no ${what} (line ${loc.start.line})`);
}

/** For vite and vitest. */
export function handlebarsVite() {
  return {
    name: "infc-handlebars",
    enforce: "pre",
    load(id) {
      const file = id.split("?", 1)[0];
      return file.endsWith(".hbs") ? { code: precompile(readFileSync(file, "utf8"), file), map: null } : undefined;
    },
  };
}

/** For esbuild. */
export const handlebarsEsbuild = {
  name: "infc-handlebars",
  setup(build) {
    build.onLoad({ filter: /\.hbs$/ }, ({ path }) => {
      try {
        return { contents: precompile(readFileSync(path, "utf8"), path), loader: "js" };
      } catch (error) {
        return { errors: [{ text: error.message }] };
      }
    });
  },
};
