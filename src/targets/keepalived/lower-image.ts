import type { SiteIndex } from "../../ir/site-index.js";
import type { Daemon, Machine } from "../../ir/place.js";
import type { Site } from "../../ir/site.js";
import type { Image } from "./model.js";

/** As the compose file says it; the Dockerfile stands there beside that file. */
const context = "./build/keepalived";

/** The image of an engine's keepalived containers: written once, with the first of them; null for the others. */
export function lowerImage(daemon: Daemon, machine: Machine, site: Site, index: SiteIndex): Image | null {
  const { engine } = machine;
  if (machine.kind !== "container" || engine === null) return null;
  const built = new Set(
    index
      .engine(engine)
      .containers.filter(({ build }) => build?.context === context)
      .map(({ name }) => name),
  );
  const first = site.daemons.find((each) => each.target === "keepalived" && built.has(each.machine));
  if (first?.machine !== daemon.machine) return null;
  // A container's folder stands beside the compose file.
  const folder = machine.root.split("/").slice(0, -1);
  return { path: [...folder, context.slice(2), "Dockerfile"].join("/"), machine: engine, origin: daemon.origin };
}
