import { Command, InvalidArgumentError, Option } from "commander";
import type { Audit } from "../../audit/audit.js";
import { auditSite } from "../../audit/audit-site.js";
import { auditToJson } from "../../audit/json.js";
import { analyze, withAccepts } from "../../compile.js";
import { hasErrors } from "../../diagnostics/diagnostic.js";
import type { Host } from "../../host/host.js";
import { openProgram } from "../../host/sources.js";
import { ExitCode } from "../exit-code.js";
import { paintFor } from "../paint.js";
import { printDiagnostics } from "../print-diagnostics.js";
import { type ProgramOptions, settingsOf, withEntry, withSettings } from "../program-options.js";
import { renderAudit } from "../render-audit.js";
import { renderWithout } from "../render-without.js";

const findings = ["spof", "quorum"] as const;
type Finding = (typeof findings)[number];

interface AuditOptions extends ProgramOptions {
  readonly without?: readonly string[];
  readonly failOn?: readonly Finding[];
  readonly format: "text" | "json";
  readonly schema?: boolean;
}

/** `infc audit`: what a site survives. */
export function auditCommand(host: Host, end: (code: ExitCode) => void): Command {
  return withSettings(withEntry(new Command("audit")).description("Say what a site survives: what is lost, and what moves, when something fails."))
    .option("--without <names>", "ask for one case: these fail together; hosts, zones, instances, declarations, daemons", readNames)
    .option("--fail-on <findings>", "give 1 when there is one: spof, quorum", readFindings)
    .addOption(new Option("--format <form>", "how to print it").choices(["text", "json"]).default("text"))
    .option("--schema", "print the JSON Schema of the JSON instead")
    .addHelpText(
      "after",
      `
Takes away each zone, host, Docker engine, instance and daemon by itself, and looks from every place
that clients come to whether somebody still answers: through VIPs and their checks, gateways,
balancers and caches, to the last server. Single points of failure come first, each with its path.

A spof is what takes an entry away by itself although it need not: one of the parts of a site, not
the ground under all of it. The machine of a site that is all on one host, or all in containers of
the local Docker engine, and the only zone, are named once and do not count. One that is meant is
accepted in the statement that it is at: \`accept spof "the reason"\`; it does not count either. A
quorum is a cluster that elects and that one failure leaves without its majority. Logs that wait
count as neither. With --without, a spof is an entry that is lost, and a quorum a cluster that has
lost its majority.

How long a move takes follows from the adverts, priorities and checks of VRRP. Not looked at: what
programs use inside, data that one instance alone has, networks, and what is not of this site.

Names for --without: lb1, rack-a, goods-2, goods (all of it), nginx@lb1, docker@app1; docker is the
local engine.

Examples:
  infc audit
  infc audit site.infra --env prod
  infc audit --without lb1,app2        when both are gone
  infc audit --fail-on spof,quorum     in continuous integration
  infc audit --format json | jq '.spofs[] | {subject, lost}'
`,
    )
    .action(async (file: string, options: AuditOptions) => {
      if (options.schema) {
        const { auditSchema } = await import("../../audit/schema.js");
        host.print(auditSchema());
        return end(ExitCode.ok);
      }
      const program = openProgram(host, file);
      const { site, diagnostics, program: elaborated } = analyze({ ...program.input, ...settingsOf(options) });
      printDiagnostics(host, diagnostics, program, { quiet: true });
      if (hasErrors(diagnostics)) return end(ExitCode.faults);
      const { without = [], failOn = [] } = options;
      const found = auditSite(site, without);
      if ("unknown" in found) {
        host.printError(`error: \`${found.unknown}\` is no host, zone, instance, declaration or daemon of the site${found.near === undefined ? "" : `; did you mean \`${found.near}\`?`}\n`);
        return end(ExitCode.usage);
      }
      const { audit, diagnostics: idle } = withAccepts(found, elaborated);
      printDiagnostics(host, idle, program);
      const style = { paint: paintFor(host, "stdout"), pathOf: program.pathOf };
      host.print(options.format === "json" ? auditToJson(audit) : without.length > 0 ? renderWithout(audit, without, style) : renderAudit(audit, style));
      return end(failOn.some((finding) => isFound(finding, audit, without.length > 0)) ? ExitCode.faults : ExitCode.ok);
    });
}

/** Of one case what it takes away; else what any single failure would. */
function isFound(finding: Finding, { spofs, quorums, failures }: Audit, isCase: boolean): boolean {
  if (isCase) return failures.some(({ lost, quorums: broken }) => (finding === "spof" ? lost : broken).length > 0);
  return finding === "spof" ? spofs.some(({ accepted }) => accepted === null) : quorums.some(({ survives }) => survives.failures === 0);
}

function readNames(text: string, before: readonly string[] = []): readonly string[] {
  const names = text.split(",").map((name) => name.trim()).filter((name) => name !== "");
  if (names.length === 0) throw new InvalidArgumentError("It names nothing.");
  return [...before, ...names];
}

function readFindings(text: string, before: readonly Finding[] = []): readonly Finding[] {
  const words = text.split(",").map((word) => word.trim());
  const unknown = words.find((word) => !findings.includes(word as Finding));
  if (unknown !== undefined) throw new InvalidArgumentError(`\`${unknown}\` is none; there are ${findings.join(" and ")}.`);
  return [...before, ...(words as Finding[])];
}
