import { ownChecker, type Complaint, type TestChecker } from "./checker.js";
import { isObject, lineAt, readYaml } from "./yaml.js";

const topLevel =
  "cloud features fields fields_under_root filebeat http instrumentation keystore logging max_procs monitoring name output path processors queue seccomp setup tags timer timestamp".split(" ");
const outputs = "console discard elasticsearch file kafka logstash redis".split(" ");

type Path = readonly (string | number)[];

/** Structure only: the program itself is in no distribution. Keys may be nested or dotted, as Beats allow. */
export const filebeat: TestChecker = {
  ...ownChecker,
  name: "filebeat",
  read(_, { path, text }) {
    const { data, document, lines, complaints } = readYaml(path, text);
    const found: Complaint[] = [...complaints];
    const complain = (at: Path, words: string): void => void found.push({ severity: "error", file: path, ...lineAt(document, lines, at), text: words });
    if (complaints.some(({ severity }) => severity === "error")) return found;
    if (!isObject(data)) return [{ severity: "error", file: path, text: "the file holds no settings" }];
    for (const key of Object.keys(data)) if (!topLevel.includes(key.split(".", 1)[0]!)) complain([key], `\`${key}\` is no setting of Filebeat`);
    checkOutputs(data, complain);
    checkInputs(data, complain);
    return found;
  },
};

function checkOutputs(data: Readonly<Record<string, unknown>>, complain: (at: Path, words: string) => void): void {
  const enabled = children(data, "output").filter(({ value }) => !isObject(value) || value["enabled"] !== false);
  if (enabled.length === 0) complain([], "no output is enabled");
  for (const { at } of enabled.slice(1)) complain(at, "a second output is enabled; only one can be");
  for (const { name, at, value } of enabled) {
    if (!outputs.includes(name)) complain(at, `no output is called \`${name}\``);
    else if (["elasticsearch", "kafka", "logstash", "redis"].includes(name)) {
      const hosts: unknown = isObject(value) ? value["hosts"] : undefined;
      if (!Array.isArray(hosts) || hosts.length === 0 || hosts.some((host) => typeof host !== "string" || host === "")) complain(at, `\`${name}\` needs \`hosts\`, a list of texts`);
    }
  }
}

function checkInputs(data: Readonly<Record<string, unknown>>, complain: (at: Path, words: string) => void): void {
  const inputs = children(data, "filebeat").find(({ name }) => name === "inputs");
  if (inputs === undefined) {
    if (!children(data, "filebeat").some(({ name }) => /^(modules|autodiscover|config)/.test(name))) complain([], "there is no input");
    return;
  }
  if (!Array.isArray(inputs.value) || inputs.value.length === 0) return complain(inputs.at, "`filebeat.inputs` is a list of at least one input");
  const ids = new Set<unknown>();
  inputs.value.forEach((input: unknown, index) => {
    const at = [...inputs.at, index];
    if (!isObject(input)) return complain(at, "an input is a map");
    const { type, id, paths } = input;
    if (typeof type !== "string") return complain(at, "an input needs a `type`");
    if (type === "log" || type === "container") complain(at, `inputs of type \`${type}\` are gone since Filebeat 9: use \`filestream\``);
    if (type !== "filestream") return;
    if (typeof id !== "string" || id === "") complain(at, "a filestream input needs an `id`");
    else if (ids.has(id)) complain([...at, "id"], `the id \`${id}\` is taken by another input`);
    ids.add(id);
    if (!Array.isArray(paths) || paths.length === 0 || paths.some((item) => typeof item !== "string" || item === "")) complain(at, "a filestream input needs `paths`, a list of texts");
  });
}

/** What stands below `key`, nested or dotted: of `output`, both `output: { redis: … }` and `output.redis: …`. */
function children(data: Readonly<Record<string, unknown>>, key: string): readonly { readonly name: string; readonly at: Path; readonly value: unknown }[] {
  return Object.entries(data).flatMap(([name, value]) => {
    if (name.startsWith(`${key}.`)) return [{ name: name.slice(key.length + 1), at: [name], value }];
    if (name !== key || !isObject(value)) return [];
    return Object.entries(value).map(([inner, below]) => ({ name: inner, at: [name, inner], value: below }));
  });
}
