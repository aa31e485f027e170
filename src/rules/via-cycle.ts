import type { Cache, CacheRule } from "../ir/cache.js";
import { groupBy } from "../source/group.js";
import { defineRule } from "./rule.js";

type Via = Extract<CacheRule, { readonly verdict: "via" }>;

interface Link {
  readonly from: Cache;
  readonly via: Via;
  readonly to: Cache;
}

/** Caches that send requests on to one another in a ring. */
export const viaCycle = defineRule({
  code: "via-cycle",
  severity: "error",
  summary: "Caches send requests through one another in a ring.",
  explanation: `
\`via\` sends requests through another proxy. Where that one sends them back, squid finds its own name on the way, warns of a forwarding
loop in its log and answers with an error, or goes past the ring.

    cache a on node1 { forward; via -> 192.168.0.32:3128 }
    cache b on node2 { forward; via -> 192.168.0.31:3128 }                      # error: back to a
    cache b on node2 { forward }                                                # b fetches itself
`,
  message: (data: { readonly names: readonly string[] }) =>
    data.names.length === 2 ? `\`${data.names[0]}\` sends requests through itself` : `requests go round: ${data.names.map((name) => `\`${name}\``).join(" → ")}`,
  help: ({ names }) => (names.length === 2 ? "name another proxy, or leave `via` out" : `let the last one fetch itself: take the \`via\` of \`${names.at(-2)!}\` out, or say which requests it is for`),

  check(site, report, index) {
    const hops = index.hops();
    const links = site.caches.flatMap((from) =>
      askedVias(from).flatMap((via) => {
        const { host, port } = via.endpoint;
        return hops.at(host, port, from.machines[0]).flatMap((to): Link[] => (to.kind === "cache" && to.listen.mode !== "accelerate" ? [{ from, via, to: to.layer }] : []));
      }),
    );
    const byCache = groupBy(links, (link) => link.from);
    const reported = new Set<string>();
    for (const start of links) {
      const ring = ringFrom(start, byCache);
      const key = ring?.map(({ from }) => from.name).sort().join(" ");
      if (ring === undefined || key === undefined || reported.has(key) || !meet(ring)) continue;
      reported.add(key);
      const names = [...ring.map(({ from }) => from.name), ring[0]!.from.name];
      report({ at: ring[0]!.via.origin, data: { names }, related: ring.slice(1).map(({ via, to }) => ({ span: via.origin.span, text: `to \`${to.name}\`` })) });
    }
  },
});

/** Up to the first that takes every request. */
function askedVias({ rules }: Cache): readonly Via[] {
  const vias = rules.filter((rule) => rule.verdict === "via");
  const all = vias.findIndex(({ when }) => when.length === 0);
  return all < 0 ? vias : vias.slice(0, all + 1);
}

/** The first way back to where `start` begins. */
function ringFrom(start: Link, byCache: ReadonlyMap<Cache, readonly Link[]>): readonly Link[] | undefined {
  const seen = new Set<Cache>();
  const visit = (link: Link, way: readonly Link[]): readonly Link[] | undefined => {
    const all = [...way, link];
    if (link.to === start.from) return all;
    if (seen.has(link.to)) return undefined;
    seen.add(link.to);
    for (const next of byCache.get(link.to) ?? []) {
      const found = visit(next, all);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return visit(start, []);
}

/** Whether some request takes every step: all requests do, or those of one step; who asks changes from one to the next. */
function meet(ring: readonly Link[]): boolean {
  const asking = ring.filter(({ via }) => via.when.length > 0);
  return asking.length <= 1 && asking.every(({ via }) => via.when.every((group) => group.every(({ name }) => ["to", "path", "method", "port", "agent", "header"].includes(name))));
}
