import { defineDiagnostic } from "../../diagnostics/define.js";
import type { Context } from "../../emit/target.js";
import type { Daemon } from "../../ir/place.js";
import { compareText } from "../../source/order.js";
import type { Setting, SysctlConf } from "./model.js";
import { quoteKey, quoteLine } from "./quote.js";

/** What the parts of the site on one host need of its kernel: a line for each key, with all the reasons for it. */
export function lowerSysctl(daemon: Daemon, { index, report }: Context): SysctlConf {
  const { sysctls } = index.machine(daemon.machine);
  const keys = [...new Set(sysctls.map(({ key }) => key))].sort(compareText);
  const settings = keys.map((key): Setting => {
    const wanted = sysctls.filter((each) => each.key === key);
    const { value, origin } = wanted[0]!;
    for (const other of wanted) if (other.value !== value) report(sysctlConflict, { at: other.origin, data: { key, value, other: other.value } });
    const reasons = [...new Set(wanted.flatMap(({ origin: { because } }) => because ?? []))];
    return {
      reasons: reasons.map((reason) => quoteLine(reason, origin, report)),
      key: quoteKey(key, origin, report),
      value: quoteLine(value, origin, report),
      origin,
    };
  });
  return { settings, origin: daemon.origin };
}

export const sysctlConflict = defineDiagnostic({
  code: "sysctl-conflict",
  severity: "error",
  summary: "Two parts of the site need different values of one kernel setting.",
  explanation: `
A host has one kernel, and each of its settings one value. What two parts of the site need of it must agree.

    balancer web lvs on lb1 { mode nat … }     # needs net.ipv4.ip_forward = 1

Place the parts on different hosts.
`,
  message: ({ key, value, other }: { readonly key: string; readonly value: string; readonly other: string }) => `\`${key}\` is to be \`${value}\` and \`${other}\` on one host`,
  help: () => "place what needs it on another host",
});
