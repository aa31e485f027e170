import type { Report } from "../diagnostics/define.js";
import type { TextEdit } from "../diagnostics/diagnostic.js";
import { isSlip, suggest } from "../diagnostics/suggest.js";
import { listed } from "../source/listed.js";
import type { Origin } from "../source/origin.js";
import type { Span } from "../source/source.js";
import { oncePer } from "../source/once.js";
import type { Statement, Word } from "../syntax/index.js";
import { accept } from "../vocabulary/clauses/accept.js";
import type { Clauses, Declaration } from "../vocabulary/declaration.js";
import { synonymOf } from "../vocabulary/synonyms.js";
import { times } from "../vocabulary/values/numbers.js";
import { isProblem } from "../vocabulary/values/value-type.js";
import type { Accept } from "./accept.js";
import { takeArguments } from "./arguments.js";
import { acceptWord, bindAcceptOnLine, bindAcceptStatement } from "./bind-accept.js";
import { partAtCommas } from "./comma-ends-line.js";
import type { Bound, NativeStatement, Value } from "./bound.js";
import { misplacedTimes, missingArgument, nativeOnLine, repeatedClause, unexpectedWord, unknownClause } from "./diagnostics.js";
import { bindFeatures } from "./features.js";
import { respelledClause } from "./foreign-signs.js";
import type { Scope } from "./scope.js";
import { asDirective, meantBy, type ReadDirective } from "./text-to-type.js";

/** What binding works with. */
export interface Binding {
  readonly scope: Scope;
  readonly report: Report;
  /** Filled with the accepts that are met. */
  readonly accepts: Accept[];
  /** Whether a comma at the end of a line joins two words somewhere in the program: else no statement need be looked at for it. */
  readonly commaEndsLine: boolean;
  readonly readDirective: ReadDirective;
}

/** A declaration or clause whose words are being taken. */
export interface Open {
  readonly word: string;
  readonly declaration: Declaration;
  readonly args: Record<string, unknown>;
  clauses: readonly Bound[];
  faulty: ReadonlySet<string>;
  /** False when a required argument is missing or wrong: reported, and left out of what holds it. */
  sound: boolean;
  native: readonly NativeStatement[] | undefined;
  readonly span: Span;
  /** Where the last of its words ends. */
  end: number;
  /** True of a head whose first argument may be several names. */
  readonly plural: boolean;
  /** What it is said of on the same line. */
  readonly outer: Open | undefined;
  /** In whose block its statement stands. */
  readonly holder: Open | undefined;
  /** What was begun on the line right before it. */
  readonly before: Open | undefined;
  /** Reports the word that an optional argument almost read, in case nothing else takes it. */
  passedOver: (() => void) | undefined;
}

const nothing: ReadonlySet<string> = new Set();
const none: readonly never[] = [];

/** `outer` and `before`: of a clause that others stand before on its line; `holder`: of the first of a statement in a block. */
export function open(word: string, declaration: Declaration, span: Span, { plural = false, outer, before, holder }: Partial<Pick<Open, "plural" | "outer" | "before" | "holder">> = {}): Open {
  return { plural, outer, before, holder, word, declaration, args: {}, clauses: none, faulty: nothing, sound: true, native: undefined, span, end: span.end, passedOver: undefined };
}

/** What is open on a line where `inner` is the innermost, from the statement on. */
function openAround(inner: Open): readonly Open[] {
  return upTo(inner, "outer");
}

/** All that was begun on a line up to `last`. */
function begunUpTo(last: Open): readonly Open[] {
  return upTo(last, "before");
}

function upTo(last: Open, link: "outer" | "before"): readonly Open[] {
  const found: Open[] = [];
  for (let each: Open | undefined = last; each !== undefined; each = each[link]) found.push(each);
  return found.reverse();
}

/** Notes a clause that was said and could not be read. */
export function noteFaulty(owner: Open, word: string): void {
  if (owner.faulty === nothing) owner.faulty = new Set();
  (owner.faulty as Set<string>).add(word);
}

/** The name of a clause that `word` can be: nothing when it is quoted, interpolated or a range. */
export function keywordOf(word: Word | undefined): string | undefined {
  if (word === undefined || word.quote !== "" || word.text === undefined) return undefined;
  return word.raw.includes("[") && /\[[^\]]*(?:\.\.|,)/.test(word.raw) ? undefined : word.raw.toLowerCase();
}

/** A clause with the vocabulary's own word for it, which the engine compares at a glance with the same word elsewhere. */
interface Named {
  readonly word: string;
  readonly declaration: Declaration;
}

/** The words of a program are not keys that the engine knows: a map finds them in a fraction of the time that an object takes. */
const clausesByWord = oncePer((clauses: Clauses): ReadonlyMap<string, Named> => new Map(Object.entries({ [acceptWord]: accept, ...clauses }).map(([word, declaration]) => [word, { word, declaration }])));

function namedClause({ clauses }: Declaration, keyword: string | undefined): Named | undefined {
  return keyword === undefined ? undefined : clausesByWord(clauses).get(keyword);
}

export function clauseOf(declaration: Declaration, keyword: string | undefined): Declaration | undefined {
  return namedClause(declaration, keyword)?.declaration;
}

/**
 * Binds the words of a statement from `from` on to `root` and its clauses, then its block. `siblings` is how many names a
 * plural head has, 1 otherwise. Returns `root`, closed.
 */
export function bindWords(root: Open, statement: Statement, from: number, siblings: number, binding: Binding): void {
  const { words } = statement;
  let inner = root;
  let last = root;
  let at = takeArguments(root, words, from, siblings, binding);
  let nativeOnTheLine = false;
  while (at < words.length) {
    const word = words[at]!;
    const keyword = keywordOf(word);
    let owner = inner;
    let named = namedClause(owner.declaration, keyword);
    while (named === undefined && owner.outer !== undefined) {
      owner = owner.outer;
      named = namedClause(owner.declaration, keyword);
    }
    const declaration = named?.declaration;
    if (named === undefined || declaration === undefined || declaration.native !== undefined) {
      nativeOnTheLine ||= declaration?.native !== undefined;
      const { passedOver } = inner;
      const next = skip(words, at + 1, inner);
      const slip = declaration === undefined && !passedOver ? slipAt(words, at, openAround(inner)) : undefined;
      if (declaration === undefined && passedOver) passedOver();
      else reportWord(words.slice(at, next), words[next], declaration, openAround(inner), begunUpTo(last), binding);
      if (slip === undefined) {
        at = next;
        continue;
      }
      // What follows is the misspelt clause's own.
      closeTo(slip.owner, inner, binding);
      inner = open(slip.name, slip.declaration, word.span, { outer: slip.owner });
      inner.sound = false;
      at = takeArguments(inner, words, at + 1, siblings, { ...binding, report: () => undefined });
      continue;
    }
    if (declaration === accept) {
      at = bindAcceptOnLine(statement, at, inner, binding);
      continue;
    }
    closeTo(owner, inner, binding);
    if (declaration.features) {
      inner = owner;
      at = bindFeatures(owner, declaration, words, at + 1, binding);
      continue;
    }
    inner = last = open(named.word, declaration, word.span, { outer: owner, before: last });
    at = takeArguments(inner, words, at + 1, siblings, binding);
  }
  closeTo(root, inner, binding);
  // The block after a native word is the daemon's, and the word was reported.
  if (!nativeOnTheLine) bindBlock(root, statement, siblings, binding);
}

/** The clause of something open that a misspelt word surely means. */
function slipAt(words: readonly Word[], at: number, stack: readonly Open[]): { readonly name: string; readonly declaration: Declaration; readonly owner: Open } | undefined {
  const keyword = keywordOf(words[at]);
  const known = [...new Set(stack.flatMap(({ declaration }) => Object.keys(declaration.clauses)))];
  const near = keyword === undefined ? [] : known.filter((each) => isSlip(keyword, each));
  const name = near.length === 1 && near[0] === nearestTo(keyword, stack) ? near[0] : undefined;
  const owner = stack.findLast(({ declaration }) => name !== undefined && Object.hasOwn(declaration.clauses, name));
  const declaration = owner === undefined ? undefined : clauseOf(owner.declaration, name);
  return owner === undefined || declaration === undefined || declaration.native !== undefined || declaration.features ? undefined : { name: name!, declaration, owner };
}

/** The clause, or the choice of an argument that is still to come, that a word is nearest to. */
function nearestTo(keyword: string | undefined, stack: readonly Open[]): string | undefined {
  const known = [...choicesLeft(stack.at(-1)!), ...stack.flatMap((each) => Object.keys(each.declaration.clauses)), acceptWord];
  return keyword === undefined || /^\d/.test(keyword) ? undefined : suggest(keyword, known);
}

/** Ends what is open inside of `owner`, from `inner` outwards, each into what holds it. */
function closeTo(owner: Open, inner: Open, binding: Binding): void {
  for (let clause = inner; clause !== owner; clause = clause.outer!) add(clause.outer!, clause, none, binding);
}

/** Adds a clause to what holds it, unless it is unsound or said before. */
export function add(owner: Open, clause: Open, comments: readonly string[], { report }: Binding): void {
  if (clause.end > owner.end) owner.end = clause.end;
  const { word, declaration } = clause;
  if (!clause.sound) return noteFaulty(owner, word);
  const before = declaration.repeats || word === "" ? undefined : saidBefore(owner.clauses, word);
  if (before) {
    report(repeatedClause, {
      at: clause.span,
      data: { word, owner: owner.word === "" ? "this entry" : `\`${owner.word}\`` },
      related: [{ span: before.origin.span, text: "said first here" }],
      fix: repetitionFix(before, clause),
    });
    return;
  }
  const bound = finish(clause, comments);
  if (owner.clauses.length === 0) owner.clauses = [bound];
  else (owner.clauses as Bound[]).push(bound);
}

/** The clause of that name, in a list that still grows. */
function saidBefore(clauses: readonly Bound[], word: string): Bound | undefined {
  for (let at = 0; at < clauses.length; at++) if (clauses[at]!.word === word) return clauses[at];
  return undefined;
}

/** A clause that says the same twice says it once as well. */
function repetitionFix({ origin }: Bound, { span, end, clauses, native }: Open): readonly TextEdit[] | undefined {
  const whole = { ...span, end };
  const { text } = whole.source;
  const textOf = (each: Span): string => each.source.text.slice(each.start, each.end).replace(/\s+/g, " ");
  const hasBlock = clauses.length > 0 || native !== undefined || /^\s*\{/.test(text.slice(whole.end));
  return hasBlock || textOf(origin.span) !== textOf(whole) ? undefined : [{ span: whole, text: "" }];
}

/** The bound clause of what was open. It stands where its words do, unless `over` says otherwise. */
export function finish({ word, declaration, args, clauses, faulty, native, span, end }: Open, comments: readonly string[], over?: Span): Bound {
  const origin: Origin = { span: over ?? (end === span.end ? span : { source: span.source, start: span.start, end }) };
  return { word, declaration, args: args as Bound["args"], clauses: clauses.length < 2 ? clauses : clauses.slice(), faulty, native, origin, comments };
}

/** Binds the statements of the block of a statement, if it has one: each a clause of `owner`'s declaration, an entry, a native block, or an `accept`. */
export function bindBlock(owner: Open, { block, span }: Statement, siblings: number, binding: Binding): void {
  // What is near nothing is of another block, and so is what follows it.
  let isForeign = false;
  const inside = block?.statements ?? none;
  const statements = binding.commaEndsLine ? partAtCommas(inside, owner.declaration, binding.report) : inside;
  for (let at = 0; at < statements.length; at++) {
    const statement = statements[at]!;
    const first = statement.words[0];
    const wasForeign = isForeign;
    isForeign = false;
    const keyword = keywordOf(first);
    const named = namedClause(owner.declaration, keyword);
    const declaration = named?.declaration;
    const comments = commentsOf(statement);
    if (declaration?.native !== undefined) {
      const clause = open(keyword!, declaration, statement.span);
      clause.native = bindNative(statement.block?.statements ?? [], binding);
      add(owner, clause, comments, binding);
    } else if (declaration === accept) {
      bindAcceptStatement(statement, span, binding);
    } else if (declaration?.features) {
      const end = bindFeatures(owner, declaration, statement.words, 1, binding);
      for (const word of statement.words.slice(end)) reportWord([word], undefined, undefined, [owner], [owner], binding);
    } else if (declaration) {
      const clause = open(named!.word, declaration, first.span, { holder: owner });
      bindWords(clause, statement, 1, siblings, binding);
      add(owner, clause, comments, binding);
    } else if (owner.declaration.entry && !isOperatorsWord(first, owner.declaration.entry)) {
      const entry = open("", owner.declaration.entry, first.span, { holder: owner });
      bindWords(entry, statement, 0, siblings, binding);
      add(owner, entry, comments, binding);
    } else {
      isForeign = !/^\p{L}/u.test(first.raw) || (suggest(first.raw, Object.keys(owner.declaration.clauses)) === undefined && synonymOf(first.raw) === undefined && asDirective(statement.words, owner, binding.readDirective) === undefined);
      if (wasForeign && isForeign) markFaulty([owner], first.raw);
      else reportClause(owner, statement.words, binding);
    }
  }
}

/** Whether a statement that is to be an entry begins with a word of another program's: `location` in a `route`. */
function isOperatorsWord({ raw, quote }: Word, { args }: Declaration): boolean {
  const head = Object.values(args).find(({ optional }) => !optional);
  return quote === "" && synonymOf(raw) !== undefined && head !== undefined && isProblem(head.type.read(raw, false));
}

export function commentsOf({ leading, trailing, block }: Statement): readonly string[] {
  if (leading.length === 0 && trailing === undefined && block?.opening === undefined) return none;
  return [...leading, ...(trailing ? [trailing] : []), ...(block?.opening ? [block.opening] : [])].map(({ text }) => text);
}

/** The statements of a native block: the same words, as text. */
export function bindNative(statements: readonly Statement[], binding: Binding): readonly NativeStatement[] {
  return statements.map((statement) => ({
    words: statement.words.flatMap((word) => {
      const item = binding.scope.resolveText(word);
      return item ? [{ text: item.text, quoted: item.quoted, comma: word.comma, origin: item.origin }] : [];
    }),
    block: statement.block ? [...bindNative(statement.block.statements, binding)] : null,
    origin: { span: statement.span },
  }));
}

/** The next word after `from` that names a clause of what is open. */
function skip(words: readonly Word[], from: number, inner: Open): number {
  const stack = openAround(inner);
  let at = from;
  while (at < words.length && !stack.some(({ declaration }) => clauseOf(declaration, keywordOf(words[at])))) at++;
  return at;
}

/** Reports the first of `words`, which are those up to the next clause, and `next` its word. */
function reportWord(words: readonly Word[], next: Word | undefined, declaration: Declaration | undefined, stack: readonly Open[], seen: readonly Open[], { report }: Binding): void {
  const word = words[0]!;
  const keyword = keywordOf(word);
  if (declaration?.native !== undefined) return report(nativeOnLine, { at: word.span, data: { word: keyword! } });
  if (!isProblem(times.read(word.raw, word.quote !== "")) && "times" in stack[0]!.declaration.args) {
    return report(misplacedTimes, { at: word.span, data: { word: word.raw }, fix: timesFix(word, stack[0]!) });
  }
  if (isNameless(stack)) return reportNameless(word, stack[0]!, report);
  const closed = seen.find((each) => !stack.includes(each) && clauseOf(each.declaration, keyword));
  const respelled = respelledClause(words, stack.flatMap((each) => Object.keys(each.declaration.clauses)));
  const meant = meantBy(words, stack.at(-1)!, next);
  const near = keyword === undefined || meant?.isSure === true || respelled !== undefined ? undefined : nearestTo(keyword, stack);
  markFaulty(stack, respelled?.name ?? near ?? word.raw);
  const lacking = clausesThatTake(keyword, stack.at(-1)!);
  report(unexpectedWord, {
    at: word.span,
    data: {
      word: word.raw,
      owner: listed(stack.map((each) => (each.word === "" ? "this entry" : `\`${each.word}\``)), "or"),
      closed: closed?.word,
      near,
      block: stack.at(-1)!.declaration.entry && stack.at(-1)!.declaration.example,
      apart: ofHolder(word, stack),
      instead: lacking.length === 1 ? [lacking[0], ...words.map(({ raw, comma }) => `${raw}${comma ? "," : ""}`)].join(" ") : (respelled?.text ?? meant?.text),
      synonym: keyword === undefined || respelled !== undefined ? undefined : synonymOf(keyword),
    },
    fix: respelled?.fix,
  });
}

/** Whether all that a head has is a name that is a word of the language, so that what follows it is what that word takes: `service port 8080`. */
function isNameless(stack: readonly Open[]): boolean {
  const [head] = stack;
  const name = nameOf(head!);
  return stack.length === 1 && head!.holder === undefined && Object.keys(head!.args).length === 1 && name !== undefined && !name.quoted && clauseOf(head!.declaration, name.text.toLowerCase()) !== undefined;
}

function nameOf({ args }: Open): Value | undefined {
  return [args["name"]].flat()[0] as Value | undefined;
}

function reportNameless(next: Word, head: Open, report: Report): void {
  const { text, origin } = nameOf(head)!;
  report(missingArgument, { at: origin, data: { owner: head.word, title: `a name before \`${text}\``, example: `${head.word} NAME ${text} ${next.raw}` } });
  delete head.args["name"];
  head.sound = false;
}

/** What begins a statement of its own in the block that this one stands in: the word, or the one before it, which was taken for a text. */
function ofHolder(word: Word, stack: readonly Open[]): { readonly word: string; readonly owner: string } | undefined {
  const { holder } = stack[0]!;
  if (holder === undefined) return undefined;
  const taken = Object.values(stack.at(-1)!.args).flat().at(-1) as Value | undefined;
  const found = [taken?.quoted === false ? taken.text : "", word.quote === "" ? word.raw : ""].find((each) => clauseOf(holder.declaration, each.toLowerCase()) !== undefined);
  return found === undefined ? undefined : { word: found, owner: holder.word === "" ? "this entry" : `\`${holder.word}\`` };
}

/** Moves `xN` to the place after the name, where none stands yet. */
function timesFix({ raw, span }: Word, { args }: Open): readonly TextEdit[] | undefined {
  const name = [args["name"]].flat().at(-1) as Value | undefined;
  const { text } = span.source;
  let start = span.start;
  while (text[start - 1] === " " || text[start - 1] === "\t") start--;
  if (name === undefined || args["times"] !== undefined || /[\n,]/.test(text[start - 1] ?? "")) return undefined;
  const after = name.origin.span.end;
  return [{ span: { source: span.source, start: after, end: after }, text: ` ${raw}` }, { span: { ...span, start }, text: "" }];
}

/** What was meant to be said is not missing besides; of a word that is near nothing, that something was. */
function markFaulty(stack: readonly Open[], word: string): void {
  const owner = stack.findLast(({ declaration }) => clauseOf(declaration, word.toLowerCase()) !== undefined) ?? stack[0]!;
  noteFaulty(owner, word);
}

/** The clauses whose first argument is one of a few words, and `keyword` one of them: `env` is what `from` takes. */
function clausesThatTake(keyword: string | undefined, { declaration }: Open): readonly string[] {
  if (keyword === undefined) return [];
  return Object.entries(declaration.clauses).flatMap(([name, { args }]) => (Object.values(args)[0]?.type.choices?.includes(keyword) === true ? [name] : []));
}

/** The clauses of `owner` that have the word as a clause of theirs: `vip` has `prefer`. */
function clausesWith(word: Word, { declaration }: Open): readonly string[] {
  const keyword = keywordOf(word);
  return Object.keys(declaration.clauses).filter((name) => clauseOf(declaration.clauses[name]!, keyword) !== undefined);
}

/** The words of the arguments that are not there: `haproxy` of a balancer without an engine. */
function choicesLeft({ declaration, args }: Open): readonly string[] {
  return Object.entries(declaration.args).flatMap(([name, { type }]) => (name in args ? [] : (type.choices ?? []).filter((choice) => /^\w/.test(choice))));
}

function reportClause(owner: Open, words: Statement["words"], { report, readDirective }: Binding): void {
  const [word] = words;
  const known = Object.keys(owner.declaration.clauses);
  const respelled = respelledClause(words, known);
  const near = respelled === undefined ? suggest(word.raw, [...known, acceptWord]) : undefined;
  const directive = respelled === undefined ? asDirective(words, owner, readDirective) : undefined;
  const synonym = respelled !== undefined ? undefined : synonymOf(word.raw) ?? (directive && "clause" in directive ? directive.clause : undefined);
  const block = synonym === undefined && directive && "block" in directive ? directive.block : undefined;
  markFaulty([owner], respelled?.name ?? near ?? word.raw);
  report(unknownClause, {
    at: word.span,
    data: { word: word.raw, owner: owner.word, near, known, synonym, instead: respelled?.text ?? block, inside: near !== undefined && isSlip(word.raw, near) ? [] : clausesWith(word, owner) },
    fix: respelled?.fix ?? commentFix(word),
  });
}

/** `// …` and `-- …` are comments of other languages. The edit holds all of the line, so that nothing else in it is mended besides. */
export function commentFix({ raw, span }: Word): readonly TextEdit[] | undefined {
  const sign = /^(?:\/\/+|--$)/.exec(raw)?.[0];
  if (sign === undefined) return undefined;
  const line = /^.*/.exec(span.source.text.slice(span.start))![0];
  return [{ span: { ...span, end: span.start + line.length }, text: `#${line.slice(sign.length)}` }];
}
