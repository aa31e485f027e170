import { defineDiagnostic } from "../../diagnostics/define.js";
import type { Endpoint } from "../../ir/basics.js";
import type { Log, Proxy as IrProxy } from "../../ir/traffic.js";
import type { Origin } from "../../source/origin.js";
import type { Line, Mode, Proxy } from "./model.js";
import { type Quoted, words } from "./quote.js";
import type { Scope } from "./scope.js";
import { reportUnsupported } from "./unsupported.js";

export interface Logs {
  /** Where the process itself writes, and every section that says nothing else. */
  readonly global: readonly Line[];
  /** What the sections of a declaration say of it. */
  readonly sectionsOf: (proxy: IrProxy, mode: Mode, sees: "clients" | "servers") => Pick<Proxy, "log" | "log_format" | "option">;
}

/** Writes what all declarations agree on once, in `global`; else each says it in its own sections. */
export function lowerLogs(scope: Scope): Logs {
  const standard = [{ origin: scope.daemon.origin, text: scope.container ? words`stdout format raw local0` : words`/dev/log local0` }];
  const own = scope.proxies.map((proxy) => ({ proxy, lines: targetsOf(scope, proxy, standard), format: formatOf(scope, proxy) }));
  const [first] = own;
  const agreed = first !== undefined && first.lines.length > 0 && own.every(({ lines }) => textOf(lines) === textOf(first.lines)) ? first.lines : standard;
  const byProxy = new Map(
    own.map(({ proxy, lines, format }) => {
      const log = textOf(lines) === textOf(agreed) ? null : { lines };
      return [proxy, { lines, format, log, quiet: { log, log_format: null, option: [] } }];
    }),
  );
  return {
    global: agreed,
    sectionsOf(proxy, mode, sees) {
      const { lines, format, log, quiet } = byProxy.get(proxy)!;
      if (sees === "servers" || lines.length === 0) return quiet;
      // One format cannot serve both modes: that of the declaration is for HTTP, if it listens to any.
      const formatted = format !== null && (mode === "http" || proxy.listens.every((listen) => listen.mode === "tcp"));
      const option = [
        ...(formatted ? [] : [{ origin: proxy.origin, text: mode === "http" ? words`httplog` : words`tcplog` }]),
        ...proxy.logs.filter(({ kind }) => kind === "error").slice(0, 1).map(({ origin }) => ({ origin, text: words`log-separate-errors` })),
      ];
      return { log, log_format: formatted ? format : null, option };
    },
  };
}

function textOf(lines: readonly Line[]): string {
  return lines.map(({ text }) => text).join("\n");
}

function targetsOf(scope: Scope, { logs }: IrProxy, standard: readonly Line[]): readonly Line[] {
  const lines = logs.flatMap((log) => {
    const { report } = scope;
    if (log.keep !== null) reportUnsupported(report, log.origin, "does not rotate logs", "leave `keep` out: what receives the log rotates it");
    const target = targetOf(scope, log);
    if (target === null) return [];
    // With `log-separate-errors` failed requests are errors; `notice` has these and the servers that go down and come back.
    return [{ origin: log.origin, text: log.kind === "error" ? words`${target} notice` : target }];
  });
  return logs.some(({ kind }) => kind === "access") ? lines : [...standard, ...lines];
}

const facilities = "kern user mail daemon auth syslog lpr news uucp cron auth2 ftp ntp audit alert cron2 local0 local1 local2 local3 local4 local5 local6 local7".split(" ");

/** HAProxy Configuration Manual, section 4.2, `log`. Null: none. */
function targetOf({ report, quote, container }: Scope, { to, origin }: Log): Quoted | null {
  if (to.where === "nowhere") return null;
  if (to.where === "stdout") return words`stdout format raw local0`;
  if (to.where === "file") {
    reportUnsupported(report, origin, "writes no log files", "write a syslog facility, such as `logs local0`, or the endpoint of a syslog server");
    return null;
  }
  if (!facilities.includes(to.facility)) {
    reportUnsupported(report, origin, `knows no syslog facility \`${to.facility}\``, "write one such as `local0` to `local7`, `daemon` or `user`");
    return null;
  }
  if (to.endpoint === null && container) {
    reportUnsupported(report, origin, "finds no syslog in its container", "write the endpoint of a syslog server, or leave `logs` out for the container's own log");
    return null;
  }
  const place = to.endpoint === null ? words`/dev/log` : quote.word(endpointText(to.endpoint), origin);
  return words`${place} ${quote.word(to.facility, origin)}`;
}

export function endpointText({ host, port }: Endpoint): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

function formatOf(scope: Scope, { logs }: IrProxy): { readonly origin: Origin; readonly format: Quoted } | null {
  const formats = logs.flatMap(({ format, origin }) => (format === null ? [] : [{ ...format, said: origin }]));
  const [first, ...others] = formats;
  if (first === undefined) return null;
  const other = others.find(({ text }) => text !== first.text);
  const related = [{ span: first.said.span, text: `\`${first.name}\`` }];
  if (other !== undefined) reportUnsupported(scope.report, other.said, "has one log format for all logs of a listen", "use one `format` in every `logs`", related);
  if (!first.text.includes("%")) scope.report(foreignLogFormat, { at: first.origin, data: { name: first.name } });
  return { origin: first.origin, format: scope.quote.word(first.text, first.origin) };
}

export const foreignLogFormat = defineDiagnostic({
  code: "foreign-log-format",
  severity: "error",
  summary: "A log format holds nothing that HAProxy would replace.",
  explanation: `
A log format is written in the words of the daemon that uses it. HAProxy replaces \`%ci\`, \`%r\`, \`%ST\` and the like, and \`%[…]\`; a format of nginx, with \`$remote_addr\`,
would be written to the log as it stands.

    site shop { format short "%ci %r %ST %Tt" }
`,
  message: (data: { readonly name: string }) => `haproxy would replace nothing in the log format \`${data.name}\``,
  help: () => "write it in HAProxy's words, such as `%ci` for the client's address, or leave `format` out",
});
