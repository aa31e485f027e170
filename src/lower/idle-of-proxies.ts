import { type Bound, type Entity, entriesOf, findAll } from "../bind/bound.js";
import { engineOf } from "../elaborate/chain.js";
import type { EntityOf } from "../elaborate/draft.js";
import { usualTimeouts } from "../elaborate/proxies.js";
import { routeEntry } from "../vocabulary/clauses/traffic.js";
import type { Idle } from "./idle-clauses.js";
import { familyOf, triesOf } from "./idle-of-servers.js";

type Gateway = EntityOf<"gateway">;

/** What a gateway or balancer, its listens and its routes say that its engine has no use for. */
export function idleOfProxy(entity: Gateway, readsRequests: boolean): readonly Idle[] {
  const engine = engineOf(entity);
  const listens = findAll(entity, "listen") as unknown as readonly Bound[];
  const outer = [entity as unknown as Bound, ...listens];
  const entries = outer.flatMap((each) => findAll(each as unknown as Gateway, "route").flatMap((route) => entriesOf(route as unknown as Bound, routeEntry) as unknown as readonly Bound[]));
  const all = [...outer, ...entries];
  return [
    ...all.flatMap((each) => idleBlocks(each, engine)),
    ...(engine === "lvs" ? all.flatMap(idleOfPackets) : all.flatMap((each) => findAll(each as unknown as Gateway, "check").flatMap((check) => triesOf(check as unknown as Bound)))),
    ...entries.flatMap(idleOfEntry),
    ...(engine !== "lvs" && !readsRequests ? idleOfStreams(entity as unknown as Bound) : []),
    ...(familyOf(engine) === "nginx" ? all.flatMap((each) => waitsOf(each, new Set(["check"]), "nginx asks no server whether it is well")) : []),
  ];
}

function idleBlocks({ clauses }: Bound, engine: string): readonly Idle[] {
  const wrong = clauses.filter(({ word, native }) => native !== undefined && ["nginx", "haproxy"].includes(word) && word !== familyOf(engine));
  return wrong.map((clause) => ({ clause, because: `its engine is ${engine}`, instead: engine === "lvs" ? "take the block away" : `write directives of ${familyOf(engine)}, or take the block away` }));
}

const ofRequests = new Set(["forward", "header", "limit", "degrade", "body", "buffer", "keepalive", "trust", "lua"]);

/** What a declaration whose listens all pass streams on says of requests; of one such listen it is an error. */
function idleOfStreams({ clauses }: Bound): readonly Idle[] {
  return clauses.filter(({ word }) => ofRequests.has(word) && word !== "lua").map((clause) => ({ clause, because: "none of its listens reads requests", instead: "say `http` of the listen that it is for, or take it away" }));
}

/** What LVS, which forwards packets, neither sees nor waits for. */
function idleOfPackets(level: Bound): readonly Idle[] {
  const seen = level.clauses.filter(({ word }) => ofRequests.has(word)).map((clause) => ({ clause, because: "LVS forwards packets and reads no request", instead: "use another engine, or take it away" }));
  const tries = level.clauses.filter(({ word }) => word === "retries").map((clause) => ({ clause, because: "LVS forwards packets and tries nothing again", instead: "take it away" }));
  return [...seen, ...tries, ...waitsOf(level, undefined, "LVS forwards packets and waits for nobody")];
}

/** Of a route: what is decided before its request is read. */
function idleOfEntry({ clauses }: Bound): readonly Idle[] {
  return clauses.flatMap((clause): readonly Idle[] => {
    if (clause.word === "maxconn" && clause.clauses.length === 0) return [{ clause, because: "connections are counted before their requests are read", instead: "write it in the `listen`, or `limit connections 20` here" }];
    const { form } = clause.args as { readonly form?: { readonly value: string } };
    return clause.word === "proxy" && form?.value === "accept" ? [{ clause, because: "the PROXY protocol comes before any request", instead: "write it in the `listen`" }] : [];
  });
}

/** The waits of these names, all of them without names. What is as long as it would be anyway says nothing else. */
function waitsOf(level: Bound, words: ReadonlySet<string> | undefined, because: string): readonly Idle[] {
  const usual: Readonly<Record<string, number>> = usualTimeouts;
  return findAll(level as unknown as Gateway, "timeouts")
    .flatMap((timeouts) => timeouts.clauses as readonly Bound[])
    .filter((clause) => (words === undefined || words.has(clause.word)) && (clause.args as unknown as { readonly wait: { readonly value: number } }).wait.value !== usual[clause.word])
    .map((clause) => ({ clause, of: "timeouts", because, instead: "take it away" }));
}

/** VIPs that move together with no other. */
export function idleOfVips(entity: Entity): readonly Idle[] {
  const vips = findAll(entity as unknown as Gateway, "vip");
  const [only] = vips;
  const together = vips.length === 1 ? findAll(only!, "failover").filter(({ args }) => args.how.value === "together") : [];
  const natives = vips.length > 0 ? [] : (entity.clauses as readonly Bound[]).filter(({ word, native }) => native !== undefined && word === "keepalived");
  return [
    ...(together as unknown as readonly Bound[]).map((clause) => ({ clause, because: "it has no other VIP to move with", instead: "take it away" })),
    ...natives.map((clause) => ({ clause, because: "it holds no VIP, so that no keepalived runs for it", instead: "say `vip ADDRESS`, or take the block away" })),
  ];
}
