import { type Bound, type Entity, find, imply, says } from "../bind/bound.js";
import type { Report } from "../diagnostics/define.js";
import { implied, type Origin } from "../source/origin.js";
import { kinds } from "../vocabulary/index.js";
import type { Bind } from "../vocabulary/values/addresses.js";
import { type Chain, engineOf } from "./chain.js";
import { type Draft, type EntityOf, isLocal } from "./draft.js";
import { fillCheck } from "./checks.js";
import { standardImage } from "./images.js";

/** Adds what a gateway or balancer leaves out: engine, instances, listens, image. */
export function completeProxy(proxy: EntityOf<"gateway"> | EntityOf<"balancer">, draft: Draft, chain: Chain): void {
  const gateway = proxy as EntityOf<"gateway">;
  const c = kinds.gateway.clauses;
  const origin = (because: string): Origin => implied({ span: gateway.origin.span }, because);
  const engine = engineOf(proxy);
  const args: Record<string, unknown> = { ...gateway.args };
  const valueOf = (value: unknown, text: string, because: string) => ({ value, text, quoted: false, origin: origin(because), label: undefined });
  args["engine"] ??= valueOf(engine, engine, `the engine of a ${gateway.kind}`);
  if (args["times"] === undefined && says(gateway, "vip") && !says(gateway, "on")) args["times"] = valueOf(2, "x2", "a VIP moves between two");
  const added: Bound[] = [];
  if (!says(gateway, "listen")) added.push(...impliedListens(gateway, draft, chain, origin));
  added.push(...trafficDefaults(gateway, engine, origin));
  const completed = { ...gateway, args: args as typeof gateway.args };
  const inContainer = isLocal(completed);
  // With upsync nginx is built from an emitted Dockerfile, as the stock image lacks the module.
  const upsync = (): boolean => engine !== "haproxy" && chain.backsOf(gateway.name).some(({ back }) => isReadBy(draft.get(back), "upsync", "services", "health"));
  if (inContainer && !says(gateway, "image") && !says(gateway, "build") && !upsync()) {
    added.push(imply(c.image, "image", { image: standardImage(engine, find(gateway, "version")?.args.version.value) }, origin(`the image of ${engine}`)));
  }
  if (inContainer && !says(gateway, "restart")) added.push(imply(c.restart, "restart", { when: "unless-stopped" }, origin("when a container is started again")));
  if (inContainer && chain.frontsOf(gateway.name).length === 0 && isOnBridge(gateway, draft)) added.push(...impliedPublish([...completed.clauses, ...added], origin));
  draft.put({ ...completed, clauses: [...completed.clauses, ...added].map((clause) => closeOldPrimary(fillChecks(clause, engine, draft.report), completed, engine)) });
}

/** Fills in every check that the proxy, its listens and its routes say. */
function fillChecks(bound: Bound, engine: string, report: Report): Bound {
  if (bound.word === "vip" || bound.native !== undefined) return bound;
  if (bound.word === "check") {
    const { form } = bound.args as { readonly form?: { readonly value: string } };
    return form === undefined || form.value === "no" ? bound : fillCheck(bound, { everyMs: 2000, fall: 3, rise: engine === "lvs" ? 1 : 2 }, report);
  }
  const clauses = bound.clauses.map((clause) => fillChecks(clause, engine, report));
  return clauses.every((clause, index) => clause === bound.clauses[index]) ? bound : { ...bound, clauses };
}

/** Whether Docker publishes its ports: on a macvlan or an ipvlan it is reached at its own address, and at no other. */
function isOnBridge(gateway: EntityOf<"gateway">, draft: Draft): boolean {
  const joined = find(gateway, "in")?.args.networks.map(({ value }) => value.name);
  const networks = draft.ofKind("network").filter(({ name }) => joined?.includes(name) ?? true);
  return networks.length === 0 || networks.some((network) => (find(network, "driver")?.args.driver.value ?? "bridge") === "bridge");
}

/** Without a VIP the outermost layer is reached at the engine's host: its first node on each port that it listens on. */
export function impliedPublish(clauses: readonly Bound[], origin: (because: string) => Origin): readonly Bound[] {
  if (clauses.some(({ word }) => word === "vip" || word === "publish")) return [];
  const { publish } = kinds.gateway.clauses;
  const binds = clauses.filter(({ word }) => word === "listen").flatMap(({ args }) => (args as unknown as { readonly binds: readonly { readonly value: Bind }[] }).binds);
  const seen = new Set<string>();
  return binds.filter(({ value: { from, transport } }) => seen.size < seen.add(`${from} ${transport}`).size).map(({ value }) => {
    const bind: Bind = { ...value, address: undefined };
    const because = origin("how it is reached where there is no VIP");
    return imply(publish, "publish", { binds: [bind] }, because, [imply(publish.clauses["->"], "->", { port: bind }, because)]);
  });
}

/** Connections to a server that is the primary no more end: a client that keeps one would write to a replica. */
function closeOldPrimary(bound: Bound, proxy: EntityOf<"gateway">, engine: string): Bound {
  if (bound.word !== "listen" || engine === "lvs" || says(bound, "on-down") || says(proxy, "on-down")) return bound;
  const arrow = bound.clauses.find(({ word }) => word === "->");
  const { detail } = (arrow?.args ?? {}) as { readonly detail?: { readonly text: string } };
  if (arrow === undefined || detail === undefined || !/^(primary|master)$/i.test(detail.text)) return bound;
  const declaration = kinds.gateway.clauses["on-down"];
  return { ...bound, clauses: [...bound.clauses, imply(declaration, "on-down", { how: "close" }, implied(arrow.origin, "a server that is the primary no more takes no writes"))] };
}

/** How traffic is passed on. LVS passes packets, and of all this it knows only how a server is chosen. */
function trafficDefaults(proxy: EntityOf<"gateway">, engine: string, origin: (because: string) => Origin): readonly Bound[] {
  const c = kinds.gateway.clauses;
  const added: Bound[] = [];
  if (!says(proxy, "balance")) added.push(imply(c.balance, "balance", { method: "roundrobin" }, origin("how a server is chosen")));
  if (engine === "lvs") return added;
  const own = find(proxy, "timeouts");
  if (own === undefined && !proxy.faulty.has("timeouts")) {
    const t = c.timeouts.clauses;
    const because = origin("how long each step may take");
    const wait = (word: keyof typeof usualTimeouts): Bound => imply(t[word], word, { wait: usualTimeouts[word] }, because);
    added.push(imply(c.timeouts, "timeouts", {}, because, (Object.keys(usualTimeouts) as (keyof typeof usualTimeouts)[]).map(wait)));
  }
  if (!says(proxy, "retries")) added.push(imply(c.retries, "retries", { count: 3 }, origin("how often another try is made")));
  if (!says(proxy, "on-down")) added.push(imply(c["on-down"], "on-down", { how: "keep" }, origin("connections of a server that went down go on")));
  // Nginx refuses what is larger than 1 MB unless it is told; HAProxy refuses nothing, and nobody expects it to.
  if (engine !== "haproxy" && !says(proxy, "body")) added.push(imply(c.body, "body", { size: 2 ** 20 }, origin("the largest body of a request")));
  if (proxy.kind !== "gateway") return added;
  if (!says(proxy, "forward")) added.push(imply(c.forward, "forward", { what: ["client", "proto", "host"] }, origin("what servers are told of the client")));
  if (!says(proxy, "buffer")) added.push(imply(c.buffer, "buffer", { whether: "yes" }, origin("bodies are gathered before they are passed on")));
  if (!says(proxy, "keepalive")) added.push(imply(c.keepalive, "keepalive", { count: 32 }, origin("idle connections to the servers")));
  return added;
}

/** In milliseconds. */
export const usualTimeouts = { connect: 5000, client: 60_000, server: 60_000, queue: 60_000, request: 10_000, tunnel: 3_600_000, idle: 60_000 } as const;

/** Whether a service's registry is read in one of these ways. */
export function isReadBy(entity: Entity | undefined, ...ways: readonly string[]): boolean {
  const discover = entity && find(entity as unknown as EntityOf<"service">, "discover");
  return discover !== undefined && ways.includes(find(discover, "via")?.args.via.value ?? "upsync");
}

function impliedListens(proxy: EntityOf<"gateway">, draft: Draft, chain: Chain, origin: (because: string) => Origin): readonly Bound[] {
  const { listen } = kinds.gateway.clauses;
  if (proxy.kind === "gateway") {
    const http = { address: undefined, from: 80, to: 80, transport: "tcp" } as const;
    return [imply(listen, "listen", { binds: [http] }, origin("the port of a gateway"))];
  }
  // A balancer without a listen passes on the port of each thing that stands behind it.
  return chain.backsOf(proxy.name).flatMap((link) => {
    const back = draft.get(link.back);
    const port = back && find(back as unknown as EntityOf<"service">, "port")?.args.ports[0]?.value;
    if (back === undefined || port === undefined) return [];
    const arrow = imply(listen.clauses["->"], "->", { target: { name: back.name } }, origin("what stands behind it"));
    return [imply(listen, "listen", { binds: [{ address: undefined, ...port }] }, origin(`the port of \`${back.name}\``), [arrow])];
  });
}
