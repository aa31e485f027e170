import { findNamed } from "../source/group.js";
import type { Container, Engine } from "./container.js";
import type { Site } from "./site.js";

/** The containers of one engine by what they have, found in one look at all of them; each list is in their order. */
export interface EngineParts {
  readonly engine: Engine;
  /** With a published port, whether somebody wrote it or a Docker host publishes it so that others reach it. */
  readonly publishing: readonly Container[];
  /** With a port that is published by another number. */
  readonly renumbering: readonly Container[];
  readonly withEnvironment: readonly Container[];
  readonly withMounts: readonly Container[];
  /** That are in a network. */
  readonly inNetworks: readonly Container[];
  /** That wait for others. */
  readonly waiting: readonly Container[];
  readonly withNative: readonly Container[];
}

/** The container of that name, whichever engine runs it. */
export function containerNamed(name: string, { engines }: Site): Container | undefined {
  for (const { containers } of engines) {
    const found = findNamed(containers, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

export function enginePartsOf({ engines }: Site): readonly EngineParts[] {
  return engines.map(partsOf);
}

function partsOf(engine: Engine): EngineParts {
  const publishing: Container[] = [];
  const renumbering: Container[] = [];
  const withEnvironment: Container[] = [];
  const withMounts: Container[] = [];
  const inNetworks: Container[] = [];
  const waiting: Container[] = [];
  const withNative: Container[] = [];
  for (const container of engine.containers) {
    const { publish, environment, mounts, networks, after, native } = container;
    let renumbered = 0;
    for (const { port, published } of publish) if (port !== published) renumbered++;
    if (publish.length > 0) publishing.push(container);
    if (renumbered > 0) renumbering.push(container);
    if (environment.length > 0) withEnvironment.push(container);
    if (mounts.length > 0) withMounts.push(container);
    if (networks.length > 0) inNetworks.push(container);
    if (after.length > 0) waiting.push(container);
    if (native.length > 0) withNative.push(container);
  }
  return { engine, publishing, renumbering, withEnvironment, withMounts, inNetworks, waiting, withNative };
}
