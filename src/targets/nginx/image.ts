import type { Image, Tmpfiles } from "./model.js";
import { pinnedVersion } from "./installation.js";
import { fixed } from "./quote.js";
import type { Scope } from "./scope.js";
import type { Workers } from "./workers.js";
import { findNamed } from "../../source/group.js";

/**
 * The Dockerfile of a gateway's image, which all its containers on one engine share: the first of them writes it.
 * Null when the image is not infc's.
 */
export function imageOf(scope: Scope, workers: Workers | null): Image | null {
  const { installation, machine, context, proxies, daemon, quote } = scope;
  const { imageFolder, container } = installation;
  if (imageFolder === null || container === null || machine.engine === null) return null;
  const siblings = proxies.flatMap(({ machines }) => machines).filter((name) => findNamed(context.site.machines, name)?.engine === machine.engine);
  if (siblings[0] !== machine.name) return null;
  const nginx = fixed("nginx");
  return {
    ...(workers ?? { user: nginx, group: nginx }),
    folder: imageFolder,
    machine: machine.engine,
    beside: machine.root.includes("/") ? machine.root.slice(0, machine.root.lastIndexOf("/") + 1) : "",
    tag: daemon.version === null ? fixed(pinnedVersion) : quote.tag(daemon.version, daemon.origin),
    containers: siblings,
    origin: container.build?.origin ?? container.origin,
  };
}

/** The folder of upsync's files, for the workers to write in. The image of a container makes it itself. */
export function tmpfilesOf({ machine, serverLists }: Scope, workers: Workers | null): Tmpfiles | null {
  const list = serverLists.find(({ keeper }) => keeper === "upsync");
  if (list === undefined || machine.kind !== "host" || workers === null) return null;
  return { ...workers, origin: list.origin };
}
