import { findNamed } from "../source/group.js";
import type { Container, Outfit, OutfittedEngine } from "./container.js";
import type { Site } from "./site.js";

/** The containers of one engine, whatever their images, by what they have, found in one look at all of them; each list is in their order. */
export interface EngineParts {
  readonly engine: OutfittedEngine;
  /** With a published port, whether somebody wrote it or a Docker host publishes it so that others reach it. */
  readonly publishing: readonly Outfit[];
  /** With a port that is published by another number. */
  readonly renumbering: readonly Outfit[];
  readonly withEnvironment: readonly Outfit[];
  readonly withMounts: readonly Outfit[];
  /** That are in a network. */
  readonly inNetworks: readonly Outfit[];
  /** That wait for others. */
  readonly waiting: readonly Outfit[];
  readonly withNative: readonly Outfit[];
}

/** The container of that name, whichever engine runs it. */
export function containerNamed(name: string, { engines }: Site): Container | undefined {
  for (const { containers } of engines) {
    const found = findNamed(containers, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

export function enginePartsOf(engines: readonly OutfittedEngine[]): readonly EngineParts[] {
  return engines.map(partsOf);
}

function partsOf(engine: OutfittedEngine): EngineParts {
  const publishing: Outfit[] = [];
  const renumbering: Outfit[] = [];
  const withEnvironment: Outfit[] = [];
  const withMounts: Outfit[] = [];
  const inNetworks: Outfit[] = [];
  const waiting: Outfit[] = [];
  const withNative: Outfit[] = [];
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
