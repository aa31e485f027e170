import { defineDiagnostic, type Report } from "../../diagnostics/define.js";
import type { Machine } from "../../ir/place.js";
import type { Check } from "../../ir/traffic.js";
import type { Vrrp } from "../../ir/vip.js";
import type { CheckScript, HttpProbe } from "./model.js";
import { quoteCommand, type Text } from "./quote.js";
import { quoteShell, type ShellWord } from "./quote-shell.js";

export type VrrpCheck = Vrrp["checks"][number];

/** How keepalived finds out: a command of the operator's, or a script that is written for it. */
export type Probe =
  | { readonly command: Text; readonly script: null }
  | { readonly command: null; readonly script: Omit<CheckScript, "name" | "origin"> };

/** undefined when nothing is checked, or nothing that can be. */
export function lowerProbe(item: VrrpCheck, machine: Machine, report: Report): Probe | undefined {
  const { check } = item;
  if (check.form === "none") return undefined;
  if (check.form === "script") return { command: quoteCommand(check.path ?? "", check.origin, report), script: null };
  if (check.form !== "tcp" && check.form !== "http" && check.form !== "process") {
    report(vrrpCheckForm, { at: check.origin, data: { form: check.form } });
    return undefined;
  }
  const processName = item.process ?? (check.form === "process" ? check.subject : null);
  // A container shares the network of its node and not its processes.
  const process = machine.kind === "container" || processName === null ? null : quotePattern(processName);
  const port = check.port ?? item.port;
  const http = check.form === "http" && port !== null ? lowerHttp(check, port, report) : null;
  if (process === null && port === null) {
    report(uncheckableProcess, { at: check.origin, data: { process: processName } });
    return undefined;
  }
  return { command: null, script: { process, port: http === null ? port : null, http } };

  /** The kernel keeps fifteen bytes of a process' name; pgrep reads a pattern. */
  function quotePattern(name: string): ShellWord {
    return quoteShell(name.slice(0, 15).replace(/[\\^$.|?*+()[\]{}]/g, "\\$&"), check.origin, report);
  }
}

function lowerHttp(check: Check, port: number, report: Report): HttpProbe {
  const quote = (text: string): ShellWord => quoteShell(text, check.origin, report);
  const { expect } = check;
  const status = expect === null ? [{ from: 200, to: 399 }] : "status" in expect ? expect.status : null;
  const method = check.method?.toUpperCase() ?? "GET";
  return {
    url: quote(`http://127.0.0.1:${port}${check.path ?? "/"}`),
    head: method === "HEAD",
    method: method === "GET" || method === "HEAD" ? null : quote(method),
    host: check.host === null ? null : quote(`Host: ${check.host}`),
    timeout: check.timeoutMs / 1000,
    status,
    body: bodyOf(),
  };

  function bodyOf(): HttpProbe["body"] {
    if (expect === null || "status" in expect) return null;
    return "text" in expect ? { option: "-F", pattern: quote(expect.text) } : { option: "-E", pattern: quote(expect.regex) };
  }
}

export const vrrpCheckForm = defineDiagnostic({
  code: "vrrp-check-form",
  severity: "error",
  summary: "An address is to depend on a check that keepalived cannot make.",
  explanation: `
keepalived lets an address depend on scripts. infc writes the scripts that look for a process, a listening port or an HTTP answer; for
anything else name a script of yours, which exits with 0 as long as all is well and changes nothing.

    vip 192.168.0.146 { check redis }                                # error
    vip 192.168.0.146 { check script /usr/local/bin/check-redis }
`,
  message: ({ form }: { readonly form: string }) => `keepalived cannot let an address depend on a check of the form \`${form}\``,
  help: () => "check `tcp`, `http` or `process`, or name a `script`",
});

export const uncheckableProcess = defineDiagnostic({
  code: "uncheckable-process",
  severity: "error",
  summary: "A check looks for a process that keepalived cannot see, and names no port.",
  explanation: `
A keepalived that runs in a container beside a gateway shares the gateway's network, not its processes. There the check can look for
the port that the process listens on.

    vip 192.168.0.146 { check process worker }     # error when keepalived is a container
    vip 192.168.0.146 { check tcp 8080 }
`,
  message: ({ process }: { readonly process: string | null }) =>
    process === null ? "this check names neither a process nor a port" : `keepalived runs in a container and cannot see the process \`${process}\``,
  help: () => "check the port that it listens on: `check tcp PORT`",
});
