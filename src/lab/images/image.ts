import type { Boot } from "../../emit/boot.js";

/** A public image whose program a lab runs by itself: what the image brings besides the program, in the lab's own words. */
export interface Image {
  /** Without its tag: `redis`. */
  readonly name: string;
  /** Programs that the machine must have, each by its names or paths. */
  readonly programs: readonly (readonly string[])[];
  /** A script for sh that starts as the image's own does, from the environment and its arguments. */
  readonly entrypoint: string;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Folders that are there and empty, as on a new volume. */
  readonly folders: readonly string[];
  readonly users: readonly string[];
  readonly files: Boot["files"];
}

export const entrypointPath = "/usr/local/bin/docker-entrypoint.sh";
