import type { Statement, Word } from "../syntax/index.js";
import type { Scope } from "./scope.js";

/** What a statement was to declare that could not be read: as far as its words tell. */
export interface Lost {
  readonly statement: Statement;
  readonly kind: string | undefined;
}

/** The names that a program would declare if all of it could be read: whoever refers to one of them is right. */
export interface Undeclared {
  readonly statements: readonly Lost[];
  /** The statements of which something could not be read, whether they declare something or not. */
  readonly failed: readonly Statement[];
  /** The statement that was to declare the name, or what the name is a node of. */
  find(name: string): Lost | undefined;
}

/** Gathers them while a program is bound. */
export interface UndeclaredNames extends Undeclared {
  /** A statement declares nothing, for all that is wrong with it. `kind` is what it seems to be, `glued` a name that its first word ends with. */
  add(statement: Statement, kind: string | undefined, scope: Scope, glued?: string): void;
  addFailed(statement: Statement): void;
  /** A clause stands where a declaration would: the line that declares what it is of may be missing, whatever it names. */
  addNameless(statement: Statement): void;
}

export function createUndeclared(): UndeclaredNames {
  const statements: Lost[] = [];
  const byName = new Map<string, Lost>();
  // Of a range that cannot be read, such as `lb1..2]`, what stands before its numbers.
  const byStem = new Map<string, Lost>();
  let nameless: Lost | undefined;
  const failed: Statement[] = [];
  return {
    statements,
    failed,
    addFailed: (statement) => void failed.push(statement),
    find: (name) => byName.get(name) ?? byName.get(name.replace(/-\d+$/, "")) ?? byStem.get(stemOf(name)) ?? nameless,
    addNameless(statement) {
      nameless ??= { statement, kind: undefined };
      statements.push({ statement, kind: undefined });
    },
    add(statement, kind, scope, glued) {
      const lost: Lost = { statement, kind };
      statements.push(lost);
      const add = (raw: string, texts: readonly string[]): void => {
        for (const text of texts) byName.set(text.replace(/["']/g, ""), lost);
        if (texts.length === 0 || /[[\]]|\.\./.test(raw)) byStem.set(stemOf(raw), lost);
      };
      if (glued !== undefined) return add(glued, [glued]);
      for (const word of headOf(statement.words)) add(word.raw, scope.resolve(word).flatMap(({ text }) => text.split(",")));
    },
  };
}

/** The words of a head that are its names: those that commas join. */
function headOf(words: readonly Word[]): readonly Word[] {
  const last = words.findIndex(({ comma }, at) => at > 0 && !comma);
  return words.slice(1, last + 1);
}

function stemOf(text: string): string {
  return /^[^\d[\]]*/.exec(text)![0];
}
