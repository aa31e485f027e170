import { readFileSync } from "node:fs";
import Handlebars from "handlebars";

// `lookup` and `log` are known to Handlebars unless told; templates have no use for them, so that a slip is an error.
const knownHelpers = { from: true, if: true, unless: true, each: true, with: true, lookup: false, log: false };

/** A template as the text of a module whose default export is the precompiled template, for `Handlebars.template`. */
export function precompile(text, file) {
  try {
    return `export default ${Handlebars.precompile(text, { noEscape: true, strict: true, knownHelpersOnly: true, knownHelpers })};\n`;
  } catch (error) {
    throw new Error(`${file}: ${error.message}`);
  }
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
