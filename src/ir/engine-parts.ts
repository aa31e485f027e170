import { findNamed } from "../source/group.js";
import { partedAgain } from "../source/kept-groups.js";
import type { Tables } from "../source/tables.js";
import type { Container, Outfit, OutfittedEngine } from "./container.js";
import type { Site } from "./site.js";

/** The containers of one engine, whatever their images, by what they have, found in one look at all of them; each list is in their order. */
export interface EngineParts {
  readonly engine: OutfittedEngine;
  /** With a published port, whether somebody wrote it or a Docker host publishes it so that others reach it. */
  readonly publishing: readonly Outfit[];
  /** With a published port that somebody wrote. */
  readonly saidToPublish: readonly Outfit[];
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

/** Of whose containers nothing changed since the compilation before is not looked at again. */
export function enginePartsOf(engines: readonly OutfittedEngine[], tables: Tables): readonly EngineParts[] {
  return engines.map((engine) => partsOf(engine, tables));
}

function partsOf(engine: OutfittedEngine, tables: Tables): EngineParts {
  return { engine, ...partedAgain(`parts of engine ${engine.machine}`, [], engine.containers, bit, bitsOf, tables) };
}

const bit = { publishing: 1, saidToPublish: 2, renumbering: 4, withEnvironment: 8, withMounts: 16, inNetworks: 32, waiting: 64, withNative: 128 };

function bitsOf({ publish, environment, mounts, networks, after, native }: Outfit): number {
  let bits = publish.length > 0 ? bit.publishing : 0;
  for (const { port, published, origin } of publish) {
    if (port !== published) bits |= bit.renumbering;
    if (origin.because === undefined) bits |= bit.saidToPublish;
  }
  if (environment.length > 0) bits |= bit.withEnvironment;
  if (mounts.length > 0) bits |= bit.withMounts;
  if (networks.length > 0) bits |= bit.inNetworks;
  if (after.length > 0) bits |= bit.waiting;
  if (native.length > 0) bits |= bit.withNative;
  return bits;
}
