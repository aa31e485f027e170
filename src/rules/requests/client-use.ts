import type { LayerListen } from "../../ir/hops.js";
import type { Listen, Pool, Proxy, Route } from "../../ir/traffic.js";
import type { Origin } from "../../source/origin.js";

/** Something that works with the client's address, and in words what it does with a wrong one. */
export interface Use {
  readonly text: string;
  readonly origin: Origin;
}

/** Finds what is wrong at a listen when each request seems to come from `front`; each is looked at once. */
export function usesOfClients(): (to: LayerListen, front: string) => Use | undefined {
  const known = new Map<LayerListen["listen"], UseFor | undefined>();
  return (to, front) => {
    if (!known.has(to.listen)) known.set(to.listen, useOfClient(to));
    const use = known.get(to.listen);
    return use && { text: use.textFor(front), origin: use.origin };
  };
}

/** A use whose words name who seems to be the client. */
interface UseFor {
  readonly textFor: (front: string) => string;
  readonly origin: Origin;
}

function useOfClient(to: LayerListen): UseFor | undefined {
  if (to.kind === "cache") {
    const rule = to.layer.rules.find(({ when, origin }) => origin.because === undefined && when.some((group) => group.some(({ name }) => name === "from" || name === "connections")));
    return rule && { textFor: (front) => `each of its requests counts as one from \`${front}\``, origin: rule.origin };
  }
  if (to.listen.mode !== "http" || to.layer.engine === "lvs") return undefined;
  const { routes, pool } = to.listen;
  for (const route of routes) {
    const limit = limitOf(route);
    if (limit !== undefined) return limit;
  }
  return choiceOf(to.layer, to.listen) ?? toldOf(routes, pool, to.listen);
}

function limitOf({ limits, connections, origin }: Route): UseFor | undefined {
  const limit = limits.find(({ key }) => key.by === "ip");
  if (limit !== undefined) return { textFor: () => "its limit for each address is one limit for all clients together", origin: limit.origin };
  return connections === null ? undefined : { textFor: () => `all clients together have ${connections} connections`, origin };
}

function choiceOf({ pools }: Proxy, { routes, pool }: Listen): UseFor | undefined {
  const choosing = pools.filter((each) => each.servers.length > 1 && byAddress(each));
  if (choosing.length === 0) return undefined;
  const used = new Set([pool, ...routes.map(({ action }) => (action.do === "proxy" ? action.pool : null))]);
  const chosen = choosing.find(({ name }) => used.has(name));
  return chosen && { textFor: () => `it sends all of them to one server of \`${chosen.entity}\``, origin: chosen.sticky?.origin ?? chosen.balance.origin };
}

function byAddress({ balance: { method, key }, sticky }: Pool): boolean {
  return sticky?.by === "source" || method === "source" || (method === "hash" && (key ?? "ip") === "ip");
}

function toldOf(routes: readonly Route[], pool: string | null, listen: Listen): UseFor | undefined {
  const telling = routes.find(({ action, forward }) => action.do === "proxy" && forward.includes("client"));
  if (telling === undefined && pool === null) return undefined;
  return { textFor: (front) => `its services are told that every client is \`${front}\``, origin: telling?.origin ?? listen.origin };
}
