import type { Checker, Complaint, Subject } from "../emit/checker.js";
import { uniqueComplaints } from "../emit/checker.js";
import type { OutputFile } from "../emit/output-file.js";
import { scriptChecker } from "../emit/script-checker.js";
import type { Target } from "../emit/target.js";
import { type Command, mergeWorlds, type Run, type World, type WorldFile } from "../emit/world.js";
import type { Site } from "../ir/site.js";
import { groupBy } from "../source/group.js";
import { type Place, placesOf } from "./places.js";

/** What the machine that judges has. */
export interface Workshop {
  /** Where a checker's program is, and its version; undefined when the machine lacks it. */
  readonly find: (checker: Checker) => { readonly program: string; readonly version: string | null } | undefined;
  readonly has: (path: string) => boolean;
}

/** What a daemon said about a file of the site. */
export interface FileComplaint extends Complaint {
  readonly of: OutputFile;
  readonly checker: Checker;
}

/** One world, what is run in it, and how to read what comes back. */
export interface Sitting {
  readonly machine: string;
  readonly world: World;
  readonly commands: readonly Command[];
  readonly read: (runs: readonly Run[]) => readonly FileComplaint[];
}

/** A file that nobody judged, or not wholly. */
export interface Gap {
  readonly file: OutputFile;
  readonly checker: Checker;
  /** What of it was not judged, with the reason; null when its program is absent. */
  readonly what: string | null;
}

export interface Judgment {
  /** Independent of each other. */
  readonly sittings: readonly Sitting[];
  readonly judged: readonly { readonly file: OutputFile; readonly checker: Checker; readonly version: string | null }[];
  readonly gaps: readonly Gap[];
}

/** How each generated file is put before its own daemon's test, on a machine like the one that it is for. Pure. */
export function planJudgment(site: Site, files: readonly OutputFile[], targets: readonly Target[], workshop: Workshop): Judgment {
  const checkers = new Map(targets.map(({ name, checker }) => [name, checker]));
  const byMachine = groupBy(files, ({ machine }) => machine);
  const parts = placesOf(site).map((place) => judgePlace(place, byMachine.get(place.machine.name) ?? [], files, checkers, workshop));
  return { sittings: parts.flatMap(({ sitting }) => sitting ?? []), judged: parts.flatMap(({ judged }) => judged), gaps: parts.flatMap(({ gaps }) => gaps) };
}

interface Part {
  readonly sitting: Sitting | undefined;
  readonly judged: Judgment["judged"];
  readonly gaps: readonly Gap[];
}

interface Wanted {
  readonly file: OutputFile;
  readonly checker: Checker;
}

function judgePlace({ machine, world }: Place, own: readonly OutputFile[], all: readonly OutputFile[], checkers: ReadonlyMap<string, Checker | undefined>, workshop: Workshop): Part {
  // The local engine's folder has the trees of its containers in it, as their mounts name them.
  const laidFiles = machine.root === "" ? all : own;
  const pathOf = (file: OutputFile): string => (machine.root === "" ? `/site/${file.path}` : (file.target ?? `/${file.path}`));
  const laid = laidFiles.map((file): WorldFile & { readonly content: string } => ({ path: pathOf(file), content: file.text, mode: file.mode }));
  const complete: World = { ...world, files: [...world.files.filter(({ path }) => !workshop.has(path)), ...laid] };
  const wanted = own.flatMap((file) => wantedOf(file, checkers));
  const gaps: Gap[] = [];
  const subjects = wanted.flatMap(({ file, checker }) => {
    const found = workshop.find(checker);
    if (found === undefined) gaps.push({ file, checker, what: null });
    return found === undefined ? [] : [{ file, checker, subject: { path: pathOf(file), text: file.text, world: complete, has: workshop.has, ...found } satisfies Subject }];
  });
  for (const { file, checker, subject } of subjects) {
    const what = checker.unjudged?.(subject);
    if (what !== undefined) gaps.push({ file, checker, what });
  }
  const judged = subjects.map(({ file, checker, subject }) => ({ file, checker, version: subject.version }));
  const byPath = new Map(laidFiles.map((file) => [pathOf(file), file]));
  return { sitting: subjects.length === 0 ? undefined : sittingOf(machine.name, complete, subjects, byPath), judged, gaps };
}

function wantedOf(file: OutputFile, checkers: ReadonlyMap<string, Checker | undefined>): readonly Wanted[] {
  if ((file.mode & 0o111) !== 0) return [{ file, checker: scriptChecker }];
  const checker = file.check === null ? undefined : checkers.get(file.daemon);
  return checker === undefined ? [] : [{ file, checker }];
}

function sittingOf(machine: string, world: World, subjects: readonly (Wanted & { readonly subject: Subject })[], byPath: ReadonlyMap<string, OutputFile>): Sitting {
  const commands = subjects.map(({ checker, subject }) => checker.commands(subject));
  return {
    machine,
    world: subjects.reduce((sum, { checker, subject }) => (checker.complete === undefined ? sum : mergeWorlds(sum, checker.complete(subject))), world),
    commands: commands.flat(),
    read(runs) {
      let at = 0;
      return subjects.flatMap(({ file, checker, subject }, index) => {
        const own = runs.slice(at, (at += commands[index]!.length));
        return uniqueComplaints(checker.read(own, subject)).map((complaint) => ({ ...complaint, checker, of: byPath.get(complaint.file ?? "") ?? file }));
      });
    },
  };
}
