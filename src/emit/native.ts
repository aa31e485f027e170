import { type DiagnosticDefinition, defineDiagnostic, type Report } from "../diagnostics/define.js";
import type { NativeBlock, NativeStatement, NativeWord } from "../ir/native.js";
import { listedQuoted } from "../source/listed.js";
import type { Origin } from "../source/origin.js";
import { type Directive, type DirectiveTable, familiesOf, nearestDirective } from "./directives.js";
import { withOwnValue } from "./stray-directive.js";
import { compareVersions } from "./versions.js";

/** One of a daemon's own directives, checked against its table and given its section. */
export interface NativeDirective {
  /** The section that it belongs in: `http`. Inside a block, the section that the block is. */
  readonly section: string;
  /** As the table spells it; `raw` for text that goes out as it stands. */
  readonly name: string;
  /** What follows the name. Of `raw` the one text. */
  readonly words: readonly NativeWord[];
  /** Of a directive that takes a block: the section that the block is, and what stands in it. */
  readonly block: { readonly section: string; readonly directives: readonly NativeDirective[] } | null;
  readonly origin: Origin;
}

/**
 * Checks a native block against the daemon's table and gives each of its directives its section: the widest one where it
 * may stand, at or below `place`. `version` is the daemon's, where the site states it. What is wrong is reported and left out.
 */
export function placeNative(block: NativeBlock, table: DirectiveTable, place: string, version: string | null, report: Report): readonly NativeDirective[] {
  return block.statements.flatMap((statement) => read(statement, undefined) ?? []);

  function read(statement: NativeStatement, inside: string | undefined): NativeDirective | undefined {
    const [first, second] = statement.words;
    if (first === undefined) return undefined;
    if (!first.quoted && first.text === "raw") return readRaw(statement, inside);
    const found = find(first, second);
    if (found === undefined) return reportUnknown(first, second);
    const { rows, taken, printed } = found;
    const words = statement.words.slice(taken);
    const name = rows[0]!.name;
    const section = sectionOf(rows, inside);
    if (section === undefined) return reportMisplaced(first, name, rows, inside ?? place);
    const row = rows.find(({ sections }) => sections.includes(section))!;
    if (!isSound(row, words, statement)) return undefined;
    const inner = row.opens === undefined || statement.block === null ? null : row.opens;
    return {
      section,
      name: statement.words.slice(0, printed).map(({ text }) => text).join(" "),
      words: statement.words.slice(printed),
      block: inner === null ? null : { section: inner, directives: statement.block!.flatMap((each) => read(each, inner) ?? []) },
      origin: statement.origin,
    };

    /**
     * The rows of a directive, how many words are its name for the count of the rest, and how many for printing. Families
     * such as `timeout connect` have names of two words.
     */
    function find(word: NativeWord, next: NativeWord | undefined): { readonly rows: readonly Directive[]; readonly taken: number; readonly printed: number } | undefined {
      // A section of free lines (nginx's `map`) takes any words, also those that name a directive elsewhere.
      const any = table.find("*").filter(({ sections }) => inside !== undefined && sections.includes(inside));
      if (any.length > 0) return { rows: any, taken: 0, printed: 1 };
      // HAProxy's actions carry arguments: `set-var(txn.x)`.
      const family = next === undefined ? [] : table.find(`${word.text} ${next.text.replace(/\(.*$/, "")}`);
      if (family.length > 0) return { rows: family, taken: 2, printed: next!.text.includes("(") ? 1 : 2 };
      const single = table.find(word.text);
      return single.length > 0 ? { rows: single, taken: 1, printed: 1 } : undefined;
    }
  }

  function readRaw(statement: NativeStatement, inside: string | undefined): NativeDirective | undefined {
    report(uncheckedText, { at: statement.origin, data: { engine: table.engine } });
    return { section: inside ?? place, name: "raw", words: statement.words.slice(1), block: null, origin: statement.origin };
  }

  function sectionOf(rows: readonly Directive[], inside: string | undefined): string | undefined {
    const allowed = new Set(rows.flatMap(({ sections }) => sections));
    if (inside !== undefined) return allowed.has(inside) ? inside : undefined;
    return table.sections.slice(table.sections.indexOf(place)).find((section) => allowed.has(section));
  }

  function isSound(row: Directive, words: readonly NativeWord[], statement: NativeStatement): boolean {
    const at = statement.origin;
    const data = { engine: table.engine, directive: row.name };
    if (row.typed !== undefined) report(typedDirective, { at, data: { ...data, clause: withOwnValue(row.typed, words.map(({ text }) => text)) } });
    else if (row.since !== undefined && version !== null && compareVersions(version, row.since) < 0) {
      report(directiveVersion, { at, data: { ...data, version, problem: `came with ${row.since}` } });
    } else if (row.until !== undefined && version !== null && compareVersions(version, row.until) >= 0) {
      report(directiveVersion, { at, data: { ...data, version, problem: `went with ${row.until}` } });
    } else if (words.length < row.words[0] || words.length > row.words[1]) {
      report(directiveArguments, { at, data: { ...data, seen: words.length, least: row.words[0], most: row.words[1] } });
    } else if (row.opens === undefined && statement.block !== null) {
      report(directiveBlock, { at, data: { ...data, problem: "takes no block" } });
    } else if (row.opens !== undefined && statement.block === null) {
      report(directiveBlock, { at, data: { ...data, problem: "needs a block" } });
    } else return true;
    return false;
  }

  function reportUnknown(word: NativeWord, next: NativeWord | undefined): undefined {
    const directive = next !== undefined && familiesOf(table).has(word.text) ? `${word.text} ${next.text}` : word.text;
    report(unknownDirective, { at: word.origin, data: { engine: table.engine, directive, near: nearestDirective(table, word.text, next?.text) } });
  }

  function reportMisplaced(word: NativeWord, name: string, rows: readonly Directive[], seen: string): undefined {
    const sections = [...new Set(rows.flatMap((row) => row.sections))];
    report(misplacedDirective, { at: word.origin, data: { engine: table.engine, directive: name, sections, seen } });
  }
}

const explanationOfTables = `
A native block takes the daemon's own directives. infc checks them against a table of the directives that the daemon has: their
names, the sections where they may stand, how many words they take, and the versions that have them.

    gateway edge { nginx { client_max_body_sise 10m } }     # error: did you mean \`client_max_body_size\`?
    gateway edge { nginx { client_max_body_size 10m } }
`;

export const unknownDirective = defineDiagnostic({
  code: "unknown-directive",
  severity: "error",
  summary: "A native block holds a directive that the daemon does not have.",
  explanation: `${explanationOfTables}\nWhat the table lacks can be written as \`raw """…"""\`, which goes out unchecked.\n`,
  message: (data: { readonly engine: string; readonly directive: string; readonly near: string | undefined }) =>
    `${data.engine} has no directive \`${data.directive}\``,
  help: ({ near }) => (near === undefined ? 'write it as `raw """…"""` when the daemon has it all the same' : `did you mean \`${near}\`?`),
});

export const misplacedDirective = defineDiagnostic({
  code: "misplaced-directive",
  severity: "error",
  summary: "A directive stands in a section where the daemon does not take it.",
  explanation: explanationOfTables,
  message: (data: { readonly engine: string; readonly directive: string; readonly sections: readonly string[]; readonly seen: string }) =>
    `${data.engine} does not take \`${data.directive}\` in \`${data.seen}\``,
  help: ({ sections }) => `write it in ${listedQuoted(sections, "or")}`,
});

export const directiveArguments = defineDiagnostic({
  code: "directive-arguments",
  severity: "error",
  summary: "A directive has more or fewer words than the daemon takes.",
  explanation: explanationOfTables,
  message: (data: { readonly engine: string; readonly directive: string; readonly seen: number; readonly least: number; readonly most: number }) =>
    `\`${data.directive}\` takes ${wordCount(data.least, data.most)}, not ${data.seen}`,
  help: () => "quote a text that holds blanks",
});

function wordCount(least: number, most: number): string {
  const plural = (count: number): string => (count === 1 ? "1 word" : `${count} words`);
  if (least === most) return least === 0 ? "no words" : plural(least);
  return most === Infinity ? `at least ${plural(least)}` : `${least} to ${plural(most)}`;
}

export const directiveBlock = defineDiagnostic({
  code: "directive-block",
  severity: "error",
  summary: "A directive has a block and takes none, or needs one and has none.",
  explanation: explanationOfTables,
  message: (data: { readonly engine: string; readonly directive: string; readonly problem: string }) => `${data.engine}'s \`${data.directive}\` ${data.problem}`,
});

export const directiveVersion = defineDiagnostic({
  code: "directive-version",
  severity: "error",
  summary: "The version of the daemon that the site states does not have the directive.",
  explanation: explanationOfTables,
  message: (data: { readonly engine: string; readonly directive: string; readonly version: string; readonly problem: string }) =>
    `${data.engine} ${data.version} does not have \`${data.directive}\`, which ${data.problem}`,
});

export const typedDirective = defineDiagnostic({
  code: "typed-directive",
  severity: "error",
  summary: "A native directive says what a typed clause says.",
  explanation: `${explanationOfTables}
A directive that a typed clause says is refused: written twice, the two would differ one day, and infc could not see what the site does.
`,
  message: (data: { readonly engine: string; readonly directive: string; readonly clause: string }) =>
    `\`${data.directive}\` is what the clause ${data.clause} says`,
  help: ({ clause }) => `write ${clause} instead`,
});

export const uncheckedText = defineDiagnostic({
  code: "unchecked-text",
  severity: "info",
  summary: "A `raw` text goes out as it stands.",
  explanation: "A text after `raw` is copied into the daemon's file unchanged, and infc checks nothing of it. What is wrong in it only the daemon says.",
  message: (data: { readonly engine: string }) => `this text goes into ${data.engine}'s file unchecked`,
});

export const nativeDiagnostics: readonly DiagnosticDefinition<never>[] = [
  unknownDirective,
  misplacedDirective,
  directiveArguments,
  directiveBlock,
  directiveVersion,
  typedDirective,
  uncheckedText,
];
