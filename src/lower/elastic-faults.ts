import { type Bound, find, findAll } from "../bind/bound.js";
import { type EntityOf, isForeign } from "../elaborate/draft.js";
import { officialProgram, saidVersion } from "../elaborate/images.js";
import { stagesOf } from "../elaborate/log-stages.js";
import type { Label } from "../source/origin.js";
import { tls as tlsClause } from "../vocabulary/clauses/everywhere.js";
import { anonymousElasticsearch, elasticsearchTls, elasticVersions, kibanaLogin, kibanaVersion, removedSetting } from "./elastic-diagnostics.js";
import { unreachableReceiver } from "./logs-diagnostics.js";
import { type Lowering, ofKind } from "./lowering.js";
import { lowerTls } from "./tls.js";

type Elasticsearch = EntityOf<"elasticsearch">;
type Kibana = EntityOf<"kibana">;
type Logs = EntityOf<"logs">;

/** Reports what keeps the parts of the Elastic Stack from starting, or from working with one another. */
export function reportElastic(lowering: Lowering): void {
  for (const cluster of ofKind(lowering, "elasticsearch")) {
    reportTls(cluster, lowering);
    reportSettings(cluster, lowering);
  }
  for (const kibana of ofKind(lowering, "kibana")) {
    const of = find(kibana, "of");
    const shown = of && clusterNamed(of.args.cluster.value.name, lowering);
    if (of === undefined || shown === undefined) continue;
    reportApart(kibana, shown, lowering);
    reportLogin(kibana, shown, lowering);
    reportKibana(kibana, shown, lowering);
  }
  const told = new Set<string>();
  for (const logs of ofKind(lowering, "logs")) {
    const to = find(logs, "to");
    const cluster = to && clusterNamed(to.args.cluster.value.name, lowering);
    if (cluster === undefined) continue;
    if (!told.has(cluster.name) && told.add(cluster.name)) reportAnonymous(logs, cluster, lowering);
    reportVersions(logs, cluster, lowering);
  }
}

function clusterNamed(name: string, { entities }: Lowering): Elasticsearch | undefined {
  const found = entities.get(name);
  return found?.kind === "elasticsearch" ? (found as unknown as Elasticsearch) : undefined;
}

/** Whether all its nodes run in containers that infc writes. */
function isContained({ name }: { readonly name: string }, { nodesByEntity }: Lowering): boolean {
  const nodes = nodesByEntity.get(name) ?? [];
  return nodes.length > 0 && nodes.every((node) => node.machine === node.name);
}

/** Whether the program sets it up by other ways: settings of its own, a folder of them, or an image. */
function hasOwnSettings(entity: Elasticsearch | Kibana, names: RegExp): boolean {
  const said = entity as Elasticsearch;
  if (officialProgram(find(said, "image")?.args.image.value ?? "") !== entity.kind) return true;
  return find(said, "run") !== undefined || find(said, "build") !== undefined || find(said, "compose") !== undefined || findAll(said, "env").some(({ args }) => names.test(args.variable.value)) || findAll(said, "mount").some((mount) => /\/config(\/|$)/.test(find(mount, "->")?.args.target.value ?? mount.args.source.value));
}

const where = "tls /etc/elastic/node.pem key /etc/elastic/node.key ca /etc/elastic/ca.pem";

function reportTls(entity: Elasticsearch, lowering: Lowering): void {
  if (!isContained(entity, lowering) || hasOwnSettings(entity, /^xpack[._]security/i)) return;
  const clause = find(entity, "tls");
  const auth = find(entity, "auth");
  const several = (lowering.nodesByEntity.get(entity.name) ?? []).length > 1;
  const report = (bound: Pick<Bound, "origin">, problem: string, help: string): void => lowering.report(elasticsearchTls, { at: bound.origin, data: { name: entity.name, problem, help } });
  if (clause === undefined) {
    if (auth !== undefined && several) report(auth, "asks for passwords, so that its nodes need TLS with one another, and have no certificate for it", `write \`${where}\`, or take \`auth\` away`);
    return;
  }
  const { certificate, key, authority } = lowerTls(clause as unknown as Bound<typeof tlsClause>);
  const missing = certificate === null ? "certificate" : key === null ? "file with the key of its certificate" : several && authority === null ? "authority that its nodes know one another by" : undefined;
  if (missing !== undefined) report(clause, `speaks TLS, and has no ${missing}`, `write \`${where}\``);
  else if (auth === undefined) report(clause, "speaks TLS, which its containers do only where users sign in", "write `auth secret elastic_password`, or take `tls` away");
}

/** What version 8 does not have, and what it has for it. Source: Elasticsearch, "Migrating to 8.0", node and discovery settings. */
const removed: readonly (readonly [setting: RegExp, instead: string | undefined])[] = [
  [/^discovery\.zen\./, undefined],
  [/^node\.(master|data|ingest|ml)$/, "node.roles master,data"],
  [/^transport\.tcp\.port$/, "transport.port 9300"],
];

function reportSettings(entity: Elasticsearch, lowering: Lowering): void {
  const version = saidVersion(entity as never);
  if (!isContained(entity, lowering) || version === undefined || numbersOf(version).major < 8) return;
  for (const { args, origin } of findAll(entity, "env")) {
    const setting = args.variable.value;
    const found = removed.find(([pattern]) => pattern.test(setting));
    if (found !== undefined) lowering.report(removedSetting, { at: origin, data: { setting, version, name: entity.name, instead: found[1] } });
  }
}

function reportLogin(kibana: Kibana, shown: Elasticsearch, lowering: Lowering): void {
  const said = find(shown, "auth");
  if (said === undefined || !isContained(kibana, lowering) || hasOwnSettings(kibana, /^ELASTICSEARCH_(USERNAME|PASSWORD|SERVICEACCOUNTTOKEN)$/i)) return;
  const auth = find(kibana, "auth");
  const user = auth?.args.user?.value;
  if (auth !== undefined && user !== "elastic") return;
  lowering.report(kibanaLogin, { at: auth?.origin ?? kibana.nameOrigin, data: { name: kibana.name, of: shown.name, user }, related: [{ span: said.origin.span, text: "here it asks" }] });
}

/** One on hosts and one in a container of the local engine. */
function reportApart(kibana: Kibana, shown: Elasticsearch, { nodesByEntity, networks, report }: Lowering): void {
  const [own] = nodesByEntity.get(kibana.name) ?? [];
  const [other] = nodesByEntity.get(shown.name) ?? [];
  if (own === undefined || other === undefined || (own.host === null) === (other.host === null)) return;
  if ([own, other].some(({ addresses }) => networks.some(({ name, driver }) => name === addresses[0]?.network && driver !== "bridge"))) return;
  report(unreachableReceiver, { at: find(kibana, "of")!.origin, data: { from: `\`${kibana.name}\``, name: shown.name, local: other.host === null } });
}

function numbersOf(version: string): { readonly major: number; readonly minor: number } {
  const [major = 0, minor = 0] = version.split(".").map((part) => Number.parseInt(part, 10) || 0);
  return { major, minor };
}

function placeOf(entity: Elasticsearch): readonly Label[] {
  return [{ span: (find(entity, "version") ?? find(entity, "image"))?.origin.span ?? entity.origin.span, text: "its version" }];
}

function reportKibana(kibana: Kibana, shown: Elasticsearch, { report }: Lowering): void {
  const [version, other] = [saidVersion(kibana as never), saidVersion(shown as never)];
  if (version === undefined || other === undefined) return;
  const [own, theirs] = [numbersOf(version), numbersOf(other)];
  if (own.major === theirs.major && own.minor <= theirs.minor) return;
  const at = (find(kibana, "version") ?? find(kibana, "image"))?.origin ?? kibana.nameOrigin;
  report(kibanaVersion, { at, data: { name: kibana.name, version, of: shown.name, other }, related: placeOf(shown) });
}

/** The last versions of a major one are made for the next. */
function fits(version: string, other: string): boolean {
  const [own, theirs] = [numbersOf(version), numbersOf(other)];
  const last: Readonly<Record<number, number>> = { 6: 8, 7: 17, 8: 18 };
  return own.major === theirs.major || (own.major + 1 === theirs.major && own.minor >= (last[own.major] ?? Infinity));
}

function reportVersions(logs: Logs, cluster: Elasticsearch, { entities, report }: Lowering): void {
  const other = saidVersion(cluster as never);
  if (other === undefined) return;
  const through = find(logs, "through");
  const stages = through && stagesOf(through, (name) => entities.get(name)?.kind);
  const logstash = stages === undefined || "problem" in stages ? undefined : (entities.get(stages.logstash) as unknown as EntityOf<"logstash"> | undefined);
  for (const [program, entity] of [["Filebeat", logs], ["Logstash", logstash]] as const) {
    const version = entity && saidVersion(entity as never);
    if (entity === undefined || version === undefined || fits(version, other)) continue;
    const said = entity as EntityOf<"logstash">;
    const at = (find(said, "version") ?? find(said, "image"))?.origin ?? said.nameOrigin;
    report(elasticVersions, { at, data: { program, version, of: cluster.name, other }, related: placeOf(cluster) });
  }
}

function reportAnonymous(logs: Logs, cluster: Elasticsearch, lowering: Lowering): void {
  const to = find(logs, "to")!;
  const version = saidVersion(cluster as never);
  const says = (word: "auth" | "tls"): boolean => find(to, word) !== undefined || find(cluster, word) !== undefined;
  if (version === undefined || numbersOf(version).major < 8 || says("auth") || says("tls")) return;
  if (!isForeign(cluster as never) && isContained(cluster, lowering)) return;
  lowering.report(anonymousElasticsearch, { at: to.origin, data: { name: cluster.name, version }, related: placeOf(cluster) });
}
