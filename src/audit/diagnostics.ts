import { defineDiagnostic } from "../diagnostics/define.js";

/** What `infc audit` finds; no other command reports it. */
export const spof = defineDiagnostic({
  code: "spof",
  severity: "warning",
  summary: "Something that clients reach hangs on one thing that could fail.",
  explanation: `
\`infc audit\` takes away each zone, host, engine, instance and daemon by itself, and names what then answers nobody although it need not: a single point of failure. With
\`--fail-on spof\` one of them is enough for the exit status 1. No other command speaks of it, as a site works with it until the day that it does not.

    service goods on app1 port 8080 behind edge                 # warning: goods runs on app1 alone
    service goods on app1, app2 port 8080 behind edge

One that is meant is accepted in the statement that the audit points at; it is then shown with its reason, and does not count:

    service reports on app1 port 8081 behind edge accept spof "nobody waits for a report"
`,
  message: ({ subject, unit }: { readonly subject: string; readonly unit: string }) => `\`${subject}\` answers nobody without \`${unit}\``,
});

export const auditDiagnostics = [spof] as const;
