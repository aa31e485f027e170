import type { Entity } from "../bind/bound.js";
import { combinedFormat, nginxHttpFormat, nginxStreamFormat } from "../ir/log-formats.js";
import type { LineFormat } from "../ir/logs.js";
import type { Log, Proxy } from "../ir/traffic.js";
import { findNamed } from "../source/group.js";
import { implied, type Origin } from "../source/origin.js";
import { lowerLogs } from "./logs-written.js";
import type { Lowering } from "./lowering.js";

/** One kind of lines that a declaration writes, and where. */
export interface Written {
  /** What tells it from others of the declaration: `access`, `error`; empty when there is one kind. */
  readonly suffix: string;
  /** Files of its machine, or one of the outputs of its container. */
  readonly at: { readonly files: readonly string[] } | { readonly stream: "all" | "stdout" | "stderr" };
  readonly dataset: string | null;
  readonly format: LineFormat;
}

const plain = (origin: Origin): LineFormat => ({ form: "plain", origin });
const nginxAccess = (text: string, origin: Origin): LineFormat => ({ form: "nginx-access", text, origin });

/** What a declaration writes on its nodes: on a host of its own, or in a container. Empty when nobody can read it. */
export function writtenBy(entity: Entity, proxies: readonly Proxy[], inContainer: boolean, lowering: Lowering): readonly Written[] {
  const proxy = findNamed(proxies, entity.name);
  if (proxy !== undefined) return proxy.engine === "haproxy" ? byHaproxy(proxy, inContainer) : proxy.engine === "lvs" ? [] : byNginx(proxy, inContainer);
  const logs = lowerLogs(entity, lowering);
  if (entity.kind === "cache") return bySquid(logs, inContainer, entity.origin);
  const said = byClauses(logs);
  if (logs.some(({ to }) => to.where === "nowhere")) return said;
  if (said.length > 0) return said;
  return inContainer ? [{ suffix: "", at: { stream: "all" }, dataset: null, format: plain(entity.origin) }] : (usual[entity.kind]?.(implied(entity.origin, `where ${entity.kind} writes its log`)) ?? []);
}

/** What the engine's own format is called in the place of one that is said. */
function formatOf(log: Log, standard: LineFormat): LineFormat {
  if (log.format === null) return standard;
  const text = log.format.text.replace(/\s*\n\s*/g, " ");
  return /\$\{?[a-z]/.test(text) ? nginxAccess(text, log.format.origin) : plain(log.origin);
}

// The images lead the files of nginx's own logs to the container's outputs.
const ownFiles = new Set(["/var/log/nginx/access.log", "/var/log/nginx/error.log", "/dev/stdout", "/dev/stderr"]);

function byNginx(proxy: Proxy, inContainer: boolean): readonly Written[] {
  const { logs, listens, engine, origin } = proxy;
  const at = (paths: readonly string[], stream: "stdout" | "stderr"): Written["at"] | undefined => {
    const files = paths.filter((path) => !ownFiles.has(path));
    if (!inContainer) return paths.length === 0 ? undefined : { files: paths };
    return files.length > 0 ? { files } : paths.length > 0 ? { stream } : undefined;
  };
  const isHttp = listens.some(({ mode }) => mode === "http");
  const isStream = listens.some(({ mode }) => mode === "tcp");
  const access = logs.filter(({ kind }) => kind === "access");
  const errors = logs.filter(({ kind }) => kind === "error");
  const outside = engine === "openresty" && inContainer ? "/dev/stdout" : undefined;
  const because = implied(origin, "nginx's own place for its log");
  const http = nginxAccess(nginxHttpFormat, implied(origin, "the format in which nginx writes"));
  const said = access.flatMap((log): readonly Written[] => {
    const place = at(pathsOf([log]), "stdout");
    return place === undefined ? [] : [{ suffix: "access", at: place, dataset: "nginx.access", format: formatOf(log, isHttp ? http : nginxAccess(nginxStreamFormat, log.origin)) }];
  });
  const written: Written[] = [...said];
  if (access.length === 0 && (isHttp || !isStream)) written.push({ suffix: "access", at: at([outside ?? "/var/log/nginx/access.log"], "stdout")!, dataset: "nginx.access", format: http });
  if (access.length === 0 && isStream && !(inContainer && isHttp)) {
    const path = inContainer ? "/dev/stdout" : "/var/log/nginx/stream.log";
    written.push({ suffix: "stream", at: at([path], "stdout")!, dataset: "nginx.stream", format: nginxAccess(nginxStreamFormat, implied(origin, "the format in which nginx writes")) });
  }
  const place = errors.length > 0 ? at(pathsOf(errors), "stderr") : at([outside === undefined ? "/var/log/nginx/error.log" : "/dev/stderr"], "stderr");
  if (place !== undefined) written.push({ suffix: "error", at: place, dataset: "nginx.error", format: { form: "nginx-error", origin: because } });
  return written;
}

/** The files that are written; standard output is none of a process on a host. */
function pathsOf(logs: readonly Log[]): readonly string[] {
  return logs.flatMap(({ to }) => (to.where === "file" ? [to.path] : to.where === "stdout" ? ["/dev/stdout"] : []));
}

function byHaproxy({ logs, origin }: Proxy, inContainer: boolean): readonly Written[] {
  const access = logs.filter(({ kind }) => kind === "access");
  const local = access.length === 0 || access.some(({ to }) => to.where === "stdout" || (to.where === "syslog" && to.endpoint === null));
  if (!local) return [];
  const format: LineFormat = logs.some((log) => log.format !== null) ? plain(origin) : { form: "haproxy", origin: implied(origin, "the format in which HAProxy writes") };
  // Debian's package has rsyslog put there what comes from HAProxy.
  return [{ suffix: "", at: inContainer ? { stream: "all" } : { files: ["/var/log/haproxy.log"] }, dataset: "haproxy.log", format }];
}

function bySquid(logs: readonly Log[], inContainer: boolean, origin: Origin): readonly Written[] {
  const access = logs.filter(({ kind }) => kind === "access");
  const own = access.every(({ format }) => format === null || format.name === "squid" || format.text === "squid");
  const format: LineFormat = own ? { form: "squid", origin: implied(origin, "the format in which Squid writes") } : plain(origin);
  const paths = access.length === 0 ? ["/var/log/squid/access.log"] : pathsOf(access);
  if (inContainer) return [{ suffix: "access", at: { stream: "all" }, dataset: "squid.access", format }];
  return paths.length === 0 ? [] : [{ suffix: "access", at: { files: paths }, dataset: "squid.access", format }];
}

/** What `logs` clauses say, those of one kind and format together. */
function byClauses(logs: readonly Log[]): readonly Written[] {
  const groups = new Map<string, Written & { readonly at: { readonly files: string[] } }>();
  const kinds = new Set(logs.map(({ kind }) => kind));
  for (const log of logs) {
    if (log.to.where !== "file") continue;
    const key = `${log.kind} ${log.format?.text ?? ""}`;
    const group = groups.get(key);
    if (group !== undefined) group.at.files.push(log.to.path);
    else groups.set(key, { suffix: log.kind === "error" && kinds.size > 1 ? "error" : "", at: { files: [log.to.path] }, dataset: null, format: formatOf(log, plain(log.origin)) });
  }
  return [...groups.values()];
}

/** Where Debian's packages write, by the kind of the declaration. */
const usual: Readonly<Record<string, ((origin: Origin) => readonly Written[]) | undefined>> = {
  mysql: (origin) => [files("mysql.error", ["/var/log/mysql/*.log"], origin)],
  postgres: (origin) => [files("postgresql.log", ["/var/log/postgresql/*.log"], origin)],
  redis: (origin) => [files("redis.log", ["/var/log/redis/*.log"], origin)],
  rabbitmq: (origin) => [files("rabbitmq.log", ["/var/log/rabbitmq/*.log"], origin)],
  elasticsearch: (origin) => [files("elasticsearch.server", ["/var/log/elasticsearch/*.log"], origin)],
  logstash: (origin) => [files("logstash.log", ["/var/log/logstash/*.log"], origin)],
  kibana: (origin) => [files("kibana.log", ["/var/log/kibana/*.log"], origin)],
  kafka: (origin) => [files("kafka.log", ["/var/log/kafka/*.log"], origin)],
  zookeeper: (origin) => [files("zookeeper.log", ["/var/log/zookeeper/*.log"], origin)],
  tomcat: (origin) => [files("tomcat.log", ["/var/log/tomcat10/catalina*.log"], origin)],
  httpd: (origin) => [
    { suffix: "access", at: { files: ["/var/log/apache2/access.log"] }, dataset: "apache.access", format: nginxAccess(combinedFormat, origin) },
    { suffix: "error", at: { files: ["/var/log/apache2/error.log"] }, dataset: "apache.error", format: plain(origin) },
  ],
};

function files(dataset: string, paths: readonly string[], origin: Origin): Written {
  return { suffix: "", at: { files: paths }, dataset, format: plain(origin) };
}
