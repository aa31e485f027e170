import { expect } from "vitest";
import type { Audit, Failure } from "../../src/audit/audit.js";
import { auditSite } from "../../src/audit/audit-site.js";
import { rules } from "../../src/rules/index.js";
import { analyzeText, dedent } from "./compile.js";

/** A network, three hosts for balancers and four for the rest, which most cases stand on. */
export const base = "network lan 192.168.0.0/24\nhost lb[1..3] 192.168.0.[11..13]\nhost app[1..4] 192.168.0.[21..24]\n";

const ruled = new Set(rules.map(({ definition }) => definition.code));

/** The audit of a program that is sound but for the rules: some of them refuse what an audit would call weak. */
export function auditOf(text: string, without: readonly string[] = []): Audit {
  const { site, diagnostics } = analyzeText(text);
  expect(diagnostics.filter(({ severity, code }) => severity === "error" && !ruled.has(code)).map(({ message }) => message)).toEqual([]);
  const audit = auditSite(site, without);
  if ("unknown" in audit) throw new Error(`the site has no ${audit.unknown}`);
  return audit;
}

/** The same of a program on the usual hosts. */
export function auditOn(text: string, without: readonly string[] = []): Audit {
  return auditOf(base + dedent(text), without);
}

/** `REASON SUBJECT: UNIT, UNIT`, the heaviest first. */
export function spofsIn({ spofs }: Audit): readonly string[] {
  return spofs.map(({ reason, subject, units }) => `${reason} ${subject}: ${units.map(({ name }) => name).join(", ")}`);
}

/** `ID -> STAGE(PLACES) -> …`. */
export function chainsIn({ entries }: Audit): readonly string[] {
  const place = ({ host, name }: Audit["entries"][number]["stages"][number]["members"][number]): string => host ?? name;
  return entries.map(({ id, stages }) => [id, ...stages.map(({ name, members }) => `${name}(${members.map(place).join(" ")})`)].join(" -> "));
}

/** What is left in one case; undefined: nothing changes. */
export function failureIn(text: string, ...without: readonly string[]): Failure | undefined {
  return auditOn(text, without).failures[0];
}
