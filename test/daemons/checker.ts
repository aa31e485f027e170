import { inWorld, type Command, type Run, type World, type WorldFile } from "./world.js";

/** One thing that a daemon said about a file, in its own words. */
export interface Complaint {
  readonly severity: "error" | "warning";
  readonly text: string;
  /** Absolute, as the daemon named it. */
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
}

/** The file that is judged, with the world around it. */
export interface Subject {
  readonly path: string;
  readonly text: string;
  readonly world: World;
}

/**
 * How one daemon judges a file. Pure: it says which commands to run and reads what they said, so that the reading can be
 * tested without the daemon.
 */
export interface Checker {
  readonly name: string;
  /** What must be on the machine, by the names of tools/machine.js. */
  readonly needs: readonly string[];
  /** What the world must hold besides, e.g. modules. */
  readonly complete?: (subject: Subject) => World;
  /** Empty for a checker of our own, which reads the text alone. */
  readonly commands: (subject: Subject) => readonly Command[];
  /** Judges by the daemon's words; its exit status only adds what the words do not say. */
  readonly read: (runs: readonly Run[], subject: Subject) => readonly Complaint[];
}

/** What `checker` says about a file in a world; empty when it has nothing to say. */
export async function check(checker: Checker, file: { readonly path: string; readonly text: string }, world: World = {}): Promise<readonly Complaint[]> {
  const files = [...(world.files ?? []), { path: file.path, content: file.text }];
  const [complaints = []] = await checkAll([{ checker, path: file.path }], { ...world, files });
  return complaints;
}

/** The same for several files of one world, which is made once. Each path must be among the world's files. */
export async function checkAll(wanted: readonly { readonly checker: Checker; readonly path: string }[], world: World): Promise<readonly (readonly Complaint[])[]> {
  const subjects = wanted.map(({ checker, path }) => ({ checker, subject: { path, text: textAt(world, path), world } }));
  const completed = subjects.reduce((sum, { checker, subject }) => mergeWorlds(sum, checker.complete?.(subject) ?? {}), world);
  const commands = subjects.map(({ checker, subject }) => checker.commands(subject));
  const runs = commands.flat().length === 0 ? [] : await inWorld(completed, commands.flat());
  let at = 0;
  return subjects.map(({ checker, subject }, index) => {
    const own = runs.slice(at, (at += commands[index]!.length));
    return unique(checker.read(own, subject));
  });
}

/** Adds the lists of `more` to those of `world`; of two single values `more`'s counts. */
export function mergeWorlds(world: World, more: World): World {
  const join = <Item>(a: readonly Item[] = [], b: readonly Item[] = []): readonly Item[] => [...a, ...b];
  return {
    ...world,
    ...more,
    interfaces: join(world.interfaces, more.interfaces),
    hosts: join(world.hosts, more.hosts),
    files: join<WorldFile>(world.files, more.files),
    certificates: join(world.certificates, more.certificates),
    users: join(world.users, more.users),
    programs: join(world.programs, more.programs),
  };
}

/** A program that fails without a word still fails. */
export function addStatus(complaints: readonly Complaint[], run: Run, { path }: Subject): readonly Complaint[] {
  if (run.status === 0 || complaints.length > 0) return complaints;
  return [{ severity: "error", file: path, text: `exited with status ${run.status}` }];
}

function textAt(world: World, path: string): string {
  const file = world.files?.findLast((candidate) => candidate.path === path);
  if (typeof file?.content !== "string") throw new Error(`the world has no text at ${path}`);
  return file.content;
}

/** Daemons repeat themselves: once a process, or once to the log and once to the terminal. */
function unique(complaints: readonly Complaint[]): readonly Complaint[] {
  return [...new Map(complaints.map((complaint) => [JSON.stringify(complaint), complaint])).values()];
}
