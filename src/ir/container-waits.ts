import type { Origin } from "../source/origin.js";
import type { Container } from "./container.js";
import type { Site } from "./site.js";

/** A container that waits for another one. */
export interface ContainerWait {
  readonly waiting: string;
  readonly target: Container;
  readonly origin: Origin;
}

/** The waits for `condition` that can never end: on a target that `isDeaf`, unless its own words to Compose say `word`. Each clause counts once. */
export function endlessWaits(site: Site, condition: "done" | "healthy", word: string, isDeaf: (target: Container) => boolean): readonly ContainerWait[] {
  const found = new Map<Origin, ContainerWait>();
  for (const { containers } of site.engines) {
    const byName = new Map(containers.map((container) => [container.name, container]));
    for (const { name, after } of containers) {
      for (const { container, condition: waitedFor, origin } of after) {
        const target = byName.get(container);
        if (target === undefined || waitedFor !== condition || found.has(origin) || !isDeaf(target)) continue;
        if (target.native.some(({ statements }) => statements.some(({ words }) => words[0]?.text === word))) continue;
        found.set(origin, { waiting: name, target, origin });
      }
    }
  }
  return [...found.values()];
}
