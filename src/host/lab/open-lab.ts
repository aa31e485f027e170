import type { OutputFile } from "../../emit/output-file.js";
import type { Target } from "../../emit/target.js";
import type { Site } from "../../ir/site.js";
import { type LabPlan, planLab } from "../../lab/plan.js";
import type { Host } from "../host.js";
import { Lab } from "./lab.js";

/** A lab of a site, not yet booted, and what of the site it cannot have here. */
export interface OpenedLab {
  readonly lab: Lab;
  readonly plan: LabPlan;
  /** Sentences without their ends. */
  readonly lacks: readonly string[];
}

/** Consul's settings differ by version; the others' files are for all versions. */
async function versionOfConsul(host: Host, program: string | undefined): Promise<string | null> {
  if (program === undefined) return null;
  const [run] = await host.inWorld({ programs: [program] }, [{ argv: [program, "version"], timeout: 10 }]);
  return /^Consul v(\d+(?:\.\d+)*)/m.exec(run?.stdout ?? "")?.[1] ?? null;
}

export async function openLab(host: Host, site: Site, files: readonly OutputFile[], targets: readonly Target[], log: (line: string) => void): Promise<OpenedLab> {
  const consul = site.consuls.length === 0 ? null : await versionOfConsul(host, host.findProgram(["consul"]));
  const plan = planLab(site, files, targets, { has: (path) => host.exists(path), versionOf: () => consul });
  const boots = plan.machines.flatMap((machine) => machine.boots.map((boot) => ({ machine, boot })));
  const absent = new Map<string, string[]>();
  for (const { machine, boot } of boots) {
    if (boot.programs.length === 0 || host.findProgram(boot.programs) !== undefined) continue;
    absent.set(boot.programs[0]!, [...(absent.get(boot.programs[0]!) ?? []), machine.name]);
  }
  const lacks = [...[...absent].map(([program, machines]) => `${program} is not installed here, so that it runs nowhere (${machines.join(", ")})`), ...new Set(boots.flatMap(({ boot }) => boot.lacks ?? []))];
  return { lab: new Lab(plan, { findProgram: (names) => host.findProgram(names), log }), plan, lacks };
}

/** Who is to hold which address once the site has settled, as far as keepalived runs; null where any member may. */
export function holdersOf(site: Site, host: Host): readonly { readonly address: string; readonly machine: string | null }[] {
  if (host.findProgram(["keepalived"]) === undefined) return [];
  const networks = new Map(site.nodes.map(({ name, machine }) => [name, machine]));
  return site.vrrps.flatMap(({ addresses, members, preempt }) => {
    const [best] = [...members].sort((a, b) => b.priority - a.priority);
    return addresses.map(({ address }) => ({ address, machine: preempt === "no" || best === undefined ? null : (networks.get(best.node) ?? best.machine) }));
  });
}

