import { type Bound, clauseNamed, type Entity, find } from "../bind/bound.js";
import type { EntityOf } from "../elaborate/draft.js";
import type { NativeBlock } from "../ir/native.js";
import type { Node } from "../ir/place.js";
import type { Check, Pool, Server } from "../ir/traffic.js";
import type { kinds } from "../vocabulary/index.js";
import { lowerCheck } from "./checks.js";
import { type Lowering, none } from "./lowering.js";

type Service = (typeof kinds)["service"]["clauses"];

/** What stands behind, a declaration or one node of it, as all see it that pass traffic on to it. */
export interface Back {
  readonly entity: Entity;
  readonly nodes: readonly Node[];
  /** The port that is asked for by its name. */
  readonly port: string | undefined;
  readonly said: Said;
  /** What its `check` says. */
  readonly check: Check | null;
  /** Its servers, from when they were asked for by one that says nothing of them. */
  servers: Server[] | undefined;
}

/** The clauses of a declaration that its traffic follows from, the first of each. */
export interface Said {
  protocol: Bound<Service["protocol"]> | undefined;
  tls: Bound<Service["tls"]> | undefined;
  check: Bound | undefined;
  maxconn: Bound<Service["maxconn"]> | undefined;
  at: Bound<Service["at"]> | undefined;
  weight: Bound<Service["weight"]> | undefined;
  /** Those of some hosts alone. */
  weights: Bound<Service["weight"]>[];
  backups: Bound[];
  native: NativeBlock[];
  hasTimeouts: boolean;
  /** The `behind` clauses, where one of them says a `timeout`. */
  waits: Bound<Service["behind"]>[];
}

/** What a name leads to; undefined where it is nobody's. */
export function backOf(name: string, port: string | undefined, lowering: Lowering): Back | undefined {
  const key = port === undefined ? name : `${name}:${port}`;
  const known = lowering.backs.get(key);
  if (known !== undefined) return known;
  const declared = lowering.entities.get(name);
  const node = declared === undefined ? lowering.node(name) : undefined;
  const entity = declared ?? (node && lowering.entities.get(node.entity));
  if (entity === undefined) return undefined;
  const said = saidBy(entity);
  const back: Back = { entity, nodes: node ? [node] : (lowering.nodesByEntity.get(entity.name) ?? none), port, said, check: lowerCheck(said.check), servers: undefined };
  lowering.backs.set(key, back);
  return back;
}

function saidBy(entity: Entity): Said {
  const said: Said = { protocol: undefined, tls: undefined, check: undefined, maxconn: undefined, at: undefined, weight: undefined, weights: none, backups: none, native: none, hasTimeouts: false, waits: none };
  for (const clause of entity.clauses) take(clause, said, entity as unknown as EntityOf<"service">);
  return said;
}

function take(clause: Bound, said: Said, { clauses }: EntityOf<"service">): void {
  switch (clause.word) {
    case "protocol":
      said.protocol ??= clause as unknown as Said["protocol"];
      break;
    case "tls":
      said.tls ??= clause as unknown as Said["tls"];
      break;
    case "check":
      said.check ??= clause;
      break;
    case "maxconn":
      said.maxconn ??= clause as unknown as Said["maxconn"];
      break;
    case "at":
      said.at ??= clause as unknown as Said["at"];
      break;
    case "weight":
      if (clause.clauses.length > 0) said.weights = [...said.weights, clause as unknown as Said["weights"][number]];
      else said.weight ??= clause as unknown as Said["weight"];
      break;
    case "backup":
      said.backups = [...said.backups, clause];
      break;
    case "timeouts":
      said.hasTimeouts = true;
      break;
    case "behind":
      if (said.waits.length === 0 && clauseNamed(clause.clauses, "timeout") !== undefined) said.waits = clauses.filter(({ word }) => word === "behind") as unknown as Said["waits"];
      break;
    case "nginx":
    case "haproxy":
      if (clause.native !== undefined) said.native = [...said.native, { engine: clause.word, statements: [...clause.native], origin: clause.origin }];
  }
}

/** The time for an answer that the first `behind` with this proxy says. */
export function waitBehind({ waits }: Said, proxy: string): number | undefined {
  const behind = waits.find(({ args }) => args.proxies.some(({ value }) => value.name === proxy));
  return behind && find(behind, "timeout")?.args.wait.value;
}

const httpKinds: ReadonlySet<string> = new Set(["elasticsearch", "kibana", "tomcat", "httpd", "varnish", "gateway", "cache"]);

/** What a proxy speaks to its servers. */
export function protocolOf({ entity, port, said }: Back): Pool["protocol"] {
  const protocol = said.protocol?.args.protocol.value;
  if (protocol === "http" || protocol === "https" || protocol === "grpc") return protocol;
  if (protocol === "udp" || protocol === "dns") return "udp";
  const speaksHttp = httpKinds.has(entity.kind) || (entity.kind === "rabbitmq" && port === "management") || (entity.kind === "consul" && port !== "dns");
  return protocol === undefined && speaksHttp ? "http" : "tcp";
}
