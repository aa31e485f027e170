import { type Bound, clauseNamed, type Entity } from "../bind/bound.js";
import { addLinks, type Link } from "../elaborate/chain.js";
import type { kinds } from "../vocabulary/index.js";

/** The clauses of a service, which those of other kinds are where they have the same word. */
export type Service = { readonly [Word in keyof (typeof kinds)["service"]["clauses"]]: Bound<(typeof kinds)["service"]["clauses"][Word]> };

/** A list of all that have none. */
const none: readonly never[] = [];

/** What a declaration says, gone through once for all that is made of it: the first of what is said once, all of the rest in order. */
export interface Sheet {
  readonly entity: Entity;
  at: Service["at"] | undefined;
  on: Service["on"] | undefined;
  protocol: Service["protocol"] | undefined;
  tls: Service["tls"] | undefined;
  check: Bound | undefined;
  maxconn: Service["maxconn"] | undefined;
  weight: Service["weight"] | undefined;
  image: Service["image"] | undefined;
  build: Service["build"] | undefined;
  run: Service["run"] | undefined;
  cap: Service["cap"] | undefined;
  dns: Service["dns"] | undefined;
  memory: Service["memory"] | undefined;
  cpus: Service["cpus"] | undefined;
  restart: Service["restart"] | undefined;
  /** The weights of some hosts alone. */
  weights: readonly Service["weight"][];
  ports: readonly Service["port"][];
  publishes: readonly Service["publish"][];
  variables: readonly Service["env"][];
  mounts: readonly Service["mount"][];
  after: readonly Service["after"][];
  backups: readonly Bound[];
  vips: readonly Bound[];
  natives: readonly Bound[];
  /** Whether one of the `behind` says a `timeout`. */
  hasWaits: boolean;
  hasTimeouts: boolean;
  isPrivileged: boolean;
  runsOnce: boolean;
}

/** Reads the clauses of a declaration, and adds what they say of who stands in front of whom to `links`. */
export function sheetOf(entity: Entity, links: Link[]): Sheet {
  const sheet: Sheet = {
    entity,
    at: undefined, on: undefined, protocol: undefined, tls: undefined, check: undefined, maxconn: undefined, weight: undefined, image: undefined, build: undefined,
    run: undefined, cap: undefined, dns: undefined, memory: undefined, cpus: undefined, restart: undefined, weights: none, ports: none, publishes: none, variables: none,
    mounts: none, after: none, backups: none, vips: none, natives: none, hasWaits: false, hasTimeouts: false, isPrivileged: false, runsOnce: false,
  };
  const { clauses, name } = entity;
  for (let place = 0; place < clauses.length; place++) {
    const clause = clauses[place]!;
    take(clause, sheet);
    addLinks(links, clause, name);
  }
  return sheet;
}

function take(clause: Bound, sheet: Sheet): void {
  const { word } = clause;
  if (clause.native !== undefined) sheet.natives = withOne(sheet.natives, clause);
  switch (word) {
    // What most services say comes first.
    case "on":
      sheet.on ??= clause as unknown as Service["on"];
      break;
    case "port":
      sheet.ports = withOne(sheet.ports, clause as unknown as Service["port"]);
      break;
    case "behind":
      sheet.hasWaits ||= clauseNamed(clause.clauses, "timeout") !== undefined;
      break;
    case "image":
      sheet.image ??= clause as unknown as Service["image"];
      break;
    case "protocol":
      sheet.protocol ??= clause as unknown as Service["protocol"];
      break;
    case "restart":
      sheet.restart ??= clause as unknown as Service["restart"];
      break;
    case "weight":
      if (clause.clauses.length > 0) sheet.weights = withOne(sheet.weights, clause as unknown as Service["weight"]);
      else sheet.weight ??= clause as unknown as Service["weight"];
      break;
    case "check":
      sheet.check ??= clause;
      break;
    case "publish":
      sheet.publishes = withOne(sheet.publishes, clause as unknown as Service["publish"]);
      break;
    case "at":
    case "tls":
    case "maxconn":
    case "build":
    case "run":
    case "cap":
    case "dns":
    case "memory":
    case "cpus":
      (sheet as unknown as Record<typeof word, Bound | undefined>)[word] ??= clause;
      break;
    case "env":
      sheet.variables = withOne(sheet.variables, clause as unknown as Service["env"]);
      break;
    case "mount":
      sheet.mounts = withOne(sheet.mounts, clause as unknown as Service["mount"]);
      break;
    case "after":
      sheet.after = withOne(sheet.after, clause as unknown as Service["after"]);
      break;
    case "backup":
      sheet.backups = withOne(sheet.backups, clause);
      break;
    case "vip":
      sheet.vips = withOne(sheet.vips, clause);
      break;
    case "timeouts":
      sheet.hasTimeouts = true;
      break;
    case "privileged":
      sheet.isPrivileged = true;
      break;
    case "once":
      sheet.runsOnce = true;
  }
}

/** A list that is this sheet's own while it is made; most have one item or two, and no more room than that. */
function withOne<Item>(items: readonly Item[], item: Item): readonly Item[] {
  if (items === none) return [item];
  if (items.length === 1) return [items[0]!, item];
  (items as Item[]).push(item);
  return items;
}
