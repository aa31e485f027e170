import { collectDiagnostics } from "../diagnostics/define.js";
import type { Outcome } from "../diagnostics/diagnostic.js";
import type { Daemon } from "../ir/place.js";
import { findingsIn } from "../ir/findings.js";
import type { Site } from "../ir/site.js";
import { addTo } from "../source/group.js";
import { compareNames } from "../source/order.js";
import { type Observer, unobserved } from "../source/phases.js";
import { noTables, type Tables } from "../source/tables.js";
import { type KeptFiles, keptOf, revive } from "./kept-files.js";
import { type OutputFile, partsOf } from "./output-file.js";
import { indexSite } from "../ir/site-index.js";
import type { Context, Target } from "./target.js";

/** The texts of secrets by their names; of one that is missing a placeholder stands in. */
export type Secrets = Readonly<Record<string, string>>;

/**
 * Writes the files of every daemon of a site, sorted by path. `targets` are asked in their order: the last one, which
 * mounts what the others have written, sees their files.
 */
export function emit(site: Site, targets: readonly Target[], secrets: Secrets, observer: Observer = unobserved, tables: Tables = noTables): Outcome<readonly OutputFile[]> {
  const { report, diagnostics } = collectDiagnostics();
  const byMachine = new Map<string, OutputFile[]>();
  const files = new Map<string, OutputFile>();
  const findings = findingsIn<KeptFiles>(site, targets, "emit", tables);
  for (const target of targets) {
    const daemons = site.daemons.filter((daemon) => daemon.target === target.name);
    if (daemons.length > 0) observer.run({ name: `emit ${target.name}`, count: daemons.length, noun: "daemons" }, () => emitAll(target, daemons));
  }
  return { value: [...files.values()].sort((a, b) => compareNames(a.path, b.path)), diagnostics };

  function emitAll(target: Target, daemons: readonly Daemon[]): void {
    for (const [at, daemon] of daemons.entries()) {
      for (const file of filesOf(target, daemon)) {
        if (!addFile(file, files)) continue;
        addTo(byMachine, file.machine, file);
      }
      observer.step(at + 1);
    }
  }

  function filesOf(target: Target, daemon: Daemon): readonly OutputFile[] {
    const name = `${target.name} ${daemon.machine}`;
    const emitBy = (context: Pick<Context, "site" | "index" | "report" | "tables">, asked: Asked): readonly OutputFile[] =>
      target.emit(daemon, context.index.machine(daemon.machine), { ...context, ...answersTo(asked) });
    const kept = findings.known(name, daemon);
    if (kept?.secrets.every(([secret, text]) => textOf(secrets, secret) === text)) {
      return revive(kept.files, () => emitBy({ site, index: indexSite(site), report: () => undefined, tables: noTables }, nothingAsked()));
    }
    let emitted = noFiles;
    findings.find(name, daemon, (seen, index) => {
      const asked = nothingAsked();
      const before = diagnostics.length;
      emitted = emitBy({ site: seen, index, report, tables }, asked);
      // What stands in the files of others is no part of the site.
      return diagnostics.length > before || asked.files ? undefined : () => ({ files: emitted.map(keptOf), secrets: [...asked.secrets] });
    });
    return emitted;
  }

  function answersTo(asked: Asked): Pick<Context, "reveal" | "emitted"> {
    return {
      reveal(use) {
        if ("literal" in use) return use.literal;
        const text = textOf(secrets, use.name);
        asked.secrets.set(use.name, text);
        return text;
      },
      emitted() {
        asked.files = true;
        return byMachine;
      },
    };
  }
}

/** What a daemon asks for besides the site. */
interface Asked {
  readonly secrets: Map<string, string>;
  files: boolean;
}

function nothingAsked(): Asked {
  return { secrets: new Map(), files: false };
}

const noFiles: readonly OutputFile[] = [];

// Of eight characters, as the shortest field that takes a secret (VRRP's) holds eight.
const placeholder = "(secret)";

/** A secret may be called `constructor`, which every object has. */
function textOf(secrets: Secrets, name: string): string {
  const text: unknown = secrets[name];
  return typeof text === "string" ? text : placeholder;
}

/** Adds a file. Two daemons may write the same file, such as a Dockerfile, only with the same text. */
function addFile(file: OutputFile, files: Map<string, OutputFile>): boolean {
  const known = files.get(file.path);
  if (known !== undefined) {
    if (known.text !== file.text) throw new Error(`two texts for ${file.path}`);
    return false;
  }
  if (!isInside(file.path)) throw new Error(`${file.path} is no path below the output folder`);
  if (!endsLine(partsOf(file))) throw new Error(`${file.path} does not end with a line end`);
  files.set(file.path, file);
  return true;
}

function endsLine(parts: readonly string[]): boolean {
  return parts.findLast((part) => part !== "")?.endsWith("\n") !== false;
}

function isInside(path: string): boolean {
  return path !== "" && !path.startsWith("/") && path.split("/").every((part) => part !== "" && part !== "." && part !== "..");
}
