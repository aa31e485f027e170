import { existsSync } from "node:fs";
import type { Checker, Complaint, Subject } from "../../src/emit/checker.js";
import { uniqueComplaints } from "../../src/emit/checker.js";
import { mergeWorlds, type World } from "../../src/emit/world.js";
import { inWorld } from "../../src/host/world.js";
import { findNeed } from "../../tools/machine.js";

export { addStatus, type Complaint, type Subject } from "../../src/emit/checker.js";

/** A checker with what must be on the machine for it, by the names of tools/machine.js. Without commands it is one of our own, which reads the text alone. */
export interface TestChecker extends Checker {
  readonly needs: readonly string[];
}

/** What every checker of our own has in common. */
export const ownChecker = { needs: [], programs: [], package: { name: "" }, version: { argv: [], pattern: /$^/ }, commands: () => [] } as const;

/** What `checker` says about a file in a world; empty when it has nothing to say. */
export async function check(checker: TestChecker, file: { readonly path: string; readonly text: string }, world: World = {}): Promise<readonly Complaint[]> {
  const files = [...(world.files ?? []), { path: file.path, content: file.text }];
  const [complaints = []] = await checkAll([{ checker, path: file.path }], { ...world, files });
  return complaints;
}

/** The same for several files of one world, which is made once. Each path must be among the world's files. */
export async function checkAll(wanted: readonly { readonly checker: TestChecker; readonly path: string }[], world: World): Promise<readonly (readonly Complaint[])[]> {
  const subjects = wanted.map(({ checker, path }) => ({ checker, subject: { path, text: textAt(world, path), world, ...find(checker), has: existsSync } satisfies Subject }));
  const completed = subjects.reduce((sum, { checker, subject }) => mergeWorlds(sum, checker.complete?.(subject) ?? {}), world);
  const commands = subjects.map(({ checker, subject }) => checker.commands(subject));
  const runs = commands.flat().length === 0 ? [] : await inWorld(completed, commands.flat());
  let at = 0;
  return subjects.map(({ checker, subject }, index) => {
    const own = runs.slice(at, (at += commands[index]!.length));
    return uniqueComplaints(checker.read(own, subject));
  });
}

/** The checker's program on this machine. The Consul at hand is the last that Debian packaged. */
export function find({ name, needs }: TestChecker): { readonly program: string; readonly version: string | null } {
  return { program: needs.length === 0 ? "" : (findNeed(needs[0]!) ?? name), version: name === "consul" ? "1.8.7" : null };
}

function textAt(world: World, path: string): string {
  const file = world.files?.findLast((candidate) => candidate.path === path);
  if (typeof file?.content !== "string") throw new Error(`the world has no text at ${path}`);
  return file.content;
}
