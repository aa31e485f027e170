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
  const [user, group = user] = main.find(({ name }) => name === "user")?.words ?? [];
  return isName(user) && isName(group) ? { user, group } : null;
}

/** A name that files and commands take as it stands. */
function isName(word: Word | undefined): word is Word {
  return word !== undefined && /^[A-Za-z_][A-Za-z0-9_.-]*$/.test(word);
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
