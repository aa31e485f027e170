import { type Bound, type Entity, find, findAll } from "../bind/bound.js";
import type { Container } from "../ir/container.js";
import type { kinds } from "../vocabulary/index.js";
import { nativesOf, none, secretOf } from "./lowering.js";

/** What a declaration says of all its containers. */
export interface Said extends Pick<Container, "image" | "build" | "command" | "environment" | "mounts" | "capabilities" | "privileged" | "dns" | "memory" | "cpus" | "restart" | "native"> {
  readonly publishes: readonly Service["publish"][];
  readonly after: readonly Service["after"][];
  /** What `publish` says at the places that were asked for. */
  readonly published: Container["publish"][];
}

type Service = { readonly [Word in keyof (typeof kinds)["service"]["clauses"]]: Bound<(typeof kinds)["service"]["clauses"][Word]> };

export function saidOf(entity: Entity): Said {
  const first: { -readonly [Word in "image" | "build" | "run" | "cap" | "dns" | "memory" | "cpus" | "restart"]: Bound | undefined } = {
    image: undefined, build: undefined, run: undefined, cap: undefined, dns: undefined, memory: undefined, cpus: undefined, restart: undefined,
  };
  const environment: Container["environment"] = [];
  const mounts: Container["mounts"] = [];
  const publishes: Service["publish"][] = [];
  const after: Service["after"][] = [];
  let runsOnce = false;
  let privileged = false;
  for (const clause of entity.clauses) {
    switch (clause.word) {
      case "image":
      case "build":
      case "run":
      case "cap":
      case "dns":
      case "memory":
      case "cpus":
      case "restart":
        first[clause.word] ??= clause;
        break;
      case "env":
        environment.push(variableOf(clause as unknown as Service["env"]));
        break;
      case "mount":
        mounts.push(mountOf(clause as unknown as Service["mount"]));
        break;
      case "publish":
        publishes.push(clause as unknown as Service["publish"]);
        break;
      case "after":
        after.push(clause as unknown as Service["after"]);
        break;
      case "once":
        runsOnce = true;
        break;
      case "privileged":
        privileged = true;
    }
  }
  const { image, build, run, cap, dns, memory, cpus, restart } = first as unknown as Partial<Service>;
  const size = entity.kind === "cache" ? undefined : (memory?.args as { readonly size?: { readonly value: number } } | undefined)?.size;
  return {
    image: image?.args.image.value ?? null,
    build: build ? { context: build.args.folder.value, args: findAll(build, "arg").map(({ args }) => ({ name: args.variable.value, value: args.value.value })), origin: build.origin } : null,
    command: run ? ["/bin/sh", "-c", run.args.command.value] : null,
    environment,
    mounts,
    publishes,
    after,
    published: [],
    capabilities: cap?.args.capabilities.map(({ value, origin }) => ({ name: value, origin })) ?? none,
    privileged,
    dns: dns?.args.servers.map(({ value }) => value.address) ?? none,
    memory: size?.value ?? null,
    cpus: cpus?.args.cpus.value ?? null,
    restart: runsOnce ? "no" : (restart?.args.when.value ?? "unless-stopped"),
    native: nativesOf(entity, "compose"),
  };
}

function variableOf({ args, origin }: Service["env"]): Container["environment"][number] {
  const { secret, literal } = args.value.value;
  return { name: args.variable.value, value: secret === undefined ? (literal ?? "") : secretOf(args.value.value), origin };
}

function mountOf(mount: Bound<(typeof import("../vocabulary/clauses/everywhere.js"))["container"]["mount"]>): Container["mounts"][number] {
  const source = mount.args.source.value;
  const arrow = find(mount, "->");
  const isPath = /^[./~]/.test(source);
  const target = arrow?.args.target.value ?? source;
  return { kind: isPath ? "bind" : "volume", source, target, readOnly: arrow?.args.mode?.value !== "rw" && (isPath || arrow?.args.mode?.value === "ro"), origin: mount.origin };
}
