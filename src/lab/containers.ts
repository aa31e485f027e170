import { type Boot, plainBoot, type Stock } from "../emit/boot.js";
import type { Container } from "../ir/container.js";
import type { Node } from "../ir/place.js";
import type { Site } from "../ir/site.js";
import type { SiteIndex } from "../ir/site-index.js";
import { secretsToTry } from "../proof/secrets.js";
import { freePorts } from "./ports.js";
import { type Image, entrypointPath } from "./images/image.js";
import { imageNamed } from "./images/index.js";

/** A container that runs the program of its image, which this machine has too. */
export interface RealContainer {
  readonly node: Node;
  readonly boot: Boot;
  readonly users: readonly string[];
  /** What its processes are told, as `NAME=VALUE`. */
  readonly environment: readonly string[];
  /** Its own test of whether it is well, to be run where it runs; empty without one. */
  readonly healthTest: readonly string[];
  /** The containers that it waits for until they are well. */
  readonly after: readonly string[];
}

/** By machine, the containers whose programs are run as their images would; all others are stood in for. */
export function realContainersOf(site: Site, index: SiteIndex, stock: Stock): ReadonlyMap<string, RealContainer> {
  const secrets = secretsToTry(site);
  const nodes = new Map(site.nodes.map((node) => [node.name, node]));
  const isFree = freePorts(site, index);
  return new Map(
    site.engines.flatMap(({ containers }) =>
      containers.flatMap((container) => {
        const node = nodes.get(container.node);
        const image = container.sidecar || container.image === null ? undefined : imageNamed(container.image);
        const isLike = image !== undefined && node !== undefined && isAsPublished(container) && image.programs.every(stock.isInstalled) && node.ports.every(({ port }) => isFree(node, port));
        return isLike ? [[container.name, realContainer(container, node, image, secrets)] as const] : [];
      }),
    ),
  );
}

/** Whether nothing of it is the operator's own, which the lab does not have: files, another way to start, keys for Compose. */
function isAsPublished({ entrypoint, mounts, build, native }: Container): boolean {
  return entrypoint === null && build === null && native.length === 0 && mounts.every(({ kind }) => kind === "volume");
}

// Once: after a loss of power the data are still there. What this machine keeps at those paths is none of them.
const newVolumes = "[ -e /.infc/volumes ] || { mkdir -p \"$@\" && find \"$@\" -mindepth 1 -delete && : >/.infc/volumes; }";

function realContainer(container: Container, node: Node, image: Image, secrets: Readonly<Record<string, string>>): RealContainer {
  const said = container.environment.map(({ name, value }) => [name, typeof value === "string" ? value : "literal" in value ? value.literal : (secrets[value.name] ?? "")] as const);
  const variables = [...Object.entries(image.environment), ...said].map(([name, value]) => `${name}=${value}`);
  const folders = [...image.folders, ...container.mounts.map(({ target }) => target)];
  const program = image.name.slice(image.name.lastIndexOf("/") + 1);
  const boot = plainBoot(program, ["env"], [...variables, "sh", entrypointPath, ...(container.command ?? image.command)], {
    prepare: [["sh", "-c", newVolumes, "sh", ...folders]],
    files: [{ path: entrypointPath, content: `#!/bin/sh\n${image.entrypoint}`, mode: 0o755 }, ...image.files],
    lacks: `${program} of this machine runs in place of the image \`${container.image}\``,
  });
  return {
    node,
    boot,
    users: image.users,
    environment: variables,
    healthTest: container.healthcheck === null ? [] : ["env", ...variables, ...container.healthcheck.test],
    after: container.after.flatMap(({ container: name, condition }) => (condition === "healthy" ? [name] : [])),
  };
}
