import { type DiagnosticDefinition, defineDiagnostic, type Report } from "../../diagnostics/define.js";
import type { OutputFile } from "../../emit/output-file.js";
import { withComment, withOrigin } from "../../emit/yaml.js";
import type { Container } from "../../ir/container.js";
import { compareNames, compareText } from "../../source/order.js";
import type { Origin } from "../../source/origin.js";
import type { Leaf, LongMount } from "./model.js";
import { fixed, joined, type Quote, type Text } from "./quote.js";

/**
 * Folders that hold nothing but what infc writes, in every image that it names. They are mounted whole: a mount of a
 * single file is bound to the file as it was when the container started, so a file that is replaced rather than
 * overwritten would stay the old one for a daemon that reloads. Elsewhere the image has files of its own (`mime.types` in
 * /etc/nginx), which a folder would hide.
 */
const ownFolders = ["/etc/consul.d", "/etc/haproxy", "/etc/keepalived", "/usr/local/etc/haproxy", "/usr/local/lib/infc", "/usr/share/logstash/pipeline"];

interface Mount {
  /** A named volume, or a path: relative to the compose file where it does not begin with `/`. */
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
  readonly origin: Origin;
  readonly named: boolean;
  readonly comment?: string;
}

/**
 * All that is mounted into a container, by its place in the container: the mounts of the program, and `files`, which infc
 * generated for it. `folder` is that of the compose file in the output folder, with a slash at its end unless it is empty.
 */
export function lowerMounts(container: Container, files: readonly OutputFile[], folder: string, quote: Quote, report: Report): readonly (Leaf | LongMount)[] {
  if (container.mounts.length + files.length === 0) return [];
  const written = container.mounts.map(({ kind, source, target, readOnly, origin }): Mount => ({ source, target, readOnly, origin, named: kind === "volume" }));
  const generated = mountsOf(container, files, folder);
  for (const mount of written) {
    const hidden = generated.find(({ target }) => target === trimmed(mount.target));
    if (hidden !== undefined) report(mountOverGenerated, { at: mount.origin, data: { target: mount.target }, related: [{ span: hidden.origin.span, text: "generated because of this" }] });
  }
  return [...written, ...generated].sort((a, b) => compareNames(a.target, b.target)).map((mount) => printMount(mount, container.name, quote));
}

function mountsOf(container: Container, files: readonly OutputFile[], folder: string): readonly Mount[] {
  const placed = files.flatMap((file) => (file.target === null ? [] : [{ ...file, target: file.target }])).sort((a, b) => compareText(a.target, b.target));
  const seeded = [...new Set(placed.filter(({ seed }) => seed).map(({ target }) => parentOf(target)))].filter((own) => own !== "");
  const others = [...container.mounts.map(({ target }) => trimmed(target)), ...seeded];
  // Nothing can be mounted inside a folder that is read-only itself: the place for it could not be made.
  const whole = ownFolders.filter((own) => !others.some((target) => target === own || target.startsWith(`${own}/`)));
  const mounts = new Map<string, Mount>();
  for (const { path, target, seed, daemon, provenance } of placed) {
    const origin = provenance[0]?.origin ?? container.origin;
    const root = path.slice(folder.length, path.length - target.length);
    const writable = seeded.find((own) => target.startsWith(`${own}/`));
    const at = writable ?? whole.find((own) => target.startsWith(`${own}/`)) ?? target;
    if (mounts.has(at)) continue;
    const mount = { source: `${root}${at}`, target: at, readOnly: !seed && writable === undefined, origin, named: false };
    mounts.set(at, writable === undefined ? mount : { ...mount, comment: `${daemon} writes here; infc only puts the first state.` });
  }
  return [...mounts.values()];
}

function printMount({ source, target, readOnly, origin, named, comment }: Mount, container: string, quote: Quote): Leaf | LongMount {
  const from = named ? quote.name(source, origin, source.startsWith(container) ? container : undefined) : quote.line(relative(source), origin);
  const to = quote.line(target, origin);
  const isShort = !source.includes(":") && !target.includes(":");
  const mount: Text | LongMount = isShort
    ? joined(":", from, to, ...(readOnly ? [fixed("ro")] : []))
    : { type: fixed(named ? "volume" : "bind"), source: from, target: to, read_only: readOnly || undefined };
  const located = withOrigin<Text | LongMount>(origin, mount);
  return comment === undefined ? located : (withComment(comment, located) as Leaf | LongMount);
}

/** Without `./` Compose takes a path for the name of a volume. `~/` is the home of whoever runs it. */
function relative(source: string): string {
  return /^(\.{0,2}(\/|$)|~\/)/.test(source) ? source : `./${source}`;
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}

function trimmed(path: string): string {
  return path.replace(/(?<=.)\/+$/, "");
}

export const mountOverGenerated = defineDiagnostic({
  code: "mount-over-generated",
  severity: "error",
  summary: "A `mount` stands at the place of a file or folder that infc generates.",
  explanation: `
Two mounts cannot have one place in a container. What infc generates for a container is mounted into it by itself.

    gateway edge { mount ./nginx.conf -> /etc/nginx/nginx.conf }   # error: infc writes this file
    gateway edge { nginx { client_max_body_size 10m } }            # says what infc is to write into it
`,
  message: (data: { readonly target: string }) => `\`${data.target}\` in the container is where infc mounts what it generates`,
  help: () => "leave the mount out, or give it another place",
});

export const mountDiagnostics: readonly DiagnosticDefinition<never>[] = [mountOverGenerated];
