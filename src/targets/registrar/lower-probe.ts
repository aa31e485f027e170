import { defineDiagnostic } from "../../diagnostics/define.js";
import type { Context } from "../../emit/target.js";
import type { Registration } from "../../ir/consul.js";
import { speaksHttps } from "../../ir/pools.js";
import type { Machine } from "../../ir/place.js";
import type { HttpProbe, Probe, TcpProbe } from "./model.js";
import { quoteConnection, quoteEndpoint, quoteShell, type ShellWord } from "./quote.js";

/** How the registrar looks at its instance, with what is on every Debian host, or in Consul's image. */
export function lowerProbe(registration: Registration, machine: Machine, context: Context): Probe {
  const { check } = registration;
  const nothing = { always: false, tcp: null, http: null, process: null, script: null, origin: check.origin };
  const quote = (text: string): ShellWord => quoteShell(text, check.origin, context.report);
  const onHost = machine.kind === "host";
  if (check.form === "none") return { ...nothing, always: true };
  if (check.form === "http") return { ...nothing, http: lowerHttp(registration, context) };
  // The kernel keeps fifteen bytes of a process' name; pgrep reads a pattern.
  if (check.form === "process" && onHost) return { ...nothing, process: quote((check.subject ?? "").slice(0, 15).replace(/[\\^$.|?*+()[\]{}]/g, "\\$&")) };
  if (check.form === "script" && onHost) return { ...nothing, script: { path: quote(check.path ?? ""), timeout: check.timeoutMs / 1000 } };
  if (check.form === "process" || check.form === "script") context.report(registrarSidecar, { at: check.origin, data: { form: check.form } });
  else if (check.form !== "tcp") context.report(registrarCheckForm, { at: check.origin, data: { form: check.form } });
  return { ...nothing, tcp: lowerTcp(registration, onHost, context) };
}

function lowerTcp({ check, probe }: Registration, onHost: boolean, { report }: Context): TcpProbe {
  const { host, port } = probe;
  return {
    bash: onHost ? quoteConnection(host, port, check.origin, report) : null,
    nc: onHost ? null : quoteEndpoint(host, port, check.origin, report),
    timeout: check.timeoutMs / 1000,
  };
}

function lowerHttp({ check, probe, service }: Registration, { site, report }: Context): HttpProbe {
  const quote = (text: string): ShellWord => quoteShell(text, check.origin, report);
  const insecure = speaksHttps(service, site);
  const host = probe.host.includes(":") ? `[${probe.host}]` : probe.host;
  const method = check.method?.toUpperCase() ?? "GET";
  const { expect } = check;
  const statusOf = expect === null ? [{ from: 200, to: 399 }] : "status" in expect ? expect.status : null;
  return {
    url: quote(`${insecure ? "https" : "http"}://${host}:${probe.port}${escapePath(check.path ?? "/")}`),
    insecure,
    // With a body to look at there is none.
    head: method === "HEAD" && statusOf !== null,
    method: method === "GET" || method === "HEAD" ? null : quote(method),
    host: check.host === null ? null : quote(`Host: ${check.host}`),
    timeout: check.timeoutMs / 1000,
    status: statusOf,
    body: expect === null || "status" in expect ? null : "text" in expect ? { option: "-F", pattern: quote(expect.text) } : { option: "-E", pattern: quote(expect.regex) },
  };
}

/** A path as it stands in a URL; what is escaped already stays. */
function escapePath(path: string): string {
  return path.replace(/[^\x21-\x7e]|["<>\\^`{|}]/gu, (character) => (/[\p{Surrogate}\p{Cc}]/u.test(character) ? character : encodeURIComponent(character)));
}

export const registrarCheckForm = defineDiagnostic({
  code: "registrar-check-form",
  severity: "error",
  summary: "A service that registers has a check that its registrar cannot make.",
  explanation: `
A registrar is a small script beside the instance. It opens a connection, asks for a page, looks for a process or runs a script of yours; it
speaks no other protocol.

    service sessions { protocol redis; check redis; discover registry }     # error
    service sessions { protocol redis; check tcp; discover registry }
`,
  message: ({ form }: { readonly form: string }) => `a registrar cannot make a check of the form \`${form}\``,
  help: () => "check `tcp` or `http`, on a host also `process` or a `script`",
});

export const registrarSidecar = defineDiagnostic({
  code: "registrar-sidecar",
  severity: "error",
  summary: "A registrar in a container is to look at a process or run a script of its instance.",
  explanation: `
The registrar of a container is a container beside it. It shares the network of its instance, not its processes and files.

    service worker { check process worker; discover registry }     # error in containers
    service worker { check tcp 8080; discover registry }
`,
  message: ({ form }: { readonly form: string }) => `the registrar stands beside the container and cannot make a check of the form \`${form}\``,
  help: () => "check the port that the instance listens on: `check tcp` or `check http PATH`",
});
