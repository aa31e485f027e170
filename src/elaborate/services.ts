import { type Bound, find, findAll, imply, says, withClauses } from "../bind/bound.js";
import { implied, type Origin } from "../source/origin.js";
import { kinds } from "../vocabulary/index.js";
import { isProxy } from "../vocabulary/layers.js";
import { missingImage, missingPort, impliedImage, impliedPort } from "./diagnostics.js";
import { imageName } from "../vocabulary/values/images.js";
import { type Draft, type EntityOf, instancesOf, isForeign, runsInContainer } from "./draft.js";
import { type Chain, engineOf } from "./chain.js";
import { fillCheck } from "./checks.js";

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
      if (service.faulty.size === 0) draft.report(impliedPort, { at: service.nameOrigin, data: { text: `\`${service.name}\` listens on port ${port}, the port of \`${protocol}\`` } });
    }
  }
  const inContainer = instancesOf(service).some(({ host }) => runsInContainer(service, host, draft));
  if (inContainer && !says(service, "image") && !says(service, "build")) {
    // Images have no capitals.
    const image = imageName.read(service.name.toLowerCase(), false);
    if (typeof image !== "string") draft.report(missingImage, { at: service.nameOrigin, data: { name: service.name } });
    else added.push(imply(c.image, "image", { image }, origin("the image of its name")));
    if (typeof image === "string" && service.faulty.size === 0) draft.report(impliedImage, { at: service.nameOrigin, data: { text: `the containers of \`${service.name}\` run the image \`${image}\`` } });
  }
  if (inContainer && !says(service, "restart") && !says(service, "once")) {
    added.push(imply(c.restart, "restart", { when: "unless-stopped" }, origin("when a container is started again")));
  }
  if (!says(service, "weight")) added.push(imply(c.weight, "weight", { weight: 1 }, origin("the weight of an instance")));
  if (!says(service, "check")) {
    const [form, because] = takesNoConnections(service, protocol) ? (["no", "ports of UDP take no connections that could be tried"] as const) : (["tcp", "the check of a service"] as const);
    added.push(imply(c.check, "check", { form }, origin(because)));
  }
  draft.extend(service.name, added);
  completeChecks(service.name, draft, chain);
  completeDiscovery(service.name, draft, chain);
  completeBehind(service.name, draft);
}

/** Whether all its ports are UDP's. Name servers answer on TCP, too. */
function takesNoConnections(service: EntityOf<"service">, protocol: string): boolean {
  const ports = findAll(service, "port").flatMap(({ args }) => args.ports);
  return protocol !== "dns" && (protocol === "udp" || (ports.length > 0 && ports.every(({ value }) => value.transport === "udp")));
}

/** Fills in the times and counts of the check that a declaration says. */
export function completeChecks(name: string, draft: Draft, chain: Chain): void {
  const entity = draft.get(name) as EntityOf<"service"> | undefined;
  const check = entity && find(entity, "check");
  if (entity === undefined || check === undefined || check.args.form.value === "no") return;
  const registered = says(entity, "discover");
  const fronts = enginesInFront(name, draft, chain);
  // LVS puts a server back after one good check, and can do nothing else.
  const rise = fronts.length > 0 && fronts.every((engine) => engine === "lvs") ? 1 : 2;
  const filled = fillCheck(check, { everyMs: registered ? 10_000 : 2000, fall: 3, rise }, draft.report);
  draft.put({ ...entity, clauses: entity.clauses.map((clause) => (clause === (check as Bound) ? filled : clause)) });
}

function enginesInFront(name: string, draft: Draft, chain: Chain): readonly string[] {
  return chain.frontsOf(name).flatMap(({ front }) => {
    const proxy = draft.get(front);
    return proxy !== undefined && isProxy(proxy) ? [engineOf(proxy as unknown as EntityOf<"gateway">)] : [];
  });
}

/** How the registry is read follows from the engine in front. */
function completeDiscovery(name: string, draft: Draft, chain: Chain): void {
  const service = draft.get(name) as EntityOf<"service">;
  const discover = find(service, "discover");
  if (discover === undefined) return;
  const c = discover.declaration.clauses;
  const origin = (because: string): Origin => implied(discover.origin, because);
  const engines = enginesInFront(name, draft, chain);
  const via = engines.length > 0 && engines.every((engine) => engine === "haproxy") ? "dns" : "upsync";
  const added: Bound[] = [];
  if (!says(discover, "via")) added.push(imply(c.via, "via", { via }, origin("how the engine in front reads the registry")));
  if (!says(discover, "key")) added.push(imply(c.key, "key", { key: `upstreams/${name}/` }, origin("the prefix of its keys")));
  if (!says(discover, "every")) added.push(imply(c.every, "every", { interval: 500 }, origin("how often the registry is read")));
  if (!says(discover, "timeout")) added.push(imply(c.timeout, "timeout", { wait: 360_000 }, origin("how long one read waits for a change")));
  if (!says(discover, "strict")) added.push(imply(c.strict, "strict", { whether: "no" }, origin("nginx starts without the registry")));
  const filled = withClauses(discover, [...discover.clauses, ...added]);
  draft.put({ ...service, clauses: service.clauses.map((clause) => (clause === (discover as Bound) ? filled : clause)) });
}

/** `behind edge` without `at` means `/`, unless a route of `edge` names the service, or `edge` passes connections on unread. */
function completeBehind(name: string, draft: Draft): void {
  const service = draft.get(name) as EntityOf<"service">;
  const clauses = service.clauses.map((clause): Bound => {
    if (clause.word !== "behind") return clause;
    const behind = clause as unknown as Bound<(typeof kinds)["service"]["clauses"]["behind"]>;
    if (says(behind, "at")) return clause;
    const fronts = behind.args.proxies.map(({ value }) => draft.get(value.name));
    if (fronts.some((front) => front === undefined || front.kind !== "gateway" || routesTo(front, name))) return clause;
    const at = imply(behind.declaration.clauses.at, "at", { paths: ["/"] }, implied(behind.origin, "the path of a service without `at`"));
    return withClauses(clause, [...clause.clauses, at]);
  });
  draft.put({ ...service, clauses });
}

/** Whether a route of a proxy, its own or one of a listen, leads to `name`. The arrow of a listen is of that listen alone. */
export function routesTo(proxy: Bound, name: string): boolean {
  return proxy.clauses.some((clause) => {
    if (clause.word === "listen") return routesTo(clause, name);
    return clause.word === "route" && clause.clauses.some((entry) => entry.clauses.some((arrow) => leadsTo(arrow, name)));
  });
}

function leadsTo({ word, args }: Bound, name: string): boolean {
  const { target } = args as { readonly target?: { readonly value: { readonly name: string } } };
  return word === "->" && target?.value.name === name;
}
