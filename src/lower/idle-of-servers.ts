import { type Bound, type Entity, find, findAll } from "../bind/bound.js";
import { engineOf } from "../elaborate/chain.js";
import { type EntityOf, isForeign } from "../elaborate/draft.js";
import { isProxy } from "../vocabulary/layers.js";
import type { Declared, Idle } from "./idle-clauses.js";

type Service = EntityOf<"service">;

/** Who asks a service or cluster: the engines in front of it, and whether it registers itself. */
interface Askers {
  readonly engines: ReadonlySet<string>;
  readonly names: readonly string[];
  /** The gateway or balancer among them that waits for it. */
  readonly proxy: string | undefined;
  readonly isRegistered: boolean;
}

/** What a service or cluster says of traffic that it does not get, or of what does not ask for it. */
export function idleOfServers(entity: Entity, declared: Declared): readonly Idle[] {
  const service = entity as unknown as Service;
  const askers = askersOf(service, declared);
  return [...idleAlone(service, askers), ...idleBlocks(service, askers), ...idleWaits(service, askers), ...idleTries(service, askers), ...(isForeign(entity) ? idleOutside(service) : [])];
}

function askersOf(service: Service, { chain, entities }: Declared): Askers {
  const names = [...new Set(chain.frontsOf(service.name).map(({ front }) => front))];
  const fronts = names.flatMap((name) => entities.get(name) ?? []);
  const engines = fronts.map((front) => (isProxy(front) ? engineOf(front as never) : "squid"));
  return { names, proxy: fronts.find(isProxy)?.name, engines: new Set(engines), isRegistered: find(service, "discover") !== undefined };
}

/** How traffic is spread over its instances, and which of them are well. */
const ofTraffic = new Set(["check", "weight", "maxconn", "backup", "timeouts"]);

function idleAlone(service: Service, { names, isRegistered }: Askers): readonly Idle[] {
  if (names.length > 0 || isRegistered) return [];
  const because = `nothing stands in front of \`${service.name}\``;
  const instead = `say what does, such as \`${service.name} … behind edge\`, or take it away`;
  return (service.clauses as readonly Bound[]).filter((clause) => ofTraffic.has(clause.word) && !isUsual(clause, service)).map((clause) => ({ clause, because, instead }));
}

/** Whether it says what would be so without it, as a program does that has everything written out. */
function isUsual({ word, args, clauses }: Bound, { kind }: Service): boolean {
  const { form, weight } = args as unknown as { readonly form?: { readonly value: string }; readonly weight?: { readonly value: number } };
  if (word === "check") return kind !== "service" || form?.value === "tcp" || form?.value === "no";
  return word === "weight" && weight?.value === 1 && clauses.length === 0;
}

/** The directives of an engine that does not stand in front of it. */
function idleBlocks({ name, clauses }: Service, { engines, names }: Askers): readonly Idle[] {
  return (clauses as readonly Bound[]).flatMap((clause) => {
    const engine = clause.native;
    if (engine === undefined || !["nginx", "haproxy"].includes(clause.word) || [...engines].some((each) => familyOf(each) === clause.word)) return [];
    const because = names.length === 0 ? `nothing stands in front of \`${name}\`` : `no ${clause.word} stands in front of \`${name}\``;
    return { clause, because, instead: "take the block away" };
  });
}

/** The engine by whose directives an engine is written. */
export function familyOf(engine: string): string {
  return engine === "openresty" || engine === "tengine" ? "nginx" : engine;
}

function idleWaits(service: Service, { engines, names, proxy }: Askers): readonly Idle[] {
  if (names.length === 0) return [];
  const because = "the waits are those of what stands in front";
  return findAll(service, "timeouts").flatMap((timeouts) =>
    (timeouts.clauses as readonly Bound[]).flatMap((clause): readonly Idle[] => {
      if (clause.word === "check" && engines.has("haproxy")) return [];
      if (proxy === undefined || engines.has("lvs")) return [{ clause, of: "timeouts", because, instead: "take it away" }];
      const text = textOf(clause);
      const own = clause.word === "server" ? `\`behind ${proxy} timeout ${text}\`, or ` : "";
      return [{ clause, of: "timeouts", because, instead: `write ${own}\`timeouts ${clause.word} ${text}\` in \`${proxy}\`` }];
    }),
  );
}

function textOf({ args }: Bound): string {
  return (args as unknown as { readonly wait: { readonly text: string } }).wait.text;
}

/** LVS alone tries a check again. */
function idleTries(service: Service, { engines, names }: Askers): readonly Idle[] {
  return names.length === 0 || engines.has("lvs") ? [] : findAll(service, "check").flatMap((check) => triesOf(check as unknown as Bound));
}

export function triesOf(check: Bound): readonly Idle[] {
  return check.clauses.filter(({ word }) => word === "retries" || word === "pause").map((clause) => ({ clause, because: "only LVS tries a check again before it counts", instead: "say `fall 3` for the failures in a row after which it is down" }));
}

const generated = new Set(["build", "env", "mount", "publish", "run", "once", "restart", "privileged", "cap", "dns", "memory", "heap", "cpus", "user", "compose"]);

/** What would be said of containers, and the shares of servers that are all alike. */
function idleOutside(service: Service): readonly Idle[] {
  return (service.clauses as readonly Bound[]).flatMap((clause): readonly Idle[] => {
    if (generated.has(clause.word) || (clause.word === "image" && service.kind === "service")) return [{ clause, because: "it exists already, and nothing is generated for it", instead: "take it away" }];
    return clause.word === "weight" ? [{ clause, because: "all servers of an `at` weigh the same", instead: "declare a service for each that is to weigh otherwise" }] : [];
  });
}
