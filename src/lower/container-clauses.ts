import { find, findAll } from "../bind/bound.js";
import type { Container } from "../ir/container.js";
import { nativesOf, none, secretOf } from "./lowering.js";
import type { Service, Sheet } from "./sheets.js";

/** What a declaration says of all its containers. */
export interface Said extends Pick<Container, "image" | "build" | "command" | "environment" | "mounts" | "capabilities" | "privileged" | "dns" | "memory" | "cpus" | "restart" | "native"> {
  readonly publishes: readonly Service["publish"][];
  readonly after: readonly Service["after"][];
  /** The place that was asked for last, and what `publish` says there. */
  there: number;
  published: Container["publish"];
}

export function saidOf(sheet: Sheet): Said {
  const { entity, image, build, run, cap, dns, memory, cpus, restart, variables, mounts, publishes, after, natives } = sheet;
  const size = entity.kind === "cache" ? undefined : (memory?.args as { readonly size?: { readonly value: number } } | undefined)?.size;
  return {
    image: image?.args.image.value ?? null,
    build: build ? { context: build.args.folder.value, args: findAll(build, "arg").map(({ args }) => ({ name: args.variable.value, value: args.value.value })), origin: build.origin } : null,
    command: run ? ["/bin/sh", "-c", run.args.command.value] : null,
    environment: variables.length === 0 ? none : variables.map(variableOf),
    mounts: mounts.length === 0 ? none : mounts.map(mountOf),
    publishes,
    after,
    there: -1,
    published: none,
    capabilities: cap?.args.capabilities.map(({ value, origin }) => ({ name: value, origin })) ?? none,
    privileged: sheet.isPrivileged,
    dns: dns?.args.servers.map(({ value }) => value.address) ?? none,
    memory: size?.value ?? null,
    cpus: cpus?.args.cpus.value ?? null,
    restart: sheet.runsOnce ? "no" : (restart?.args.when.value ?? "unless-stopped"),
    native: natives.length === 0 ? none : nativesOf(entity, "compose"),
  };
}

function variableOf({ args, origin }: Service["env"]): Container["environment"][number] {
  const { secret, literal } = args.value.value;
  return { name: args.variable.value, value: secret === undefined ? (literal ?? "") : secretOf(args.value.value), origin };
}

function mountOf(mount: Service["mount"]): Container["mounts"][number] {
  const source = mount.args.source.value;
  const arrow = find(mount, "->");
  const isPath = /^[./~]/.test(source);
  const target = arrow?.args.target.value ?? source;
  return { kind: isPath ? "bind" : "volume", source, target, readOnly: arrow?.args.mode?.value !== "rw" && (isPath || arrow?.args.mode?.value === "ro"), origin: mount.origin };
}
