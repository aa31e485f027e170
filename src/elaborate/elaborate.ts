import { collectDiagnostics } from "../diagnostics/define.js";
import type { Diagnostic, Outcome } from "../diagnostics/diagnostic.js";
import { type Bound, findAll, imply, implyEntity, says } from "../bind/bound.js";
import type { Program } from "../bind/bind-program.js";
import { filterAgain } from "../source/kept-groups.js";
import { implied, type Origin } from "../source/origin.js";
import { noTables, type Tables } from "../source/tables.js";
import type { File } from "../syntax/index.js";
import { kinds } from "../vocabulary/index.js";
import { completeAfter } from "./after.js";
import { allocate } from "./allocate.js";
import { completeCache } from "./cache.js";
import { checkPlacing } from "./check-placing.js";
import { chainOf, reportCircles } from "./chain.js";
import { clusterKinds, completeCluster, completeConsul } from "./clusters.js";
import { completeProxy } from "./proxies.js";
import { completeServices } from "./services.js";
import { createDraft, type Draft, type EntityOf, sameEntities } from "./draft.js";
import { type LockEntry, readLock } from "./lock.js";
import { completeLogs, completeLogstash, implyLogs } from "./logs.js";
import { completeMembership, completeNetworks } from "./networks.js";
import { checkReferences, resolveReferences } from "./references.js";
import { completeSecrets } from "./secrets.js";
import { checkFormats } from "./unused-names.js";
import { completeVips, moveVips } from "./vips.js";

/** A program with everything implied written out, and what was allocated for it. */
export interface Elaborated {
  readonly program: Program;
  readonly lock: readonly LockEntry[];
  /** What is said of names that lead nowhere, or elsewhere: the other reports stand on it. */
  readonly references: readonly Diagnostic[];
}

/** Adds all that a program implies. A program that is elaborated already comes back as it is. */
export function elaborate(program: Program, lockFile: File | undefined, tables: Tables = noTables): Outcome<Elaborated> {
  const { report, diagnostics } = collectDiagnostics();
  const references = collectDiagnostics();
  // An expectation says nothing about what the site is: it implies nothing, and what it names may be implied.
  const expectations = filterAgain("expecting", program.entities, ({ kind }) => kind === "expect", tables);
  const draft = createDraft(filterAgain("implying", program.entities, ({ kind }) => kind !== "expect", tables), program.undeclared, report, tables);
  const entry: Origin = { span: { source: program.entry, start: 0, end: 0 } };
  implySite(draft, entry);
  implyLogs(draft);
  resolveReferences(draft, references.report, tables);
  const chain = chainOf("drafted", draft.entities, tables);
  reportCircles(chain, draft, { tables, diagnostics });
  moveVips(draft, chain);
  for (const kind of clusterKinds) for (const cluster of draft.ofKind(kind)) completeCluster(cluster as unknown as EntityOf<"rabbitmq">, draft, chain);
  for (const consul of draft.ofKind("consul")) completeConsul(consul, draft);
  completeServices(draft, chain, { tables, diagnostics });
  for (const proxy of [...draft.ofKind("gateway"), ...draft.ofKind("balancer")]) completeProxy(proxy, draft, chain);
  for (const logstash of draft.ofKind("logstash")) completeLogstash(logstash, draft);
  for (const logs of draft.ofKind("logs")) completeLogs(logs.name, draft);
  completeAfter(draft);
  completeHosts(draft);
  completeNetworks(draft, entry);
  completeMembership(draft);
  checkPlacing(draft, tables);
  for (const cache of draft.ofKind("cache")) completeCache(draft.get(cache.name) as unknown as EntityOf<"cache">, draft, chain);
  completeVips(draft);
  completeSecrets(program.entry, draft);
  checkFormats(program.entry, draft);
  const lock = allocate(draft, tables.same("locked", readLock(lockFile, report)), tables);
  checkReferences(expectations, draft, references.report);
  const elaborated = sameEntities("elaborated", draft.entities, tables);
  const entities = expectations.length === 0 ? elaborated : [...elaborated, ...expectations];
  return { value: { program: { ...program, entities }, lock, references: references.diagnostics }, diagnostics };
}

function implySite(draft: Draft, entry: Origin): void {
  if (draft.ofKind("site").length === 0) draft.put(implyEntity(kinds.site, { name: "site" }, implied(entry, "the name of a site that has none")));
}

function completeHosts(draft: Draft): void {
  for (const host of draft.ofKind("host")) {
    const c = host.declaration.clauses;
    const origin = (because: string): Origin => implied({ span: host.origin.span }, because);
    const added: Bound[] = [];
    const first = imply(c.interface, "interface", { interface: "eth0" }, origin("the usual first interface"));
    if (!says(host, "interface")) added.push(first);
    // Before those that are said, which have addresses of their own: they are dealt out in order.
    else if (isOnOthers(host)) draft.put({ ...host, clauses: [first, ...host.clauses] });
    if (!says(host, "runtime")) added.push(imply(c.runtime, "runtime", { runtime: "systemd" }, origin("what runs the daemons of a host")));
    draft.extend(host.name, added);
  }
}

/** Whether all interfaces that a host says are further ones, each with an address of its own: then the first is not said. */
function isOnOthers(host: EntityOf<"host">): boolean {
  const said = findAll(host, "interface").map(({ args }) => ({ name: args.interface.value, address: args.address?.value.address }));
  const isFurther = said.every(({ name, address }) => address !== undefined && name !== "eth0");
  return !host.faulty.has("interface") && isFurther && host.args.addresses.some(({ value }) => said.every(({ address }) => address !== value.address));
}
