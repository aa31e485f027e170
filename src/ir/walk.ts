import type { Hop, Hops, LayerListen } from "./hops.js";
import { coversDomain } from "./domains.js";
import { routeTable } from "./route-table.js";
import { addTo } from "../source/group.js";

/** A request as far as it chooses its way: its domain in small letters (empty: one that nobody names) and its path. */
export interface Request {
  readonly domain: string;
  readonly path: string;
}

/** The steps that a request takes from one listen: to each server that it may be sent to. */
export function stepsOf({ kind, layer, listen }: LayerListen, { domain, path }: Request, steps: Steps): readonly Hop[] {
  const all = steps.get(listen) ?? [];
  if (kind === "cache") return all.filter(({ from }) => from.kind === "cache" && (from.origin.domains.length === 0 || from.origin.domains.some((each) => coversDomain(each, domain))));
  if (layer.engine === "lvs" || listen.pool !== null) return all;
  const route = routeTable(listen.routes).find(domain, path);
  return all.filter(({ from }) => from.kind === "proxy" && from.route === route);
}

/** The steps by the listen that they begin at. */
export type Steps = ReadonlyMap<LayerListen["listen"], readonly Hop[]>;

export function stepsByListen({ all }: Hops): Steps {
  const found = new Map<LayerListen["listen"], Hop[]>();
  for (const hop of all) {
    if (hop.from.kind === "proxy") addTo(found, hop.from.listen, hop);
    else for (const listen of hop.from.layer.listens) if (listen.mode === "accelerate") addTo(found, listen, hop);
  }
  return found;
}

/** Where clients reach a listen: `edge` on port 80. */
export function placeOf({ layer, listen }: LayerListen): { readonly name: string; readonly port: number } {
  const [bind] = listen.binds;
  return { name: layer.name, port: bind === undefined ? 0 : "from" in bind ? bind.from : bind.port };
}
