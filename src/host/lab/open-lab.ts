import { installing } from "../../emit/checker.js";
import type { OutputFile } from "../../emit/output-file.js";
import type { Target } from "../../emit/target.js";
import type { Site } from "../../ir/site.js";
import { type LabPlan, planLab } from "../../lab/plan.js";
import { openWorkshop } from "../ask-daemons.js";
import type { Host } from "../host.js";
import { Lab } from "./lab.js";

/** A lab of a site, not yet booted, and what of the site it cannot have here. */
export interface OpenedLab {
  readonly lab: Lab;
  readonly plan: LabPlan;
  /** Sentences without their ends. */
  readonly lacks: readonly string[];
}

export async function openLab(host: Host, site: Site, files: readonly OutputFile[], targets: readonly Target[], log: (line: string) => void): Promise<OpenedLab> {
  const used = new Set(site.daemons.map(({ target }) => target));
  const checkers = targets.flatMap(({ name, boot, checker }) => (boot === undefined || checker === undefined || !used.has(name) ? [] : [checker]));
  const { has, find } = await openWorkshop(host, checkers);
  const plan = planLab(site, files, targets, { has, isInstalled: (programs) => host.findProgram(programs) !== undefined, versionOf: (name) => checkers.flatMap((checker) => (checker.name === name ? (find(checker)?.version ?? []) : []))[0] ?? null });
  const boots = plan.machines.flatMap((machine) => machine.boots.map((boot) => ({ machine, boot })));
  const absent = new Map<string, string[]>();
  for (const { machine, boot } of boots) {
    if (boot.programs.length === 0 || host.findProgram(boot.programs) !== undefined) continue;
    absent.set(boot.programs[0]!, [...(absent.get(boot.programs[0]!) ?? []), machine.name]);
  }
  const hint = (program: string): string => {
    const checker = checkers.find(({ programs }) => programs.includes(program));
    return checker === undefined ? "" : `; ${installing(checker.package)}`;
  };
  const lacks = [...[...absent].map(([program, machines]) => `${program} is not installed here, so that it runs nowhere (${machines.join(", ")})${hint(program)}`), ...new Set(boots.flatMap(({ boot }) => boot.lacks ?? []))];
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

