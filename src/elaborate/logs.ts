import { type Bound, clauseNamed, type Entity, find, findAll, imply, implyEntity, says, type Value, withClauses } from "../bind/bound.js";
import { suggest } from "../diagnostics/suggest.js";
import { implied, type Origin } from "../source/origin.js";
import { kinds } from "../vocabulary/index.js";
import { indexName, type LogSource, logSource } from "../vocabulary/values/logs.js";
import { containerDefaults } from "./clusters.js";
import { impliedEntity } from "./diagnostics.js";
import { type Draft, type EntityOf, isForeign, isLocal } from "./draft.js";
import { destinationOf, followElasticsearch } from "./elastic-versions.js";
import { standardImage } from "./images.js";
import { portNamed, publishReceivers } from "./log-ports.js";
import { stagesOf } from "./log-stages.js";
import { ambiguousCollection, dataStreamIndex, noDestination, nothingCollected, parsesNothing, placedTwice, stages, unknownSource, unnamedIndex } from "./logs-diagnostics.js";

type Logs = EntityOf<"logs">;
const c = kinds.logs.clauses;

/** Before references are resolved: what `with filebeat`, `through … on` and a missing `to` imply. */
export function implyLogs(draft: Draft): void {
  collect(draft.saying("with").filter(({ clauses }) => clauseNamed(clauses, "with") !== undefined), draft);
  for (const logs of draft.ofKind("logs")) {
    placeLogstash(logs, draft);
    implyDestination(draft.get(logs.name) as unknown as Logs, draft);
  }
}

/** `with filebeat`: the logs are collected by the only collection of the site, else by one that is implied. */
function collect(entities: readonly Entity[], draft: Draft): void {
  const collections = draft.ofKind("logs");
  const named = new Set(collections.flatMap(namesOf));
  const added: Bound[] = [];
  let only = collections[0]?.name;
  for (const entity of entities) {
    const said = clauseNamed(entity.clauses, "with")!;
    draft.put({ ...entity, clauses: entity.clauses.filter((clause) => clause !== said) });
    if (named.has(entity.name)) continue;
    const from = imply(c.from, "from", { sources: [{ name: entity.name }] }, implied(said.origin, `the logs of \`${entity.name}\` are collected`));
    if (collections.length > 1) draft.report(ambiguousCollection, { at: said.origin, data: { name: entity.name, collections: collections.map(({ name }) => name) } });
    else if (only !== undefined) added.push(from);
    else {
      only = draft.get("logs") === undefined ? "logs" : "collected-logs";
      draft.put(implyEntity(kinds.logs, { name: only }, implied(said.origin, "the collection that this implies"), [from]) as unknown as Entity);
      draft.report(impliedEntity, { at: said.origin, data: { text: `\`logs ${only} from ${entity.name}\` is implied` } });
    }
  }
  if (only !== undefined) draft.extend(only, added);
}

/** The declarations that a collection names. */
function namesOf(logs: Logs): readonly string[] {
  return findAll(logs, "from").flatMap(({ args }) => args.sources.flatMap(({ value }) => ("name" in value ? [value.name] : [])));
}

/** `through logstash on node1`: the logstash that this places, unless it is declared. */
function placeLogstash(logs: Logs, draft: Draft): void {
  const through = find(logs, "through");
  const on = through && find(through, "on");
  if (through === undefined || on === undefined) return;
  const stage = [...through.args.stages, ...(through.args.then === undefined ? [] : [through.args.then])].at(-1);
  const name = stage?.value.name;
  if (stage === undefined || name === undefined) return;
  const declared = draft.get(name);
  if (declared === undefined) {
    const origin = implied(stage.origin, "the logstash that this places");
    const moved = imply(kinds.logstash.clauses.on, "on", { hosts: on.args.hosts.map(({ value }) => value) }, implied(on.origin, "where its logstash runs"));
    draft.put(implyEntity(kinds.logstash, { name }, origin, [moved]) as unknown as Entity);
    draft.report(impliedEntity, { at: stage.origin, data: { text: `\`logstash ${name} on ${on.args.hosts.map(({ text }) => text).join(", ")}\` is implied` } });
  } else draft.report(placedTwice, { at: on.origin, data: { name }, related: [{ span: declared.nameOrigin.span, text: "declared here" }] });
  replace(logs, through, withClauses(through, through.clauses.filter((clause) => clause !== (on as Bound))), draft);
}

/** Without `to`: the only Elasticsearch; one that is implied, where nothing is placed on hosts. */
function implyDestination(logs: Logs, draft: Draft): void {
  if (says(logs, "to")) return;
  const known = draft.ofKind("elasticsearch").map(({ name }) => name);
  const origin = implied({ span: logs.origin.span }, "the Elasticsearch of a site with one");
  const canImply = known.length === 0 && draft.ofKind("host").length === 0 && draft.get("elasticsearch") === undefined;
  if (known.length === 1 || canImply) draft.extend(logs.name, [imply(c.to, "to", { cluster: { name: known[0] ?? "elasticsearch" } }, origin)]);
  else draft.report(noDestination, { at: logs.nameOrigin, data: { name: logs.name, known } });
}

function replace(logs: Logs, old: Bound<never> | Bound, next: Bound, draft: Draft): void {
  draft.put({ ...logs, clauses: logs.clauses.map((clause) => (clause === old ? next : clause)) } as unknown as Entity);
}

/** After references are resolved: adds what a collection leaves out, and reports what does not fit together. */
export function completeLogs(name: string, draft: Draft): void {
  const current = (): Logs => draft.get(name) as unknown as Logs;
  reportSources(current(), draft);
  completeThrough(current(), draft);
  completeDestination(current(), draft);
  publishReceivers(current(), draft);
  if (needsContainer(current(), draft) && !says(current(), "image")) {
    const following = says(current(), "version") ? undefined : followElasticsearch(find(current(), "to")?.args.cluster.value.name, current(), draft);
    if (following !== undefined) draft.extend(name, [following]);
    const image = standardImage("filebeat", find(current(), "version")?.args.version.value);
    draft.extend(name, [imply(c.image, "image", { image }, implied({ span: current().origin.span }, "the image of Filebeat"))]);
  }
}

/** Adds what a logstash leaves out: the image and the restart of its containers. */
export function completeLogstash(logstash: EntityOf<"logstash">, draft: Draft): void {
  draft.extend(logstash.name, containerDefaults(logstash as unknown as EntityOf<"consul">, "logstash", draft, followElasticsearch(destinationOf(logstash.name, draft), logstash, draft)));
}

/** Whether a Filebeat runs in a container of the local engine. */
function needsContainer(logs: Logs, draft: Draft): boolean {
  const placed = draft.ofKind("host").length > 0;
  return findAll(logs, "from").some((from) =>
    from.args.sources.some(({ value }) => {
      if (!("name" in value)) return find(from, "on") === undefined && !placed;
      const entity = draft.get(value.name);
      return entity !== undefined && isLocal(entity);
    }),
  );
}

/** Kinds that write no log of their own. */
const silent = new Set(["host", "network", "site", "secret", "logs"]);

function reportSources(logs: Logs, draft: Draft): void {
  const from = findAll(logs, "from");
  const through = find(logs, "through");
  const listens = through === undefined ? [] : findAll(through, "listen").filter(({ args }) => args.input.value !== "beats");
  if (!says(logs, "from") && listens.length === 0) {
    draft.report(nothingCollected, { at: logs.nameOrigin, data: { name: logs.name } });
  }
  for (const { args } of from) for (const source of args.sources) reportSource(source, draft);
}

function reportSource({ value, origin, label }: Value<LogSource>, draft: Draft): void {
  if (!("name" in value) || draft.unknown.has(value.name)) return;
  const entity = draft.get(value.name);
  if (entity !== undefined && !silent.has(entity.kind) && !isForeign(entity)) return;
  const candidates = draft.entities.filter(({ kind }) => !silent.has(kind)).map((each) => each.name);
  const near = entity === undefined ? suggest(value.name, candidates) : undefined;
  const is = entity === undefined ? undefined : isForeign(entity) ? `${entity.kind} that exists elsewhere` : entity.kind;
  draft.report(unknownSource, { at: origin, label, data: { name: value.name, is, near } });
}

function completeThrough(logs: Logs, draft: Draft): void {
  const through = find(logs, "through");
  if (through === undefined) return;
  const found = stagesOf(through, (name) => draft.get(name)?.kind);
  if ("problem" in found) {
    const known = draft.get((found.at.value as { readonly name: string }).name) !== undefined;
    if (known) draft.report(stages, { at: found.at.origin, data: { name: found.at.text, problem: found.problem } });
    return;
  }
  reportParses(logs, through, draft);
  const added: Bound[] = [];
  const origin = (because: string): Origin => implied(through.origin, because);
  if (found.buffer !== undefined && !says(through, "topic")) added.push(imply(c.through.clauses.topic, "topic", { topic: logs.name }, origin("the name of the collection")));
  const beats = findAll(through, "listen").some(({ args }) => args.input.value === "beats");
  if (found.buffer === undefined && !beats && says(logs, "from")) {
    const port = beatsPort(draft.get(found.logstash));
    const bind = { address: undefined, from: port, to: port, transport: "tcp" } as const;
    added.push(imply(c.through.clauses.listen, "listen", { input: "beats", bind }, origin("the port on which logstash takes what Filebeat sends")));
  }
  if (added.length > 0) replace(logs, through, withClauses(through, [...through.clauses, ...added]), draft);
}

function beatsPort(entity: Entity | undefined): number {
  return entity === undefined ? 5044 : (find(entity as unknown as EntityOf<"logstash">, "at")?.args.endpoints[0]?.value.port ?? portNamed(entity, "beats") ?? 5044);
}

/** Reports what a `parse` is for and the collection does not have. */
function reportParses(logs: Logs, through: Bound<typeof c.through>, draft: Draft): void {
  const sources = new Set(findAll(logs, "from").flatMap(({ args }) => args.sources.map(({ value }) => logSource.print(value))));
  const listens = new Set(findAll(through, "listen").map(listenName));
  for (const parse of findAll(through, "parse")) {
    for (const { value, text, origin } of find(parse, "of")?.args.sources ?? []) {
      if (sources.has(logSource.print(value)) || ("name" in value && listens.has(value.name))) continue;
      draft.report(parsesNothing, { at: origin, data: { source: text, name: logs.name } });
    }
  }
}

/** What entries from a port bear: its name, else its input and number. */
export function listenName(listen: Bound<typeof c.through.clauses.listen>): string {
  return find(listen, "as")?.args.name.value ?? `${listen.args.input.value}-${listen.args.bind.value.from}`;
}

function completeDestination(logs: Logs, draft: Draft): void {
  const to = find(logs, "to");
  if (to === undefined) return;
  const index = find(to, "index");
  if (index === undefined) {
    if (to.faulty.has("index")) return;
    const name = logs.name.toLowerCase();
    const read = indexName.read(`${name}-%{+YYYY.MM.dd}`, false);
    if ("problem" in read) return draft.report(unnamedIndex, { at: logs.nameOrigin, data: { name: logs.name } });
    const added = imply(c.to.clauses.index, "index", { index: read }, implied(to.origin, "an index a day, with the name of the collection"));
    replace(logs, to, withClauses(to, [...to.clauses, added]), draft);
    if (isDataStream(indexName.print(read))) draft.report(dataStreamIndex, { at: logs.nameOrigin, data: { index: indexName.print(read) } });
  } else if (isDataStream(index.args.index.text)) draft.report(dataStreamIndex, { at: index.args.index.origin, label: index.args.index.label, data: { index: index.args.index.text } });
}

/** Source: Elasticsearch, "Index templates": the built-in ones. */
function isDataStream(index: string): boolean {
  return /^(logs|metrics|traces|synthetics)-.*-/.test(index.replace(/%\{\+?([^}]*)\}/g, "$1"));
}
