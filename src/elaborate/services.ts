import { type Bound, find, findAll, imply, says, withClauses } from "../bind/bound.js";
import { implied, type Origin } from "../source/origin.js";
import { oncePer } from "../source/once.js";
import { kinds } from "../vocabulary/index.js";
import { isProxy } from "../vocabulary/layers.js";
import { missingImage, missingPort, impliedImage, impliedPort } from "./diagnostics.js";
import { imageName } from "../vocabulary/values/images.js";
import { type Draft, type EntityOf, isForeign, runsContainers } from "./draft.js";
import { type Chain, engineOf } from "./chain.js";
import { fillCheck } from "./checks.js";

type Check = Bound<(typeof kinds)["service"]["clauses"]["check"]>;
type Discover = Bound<(typeof kinds)["service"]["clauses"]["discover"]>;
type Behind = Bound<(typeof kinds)["service"]["clauses"]["behind"]>;

/** The usual ports of protocols; those that have none need a port. */
const usualPorts: Readonly<Record<string, number>> = { http: 80, https: 443, tls: 443, amqp: 5672, mysql: 3306, postgres: 5432, redis: 6379, smtp: 25, ldap: 389, dns: 53 };

/** Adds what a service leaves out: protocol, port, image, weight, check, and where it shows. */
export function completeService(service: EntityOf<"service">, draft: Draft, chain: Chain): void {
  const c = kinds.service.clauses;
  const added: Bound[] = [];
  const protocol = find(service, "protocol")?.args.protocol.value ?? "http";
  const origin = (because: string): Origin => implied({ span: service.origin.span }, because);
  if (!says(service, "protocol")) added.push(imply(c.protocol, "protocol", { protocol: "http" }, origin("the protocol of a service")));
  if (!says(service, "port") && !isForeign(service)) {
    const port = usualPorts[protocol];
    if (port === undefined) draft.report(missingPort, { at: service.nameOrigin, data: { name: service.name, protocol } });
    else {
      added.push(imply(c.port, "port", { ports: [{ from: port, to: port, transport: protocol === "dns" ? "udp" : "tcp" }] }, origin(`the port of \`${protocol}\``)));
      draft.report(impliedPort, { at: service.nameOrigin, data: { text: `\`${service.name}\` listens on port ${port}, the port of \`${protocol}\`` } });
    }
  }
  const inContainer = runsContainers(service, draft);
  if (inContainer && !says(service, "image") && !says(service, "build")) {
    // Images have no capitals.
    const image = imageName.read(service.name.toLowerCase(), false);
    if (typeof image !== "string") draft.report(missingImage, { at: service.nameOrigin, data: { name: service.name } });
    else {
      added.push(imply(c.image, "image", { image }, origin("the image of its name")));
      draft.report(impliedImage, { at: service.nameOrigin, data: { text: `the containers of \`${service.name}\` run the image \`${image}\`` } });
    }
  }
  if (inContainer && !says(service, "restart") && !says(service, "once")) {
    added.push(imply(c.restart, "restart", { when: "unless-stopped" }, origin("when a container is started again")));
  }
  if (!says(service, "weight")) added.push(imply(c.weight, "weight", { weight: 1 }, origin("the weight of an instance")));
  const check = find(service, "check") as Bound | undefined;
  if (check === undefined && !service.faulty.has("check")) {
    if (takesNoConnections(service, protocol)) added.push(imply(c.check, "check", { form: "no" }, origin("ports of UDP take no connections that could be tried")));
    else added.push(imply(c.check, "check", { form: "tcp" }, origin("the check of a service")));
  }
  const said = { check: check ?? added.find(({ word }) => word === "check"), discover: find(service, "discover") as Bound | undefined };
  const clauses: Bound[] = [];
  for (const clause of service.clauses) clauses.push(completeClause(clause, said, service, draft, chain));
  for (const clause of added) clauses.push(completeClause(clause, said, service, draft, chain));
  draft.put({ ...service, clauses });
}

/** What the rest of a service hangs on. */
interface Said {
  readonly check: Bound | undefined;
  readonly discover: Bound | undefined;
}

/** A clause with what it leaves out. */
function completeClause(clause: Bound, said: Said, service: EntityOf<"service">, draft: Draft, chain: Chain): Bound {
  if (clause === said.check) return completeCheck(clause as unknown as Check, service, said.discover !== undefined || service.faulty.has("discover"), draft, chain);
  if (clause === said.discover) return completeDiscovery(clause as unknown as Discover, service.name, draft, chain);
  return clause.word === "behind" ? completeBehind(clause as unknown as Behind, service.name, draft) : clause;
}

/** Whether all its ports are UDP's. Name servers answer on TCP, too. */
function takesNoConnections(service: EntityOf<"service">, protocol: string): boolean {
  if (protocol === "dns" || protocol === "udp") return protocol === "udp";
  const clauses = findAll(service, "port");
  return clauses.length > 0 && clauses.every(({ args }) => args.ports.every(({ value }) => value.transport === "udp"));
}

/** Fills in the times and counts of the check that a declaration says. */
export function completeChecks(name: string, draft: Draft, chain: Chain): void {
  const entity = draft.get(name) as EntityOf<"service"> | undefined;
  const check = entity && find(entity, "check");
  if (entity === undefined || check === undefined) return;
  const filled = completeCheck(check, entity, says(entity, "discover"), draft, chain);
  if (filled !== check) draft.put({ ...entity, clauses: entity.clauses.map((clause) => (clause === (check as Bound) ? filled : clause)) });
}

function completeCheck(check: Check, { name }: EntityOf<"service">, registered: boolean, draft: Draft, chain: Chain): Bound {
  if (check.args.form.value === "no") return check;
  // LVS puts a server back after one good check, and can do nothing else.
  const rise = isAllInFront("lvs", name, draft, chain) ? 1 : 2;
  return fillCheck(check, { everyMs: registered ? 10_000 : 2000, fall: 3, rise }, draft.report);
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
function completeDiscovery(discover: Discover, name: string, draft: Draft, chain: Chain): Bound {
  const c = discover.declaration.clauses;
  const origin = (because: string): Origin => implied(discover.origin, because);
  const via = isAllInFront("haproxy", name, draft, chain) ? "dns" : "upsync";
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
  const fronts = behind.args.proxies.map(({ value }) => draft.get(value.name));
  if (fronts.some((front) => front === undefined || front.kind !== "gateway" || routesTo(front, name))) return behind;
  const at = imply(behind.declaration.clauses.at, "at", { paths: ["/"] }, implied(behind.origin, "the path of a service without `at`"));
  return withClauses(behind, [...behind.clauses, at]);
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
