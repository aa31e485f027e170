import { suggest } from "../diagnostics/suggest.js";
import type { Statement } from "../syntax/index.js";
import type { Kind } from "../vocabulary/declaration.js";
import { synonymOf } from "../vocabulary/synonyms.js";
import { type Binding, clauseOf, commentFix, keywordOf } from "./bind-statement.js";
import { missingBrace, unknownKind } from "./diagnostics.js";
import type { UndeclaredNames } from "./undeclared.js";

/** A declaration, as the statements after it see it. */
interface Above {
  readonly kind: Kind;
  readonly statement: Statement;
  /** Whether all of it could be read: else the end of its block may be another's, whose beginning could not. */
  readonly isSound: boolean;
}

/** Reports the statements of a file that declare nothing. Several in a row, such as the clauses of one declaration whose `{` is missing, are one fault. */
export interface Strays {
  /** A declaration was met. */
  follow(above: Above): void;
  report(statement: Statement): void;
}

export function createStrays(kinds: Readonly<Record<string, Kind>>, organizing: readonly string[], undeclared: UndeclaredNames, { report, scope }: Binding): Strays {
  const names = Object.keys(kinds);
  let above: Above | undefined;
  let isInRow = false;
  return {
    follow(declaration) {
      above = declaration;
      isInRow = false;
    },
    report(statement) {
      const [first] = statement.words;
      const keyword = keywordOf(first);
      const near = nearKind(first.raw, [...names, ...organizing]);
      const owners = Object.values(kinds).filter((kind) => clauseOf(kind, keyword) !== undefined);
      const synonym = synonymOf(first.raw);
      const isClause = owners.length > 0;
      const isReported = isInRow && (isClause || near === undefined);
      isInRow = isClause || (isInRow && near === undefined);
      if (isClause) undeclared.addNameless(statement);
      else undeclared.add(statement, near?.kind, scope, near?.name);
      if (isReported || (isClause && above?.isSound === false && above.statement.block !== undefined)) return;
      if (!isClause) return report(unknownKind, { at: first.span, data: { word: first.raw, near: near?.text, kinds: names, synonym }, fix: commentFix(first) });
      const own = owners.includes(above?.kind as Kind) ? above : undefined;
      const state = own === undefined ? "none" : own.statement.block === undefined ? "missing" : "ended";
      report(missingBrace, {
        at: first.span,
        data: { word: first.raw, owner: own?.kind.kind ?? owners[0]!.kind, state },
        related: own === undefined ? [] : [{ span: own.statement.block === undefined ? own.statement.words.at(-1)!.span : endOf(own.statement), text: state === "missing" ? "no `{` follows this" : "its block ends here" }],
      });
    },
  };

  function endOf({ span }: Statement): Statement["span"] {
    return { ...span, start: span.end - 1 };
  }
}

interface Near {
  /** What may be meant by a word. */
  readonly text: string;
  readonly kind: string;
  /** What stands right after the kind, where a blank is missing between the two. */
  readonly name?: string;
}

/** The kind that a word is near, or begins with: `redissessions`. */
function nearKind(word: string, names: readonly string[]): Near | undefined {
  const near = suggest(word, names);
  if (near !== undefined) return { text: near, kind: near };
  const kind = names.filter((each) => word.startsWith(each)).sort((a, b) => b.length - a.length)[0];
  const name = kind === undefined ? "" : word.slice(kind.length);
  return kind !== undefined && /^\p{L}/u.test(name) ? { text: `${kind} ${name}`, kind, name } : undefined;
}
