import { defineDiagnostic, type Report } from "../../diagnostics/define.js";
import type { Check, Pool, Server } from "../../ir/traffic.js";
import { secondsOf } from "./duration.js";
import type { Checker } from "./model.js";
import { joinWords, quoteCommand, quoteLiteral, quotePattern, quoteWord, type Text } from "./quote.js";

/** How keepalived finds out whether a server is well; null when it cannot, which is reported. */
export function lowerChecker(check: Check, server: Server, pool: Pool, report: Report): Checker | null {
  const { origin } = check;
  const kind = kindOf(check, pool);
  if (kind === undefined) {
    report(lvsCheckForm, { at: origin, data: { form: check.form } });
    return null;
  }
  if (check.rise > 1) report(lvsRise, { at: origin, data: { rise: check.rise } });
  const misc = kind === "MISC_CHECK";
  return {
    kind,
    enable_sni: kind === "SSL_GET",
    url: kind === "HTTP_GET" || kind === "SSL_GET" ? lowerUrl(check, report) : null,
    name: kind === "DNS_CHECK" && check.subject !== null ? quoteWord(check.subject, origin, report) : null,
    misc: misc ? lowerMisc(check, server, report) : null,
    connect_port: misc || check.port === null || check.port === server.port ? null : check.port,
    connect_timeout: misc ? null : secondsOf(check.timeoutMs, { what: "the timeout of a check", least: 1, most: 4_294_000, step: 1 }, origin, report),
    // keepalived counts the attempts after the first one that failed.
    retry: Math.max(check.fall - 1, check.retries),
    delay_before_retry: check.pauseMs / 1000,
    origin,
  };
}

/** What passes through as a stream may be TLS: the port of the server is asked as its clients ask it, and a port of its own for checks in plain. */
function kindOf({ form, port }: Check, { protocol, tls }: Pool): Checker["kind"] | undefined {
  switch (form) {
    case "tcp":
      return "TCP_CHECK";
    case "http":
      return protocol === "https" || (tls !== null && port === null) ? "SSL_GET" : "HTTP_GET";
    case "smtp":
      return "SMTP_CHECK";
    case "dns":
      return "DNS_CHECK";
    case "script":
      return "MISC_CHECK";
    default:
      return undefined;
  }
}

function lowerUrl({ method, path, host, expect, origin }: Check, report: Report): Checker["url"] {
  if (method !== null && method.toUpperCase() !== "GET") report(lvsCheckMethod, { at: origin, data: { method } });
  return {
    path: quoteWord(path ?? "/", origin, report),
    status_code: statusOf(),
    virtualhost: host === null ? null : quoteWord(host, origin, report),
    regex: regexOf(),
  };

  function statusOf(): Text | null {
    if (expect === null) return joinWords([quoteWord("200-399", origin, report)]);
    if (!("status" in expect)) return null;
    return joinWords(expect.status.map(({ from, to }) => quoteWord(from === to ? String(from) : `${from}-${to}`, origin, report)));
  }

  function regexOf(): Text | null {
    if (expect === null || "status" in expect) return null;
    if ("text" in expect) return quoteLiteral(expect.text, origin, report);
    if (isAnchored(expect.regex)) report(lvsCheckPattern, { at: origin, data: { pattern: expect.regex } });
    return quotePattern(expect.regex, origin, report);
  }
}

/** keepalived matches the answer with its head, and as it comes in: the body's beginning and end mean nothing to it. */
function isAnchored(pattern: string): boolean {
  return /[$^]|\\[AzZ]/.test(pattern.replace(/\\[^AzZ]/g, "").replace(/\[[^\]]*\]/g, ""));
}

/** The script is told whom to look at: it is one for all servers. */
function lowerMisc({ path, timeoutMs, user, origin }: Check, { address, port }: Server, report: Report): Checker["misc"] {
  return {
    misc_path: quoteCommand(`${path ?? ""} ${address} ${port}`, origin, report),
    misc_timeout: secondsOf(timeoutMs, { what: "the timeout of a script", least: 1000, most: 4_294_000, step: 1000 }, origin, report),
    user: user === null ? null : quoteWord(user, origin, report),
  };
}

export const lvsCheckForm = defineDiagnostic({
  code: "lvs-check-form",
  severity: "error",
  summary: "The servers of an LVS balancer are to be checked in a way that keepalived does not have.",
  explanation: `
keepalived can connect, ask over HTTP, SMTP or DNS, and run a script with the server's address and port as its last arguments.

    listen 3306 -> orders check mysql haproxy                        # error
    listen 3306 -> orders check script /usr/local/bin/check-mysql
`,
  message: ({ form }: { readonly form: string }) => `keepalived has no check of the form \`${form}\` for servers of LVS`,
  help: () => "check `tcp`, `http`, `smtp`, `dns`, or name a `script`",
});

export const lvsCheckPattern = defineDiagnostic({
  code: "lvs-check-pattern",
  severity: "error",
  summary: "The pattern of an LVS balancer's check asks where the answer begins or ends.",
  explanation: `
keepalived matches the answer of a server together with its head, and while it comes in: \`^\` is the beginning of the status line, and
\`$\` never matches. All servers would count as failed.

    listen 80 -> portal check http /health expect /^ok$/     # error
    listen 80 -> portal check http /health expect ok
`,
  message: ({ pattern }: { readonly pattern: string }) => `keepalived does not know where the body begins or ends, which \`${pattern}\` asks for`,
  help: () => "leave `^` and `$` out",
});

export const lvsCheckMethod = defineDiagnostic({
  code: "lvs-check-method",
  severity: "error",
  summary: "An HTTP check of an LVS balancer uses another method than GET.",
  explanation: `
keepalived's HTTP_GET sends GET, and nothing else.

    listen 80 -> portal check http HEAD /health     # error
    listen 80 -> portal check http /health
`,
  message: ({ method }: { readonly method: string }) => `keepalived cannot check with \`${method}\``,
  help: () => "leave the method out",
});

export const lvsRise = defineDiagnostic({
  code: "lvs-rise",
  severity: "warning",
  summary: "A server of an LVS balancer is to come back after more than one good check.",
  explanation: `
keepalived puts a server back as soon as one check succeeds.

    listen 80 -> portal check tcp rise 3     # warning: it comes back after the first
    listen 80 -> portal check tcp rise 1
`,
  message: ({ rise }: { readonly rise: number }) => `keepalived puts a server back after one good check, not after ${rise}`,
  help: () => "write `rise 1`",
});
