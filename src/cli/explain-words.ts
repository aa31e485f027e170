import type { Paint } from "../diagnostics/render-text.js";
import type { Argument, Declaration } from "../vocabulary/declaration.js";
import { allKinds, walkDeclarations, wordTypes } from "../vocabulary/walk.js";

/** One declaration, and the words that lead to each place where it stands. */
interface Place {
  readonly declaration: Declaration;
  readonly paths: (readonly string[])[];
}

/**
 * What the language's reference says of `words`: a kind, a clause wherever it stands, or a clause of what the words before it name. One
 * text for each different meaning.
 */
export function explainWords(words: readonly string[], paint: Paint): readonly string[] {
  return findPlaces(words).map(({ declaration, paths }) => describe(declaration, paths, paint));
}

/** What the language's reference says of the type of words that has this name. */
export function explainType(name: string, paint: Paint): readonly string[] {
  const type = wordTypes().get(name);
  if (type === undefined) return [];
  const title = `${type.title[0]!.toUpperCase()}${type.title.slice(1)}`;
  const lines = [`${paint.bold(name)}  ${paint.dim("a type of words")}`, "", `  ${title}${type.accepts === undefined ? "" : `: ${type.accepts}`}.`, "", ...type.examples.map((each) => `    ${each}`)];
  return [`${lines.join("\n")}\n`];
}

/** Every word that can be asked for. */
export function wordsOfLanguage(): ReadonlySet<string> {
  const words = new Set([...Object.keys(allKinds), ...wordTypes().keys()]);
  walkDeclarations((_, path) => void words.add(path.at(-1)!));
  return words;
}

function findPlaces(words: readonly string[]): readonly Place[] {
  const [only] = words;
  if (words.length === 1 && Object.hasOwn(allKinds, only!)) {
    const clauses = places((path) => path.length > 1 && path.at(-1) === only);
    return [{ declaration: allKinds[only!]!, paths: [[only!]] }, ...clauses];
  }
  const exact = places((path) => path.join(" ") === words.join(" "));
  if (exact.length > 0) return exact;
  return places((path) => path.at(-1) === words.at(-1) && isWithin(words, path));
}

/** Whether the words stand in the path in this order. */
function isWithin(words: readonly string[], path: readonly string[]): boolean {
  let at = 0;
  for (const word of path) if (word === words[at]) at++;
  return at === words.length;
}

/** What stands at the matching places, in groups of the same meaning. */
function places(matches: (path: readonly string[]) => boolean): readonly Place[] {
  const found = new Map<string, Place>();
  walkDeclarations((declaration, path) => {
    if (!matches(path)) return;
    const key = `${declaration.doc}\n${declaration.example}\n${Object.keys(declaration.clauses).join(" ")}`;
    const known = found.get(key);
    if (known) known.paths.push(path);
    else found.set(key, { declaration, paths: [path] });
  });
  return [...found.values()];
}

function describe(declaration: Declaration, paths: readonly (readonly string[])[], paint: Paint): string {
  const { doc, example, args, clauses, entry, repeats, native } = declaration;
  const isKind = paths[0]!.length === 1;
  const name = paths[0]!.at(-1)!;
  const lines = [
    `${paint.bold(name)}${isKind ? "" : `  ${paint.dim(whereOf(paths))}`}`,
    "",
    `  ${doc}`,
    "",
    `    ${example.replaceAll("\n", "\n    ")}`,
    ...section("Takes", Object.entries(args).map(([title, argument]) => [title, takes(argument)])),
    ...(declaration.default === undefined ? [] : ["", `Without it: ${declaration.default}.`]),
    ...(repeats && !isKind ? ["", "It may be said more than once."] : []),
    ...(native === undefined ? [] : ["", `Its block holds directives of ${native} itself.`]),
    ...section("Its clauses", Object.entries(clauses).map(([word, inner]) => [word, inner.doc])),
    ...(entry === undefined ? [] : ["", `Each statement of its block: ${entry.doc}`, "", `    ${entry.example}`]),
    ...(entry === undefined ? [] : section("With the clauses", Object.entries(entry.clauses).map(([word, inner]) => [word, inner.doc]))),
  ];
  return `${lines.join("\n")}\n`;
}

function takes({ type, optional, list }: Argument): string {
  const examples = type.choices === undefined && type.examples.length > 0 ? `, as in ${type.examples.slice(0, 3).map((each) => `\`${each}\``).join(", ")}` : "";
  return `${type.title}${list ? ", or several with commas" : ""}${examples}${optional ? "; may be left out" : ""}`;
}

function section(title: string, rows: readonly (readonly [string, string])[]): readonly string[] {
  if (rows.length === 0) return [];
  const width = Math.max(...rows.map(([word]) => word.length));
  return ["", `${title}:`, ...rows.map(([word, text]) => `  ${word.padEnd(width)}  ${text}`)];
}

/** Where a clause stands: `of gateway, balancer`, or `of listen of gateway`. */
function whereOf(paths: readonly (readonly string[])[]): string {
  const owners = [...new Set(paths.map((path) => path.slice(0, -1).reverse().join(" of ")))];
  const most = 6;
  return `of ${owners.slice(0, most).join(", ")}${owners.length > most ? ` and ${owners.length - most} more` : ""}`;
}
