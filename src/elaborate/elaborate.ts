import { collectDiagnostics } from "../diagnostics/define.js";
import type { Outcome } from "../diagnostics/diagnostic.js";
import { type Bound, imply, implyEntity, says } from "../bind/bound.js";
import type { Program } from "../bind/bind-program.js";
import { implied, type Origin } from "../source/origin.js";
import type { File } from "../syntax/index.js";
import type { Kind } from "../vocabulary/declaration.js";
import { secret as secretType, type Secret, textOrSecret } from "../vocabulary/values/texts.js";
import { kinds } from "../vocabulary/index.js";
import type { Value } from "../bind/bound.js";
import { allocate } from "./allocate.js";
import { completeCache } from "./cache.js";
import { chainOf, reportCircles } from "./chain.js";
import { clusterKinds, completeCluster, completeConsul } from "./clusters.js";
import { completeProxy } from "./proxies.js";
import { completeService } from "./services.js";
import { createDraft, type Draft, type EntityOf } from "./draft.js";
import { type LockEntry, readLock } from "./lock.js";
import { completeLogs, completeLogstash, implyLogs } from "./logs.js";
import { completeMembership, completeNetworks } from "./networks.js";
import { resolveReferences } from "./references.js";
import { completeVips, moveVips } from "./vips.js";

/** A program with everything implied written out, and what was allocated for it. */
export interface Elaborated {
  readonly program: Program;
  readonly lock: readonly LockEntry[];
}

/** Adds all that a program implies. A program that is elaborated already comes back as it is. */
export function elaborate(program: Program, lockFile: File | undefined): Outcome<Elaborated> {
  const { report, diagnostics } = collectDiagnostics();
  const draft = createDraft(program.entities, report);
  const entry: Origin = { span: { source: program.entry, start: 0, end: 0 } };
  implySite(draft, entry);
  implyLogs(draft);
  resolveReferences(draft);
  const chain = chainOf(draft.entities.values());
  reportCircles(chain, draft);
  moveVips(draft, chain);
  for (const kind of clusterKinds) for (const cluster of draft.ofKind(kind)) completeCluster(cluster as unknown as EntityOf<"rabbitmq">, draft, chain);
  for (const consul of draft.ofKind("consul")) completeConsul(consul, draft);
  for (const service of draft.ofKind("service")) completeService(service, draft, chain);
  for (const proxy of [...draft.ofKind("gateway"), ...draft.ofKind("balancer")]) completeProxy(proxy, draft, chain);
  for (const logstash of draft.ofKind("logstash")) completeLogstash(logstash, draft);
  for (const logs of draft.ofKind("logs")) completeLogs(logs.name, draft);
  completeHosts(draft);
  completeNetworks(draft, entry);
  completeMembership(draft);
  for (const cache of draft.ofKind("cache")) completeCache(draft.get(cache.name) as unknown as EntityOf<"cache">, draft, chain);
  completeVips(draft);
  implySecrets(draft);
  const lock = allocate(draft, readLock(lockFile, report));
  return { value: { program: { ...program, entities: [...draft.entities.values()] }, lock }, diagnostics };
}

function implySite(draft: Draft, entry: Origin): void {
  if (draft.ofKind("site").length === 0) draft.put(implyEntity(kinds.site, { name: "site" }, implied(entry, "the name of a site that has none")));
}

function completeHosts(draft: Draft): void {
  for (const host of draft.ofKind("host")) {
    const c = host.declaration.clauses;
    const origin = (because: string): Origin => implied({ span: host.origin.span }, because);
    const added: Bound[] = [];
    if (!says(host, "interface")) added.push(imply(c.interface, "interface", { interface: "eth0" }, origin("the usual first interface")));
    if (!says(host, "runtime")) added.push(imply(c.runtime, "runtime", { runtime: "systemd" }, origin("what runs the daemons of a host")));
    draft.extend(host.name, added);
  }
}

/** A secret that nobody declares comes from the variable of its name in capitals. */
function implySecrets(draft: Draft): void {
  const declared = new Set(draft.ofKind("secret").map(({ name }) => name));
  const used = new Map<string, Origin>();
  for (const entity of draft.entities.values()) collectSecrets(entity, used);
  for (const [name, origin] of used) {
    if (declared.has(name)) continue;
    const { from } = kinds.secret.clauses;
    const because = implied(origin, "a secret comes from the variable of its name");
    const source = imply(from, "from", { where: "env", source: name.toUpperCase().replaceAll("-", "_") }, because);
    draft.put(implyEntity(kinds.secret, { name }, because, [source]));
  }
}

function collectSecrets(bound: Bound<Kind> | Bound, used: Map<string, Origin>): void {
  for (const [name, { type }] of Object.entries(bound.declaration.args)) {
    if (type !== secretType && type !== textOrSecret) continue;
    const value = (bound.args as Readonly<Record<string, Value<Secret> | undefined>>)[name];
    if (value?.value.secret !== undefined && !used.has(value.value.secret)) used.set(value.value.secret, value.origin);
  }
  for (const clause of bound.clauses) collectSecrets(clause, used);
}
