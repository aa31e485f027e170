import { isBuiltin } from "node:module";

/**
 * Node's modules in a bundle that is a script: there they are asked for with `process.getBuiltinModule`, and each when something of it is first used, as
 * few runs start a process or hash a file.
 */
export const lazyNode = {
  name: "infc-lazy-node",
  setup(build) {
    build.onResolve({ filter: /^[a-z]/ }, ({ path }) => (isBuiltin(path) ? { path: path.replace(/^node:/, ""), namespace: "node" } : undefined));
    build.onLoad({ filter: /.*/, namespace: "node" }, async ({ path }) => {
      const names = Object.keys(await import(`node:${path}`)).filter((name) => name !== "default");
      const getters = names.map((name) => `get ${name}() { return load().${name}; }`);
      return { contents: `let loaded;\nconst load = () => (loaded ??= process.getBuiltinModule("node:${path}"));\nmodule.exports = { ${getters.join(", ")} };\n` };
    });
  },
};
