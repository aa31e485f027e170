import { addStatus, type Checker, type Complaint, type Subject } from "../../emit/checker.js";
import type { World } from "../../emit/world.js";

const modules = "/usr/lib/nginx/modules";
export const upsyncModule = `${modules}/ngx_http_upsync_module.so`;

const upsync = { name: "upsync", directive: /(?:^|[;{])\s*(?:upsync|upstream_show)/m, files: [upsyncModule] };

/** Extensions by the directives that need them, and the modules to load, in this order. */
const extensions = [
  { name: "stream", directive: /^\s*stream\s*\{/m, files: [`${modules}/ngx_stream_module.so`] },
  // ndk first: the lua module uses its symbols.
  { name: "lua", directive: /^\s*(?:lua_|\w+_by_lua)/m, files: [`${modules}/ndk_http_module.so`, `${modules}/ngx_http_lua_module.so`] },
  upsync,
] as const;

/**
 * `nginx -t`. It opens the sockets that the file listens on, so the addresses must be on an interface, and it resolves
 * upstream names. Modules that the file uses and does not load are loaded for it: a container's image has them built in.
 * Where the machine lacks the upsync module, its directives are blanked, so that all the rest is judged.
 */
export const nginxChecker: Checker = {
  name: "nginx",
  programs: ["nginx"],
  package: { name: "nginx" },
  version: { argv: ["-v"], pattern: /nginx\/(\d+(?:\.\d+)*)/ },
  complete(subject) {
    const without = lacksUpsync(subject) ? filesOf(subject).flatMap(({ path, content }) => blanked(path, content)) : [];
    return { certificates: certificatesOf(textsOf(subject)), files: [...installed(subject), ...without] };
  },
  unjudged(subject) {
    const text = textsOf(subject);
    const lacking = extensions.filter(({ directive, files }) => directive.test(text) && !files.every(subject.has)).map(({ name }) => name);
    return lacking.length === 0 ? undefined : `the ${lacking.join(" and ")} directives, as nginx here lacks the module`;
  },
  commands(subject) {
    const globals = modulesFor(textsOf(subject), subject.has).map((file) => `load_module ${file};`);
    return [{ argv: [subject.program, "-t", "-c", subject.path, ...(globals.length === 0 ? [] : ["-g", globals.join(" ")])] }];
  },
  read([run], subject) {
    const complaints: Complaint[] = [];
    for (const [, level, words = ""] of run!.stderr.matchAll(/^(?:\S+ \S+|nginx:) \[(\w+)\] (?:\d+#\d+: )?(.*)$/gm)) {
      if (level === "notice" || level === "info" || level === "debug") continue;
      const [, text = words, file, line] = /^(.*) in (\S+):(\d+)$/.exec(words) ?? [];
      if (isOfModule(text, subject)) continue;
      complaints.push({ severity: level === "warn" ? "warning" : "error", text, file: file ?? subject.path, ...(line === undefined ? {} : { line: Number(line) }) });
    }
    // What stands in the way of a judgment has been said as what was not judged.
    return complaints.length === 0 && run!.stderr.includes("unknown directive") ? [] : addStatus(complaints, run!, subject);
  },
};

/** The modules that a text needs, that the machine has, and that the text does not load itself. */
export function modulesFor(text: string, has: (path: string) => boolean): readonly string[] {
  const loaded = [...text.matchAll(/^\s*load_module\s+([^;]+);/gm)].map((match) => match[1]!);
  const wanted = extensions.filter(({ directive, files }) => directive.test(text) && files.every(has) && !loaded.some((path) => files.some((file) => path.endsWith(file.slice(modules.length)))));
  return wanted.flatMap(({ files }) => files);
}

/** Whether nginx only says that it lacks a module that the machine does not have. */
function isOfModule(text: string, { has }: Subject): boolean {
  const named = /^unknown directive "([^"]+)"/.exec(text)?.[1];
  return named !== undefined && extensions.some(({ directive, files }) => directive.test(`${named} {`) && !files.every(has));
}

/** What nginx's package brings where another build of it looks: types, and the folders of its logs. */
function installed(subject: Subject): NonNullable<World["files"]> {
  const folder = subject.path.slice(0, subject.path.lastIndexOf("/"));
  const logs = [...textsOf(subject).matchAll(/^[ \t]*(?:error_log|access_log) (\/[^\s;"]+)\//gm)].map((match) => match[1]!);
  const known = new Set((subject.world.files ?? []).map(({ path }) => path));
  const files = [{ path: `${folder}/mime.types`, content: "types { }\n" }, ...[...new Set(logs)].map((path) => ({ path: `${path}/error.log`, content: "" }))];
  return files.filter(({ path }) => !known.has(path) && !subject.has(path) && !subject.has(path.slice(0, path.lastIndexOf("/") + 1)));
}

/** The paths at which a file wants a certificate or a key. */
export function certificatesOf(text: string): readonly string[] {
  const directives = /^[^#\n]*?\b(?:proxy_ssl|grpc_ssl|ssl)_(?:(?:client_|trusted_)?certificate|certificate_key)\s+"?(\/[^\s";]+)/gm;
  return [...text.matchAll(directives)].map((match) => match[1]!);
}

interface NginxFile {
  readonly path: string;
  readonly content: string;
}

/** The file and everything beside and below it, which it may include. */
function filesOf({ path, text, world }: Subject): readonly NginxFile[] {
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  const others = (world.files ?? []).flatMap((file) => (file.path !== path && file.path.startsWith(folder) && typeof file.content === "string" ? [{ path: file.path, content: file.content }] : []));
  return [{ path, content: text }, ...others];
}

/** All of their texts; comments are blanked. */
function textsOf(subject: Subject): string {
  return filesOf(subject)
    .map(({ content }) => content)
    .join("\n")
    .replace(/^\s*#.*$/gm, "");
}

function lacksUpsync(subject: Subject): boolean {
  return upsync.directive.test(textsOf(subject)) && !subject.has(upsyncModule);
}

/** The same lines without the directives of upsync, where there are any. */
export function blanked(path: string, content: string): NonNullable<World["files"]> {
  const without = content.replace(/^[ \t]*(?:load_module [^;\n]*upsync[^;\n]*|upsync(?:_\w+)? [^;\n]*|upstream_show *);/gm, "");
  return without === content ? [] : [{ path, content: without }];
}
