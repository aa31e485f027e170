import type { DiagnosticDefinition, Report } from "../diagnostics/define.js";
import type { SecretUse } from "../ir/basics.js";
import type { Daemon, Machine } from "../ir/place.js";
import type { Site } from "../ir/site.js";
import { withLazy } from "../source/once.js";
import type { Tables } from "../source/tables.js";
import type { Booting } from "./boot.js";
import type { Checker } from "./checker.js";
import type { DirectiveTable } from "./directives.js";
import type { Printed } from "./kept-runs.js";
import { type OutputFile, type Text, withParts } from "./output-file.js";
import type { SiteIndex } from "../ir/site-index.js";

/** What a target's `lower` may use besides the site. */
export interface Context {
  readonly site: Site;
  /** Look-ups by name, built once. */
  readonly index: SiteIndex;
  readonly report: Report;
  /** The text of a secret. Where it is not known (`check`, `ir`) a placeholder of eight characters. */
  reveal(secret: SecretUse): string;
  /** What the targets before this one have emitted, by machine; the container target mounts it. */
  emitted(): ReadonlyMap<string, readonly OutputFile[]>;
  /** What the compilation before made. */
  readonly tables: Tables;
}

/** What a target's author writes. `Model` is the target's own small tree: its files as data, in the daemon's own words. */
export interface TargetSpec<Model> {
  /** Equal to the folder's name, and to `Daemon.target`. */
  readonly name: string;
  /** One line for the reference. */
  readonly summary: string;
  /** The daemon's own directives, for native blocks; absent when it takes none. */
  readonly directives?: DirectiveTable;
  /** The daemon's own test of its files; absent when the daemon has none. */
  readonly checker?: Checker;
  /** How its daemon is run in a lab; absent when it runs nothing. */
  readonly boot?: Booting;
  /** All that `lower` may report. */
  readonly diagnostics?: readonly DiagnosticDefinition<never>[];
  /** Site to model, for one daemon. Pure. Every choice is made here; reports what the daemon cannot express. */
  readonly lower: (daemon: Daemon, context: Context) => Model;
  /** Model to files. Pure and total. `tables` are what the compilation before wrote. */
  readonly render: (model: Model, machine: Machine, tables: Tables) => readonly OutputFile[];
}

/** A target as the rest of the program sees it, its model hidden. */
export interface Target {
  readonly name: string;
  readonly summary: string;
  readonly directives: DirectiveTable | undefined;
  readonly checker: Checker | undefined;
  readonly boot: Booting | undefined;
  readonly diagnostics: readonly DiagnosticDefinition<never>[];
  emit(daemon: Daemon, machine: Machine, context: Context): readonly OutputFile[];
}

export function defineTarget<Model>(spec: TargetSpec<Model>): Target {
  return {
    name: spec.name,
    summary: spec.summary,
    directives: spec.directives,
    checker: spec.checker,
    boot: spec.boot,
    diagnostics: spec.diagnostics ?? [],
    emit: (daemon, machine, context) => spec.render(spec.lower(daemon, context), machine, context.tables),
  };
}

type Settings = Pick<OutputFile, "daemon"> & Partial<Pick<OutputFile, "mode" | "owner" | "check" | "reload" | "seed" | "claim">>;

/** A file that may be long: its text is put together, and why its lines exist is found, when somebody asks. */
export function longFileOn(machine: Machine, target: string, { parts, ranges }: Pick<Printed, "parts" | "ranges">, settings: Settings): OutputFile {
  return withLazy(withParts(fileOn(machine, target, { ...settings, text: "", provenance: [] }), parts), "provenance", () => ranges.provenance());
}

/** The parts of an output file that follow from where it stands. */
export function fileOn(machine: Machine, target: string, rest: Settings & Text): OutputFile {
  return {
    mode: 0o644,
    owner: machine.kind === "host" ? "root:root" : null,
    check: null,
    reload: null,
    seed: false,
    claim: null,
    ...rest,
    machine: machine.name,
    target,
    path: machine.root === "" ? target.replace(/^\//, "") : `${machine.root}${target}`,
  };
}
