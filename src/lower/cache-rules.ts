import { type Bound, find, findAll, says, type Value } from "../bind/bound.js";
import { missingArgument } from "../bind/diagnostics.js";
import { defineDiagnostic } from "../diagnostics/define.js";
import { suggest } from "../diagnostics/suggest.js";
import type { CacheEntity } from "../elaborate/cache.js";
import { unknownReference } from "../elaborate/diagnostics.js";
import type { Cache, CacheRule, Condition } from "../ir/cache.js";
import type { Origin } from "../source/origin.js";
import { conditions, type matches } from "../vocabulary/clauses/conditions.js";
import type { Declaration } from "../vocabulary/declaration.js";
import { cache as kind } from "../vocabulary/kinds/cache.js";
import { weekdays } from "../vocabulary/values/calendar.js";
import { destination, place, type Place } from "../vocabulary/values/caching.js";
import type { Lowering } from "./lowering.js";
import { addTo, findNamed } from "../source/group.js";

type When = CacheRule["when"];
type Ruled = Bound<Declaration<typeof matches, typeof conditions>>;
type Text = Condition["values"][number];

const c = kind.clauses;

/** What conditions are lowered with. */
export interface RuleContext {
  readonly cache: CacheEntity;
  readonly lowering: Lowering;
}

/** The matches and rules of a cache; rules in the order in which they stand. */
export function lowerRules(cache: CacheEntity, lowering: Lowering): Pick<Cache, "matches" | "rules"> {
  const context = { cache, lowering };
  const named = findAll(cache, "match");
  named.forEach(({ args, origin }, at) => {
    const first = named.slice(0, at).find((other) => other.args.name.value === args.name.value);
    if (first) lowering.report(duplicateMatch, { at: args.name.origin, data: { name: args.name.value }, related: [{ span: first.args.name.origin.span, text: "declared first here" }] });
    else if (reaches(args.name.value, args.name.value, cache, new Set())) lowering.report(circularMatch, { at: origin, data: { name: args.name.value } });
  });
  return {
    matches: named.map((match) => ({ name: match.args.name.value, when: whenOf(match as unknown as Ruled, context), origin: match.origin })),
    rules: cache.clauses.flatMap((clause) => lowerRule(clause, context) ?? []),
  };
}

function lowerRule(clause: Bound, context: RuleContext): CacheRule | undefined {
  const { origin } = clause;
  const ruled = (): { readonly when: When; readonly origin: Origin } => ({ when: whenOf(clause as unknown as Ruled, context), origin });
  switch (clause.word) {
    case "allow":
    case "deny":
    case "no-cache":
      return { verdict: clause.word, ...ruled() };
    case "via": {
      const arrow = find(clause as unknown as Bound<typeof c.via>, "->");
      if (arrow) return { verdict: "via", endpoint: arrow.args.endpoint.value, only: arrow.args.only !== undefined, ...ruled() };
      context.lowering.report(missingArgument, { at: origin, data: { owner: "via", title: "`->` and an endpoint", example: c.via.example } });
      return undefined;
    }
    case "pool": {
      const pool = clause as unknown as Bound<typeof c.pool>;
      const each = find(pool, "each")?.args.rate.value ?? null;
      const total = pool.args.rate?.value ?? null;
      if (total !== null || each !== null) return { verdict: "pool", total, each, ...ruled() };
      context.lowering.report(missingArgument, { at: origin, data: { owner: "pool", title: "a bandwidth such as `256KB/s`", example: c.pool.example } });
      return undefined;
    }
    default:
      return undefined;
  }
}

/** Different conditions must all hold; those of one name, and of one header, are alternatives. */
function whenOf(rule: Ruled, context: RuleContext): When {
  const groups = new Map<string, Condition[]>();
  for (const clause of rule.clauses) {
    if (!Object.hasOwn(conditions, clause.word)) continue;
    const condition = lowerCondition(clause, context);
    if (condition === undefined) continue;
    addTo(groups, `${condition.name} ${condition.header?.toLowerCase() ?? ""}`, condition);
  }
  return [...namedConditions(rule, context), ...groups.values()];
}

/** The matches that a rule begins with. */
function namedConditions({ args }: Ruled, context: RuleContext): Condition[][] {
  const lists = [[args.not, args.matches], [args.andNot, args.and], [args.thenNot, args.then]] as const;
  return lists.flatMap(([not, names]) => {
    const [first] = names;
    if (first === undefined) return [];
    const known = names.filter((name) => isMatch(name, context));
    return [[{ ...empty, name: "match" as const, negated: not !== undefined, values: known.map(textOf), origin: first.origin }]];
  });
}

function isMatch({ value, origin, label }: Value<string>, { cache, lowering }: RuleContext): boolean {
  const known = findAll(cache, "match").map(({ args }) => args.name.value);
  if (known.includes(value)) return true;
  lowering.report(unknownMatch, { at: origin, label, data: { name: value, near: suggest(value, [...known, ...Object.keys(conditions)]) } });
  return false;
}

/** Whether the match `name` asks for `wanted`, itself or through others. */
function reaches(name: string, wanted: string, cache: CacheEntity, seen: Set<string>): boolean {
  if (seen.has(name)) return false;
  seen.add(name);
  const match = findAll(cache, "match").find(({ args }) => args.name.value === name);
  const next = match === undefined ? [] : [...match.args.matches, ...match.args.and, ...match.args.then].map(({ value }) => value);
  return next.some((each) => each === wanted || reaches(each, wanted, cache, seen));
}

const empty = { form: "values", values: [] as Text[], header: null, times: [] as Condition["times"], given: [] as Condition["given"], ttlMs: null } as const;

/** One condition; a pattern or a file stands instead of values, never beside them. */
function lowerCondition(clause: Bound, context: RuleContext): Condition | undefined {
  const name = clause.word as Exclude<Condition["name"], "match">;
  const { not } = clause.args as { readonly not?: Value };
  const base = { ...empty, name, negated: not !== undefined, origin: clause.origin };
  const patterns = (clause.clauses.find(({ word }) => word === "~") as unknown as Bound<(typeof conditions.to.clauses)["~"]> | undefined)?.args.patterns ?? [];
  const file = (clause.clauses.find(({ word }) => word === "file") as unknown as Bound<typeof conditions.to.clauses.file> | undefined)?.args.path;
  const header = name === "header" ? { header: (clause as unknown as Bound<typeof conditions.header>).args.header.value } : {};
  const own = ownValues(name, clause, context);
  const isListed = own.values !== undefined && own.values.length > 0;
  if ([isListed, patterns.length > 0, file !== undefined].filter(Boolean).length > 1) {
    context.lowering.report(mixedCondition, { at: clause.origin, data: { name } });
    return undefined;
  }
  if (patterns.length > 0) return { ...base, ...header, form: "regex", values: patterns.map(textOf) };
  if (file !== undefined) return { ...base, ...header, form: "file", values: [textOf(file)] };
  if (!isListed && own.needsValues && !says(clause, "~") && !says(clause, "file")) {
    context.lowering.report(missingArgument, { at: clause.origin, data: { owner: name, title: "what to compare with", example: clause.declaration.example } });
    return undefined;
  }
  return { ...base, ...header, ...own.rest, values: own.values ?? [] };
}

interface Own {
  readonly values?: Text[];
  /** False where no value means something: anybody, any day. */
  readonly needsValues: boolean;
  readonly rest?: Partial<Pick<Condition, "times" | "given" | "ttlMs">>;
}

function ownValues(name: Exclude<Condition["name"], "match">, clause: Bound, context: RuleContext): Own {
  const as = <D extends Declaration>(_: D): Bound<D> => clause as unknown as Bound<D>;
  switch (name) {
    case "from":
      return { values: as(conditions.from).args.places.flatMap((value) => placesOf(value, context)), needsValues: as(conditions.from).args.places.length === 0 };
    case "to":
      return { values: as(conditions.to).args.destinations.map(({ value, origin }) => ({ text: "domain" in value ? value.domain : destination.print(value), origin })), needsValues: true };
    case "sni":
      return { values: as(conditions.sni).args.domains.map(textOf), needsValues: true };
    case "port":
      return { values: as(conditions.port).args.ports.map(({ value: { from, to }, origin }) => ({ text: from === to ? String(from) : `${from}-${to}`, origin })), needsValues: true };
    case "method":
      return { values: as(conditions.method).args.methods.map(({ value, origin }) => ({ text: value, origin })), needsValues: true };
    case "path":
      return { values: as(conditions.path).args.paths.map(textOf), needsValues: true };
    case "agent":
      return { values: as(conditions.agent).args.texts.map(textOf), needsValues: true };
    case "header":
      return { values: as(conditions.header).args.texts.map(textOf), needsValues: true };
    case "login":
      return { values: as(conditions.login).args.users.map(textOf), needsValues: false };
    case "connections":
      return { values: [{ text: String(as(conditions.connections).args.count.value), origin: clause.origin }], needsValues: false };
    case "during":
      return timesOf(as(conditions.during));
    case "helper":
      return helperOf(as(conditions.helper));
  }
}

function timesOf({ args: { days, times } }: Bound<typeof conditions.during>): Own {
  const named = new Set(days.flatMap(({ value }) => value));
  const chosen = weekdays.filter((day) => named.size === 0 || named.has(day));
  const spans = times.length === 0 ? [{ from: 0, to: 1440 }] : times.map(({ value }) => value);
  return { needsValues: days.length === 0 && times.length === 0, rest: { times: spans.map(({ from, to }) => ({ days: chosen, from, to })) } };
}

function helperOf(helper: Bound<typeof conditions.helper>): Own {
  const given = find(helper, "given")?.args.what.map(({ value }) => value) ?? ["client"];
  return { values: [textOf(helper.args.command)], needsValues: true, rest: { given: [...given], ttlMs: find(helper, "ttl")?.args.time.value ?? null } };
}

/** A network or addresses; the name of a network or host stands for its own. */
function placesOf({ value, origin, label }: Value<Place>, { lowering }: RuleContext): readonly Text[] {
  if (!("name" in value)) return [{ text: place.print(value), origin }];
  const { name } = value;
  const network = findNamed(lowering.networks, name);
  if (network) return [{ text: network.cidr, origin }];
  const host = lowering.hosts.get(name);
  const addresses = host ? host.interfaces.flatMap(({ address }) => address ?? []) : (lowering.nodesByEntity.get(name) ?? []).map(({ address }) => address);
  const found = addresses.filter((address) => /^[\d.]+$|:/.test(address));
  if (found.length > 0) return found.map((text) => ({ text, origin }));
  const known = [...lowering.networks.map((each) => each.name), ...lowering.hosts.keys(), ...lowering.nodesByEntity.keys()];
  lowering.report(unknownReference, { at: origin, label, data: { name, kinds: ["network", "host"], near: suggest(name, known), instead: undefined } });
  return [];
}

function textOf({ value, origin }: Value<string>): Text {
  return { text: value, origin };
}

export const unknownMatch = defineDiagnostic({
  code: "unknown-match",
  severity: "error",
  summary: "A rule begins with the name of a match that the cache does not have.",
  explanation: `
    cache office {
      match work during mon-fri 09:00-17:00
      deny wrok to .example.com               # error: did you mean \`work\`?
    }
`,
  message: (data: { readonly name: string; readonly near: string | undefined }) => `no match is named \`${data.name}\``,
  help: ({ name, near }) => (near === undefined ? `declare it: \`match ${name} …\`` : `did you mean \`${near}\`?`),
});

export const duplicateMatch = defineDiagnostic({
  code: "duplicate-match",
  severity: "error",
  summary: "Two matches of a cache have one name.",
  explanation: "A name stands for one thing. Conditions of one name in one match are alternatives, so that a longer list needs no second match.",
  message: (data: { readonly name: string }) => `two matches are named \`${data.name}\``,
  help: () => "give one of them another name, or say both in one",
});

export const circularMatch = defineDiagnostic({
  code: "circular-match",
  severity: "error",
  summary: "A match asks for itself.",
  explanation: "\n    match a b\n    match b a        # error: neither says anything\n",
  message: (data: { readonly name: string }) => `the match \`${data.name}\` asks for itself`,
  help: () => "take one of the names out of the circle",
});

export const mixedCondition = defineDiagnostic({
  code: "mixed-condition",
  severity: "error",
  summary: "A condition lists values and patterns, or a file, at once.",
  explanation: `
A condition has values, patterns after \`~\`, or a file that holds them. Said once for each they are alternatives.

    deny to .example.com ~ '^ads[.]'          # error
    deny to .example.com to ~ '^ads[.]'
`,
  message: (data: { readonly name: string }) => `\`${data.name}\` has values, patterns or a file at once`,
  help: ({ name }) => `say \`${name}\` once for each`,
});
