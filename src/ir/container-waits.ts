import { findNamed } from "../source/group.js";
import type { Origin } from "../source/origin.js";
import type { Outfit } from "./container.js";
import type { SiteIndex } from "./site-index.js";

/** A container that waits for another one. */
export interface ContainerWait {
  readonly waiting: string;
  readonly target: Outfit;
  readonly origin: Origin;
}

/** The waits for `condition` that can never end: on a target that `isDeaf`, unless its own words to Compose say `word`. Each clause counts once. */
export function endlessWaits(index: SiteIndex, condition: "done" | "healthy", word: string, isDeaf: (target: Outfit) => boolean): readonly ContainerWait[] {
  const found = new Map<Origin, ContainerWait>();
  for (const { engine, waiting } of index.engineParts()) {
    for (const { name, after } of waiting) {
      for (const { container, condition: waitedFor, origin } of after) {
        if (waitedFor !== condition || found.has(origin)) continue;
        const target = findNamed(engine.containers, container);
        if (target === undefined || !isDeaf(target)) continue;
        if (target.native.some(({ statements }) => statements.some(({ words }) => words[0]?.text === word))) continue;
        found.set(origin, { waiting: name, target, origin });
      }
    }
  }
  return [...found.values()];
}
