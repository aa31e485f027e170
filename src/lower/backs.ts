import { type Entity, find, findAll } from "../bind/bound.js";
import type { EntityOf } from "../elaborate/draft.js";
import type { NativeBlock } from "../ir/native.js";
import type { Node } from "../ir/place.js";
import type { Check, Pool, Server } from "../ir/traffic.js";
import { lowerCheck } from "./checks.js";
import { type Lowering, nativesOf, none } from "./lowering.js";
import type { Sheet } from "./sheets.js";

/** What stands behind, a declaration or one node of it, as all see it that pass traffic on to it. */
export interface Back {
  readonly entity: Entity;
  readonly nodes: readonly Node[];
  /** The port that is asked for by its name. */
  readonly port: string | undefined;
  readonly said: Sheet;
  /** What its `check` says. */
  readonly check: Check | null;
  /** Its blocks for the engines of proxies. */
  readonly native: NativeBlock[];
  /** Its servers, from when they were asked for by one that says nothing of them. */
  servers: Server[] | undefined;
}

/** What a name leads to; undefined where it is nobody's. */
export function backOf(name: string, port: string | undefined, lowering: Lowering): Back | undefined {
  const key = port === undefined ? name : `${name}:${port}`;
  const known = lowering.backs.get(key);
  if (known !== undefined) return known;
  const declared = lowering.sheets.get(name);
  const node = declared === undefined ? lowering.node(name) : undefined;
  const said = declared ?? (node && lowering.sheets.get(node.entity));
  if (said === undefined) return undefined;
  const { entity } = said;
  const nodes = node ? [node] : (lowering.nodesByEntity.get(entity.name) ?? none);
  const native = said.natives.length === 0 ? none : nativesOf(entity, "nginx", "haproxy");
  const back: Back = { entity, nodes, port, said, check: lowerCheck(said.check), native, servers: undefined };
  lowering.backs.set(key, back);
  return back;
}

/** The time for an answer that the first `behind` with this proxy says. */
export function waitBehind({ entity }: Sheet, proxy: string): number | undefined {
  const behind = findAll(entity as unknown as EntityOf<"service">, "behind").find(({ args }) => args.proxies.some(({ value }) => value.name === proxy));
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
