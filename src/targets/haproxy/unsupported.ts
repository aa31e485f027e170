import { defineDiagnostic, type Report } from "../../diagnostics/define.js";
import type { Label, Origin } from "../../source/origin.js";

export const unsupportedByHaproxy = defineDiagnostic({
  code: "unsupported-by-haproxy",
  severity: "error",
  summary: "HAProxy has no way to do what a clause says.",
  explanation: `
The typed clauses of gateways and balancers mean the same with every engine. What an engine cannot do is an error, never left out in silence.

    balancer web { listen 53/udp -> names }              # error: haproxy does not carry UDP
    balancer web lvs { mode dr; listen 53/udp -> names }
`,
  message: (data: { readonly what: string; readonly help: string }) => `haproxy ${data.what}`,
  help: ({ help }) => help,
});

/** Reports that haproxy `what` ("does not carry UDP"); `help` says what to do instead. */
export function reportUnsupported(report: Report, at: Origin, what: string, help: string, related: readonly Label[] = []): void {
  report(unsupportedByHaproxy, { at, data: { what, help }, related });
}
