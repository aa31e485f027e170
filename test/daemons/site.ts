import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkAll, type Complaint } from "./checker.js";
import { checkersFor } from "./checkers.js";
import { haproxyCertificates } from "./haproxy.js";
import { nginxCertificates } from "./nginx.js";
import { requireDaemon } from "./require.js";
import { shell } from "./shell.js";
import type { World, WorldFile } from "./world.js";

/** What the checks read of `manifest.json`. */
export interface Manifest {
  readonly files: readonly ManifestFile[];
}

export interface ManifestFile {
  /** Below the output folder: `hosts/lb1/etc/nginx/nginx.conf`, `gateway-1/etc/nginx/nginx.conf`, `docker-compose.yml`. */
  readonly path: string;
  readonly daemon: string;
  /** Octal text (`0644`) or a number. */
  readonly mode: string | number;
  /** Null for a file that another file includes, and that its daemon cannot judge alone. */
  readonly check?: unknown;
}

/** Where the files below one folder of the output stand, and what else there is on that machine. */
export interface Place extends Omit<World, "files" | "certificates" | "programs"> {
  readonly name: string;
  /** The folder whose content is the machine's root: `hosts/lb1`, `gateway-1`. */
  readonly tree: string;
}

export interface SiteComplaint extends Complaint {
  /** Below the output folder. */
  readonly path: string;
  readonly daemon: string;
}

/**
 * Every complaint of every daemon about a compiled site, in the order of the places and of the manifest. One world a
 * place; files below no place, such as `docker-compose.yml`, are judged in a world that has the whole output folder as
 * `/site` and no network. Daemons that are absent are skipped loudly.
 */
export async function checkSite(outFolder: string, manifest: Manifest, places: readonly Place[]): Promise<readonly SiteComplaint[]> {
  const all = [...places, { name: "site", tree: "" }];
  const complaints: (readonly SiteComplaint[])[] = all.map(() => []);
  // Two at a time: each world keeps one core busy.
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < all.length; index = next++) {
      const place = all[index]!;
      const isJudged = (file: ManifestFile): boolean => treeOf(file.path, places) === place.tree && (isScript(file) || (file.check !== null && file.check !== false));
      // The paths in docker-compose.yml lead into the other trees.
      const files = place.tree === "" ? manifest.files : manifest.files.filter(({ path }) => treeOf(path, places) === place.tree);
      complaints[index] = await checkPlace(outFolder, place, files, files.filter(isJudged));
    }
  };
  await Promise.all([work(), work()]);
  return complaints.flat();
}

async function checkPlace(outFolder: string, place: Place, files: readonly ManifestFile[], judged: readonly ManifestFile[]): Promise<readonly SiteComplaint[]> {
  const { tree, ...world } = place;
  const absolute = (path: string): string => (tree === "" ? `/site/${path}` : path.slice(tree.length));
  const laid = files.map(({ path, mode }): WorldFile & { readonly content: string } => ({
    path: absolute(path),
    content: readFileSync(join(outFolder, path), "utf8"),
    mode: typeof mode === "string" ? Number.parseInt(mode, 8) : mode,
  }));
  const wanted = judged
    .flatMap((file) => (isScript(file) ? [shell] : checkersFor(file.daemon, file.path)).map((checker) => ({ checker, ...file })))
    .map(({ checker, path, daemon }) => ({ checker, daemon, path: absolute(path), source: path }))
    .filter(({ checker }) => requireDaemon(checker));
  const results = await checkAll(wanted, { ...world, files: laid, certificates: certificatesOf(laid) });
  const sources = new Map(files.map(({ path }) => [absolute(path), path]));
  return wanted.flatMap(({ daemon, source }, index) => results[index]!.map((complaint) => ({ ...complaint, daemon, path: sources.get(complaint.file ?? "") ?? source })));
}

/** What can be run is a script, whatever its daemon. */
function isScript({ mode }: ManifestFile): boolean {
  return ((typeof mode === "string" ? Number.parseInt(mode, 8) : mode) & 0o111) !== 0;
}

/** The place whose tree holds the path; "" for none. */
function treeOf(path: string, places: readonly Place[]): string {
  return places.find(({ tree }) => path.startsWith(`${tree}/`))?.tree ?? "";
}

/** Certificates are the user's to bring, so the check makes throw-away ones where files name them. */
function certificatesOf(files: readonly { readonly path: string; readonly content: string }[]): readonly string[] {
  const named = files.flatMap(({ content }) => [...nginxCertificates(content), ...haproxyCertificates(content)]);
  return [...new Set(named)].filter((path) => !files.some((file) => file.path === path));
}
