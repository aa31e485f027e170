import { addStatus, type Checker, type Complaint, type Subject } from "./checker.js";
import { buildUpsyncStub } from "./upsync-stub/build.js";
import type { World } from "./world.js";

const modules = "/usr/lib/nginx/modules";
const stub = `${modules}/infc_upsync_stub_module.so`;

/** Extensions by the directives that need them, and the modules to load, in this order. */
const extensions = [
  { directive: /^\s*stream\s*\{/m, loaded: /stream_module/, files: [`${modules}/ngx_stream_module.so`] },
  // ndk first: the lua module uses its symbols.
  { directive: /^\s*(?:lua_|\w+_by_lua)/m, loaded: /lua_module/, files: [`${modules}/ndk_http_module.so`, `${modules}/ngx_http_lua_module.so`] },
  { directive: /(?:^|[;{])\s*(?:upsync|upstream_show)/m, loaded: /upsync/, files: [stub] },
] as const;

/**
 * `nginx -t`. It opens the sockets that the file listens on, so the addresses must be on an interface, and it resolves
 * upstream names. Modules that the file uses and does not load are loaded for it: a container's image has them built in.
 */
export const nginx: Checker = {
  name: "nginx",
  needs: ["nginx", "nginx-stream", "nginx-lua", "nginx-dev", "gcc", "libc", "make"],
  complete(subject) {
    const text = textsOf(subject);
    const named = [...text.matchAll(/^\s*load_module\s+"?([^\s";]*upsync[^\s";]*)"?\s*;/gm)].map((match) => fromPrefix(match[1]!));
    const copyOf = extensions.at(-1)!.directive.test(text) || named.length > 0 ? buildUpsyncStub() : undefined;
    const files = copyOf === undefined ? [] : [stub, ...named].map((path) => ({ path, content: { copyOf } }));
    return { files } satisfies World;
  },
  commands(subject) {
    const text = textsOf(subject);
    const loaded = [...text.matchAll(/^\s*load_module\s+([^;]+);/gm)].map((match) => match[1]!);
    const lacking = extensions.filter((extension) => extension.directive.test(text) && !loaded.some((path) => extension.loaded.test(path)));
    const globals = lacking.flatMap(({ files }) => files).map((file) => `load_module ${file};`);
    return [{ argv: ["nginx", "-t", "-c", subject.path, ...(globals.length === 0 ? [] : ["-g", globals.join(" ")])] }];
  },
  read([run], subject) {
    const complaints: Complaint[] = [];
    for (const [, level, words = ""] of run!.stderr.matchAll(/^(?:\S+ \S+|nginx:) \[(\w+)\] (?:\d+#\d+: )?(.*)$/gm)) {
      if (level === "notice" || level === "info" || level === "debug") continue;
      const [, text = words, file, line] = /^(.*) in (\S+):(\d+)$/.exec(words) ?? [];
      complaints.push({ severity: level === "warn" ? "warning" : "error", text, file: file ?? subject.path, ...(line === undefined ? {} : { line: Number(line) }) });
    }
    return addStatus(complaints, run!, subject);
  },
};

/** The paths at which a file wants a certificate or a key. */
export function nginxCertificates(text: string): readonly string[] {
  const directives = /^[^#\n]*?\b(?:proxy_ssl|grpc_ssl|ssl)_(?:(?:client_|trusted_)?certificate|certificate_key)\s+"?(\/[^\s";]+)/gm;
  return [...text.matchAll(directives)].map((match) => match[1]!);
}

/** The file and everything beside and below it, which it may include; comments are blanked. */
function textsOf({ path, text, world }: Subject): string {
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  const others = (world.files ?? []).filter((file) => file.path !== path && file.path.startsWith(folder)).map(({ content }) => (typeof content === "string" ? content : ""));
  return [text, ...others].join("\n").replace(/^\s*#.*$/gm, "");
}

/** A relative module path starts at the folder that nginx was configured with. */
function fromPrefix(path: string): string {
  return path.startsWith("/") ? path : `/usr/share/nginx/${path}`;
}
