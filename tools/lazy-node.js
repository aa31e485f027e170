import { isBuiltin } from "node:module";

/** Modules of functions alone that Node has not loaded when a program starts, and that few runs of it need. */
const deferred = new Set(["child_process", "crypto", "tty", "v8"]);

/**
 * Node's modules in a bundle that is a script: there they are asked for with `process.getBuiltinModule`. The functions and tables of those that Node
 * has yet to load ask when they are first used.
 */
export const lazyNode = {
  name: "infc-lazy-node",
  setup(build) {
    build.onResolve({ filter: /^[a-z]/ }, ({ path, kind }) => (isBuiltin(path) ? { path: path.replace(/^node:/, ""), namespace: kind === "require-call" ? "node-cjs" : "node-esm" } : undefined));
    build.onLoad({ filter: /.*/, namespace: "node-cjs" }, ({ path }) => ({
      contents: deferred.has(path) ? `let loaded;\nmodule.exports = new Proxy({}, { get: (_, name) => (loaded ??= ${load(path)})[name] });\n` : `module.exports = ${load(path)};\n`,
    }));
    build.onLoad({ filter: /.*/, namespace: "node-esm" }, async ({ path }) => {
      const exported = await exportsOf(path);
      if (!deferred.has(path)) return { contents: `const loaded = ${load(path)};\nexport const { ${exported.map(([name]) => name).join(", ")} } = loaded;\nexport default loaded;\n` };
      const functions = exported.filter(([, value]) => typeof value === "function").map(([name]) => `export function ${name}(...args) { return get().${name}(...args); }\n`);
      const objects = exported.filter(([, value]) => typeof value === "object" && value !== null).map(([name]) => `export const ${name} = new Proxy({}, { get: (_, key) => get().${name}[key] });\n`);
      return { contents: `let loaded;\nconst get = () => (loaded ??= ${load(path)});\n${functions.join("")}${objects.join("")}` };
    });
  },
};

function load(path) {
  return `process.getBuiltinModule("node:${path}")`;
}

/** What can be imported by name: all but what loads more when it is looked at, and numbers such as `F_OK`, at which a later Node warns. */
async function exportsOf(path) {
  const { default: loaded } = await import(`node:${path}`);
  const found = Object.entries(Object.getOwnPropertyDescriptors(loaded)).filter(([name, { get, value }]) => get === undefined && typeof value !== "number" && name !== "default");
  return found.map(([name, { value }]) => [name, value]);
}
