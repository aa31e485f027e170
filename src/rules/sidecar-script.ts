import type { NativeStatement } from "../ir/native.js";
import type { SiteIndex } from "../ir/site-index.js";
import type { Vrrp } from "../ir/vip.js";
import type { Origin } from "../source/origin.js";
import { defineRule } from "./rule.js";
import { findNamed } from "../source/group.js";

/** A script that keepalived is to run in a container of infc's, which does not have it. */
export const sidecarScript = defineRule({
  code: "sidecar-script",
  severity: "error",
  summary: "Keepalived runs in a container and is to call a script that the container does not have.",
  explanation: `
Beside a gateway in a container keepalived runs in one of its own, with keepalived, curl and ip in it and nothing else. It leaves out a check whose script is not there, and
says so in its log alone.

    gateway edge x2 { vip 172.30.0.100 check script /usr/local/bin/check-edge }        # error
    gateway edge x2 { vip 172.30.0.100 check http /healthz 8081; health 8081 }

On hosts the script is the operator's to put there.
`,
  message: ({ script, container }: { readonly script: string; readonly container: string; readonly what: "check" | "notify" }) => `\`${script}\` is not in the container \`${container}\`, where keepalived runs`,
  help: ({ what }) => (what === "check" ? "check `tcp PORT` or `http PATH PORT`, or place the declaration on hosts" : "leave `notify` out, write a mail, or place the declaration on hosts"),

  check(site, report, index) {
    for (const vrrp of site.vrrps) {
      const [member] = vrrp.members;
      if (member === undefined || index.node(member.node).host !== null) continue;
      const container = member.machine;
      for (const { path, what, origin } of scriptsOf(vrrp)) {
        const [script = ""] = path.trim().split(/\s+/);
        if (!isMissing(script, container, index)) continue;
        report({ at: origin, data: { script, container, what } });
      }
    }
  },
});

function scriptsOf({ checks, notify }: Vrrp): readonly { readonly path: string; readonly what: "check" | "notify"; readonly origin: Origin }[] {
  return [
    ...checks.flatMap(({ check, origin }) => (check.form === "script" && check.path !== null ? [{ path: check.path, what: "check" as const, origin }] : [])),
    ...notify.map(({ script, origin }) => ({ path: script, what: "notify" as const, origin })),
  ];
}

/** What is mounted or belongs to the image of a system may be there, and what Compose is told of the container by its own words. */
function isMissing(script: string, container: string, index: SiteIndex): boolean {
  if (!script.startsWith("/") || /^(\/usr)?\/s?bin\//.test(script)) return false;
  const engine = index.engine(index.machine(container).engine ?? "");
  if (engine.native.some(({ statements }) => statements.some((statement) => names(container, statement)))) return false;
  const own = findNamed(engine.containers, container);
  return own !== undefined && !own.mounts.some(({ target }) => script === target || script.startsWith(`${target.replace(/\/$/, "")}/`));
}

function names(container: string, { words, block }: NativeStatement): boolean {
  return words.some(({ text }) => text === container || text === "raw") || (block ?? []).some((inner) => names(container, inner));
}
