import { type Bound, type Entity, find, findAll, impliedValue, imply, implyOf, says, type Value, withClauses } from "../bind/bound.js";
import { eachAgain, type Keeping } from "../source/kept-lists.js";
import { implied, type Origin } from "../source/origin.js";
import { oncePer } from "../source/once.js";
import { noTables } from "../source/tables.js";
import { kinds } from "../vocabulary/index.js";
import { isProxy } from "../vocabulary/layers.js";
import { missingImage, missingPort, impliedImage, impliedPort } from "./diagnostics.js";
import { imageName } from "../vocabulary/values/images.js";
import { type Draft, type EntityOf, runsContainers, sameEntities } from "./draft.js";
import { type Chain, engineOf } from "./chain.js";
import { allOf, fillCheck, type Usual } from "./checks.js";

type Check = Bound<(typeof kinds)["service"]["clauses"]["check"]>;
type Discover = Bound<(typeof kinds)["service"]["clauses"]["discover"]>;
type Behind = Bound<(typeof kinds)["service"]["clauses"]["behind"]>;

/** The usual ports of protocols; those that have none need a port. */
const usualPorts: Readonly<Record<string, number>> = { http: 80, https: 443, tls: 443, amqp: 5672, mysql: 3306, postgres: 5432, redis: 6379, smtp: 25, ldap: 389, dns: 53 };

/** Completes every service. What one leaves out follows from itself and from what is no service: hosts, and what stands in front. */
export function completeServices(draft: Draft, chain: Chain, keeping: Keeping): void {
  const { tables } = keeping;
  const engines = enginesOf(draft);
  const others = tables === noTables ? [] : draft.except("service");
  const among = [tables.frame("completed services", sameEntities("before services", others, tables))];
  const places = draft.placesOf("service");
  const services = places.map(draft.at) as readonly Entity[] as unknown as readonly EntityOf<"service">[];
  const areContained = eachAgain("services in containers", among, services, (service) => runsContainers(service, draft), { tables });
  draft.containEach(places, areContained);
  const complete = (service: EntityOf<"service">, at: number): Entity => completeService(service, areContained[at]!, draft, chain, engines);
  draft.putEach("completed services", places, eachAgain("completed services", among, services, complete, keeping));
}

/** Adds what a service leaves out: protocol, port, image, weight, check, and where it shows. `engines` are those of all proxies. */
function completeService(service: EntityOf<"service">, inContainer: boolean, draft: Draft, chain: Chain, engines: ReadonlySet<string>): Entity {
  const c = kinds.service.clauses;
  const said = saidBy(service);
  const registered = said.discover !== undefined || service.faulty.has("discover");
  const clauses = sayingAll(service, said, registered, draft, chain, engines);
  const protocol = said.protocol?.args.protocol.value ?? "http";
  if (isLeftOut(said.protocol, "protocol", service)) {
    const at = originIn(service, "the protocol of a service");
    clauses.push(implyOf(c.protocol, "protocol", { protocol: impliedWord("http", at) }, at));
  }
  if (said.at === undefined && isLeftOut(said.port, "port", service)) addPort(clauses, protocol, service, draft);
  if (inContainer && isLeftOut(said.image, "image", service) && isLeftOut(said.build, "build", service)) addImage(clauses, service, draft);
  if (inContainer && isLeftOut(said.restart, "restart", service) && isLeftOut(said.once, "once", service)) {
    const at = originIn(service, "when a container is started again");
    clauses.push(implyOf(c.restart, "restart", { when: impliedWord("unless-stopped", at) }, at));
  }
  if (isLeftOut(said.weight, "weight", service)) {
    const at = originIn(service, "the weight of an instance");
    clauses.push(implyOf(c.weight, "weight", { weight: impliedValue(c.weight.args.weight.type, 1, at) }, at));
  }
  if (isLeftOut(said.check, "check", service)) {
    const triesNone = takesNoConnections(service, said.port, protocol);
    const at = originIn(service, triesNone ? "ports of UDP take no connections that could be tried" : "the check of a service");
    const args = { form: impliedWord(triesNone ? ("no" as const) : ("tcp" as const), at), method: undefined, path: undefined, subject: undefined, port: undefined };
    const inner = triesNone ? none : allOf({ declaration: c.check, origin: at }, "tcp", usualFor(service.name, registered, draft, chain, engines));
    clauses.push(implyOf(c.check, "check", args, at, inner));
  }
  return { ...service, clauses };
}

/** The clauses that a service says, those completed of which some is left out. */
function sayingAll(service: EntityOf<"service">, said: Said, registered: boolean, draft: Draft, chain: Chain, engines: ReadonlySet<string>): Bound[] {
  const clauses: Bound[] = [];
  const written: readonly Bound[] = service.clauses;
  for (let place = 0; place < written.length; place++) {
    const clause = written[place]!;
    if (clause.word === "behind") clauses.push(completeBehind(clause as unknown as Behind, service.name, draft));
    else if (clause === said.check) clauses.push(completeCheck(clause as unknown as Check, service, registered, draft, chain, engines));
    else if (clause === said.discover) clauses.push(completeDiscovery(clause as unknown as Discover, service.name, draft, chain, engines));
    else clauses.push(clause);
  }
  return clauses;
}

/** Whether a clause of a service is neither there nor one that could not be read. */
function isLeftOut(said: Bound | undefined, word: string, { faulty }: EntityOf<"service">): boolean {
  return said === undefined && (faulty.size === 0 || !faulty.has(word));
}

/** The origin of what a service implies. */
function originIn({ origin }: EntityOf<"service">, because: string): Origin {
  return { span: origin.span, because };
}

/** A word that means itself. */
function impliedWord<Word extends string>(word: Word, origin: Origin): Value<Word> {
  return { value: word, text: word, quoted: false, origin, label: undefined };
}

/** The first clause of each word that decides what is left out. */
interface Said {
  protocol: Bound<(typeof kinds)["service"]["clauses"]["protocol"]> | undefined;
  port: Bound | undefined;
  image: Bound | undefined;
  at: Bound | undefined;
  build: Bound | undefined;
  restart: Bound | undefined;
  once: Bound | undefined;
  weight: Bound | undefined;
  check: Bound | undefined;
  discover: Bound | undefined;
}

function saidBy({ clauses }: EntityOf<"service">): Said {
  const said: Said = { protocol: undefined, port: undefined, image: undefined, at: undefined, build: undefined, restart: undefined, once: undefined, weight: undefined, check: undefined, discover: undefined };
  const all: readonly Bound[] = clauses;
  for (let place = 0; place < all.length; place++) {
    const clause = all[place]!;
    switch (clause.word) {
      case "protocol":
        said.protocol ??= clause as unknown as Said["protocol"];
        break;
      case "port":
      case "image":
      case "at":
      case "build":
      case "restart":
      case "once":
      case "weight":
      case "check":
      case "discover":
        said[clause.word] ??= clause;
    }
  }
  return said;
}

function addPort(clauses: Bound[], protocol: string, service: EntityOf<"service">, draft: Draft): void {
  const port = usualPorts[protocol];
  if (port === undefined) return draft.report(missingPort, { at: service.nameOrigin, data: { name: service.name, protocol } });
  clauses.push(imply(kinds.service.clauses.port, "port", { ports: [{ from: port, to: port, transport: protocol === "dns" ? "udp" : "tcp" }] }, originIn(service, `the port of \`${protocol}\``)));
  draft.report(impliedPort, { at: service.nameOrigin, data: { text: `\`${service.name}\` listens on port ${port}, the port of \`${protocol}\`` } });
}

function addImage(clauses: Bound[], service: EntityOf<"service">, draft: Draft): void {
  // Images have no capitals.
  const image = imageName.read(service.name.toLowerCase(), false);
  if (typeof image !== "string") return draft.report(missingImage, { at: service.nameOrigin, data: { name: service.name } });
  clauses.push(imply(kinds.service.clauses.image, "image", { image }, originIn(service, "the image of its name")));
  draft.report(impliedImage, { at: service.nameOrigin, data: { text: `the containers of \`${service.name}\` run the image \`${image}\`` } });
}

/** Whether all its ports are UDP's. Name servers answer on TCP, too. */
function takesNoConnections(service: EntityOf<"service">, port: Bound | undefined, protocol: string): boolean {
  if (protocol === "dns" || protocol === "udp") return protocol === "udp";
  return port !== undefined && findAll(service, "port").every(({ args }) => args.ports.every(({ value }) => value.transport === "udp"));
}

/** Fills in the times and counts of the check that a declaration says. */
export function completeChecks(name: string, draft: Draft, chain: Chain): void {
  const entity = draft.get(name) as EntityOf<"service"> | undefined;
  const check = entity && find(entity, "check");
  if (entity === undefined || check === undefined) return;
  const filled = completeCheck(check, entity, says(entity, "discover"), draft, chain, enginesOf(draft));
  if (filled !== check) draft.put({ ...entity, clauses: entity.clauses.map((clause) => (clause === (check as Bound) ? filled : clause)) });
}

function completeCheck(check: Check, { name }: EntityOf<"service">, registered: boolean, draft: Draft, chain: Chain, engines: ReadonlySet<string>): Bound {
  return check.args.form.value === "no" ? check : fillCheck(check, usualFor(name, registered, draft, chain, engines), draft.report);
}

const none: readonly Bound[] = [];

/** What holds of the checks of a declaration. */
function usualFor(name: string, registered: boolean, draft: Draft, chain: Chain, engines: ReadonlySet<string>): Usual {
  // LVS puts a server back after one good check, and can do nothing else.
  const rise = engines.has("lvs") && isAllInFront("lvs", name, draft, chain) ? 1 : 2;
  return { everyMs: registered ? 10_000 : 2000, fall: 3, rise };
}

/** The engines of all proxies: what none has need not be looked for. */
export function enginesOf(draft: Draft): ReadonlySet<string> {
  return new Set([...draft.ofKind("gateway"), ...draft.ofKind("balancer")].map(engineOf));
}

/** Whether what stands in front of a declaration are proxies of this engine alone. */
function isAllInFront(engine: string, name: string, draft: Draft, chain: Chain): boolean {
  let isAny = false;
  for (const { front } of chain.frontsOf(name)) {
    const proxy = draft.get(front);
    if (proxy === undefined || !isProxy(proxy)) continue;
    if (engineOf(proxy as unknown as EntityOf<"gateway">) !== engine) return false;
    isAny = true;
  }
  return isAny;
}

/** How the registry is read follows from the engine in front. */
function completeDiscovery(discover: Discover, name: string, draft: Draft, chain: Chain, engines: ReadonlySet<string>): Bound {
  const c = discover.declaration.clauses;
  const origin = (because: string): Origin => implied(discover.origin, because);
  const via = engines.has("haproxy") && isAllInFront("haproxy", name, draft, chain) ? "dns" : "upsync";
  const added: Bound[] = [];
  if (!says(discover, "via")) added.push(imply(c.via, "via", { via }, origin("how the engine in front reads the registry")));
  if (!says(discover, "key")) added.push(imply(c.key, "key", { key: `upstreams/${name}/` }, origin("the prefix of its keys")));
  if (!says(discover, "every")) added.push(imply(c.every, "every", { interval: 500 }, origin("how often the registry is read")));
  if (!says(discover, "timeout")) added.push(imply(c.timeout, "timeout", { wait: 360_000 }, origin("how long one read waits for a change")));
  if (!says(discover, "strict")) added.push(imply(c.strict, "strict", { whether: "no" }, origin("nginx starts without the registry")));
  return withClauses(discover, [...discover.clauses, ...added]);
}

/** `behind edge` without `at` means `/`, unless a route of `edge` names the service, or `edge` passes connections on unread. */
function completeBehind(behind: Behind, name: string, draft: Draft): Bound {
  if (says(behind, "at")) return behind;
  for (const { value } of behind.args.proxies) {
    const front = draft.get(value.name);
    if (front === undefined || front.kind !== "gateway" || routesTo(front, name)) return behind;
  }
  const origin = implied(behind.origin, "the path of a service without `at`");
  const root = implyOf(behind.declaration.clauses.at, "at", { paths: [impliedWord("/", origin)] }, origin);
  return withClauses(behind, (behind.clauses as readonly Bound[]).concat([root]));
}

/** Whether a route of a proxy, its own or one of a listen, leads to `name`. The arrow of a listen is of that listen alone. */
export function routesTo(proxy: Bound, name: string): boolean {
  return targetsOfRoutes(proxy.clauses).has(name);
}

// A gateway is asked about everything that stands behind it.
const targetsOfRoutes = oncePer((clauses: readonly Bound[]) => {
  const targets = new Set<string>();
  collectTargets(clauses, targets);
  return targets;
});

function collectTargets(clauses: readonly Bound[], targets: Set<string>): void {
  for (const clause of clauses) {
    if (clause.word === "listen") collectTargets(clause.clauses, targets);
    else if (clause.word === "route") for (const entry of clause.clauses) for (const arrow of entry.clauses) collectTarget(arrow, targets);
  }
}

function collectTarget({ word, args }: Bound, targets: Set<string>): void {
  const { target } = args as { readonly target?: { readonly value: { readonly name: string } } };
  if (word === "->" && target !== undefined) targets.add(target.value.name);
}
