import type { LayerListen } from "../../ir/hops.js";
import type { Listen, Pool, Proxy, Route } from "../../ir/traffic.js";
import type { Origin } from "../../source/origin.js";

/** Something that works with the client's address, and in words what it does with a wrong one. */
export interface Use {
  readonly text: string;
  readonly origin: Origin;
}

/** What at `to` is wrong when each request seems to come from `front`. */
export function useOfClient(to: LayerListen, front: string): Use | undefined {
  if (to.kind === "cache") {
    const rule = to.layer.rules.find(({ when, origin }) => origin.because === undefined && when.some((group) => group.some(({ name }) => name === "from" || name === "connections")));
    return rule && { text: `each of its requests counts as one from \`${front}\``, origin: rule.origin };
  }
  if (to.listen.mode !== "http" || to.layer.engine === "lvs") return undefined;
  const { routes, pool } = to.listen;
  return routes.map(limitOf).find((found) => found !== undefined) ?? choiceOf(to.layer, to.listen) ?? toldOf(routes, pool, to.listen, front);
}

function limitOf({ limits, connections, origin }: Route): Use | undefined {
  const limit = limits.find(({ key }) => key.by === "ip");
  if (limit !== undefined) return { text: "its limit for each address is one limit for all clients together", origin: limit.origin };
  return connections === null ? undefined : { text: `all clients together have ${connections} connections`, origin };
}

function choiceOf({ pools }: Proxy, { routes, pool }: Listen): Use | undefined {
  const used = new Set([pool, ...routes.map(({ action }) => (action.do === "proxy" ? action.pool : null))]);
  const chosen = pools.find((each) => used.has(each.name) && each.servers.length > 1 && byAddress(each));
  return chosen && { text: `it sends all of them to one server of \`${chosen.entity}\``, origin: chosen.sticky?.origin ?? chosen.balance.origin };
}

function byAddress({ balance: { method, key }, sticky }: Pool): boolean {
  return sticky?.by === "source" || method === "source" || (method === "hash" && (key ?? "ip") === "ip");
}

function toldOf(routes: readonly Route[], pool: string | null, listen: Listen, front: string): Use | undefined {
  const telling = routes.find(({ action, forward }) => action.do === "proxy" && forward.includes("client"));
  if (telling === undefined && pool === null) return undefined;
  return { text: `its services are told that every client is \`${front}\``, origin: telling?.origin ?? listen.origin };
}
