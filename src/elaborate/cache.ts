import { type Bound, find, findAll, imply, type PlainArgs, says, withClauses } from "../bind/bound.js";
import { missingArgument } from "../bind/diagnostics.js";
import { implied, type Origin } from "../source/origin.js";
import type { Declaration } from "../vocabulary/declaration.js";
import { cache as cacheKind } from "../vocabulary/kinds/cache.js";
import { isHostName } from "../vocabulary/values/addresses.js";
import type { Chain } from "./chain.js";
import { completeChecks } from "./services.js";
import { type Draft, type EntityOf, hostsOf, isForeign, isLocal } from "./draft.js";
import { standardImage } from "./images.js";

export type CacheEntity = EntityOf<"cache">;
type ListenClause = Bound<typeof cacheKind.clauses.listen>;
export type ListenMode = "accelerate" | "forward" | "transparent";

const c = cacheKind.clauses;

/** Adds what a cache leaves out: listens, sizes, the sites of its origins, whom it serves. Networks are complete by now. */
export function completeCache(cache: CacheEntity, draft: Draft, chain: Chain): void {
  if (isForeign(cache)) return;
  const origin = (because: string): Origin => implied({ span: cache.origin.span }, because);
  const engine = cache.args.engine ?? { value: "squid" as const, text: "squid", quoted: false, origin: origin("the engine of a cache"), label: undefined };
  const twice = { value: 2, text: "x2", quoted: false, origin: origin("a VIP moves between two"), label: undefined };
  const times = cache.args.times ?? (says(cache, "vip") && !says(cache, "on") ? twice : undefined);
  const listens = impliedListens(cache, origin);
  const added: Bound[] = [...listens, ...impliedClauses(cache, origin), ...containerClauses(cache, origin)];
  if (chain.frontsOf(cache.name).length > 0 && !says(cache, "check")) added.push(imply(c.check, "check", { form: "tcp" }, origin("how what stands in front looks at it")));
  const clauses = [...cache.clauses, ...added].map((clause) => completeClause(clause, cache, draft));
  const completed: CacheEntity = { ...cache, args: { ...cache.args, times, engine }, clauses };
  const forClients = findAll(completed, "listen").some((listen) => modeOf(listen, completed) !== "accelerate");
  draft.put({ ...completed, clauses: [...clauses, ...(forClients ? clientClauses(completed, draft, origin) : [])] });
  completeChecks(cache.name, draft, chain);
}

/** How a listen is meant: as it says, else as its cache does. */
export function modeOf(listen: ListenClause, cache: CacheEntity): ListenMode {
  if (find(listen, "transparent")) return "transparent";
  if (find(listen, "forward")) return "forward";
  if (says(cache, "accelerate")) return "accelerate";
  return says(cache, "transparent") ? "transparent" : "forward";
}

/** The ports of what the cache is to its clients; squid wants one for clients that know it beside those that the network turns aside. */
function impliedListens(cache: CacheEntity, origin: (because: string) => Origin): readonly ListenClause[] {
  const said = findAll(cache, "listen");
  const modes = new Set(said.map((listen) => modeOf(listen, cache)));
  const used = new Set(said.flatMap(({ args }) => args.binds.map(({ value }) => value.from)));
  const added: ListenClause[] = [];
  const add = (mode: ListenMode, first: number, because: string): void => {
    let port = first;
    while (used.has(port)) port++;
    used.add(port);
    modes.add(mode);
    const plain = modeOf(imply(c.listen, "listen", { binds: [] }, cache.origin), cache) === mode;
    const word = mode === "forward" ? imply(c.listen.clauses.forward, "forward", {}, origin(because)) : imply(c.listen.clauses.transparent, "transparent", {}, origin(because));
    added.push(imply(c.listen, "listen", { binds: [{ address: undefined, from: port, to: port, transport: "tcp" }] }, origin(because), plain ? [] : [word]));
  };
  const accelerates = says(cache, "accelerate");
  if (accelerates && said.length === 0) add("accelerate", says(cache, "tls") ? 443 : 80, "the port of a cache that accelerates");
  if (says(cache, "transparent") && !modes.has("transparent")) add("transparent", 3129, "the port that connections are turned aside to");
  const forward = says(cache, "forward") || (!accelerates && !says(cache, "transparent") && said.length === 0);
  const alone = modes.has("transparent") && !modes.has("accelerate");
  if ((forward || alone) && !modes.has("forward")) add("forward", 3128, forward ? "the port of a proxy" : "squid needs a port for clients that know it, too");
  return added;
}

function impliedClauses(cache: CacheEntity, origin: (because: string) => Origin): readonly Bound[] {
  if (says(cache, "memory")) return [];
  return [imply(c.memory, "memory", { size: 256 * 2 ** 20 }, origin("the memory of a cache"))];
}

function containerClauses(cache: CacheEntity, origin: (because: string) => Origin): readonly Bound[] {
  if (!isLocal(cache)) return [];
  const added: Bound[] = [];
  if (!says(cache, "image") && !says(cache, "build")) added.push(imply(c.image, "image", { image: standardImage("squid", find(cache, "version")?.args.version.value) }, origin("the image of squid")));
  if (!says(cache, "restart")) added.push(imply(c.restart, "restart", { when: "unless-stopped" }, origin("when a container is started again")));
  return added;
}

/** What a proxy for clients has besides: where tunnels may lead, and whom it serves when no rule says it. */
function clientClauses(cache: CacheEntity, draft: Draft, origin: (because: string) => Origin): readonly Bound[] {
  const added: Bound[] = [];
  if (!says(cache, "tunnel")) added.push(imply(c.tunnel, "tunnel", { ports: [{ from: 443, to: 443, transport: "tcp" }] }, origin("the port of TLS")));
  if (says(cache, "allow")) return added;
  const networks = networksOf(cache, draft);
  if (networks.length === 0) return added;
  const because = origin("a proxy serves the networks it is on");
  const from = imply(c.allow.clauses.from, "from", { places: networks.map((name) => ({ name })) }, because);
  return [...added, imply(c.allow, "allow", {}, because, [from])];
}

/** The networks that the cache or its hosts are in. */
function networksOf(cache: CacheEntity, draft: Draft): readonly string[] {
  const own = find(cache, "in")?.args.networks.map(({ value }) => value.name) ?? [];
  const ofHosts = hostsOf(cache).flatMap((name) => {
    const host = draft.get(name) as EntityOf<"host"> | undefined;
    return (host && find(host, "in")?.args.networks.map(({ value }) => value.name)) ?? [];
  });
  return [...new Set([...own, ...ofHosts])];
}

/** A clause with what it leaves out. */
function completeClause(clause: Bound, cache: CacheEntity, draft: Draft): Bound {
  switch (clause.word) {
    case "accelerate":
      return completeOrigin(clause as unknown as Bound<typeof c.accelerate>, draft);
    case "memory":
      return filled(clause, [["object", c.memory.clauses.object, { size: 512 * 2 ** 10 }, "the largest object in memory"], ["replace", c.memory.clauses.replace, { policy: "lru" }, "what makes room"]]);
    case "disk":
      return completeDisk(clause as unknown as Bound<typeof c.disk>);
    case "fresh":
      return filled(clause, [["share", c.fresh.clauses.share, { share: 20 }, "the share of an object's age"]]);
    case "login":
      return filled(clause, [["realm", c.login.clauses.realm, { realm: cache.name }, "the name of the cache"]]);
    default:
      return clause;
  }
}

type Standard = readonly [word: string, declaration: Declaration, args: Readonly<Record<string, unknown>>, because: string];

function filled(clause: Bound, standards: readonly Standard[]): Bound {
  const added = standards
    .filter(([word]) => !says(clause, word))
    .map(([word, declaration, args, because]) => imply(declaration, word, args as PlainArgs<Declaration>, implied(clause.origin, because)));
  return added.length === 0 ? clause : withClauses(clause, [...clause.clauses, ...added]);
}

function completeDisk(disk: Bound<typeof c.disk>): Bound {
  const because = implied(disk.origin, "threads do the reading and writing");
  const format = disk.args.format ?? { value: "aufs" as const, text: "aufs", quoted: false, origin: because, label: undefined };
  return filled({ ...disk, args: { ...disk.args, format } } as unknown as Bound, [
    ["object", c.disk.clauses.object, { size: 4 * 2 ** 20 }, "the largest object on disk"],
    ["replace", c.disk.clauses.replace, { policy: "lru" }, "what makes room"],
  ]);
}

/** The site of an origin is the host of its URL; clients know no site by an address or a name without a dot, so that every site is meant. */
function completeOrigin(accelerate: Bound<typeof c.accelerate>, draft: Draft): Bound {
  const { url, target } = accelerate.args;
  if (url === undefined && target === undefined) {
    draft.report(missingArgument, { at: accelerate.origin, data: { owner: "accelerate", title: "a URL, or the name of a service or gateway", example: accelerate.declaration.example } });
  }
  const host = url && /^https?:\/\/([^/:?#]*)/.exec(url.value)?.[1]?.toLowerCase();
  const isName = host !== undefined && isHostName(host) && /\.[a-z]/.test(host);
  const secure = url?.value.startsWith("https:") === true;
  return filled(accelerate as unknown as Bound, [
    ...(isName ? [["site", c.accelerate.clauses.site, { domains: [host] }, "the host of the URL"] as const] : []),
    ...(secure ? [["verify", c.accelerate.clauses.verify, { whether: "yes" }, "the certificate of an origin is checked"] as const] : []),
  ]);
}

