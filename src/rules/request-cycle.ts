import type { Hop, LayerListen } from "../ir/hops.js";
import { nameOf } from "../ir/domains.js";
import { placeOf, type Request, type Steps, stepsOf } from "../ir/walk.js";
import type { Origin } from "../source/origin.js";
import { defineRule } from "./rule.js";

/** Requests that come back to where they were, by addresses that nobody would compare: they go round until connections run out. */
export const requestCycle = defineRule({
  code: "request-cycle",
  severity: "error",
  summary: "Requests come back to a place where they were before.",
  explanation: `
A gateway sends a request to an address and port at which another layer listens, and that one sends it back. Each daemon's own check
passes, as each sees an address like any other. The first such request goes round until all connections are used up.

    service web at 192.168.0.11:80                       # which is edge itself
    gateway edge on lb1 192.168.0.11 { route { / -> web } }     # error

    cache cdn on node1 { listen 80; accelerate http://192.168.0.31:80 }     # error: node1's own address
`,
  message: (data: { readonly places: readonly { readonly name: string; readonly port: number }[] }) =>
    data.places.length === 2 ? `\`${data.places[0]!.name}\` sends requests to itself, on port ${data.places[0]!.port}` : `requests go round: ${data.places.map(({ name, port }) => `\`${name}\` on ${port}`).join(" → ")}`,
  help: ({ places }) => (places.length === 2 ? "write the address and port of what serves them" : "lead one of these steps to what serves the requests"),

  check(_site, report, index) {
    const hops = index.hops();
    if (hops.all.length === 0) return;
    const steps = index.steps();
    const round = roundTrips(hops.all, steps);
    const starts = new Map(round.map(({ to }) => [to.listen, to]));
    const reported = new Set<string>();
    for (const request of requestsOf(round)) {
      for (const to of starts.values()) {
        const found = findCycle(to, request, steps, starts);
        const names = found?.map(({ to: { layer } }) => layer.name).sort().join(" ");
        if (found === undefined || names === undefined || reported.has(names)) continue;
        reported.add(names);
        const last = found.at(-1)!;
        const places = [last, ...found].map((hop) => placeOf(hop.to));
        report({ at: originOf(found[0]!), data: { places }, related: found.slice(1).map((hop) => ({ span: originOf(hop).span, text: `to \`${hop.to.layer.name}\`` })) });
      }
    }
  },
});

function originOf({ from }: Hop): Origin {
  return from.kind === "cache" ? from.origin.origin : (from.route?.origin ?? from.pool.origin);
}

/** The steps that are left when all are taken away that nothing leads to, or that lead nowhere: none, unless there is a way round. */
function roundTrips(all: readonly Hop[], steps: Steps): readonly Hop[] {
  let left = all;
  for (;;) {
    const reached = new Set(left.map(({ to }) => to.listen));
    const kept = new Set(left);
    const leading = new Set([...steps].filter(([, hops]) => hops.some((hop) => kept.has(hop))).map(([listen]) => listen));
    const next = left.filter((hop) => leading.has(hop.to.listen) && (hop.from.kind === "proxy" ? reached.has(hop.from.listen) : hop.from.layer.listens.some((listen) => reached.has(listen))));
    if (next.length === left.length) return left;
    left = next;
  }
}

/** Every domain with every path that stands on the way; a route of neither is asked for by no name and for `/`. */
function requestsOf(hops: readonly Hop[]): readonly Request[] {
  const domainsOf = ({ from }: Hop): readonly string[] => (from.kind === "cache" ? from.origin.domains : (from.route?.domains ?? []));
  const pathsOf = ({ from }: Hop): readonly string[] => (from.kind === "cache" || from.route === null || from.route.match === "regex" ? [] : [from.route.path]);
  const domains = [...new Set(["", ...hops.flatMap(domainsOf).map(nameOf)])].slice(0, 30);
  const paths = [...new Set(["/", ...hops.flatMap(pathsOf)])].slice(0, 30);
  return hops.length === 0 ? [] : domains.flatMap((domain) => paths.map((path) => ({ domain, path })));
}

/** The way round that begins and ends at `start`, if the request takes it. */
function findCycle(start: LayerListen, request: Request, steps: Steps, among: ReadonlyMap<LayerListen["listen"], LayerListen>): readonly Hop[] | undefined {
  const seen = new Set<LayerListen["listen"]>();
  const visit = (at: LayerListen, way: readonly Hop[]): readonly Hop[] | undefined => {
    for (const hop of stepsOf(at, request, steps)) {
      if (hop.to.listen === start.listen) return [...way, hop];
      if (seen.has(hop.to.listen) || !among.has(hop.to.listen)) continue;
      seen.add(hop.to.listen);
      const found = visit(hop.to, [...way, hop]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return visit(start, []);
}
