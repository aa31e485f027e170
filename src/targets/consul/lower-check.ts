import { defineDiagnostic } from "../../diagnostics/define.js";
import type { Context } from "../../emit/target.js";
import { compareVersions } from "../../emit/versions.js";
import type { Registration } from "../../ir/consul.js";
import { speaksHttps } from "../../ir/pools.js";
import type { Check } from "../../ir/traffic.js";
import { attribute, block } from "./entries.js";
import type { Attribute, Block, Entry } from "./model.js";
import { endpointText, quoteText, type Text } from "./quote.js";

/**
 * The check that the agent makes; null for none.
 *
 * It has no `deregister_critical_service_after`: an agent that has dropped a service of its files takes it up again only
 * when it is reloaded, however well the service is by then.
 */
export function lowerCheck(registration: Registration, version: string | null, context: Context): Block | null {
  const { check } = registration;
  if (check.form === "none") return null;
  const { origin } = check;
  const counts = version === null || compareVersions(version, "1.7") >= 0;
  if (check.everyMs < 1000) context.report(consulCheckInterval, { at: origin, data: { everyMs: check.everyMs } });
  const times: readonly Attribute[] = [
    attribute("interval", duration(check.everyMs), origin),
    attribute("timeout", duration(check.timeoutMs), origin),
    ...(counts && check.rise > 1 ? [attribute("success_before_passing", check.rise, origin)] : []),
    ...(counts && check.fall > 1 ? [attribute("failures_before_critical", check.fall, origin)] : []),
  ];
  const { head, headers } = formOf(registration, context);
  return block("check", [[...head, ...times], headers], origin);
}

interface Form {
  readonly head: readonly Attribute[];
  readonly headers: readonly Entry[];
}

function formOf(registration: Registration, context: Context): Form {
  const { check, probe, key } = registration;
  const { report } = context;
  const { origin } = check;
  const quote = (text: string): Text => quoteText(text, origin, report);
  const one = (name: string, value: Text | readonly Text[]): Form => ({ head: [attribute(name, value, origin)], headers: [] });
  switch (check.form) {
    case "http":
      return httpForm(registration, context);
    case "script":
      return one("args", [quote(check.path ?? "")]);
    case "process":
      // The kernel keeps fifteen bytes of a process' name; pgrep reads a pattern.
      return one("args", [quote("pgrep"), quote("-x"), quote("--"), quote((check.subject ?? "").slice(0, 15).replace(/[\\^$.|?*+()[\]{}]/g, "\\$&"))]);
    default:
      // With a key the registrar makes the check, and says what it cannot.
      if (check.form !== "tcp" && key === null) report(consulCheckForm, { at: origin, data: { form: check.form } });
      return one("tcp", quote(endpointText(probe.host, probe.port)));
  }
}

function httpForm({ check, probe, service }: Registration, { site, report }: Context): Form {
  const { origin, method, host, path, expect } = check;
  const quote = (text: string): Text => quoteText(text, origin, report);
  const secure = speaksHttps(service, site);
  if (!isPassing(expect)) report(consulCheckExpect, { at: origin, data: {} });
  return {
    head: [
      attribute("http", quote(`${secure ? "https" : "http"}://${endpointText(probe.host, probe.port)}${escapePath(path ?? "/")}`), origin),
      ...(method === null || method.toUpperCase() === "GET" ? [] : [attribute("method", quote(method.toUpperCase()), origin)]),
      ...(secure ? [attribute("tls_skip_verify", true, origin, "It asks by address, which no certificate names.")] : []),
    ],
    headers: host === null ? [] : [block("header", [[attribute("Host", [quote(host)], origin)]], origin)],
  };
}

/** Whether what passes with Consul, 200 to 299, is what the check expects; without a word of the program it is. */
function isPassing(expect: Check["expect"]): boolean {
  if (expect === null) return true;
  return "status" in expect && expect.status.length === 1 && expect.status[0]!.from === 200 && [299, 399].includes(expect.status[0]!.to);
}

/** A path as it stands in a URL; what is escaped already stays. */
function escapePath(path: string): string {
  return path.replace(/[^\x21-\x7e]|["<>\\^`{|}]/gu, (character) => (/\p{Surrogate}/u.test(character) ? character : encodeURIComponent(character)));
}

/** In Go's form. */
function duration(ms: number): Text {
  return `"${ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`}"` as Text;
}

export const consulCheckForm = defineDiagnostic({
  code: "consul-check-form",
  severity: "error",
  summary: "A service that registers in Consul's catalog has a check that Consul cannot make.",
  explanation: `
Consul's agent checks a service by opening a connection, by asking for a page, or by running a script.

    service sessions { protocol redis; check redis; discover registry { via dns } }     # error
    service sessions { protocol redis; check tcp; discover registry { via dns } }
`,
  message: ({ form }: { readonly form: string }) => `Consul cannot make a check of the form \`${form}\``,
  help: () => "check `tcp`, `http`, `process`, or name a `script`",
});

export const consulCheckExpect = defineDiagnostic({
  code: "consul-check-expect",
  severity: "warning",
  summary: "Consul's own check of a service passes on other answers than the program expects.",
  explanation: `
To Consul's agent a service is well when it answers 200 to 299, after redirects; it looks at no other status and not at the body. The
registrar, which puts the keys that nginx reads, does look at what \`expect\` and \`body\` say, so this matters to readers of Consul's
catalog and its web interface.

    service goods { check http /health { expect 204-204 } }     # warning: for Consul 200 is as good
`,
  message: (_: object) => "Consul's own check passes on any answer from 200 to 299",
  help: () => "let the page answer 200 only when all is well, and leave out what to expect",
});

export const consulCheckInterval = defineDiagnostic({
  code: "consul-check-interval",
  severity: "warning",
  summary: "Consul checks a service less often than the program says.",
  explanation: `
Consul's agent checks a service once a second at most, and raises a shorter interval to that. The registrar, which puts the keys that
nginx reads, checks as often as the program says.

    service goods { check tcp every 500ms }     # warning
    service goods { check tcp every 1s }
`,
  message: ({ everyMs }: { readonly everyMs: number }) => `Consul checks once a second at most, not every ${everyMs} ms`,
  help: () => "write `every 1s` or more",
});
