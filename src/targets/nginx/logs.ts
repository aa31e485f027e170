import type { Log, Proxy } from "../../ir/traffic.js";
import type { Origin } from "../../source/origin.js";
import { common, line } from "./directive.js";
import type { Directive, Word } from "./model.js";
import { Names, nameOf } from "./names.js";
import { fixed, joined, named } from "./quote.js";
import { cannot, type Protocol, type Scope } from "./scope.js";

/** What one `http {}` or `stream {}` says of logs: the formats, what is said for all, and what a proxy says of its own. */
export interface Logs {
  readonly formats: readonly Directive[];
  readonly common: readonly Directive[];
  /** For a server of the proxy: empty when `common` says it. */
  of(proxy: Proxy): readonly Directive[];
}

// Besides who asked for what: which server answered, and how long the parts took.
const formatsOfOurs: Readonly<Record<Protocol, readonly Word[]>> = {
  http: [
    fixed(`'$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent '`),
    fixed(`'"$http_referer" "$http_user_agent" host=$host request_time=$request_time '`),
    fixed("'upstream=$upstream_addr upstream_status=$upstream_status '"),
    fixed("'connect_time=$upstream_connect_time response_time=$upstream_response_time'"),
  ],
  stream: [
    fixed("'$remote_addr [$time_local] $protocol $server_addr:$server_port $status '"),
    fixed("'sent=$bytes_sent received=$bytes_received session_time=$session_time '"),
    fixed("'upstream=$upstream_addr connect_time=$upstream_connect_time'"),
  ],
};

/** Where every proxy says the same of its logs, it is said once. */
export function logsOf(protocol: Protocol, proxies: readonly Proxy[], scope: Scope): Logs {
  const formats = new Formats(protocol, scope);
  const lines = new Map(proxies.map((proxy) => [proxy, accessLines(protocol, proxy, formats, scope)]));
  const keys = new Set([...lines.values()].map((each) => each.map(({ words }) => words).join("\n")));
  const common = keys.size === 1 ? [...lines.values()][0]! : [];
  const errorsDiffer = commonErrorLog(scope) === undefined;
  return {
    formats: formats.directives,
    common,
    of: (proxy) => [...(keys.size === 1 ? [] : lines.get(proxy)!), ...(errorsDiffer ? errorLines(proxy, scope) : [])],
  };
}

function accessLines(protocol: Protocol, proxy: Proxy, formats: Formats, scope: Scope): readonly Directive[] {
  const access = proxy.logs.filter(({ kind }) => kind === "access");
  if (access.length === 0) {
    const path = protocol === "http" ? scope.installation.accessLog : scope.installation.streamLog;
    return [line(proxy.origin, "access_log", path, formats.ours(proxy.origin))];
  }
  return access.map((log) => (log.to.where === "nowhere" ? line(log.origin, "access_log", fixed("off")) : line(log.origin, "access_log", ...destination(proxy, log, scope), formats.of(log))));
}

/** The error log of the whole process: what all proxies say, else nginx's own place, and each server says where. */
export function processErrorLog(scope: Scope): readonly Directive[] {
  const common = commonErrorLog(scope) ?? [];
  return common.length > 0 ? common : [line(scope.daemon.origin, "error_log", scope.installation.errorLog, fixed("warn"))];
}

/** Undefined when the proxies do not say the same. */
function commonErrorLog(scope: Scope): readonly Directive[] | undefined {
  const said = scope.proxies.map((proxy) => errorLines(proxy, scope));
  const keys = new Set(said.map((lines) => lines.map(({ words }) => words).join("\n")));
  return keys.size > 1 ? undefined : said[0];
}

function errorLines(proxy: Proxy, scope: Scope): readonly Directive[] {
  return proxy.logs
    .filter(({ kind }) => kind === "error")
    .map((log) => (log.to.where === "nowhere" ? line(log.origin, "error_log", fixed("/dev/null"), fixed("crit")) : line(log.origin, "error_log", ...destination(proxy, log, scope), fixed("warn"))));
}

function destination(proxy: Proxy, { to, keep, kind, origin }: Log, scope: Scope): readonly Word[] {
  if (keep !== null) cannot(scope, origin, "rotate its logs", "leave out `keep`, and let logrotate do it");
  if (to.where === "file") return [scope.quote.path(to.path, origin)];
  if (to.where !== "syslog") return [kind === "error" ? fixed("/dev/stderr") : fixed("/dev/stdout")];
  if (!facilities.has(to.facility)) cannot(scope, origin, `log to the facility \`${to.facility}\``, "write one of syslog's, such as `local7`");
  const server = to.endpoint === null ? fixed("unix:/dev/log") : scope.quote.endpoint(to.endpoint.host, to.endpoint.port, origin);
  const tag = proxy.name.replace(/[^A-Za-z0-9_]/g, "_").slice(0, 32);
  return [joined(fixed("syslog:server="), server, fixed(",facility="), scope.quote.value(to.facility, origin), fixed(",tag="), named(tag))];
}

const facilities = new Set(
  "kern user mail daemon auth intern lpr news uucp clock authpriv ftp ntp audit alert cron local0 local1 local2 local3 local4 local5 local6 local7".split(" "),
);

/** The `log_format` lines, each with a name of its own. */
class Formats {
  readonly directives: Directive[] = [];
  // nginx has this one already.
  readonly #names = new Names(["combined"]);
  readonly #known = new Map<string, Word>();

  constructor(
    readonly protocol: Protocol,
    readonly scope: Scope,
  ) {}

  ours(origin: Origin): Word {
    return this.#define("", "timed", origin, () => formatsOfOurs[this.protocol]);
  }

  of({ format, origin }: Log): Word {
    if (format === null || this.#isOfHttp(format.text)) return this.ours(origin);
    const variables = this.scope.variables[this.protocol];
    const isJson = /^\s*\{/.test(format.text);
    return this.#define(`${format.name}\n${format.text}`, nameOf(format.name), format.origin, () => [
      // Without it a quote in a request would break the JSON; and a text must not be read as this parameter.
      ...(isJson ? [fixed("escape=json")] : format.text.startsWith("escape=") ? [fixed("escape=default")] : []),
      this.scope.quote.expression(format.text.replace(/\s*\n\s*/g, " "), variables, format.origin),
    ]);
  }

  /** One proxy's format serves its HTTP and its TCP; what only HTTP has says nothing of TCP. */
  #isOfHttp(text: string): boolean {
    const { http, stream } = this.scope.variables;
    return this.protocol === "stream" && [...text.matchAll(/\$\{?(\w+)/g)].some(([, name = ""]) => !stream.has(name) && http.has(name));
  }

  #define(key: string, wanted: string, origin: Origin, words: () => readonly Word[]): Word {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const name = named(this.#names.take(wanted));
    this.#known.set(key, name);
    this.directives.push({ ...line(origin, "log_format", name), rare: { ...common, wrapped: words() } });
    return name;
  }
}
