import type { Directive, ServerList, Word } from "./model.js";
import type { Installation } from "./installation.js";
import { upsyncFolder } from "./discovery.js";

/** Who the workers are: the user and group that `user` says. */
export interface Workers {
  readonly user: Word;
  readonly group: Word;
}

/** Null where nginx is left with the user that it was built with. Source: nginx.org, ngx_core_module, `user`. */
export function workersOf(main: readonly Directive[]): Workers | null {
  const words = main.find(({ name }) => name === "user")?.words;
  if (words === undefined || !areNames(words)) return null;
  const [user, group = user] = words.split(" ") as Word[];
  return { user: user!, group: group! };
}

/** One or two names that files and commands take as they stand. */
function areNames(words: Word): boolean {
  return /^[A-Za-z_][A-Za-z0-9_.-]*(?: [A-Za-z_][A-Za-z0-9_.-]*)?$/.test(words);
}

/** Whose a list is on a host: upsync's are written by the workers, an operator's by the operator. */
export function ownerOf({ keeper }: ServerList, workers: Workers | null): string {
  return keeper === "upsync" && workers !== null ? `${workers.user}:${workers.group}` : "root:root";
}

/**
 * The command by which the folder of upsync's lists becomes the workers' own. What is mounted belongs to whoever built it, and only
 * infc's own image takes it over when it starts.
 */
export function claimOf({ keeper }: ServerList, workers: Workers | null, { container, imageFolder, program }: Installation): readonly string[] | null {
  if (keeper !== "upsync" || container === null || imageFolder !== null) return null;
  if (workers !== null) return ["chown", "-R", `${workers.user}:${workers.group}`, upsyncFolder];
  // Without `--user`, nginx is built for `nobody`. Source: auto/options and auto/unix of nginx.
  const built = `${program} -V 2>&1 | sed -n 's/.* --user=\\([^ ]*\\).*/\\1/p' | grep . || echo nobody`;
  return ["/bin/sh", "-c", `chown -R "$(${built})" ${upsyncFolder}`];
}
