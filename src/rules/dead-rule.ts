import type { CacheRule } from "../ir/cache.js";
import { defineRule } from "./rule.js";
import { namesAround } from "../ir/domains.js";
import { covers, isEvery, isWithin, type Range, rangeOf, spelledOut } from "./requests/cover.js";
import { addTo } from "../source/group.js";

/** The first rule that matches decides: one whose requests an earlier rule takes all decides nothing. */
export const deadRule = defineRule({
  code: "dead-rule",
  severity: "error",
  summary: "A rule of a cache decides nothing, as an earlier one takes all of its requests and decides otherwise.",
  explanation: `
The first rule that matches a request decides. What stands after a rule for every request, or after one for a network that holds its
own, never comes into play, and squid says nothing of it. Exceptions stand before what they are exceptions of.

    allow from lan
    deny from 192.168.0.77             # error: it is in lan, and allowed by then

    deny from 192.168.0.77
    allow from lan

After the last rule everything is refused anyway, so that no \`deny\` is needed there.
`,
  message: (data: { readonly rule: string; readonly first: string; readonly every: boolean }) => `this \`${data.rule}\` decides nothing: ${data.every ? `the \`${data.first}\` before it takes every request` : `the \`${data.first}\` before it takes all of its requests`}`,
  help: ({ every, first }) => (every ? `write it before that one${first === "deny" ? ", or leave that one out: what no rule allows is refused" : ""}` : "write it before that one"),

  check(site, report) {
    for (const cache of site.caches) {
      for (const verdicts of [["allow", "deny"], ["via"], ["pool"]]) {
        const rules = cache.rules.filter(({ verdict }) => verdicts.includes(verdict)).map((rule) => ({ rule, when: spelledOut(rule.when, cache) }));
        for (const { rule, first } of deadOf(rules)) {
          if (decides(rule) === decides(first.rule) || rule.origin.because !== undefined) continue;
          report({ at: rule.origin, data: { rule: rule.verdict, first: first.rule.verdict, every: isEvery(first.when) }, related: [{ span: first.rule.origin.span, text: "takes them" }] });
        }
      }
    }
  },
});

interface Spelled {
  readonly rule: CacheRule;
  readonly when: CacheRule["when"];
}

/** The rules that never come into play, each with the first that takes its requests. */
function deadOf(rules: readonly Spelled[]): readonly { readonly rule: CacheRule; readonly first: Spelled }[] {
  const wide = createWide();
  return rules.flatMap((each) => {
    const first = wide.firstFor(each);
    // Beyond some hundred only those for every request are looked for: lists of blocked sites are long, and hold one value each.
    if (first === undefined && (wide.size() < 500 || isEvery(each.when))) wide.add(each);
    return first === undefined ? [] : [{ rule: each.rule, first }];
  });
}

/** Rules that may take the requests of later ones. */
interface Wide {
  size(): number;
  add(rule: Spelled): void;
  /** The first that takes all requests of a rule. */
  firstFor(rule: Spelled): Spelled | undefined;
}

function createWide(): Wide {
  const all: Spelled[] = [];
  const everywhere: number[] = [];
  /** By the names of domains, by ranges of addresses, and those that neither tells. */
  const byDomain = new Map<string, number[]>();
  const byRange: { readonly at: number; readonly range: Range }[] = [];
  const others: number[] = [];
  return {
    size: () => all.length,
    add(rule) {
      const at = all.push(rule) - 1;
      if (isEvery(rule.when)) everywhere.push(at);
      const names = domainsOf(rule.when);
      const range = names === undefined ? rangeAround(rule.when) : undefined;
      if (range !== undefined) byRange.push({ at, range });
      else if (names === undefined) others.push(at);
      for (const name of names ?? []) addTo(byDomain, name, at);
    },
    firstFor({ when }) {
      const firsts = when.flatMap(([first]) => first!.values.slice(0, 1).map((value) => ({ value, range: mayBeRange(first!) ? rangeOf(value) : undefined })));
      const named = firsts.flatMap(({ value }) => namesAround(value.text).flatMap((name) => byDomain.get(name) ?? []));
      const ranges = firsts.flatMap(({ range }) => range ?? []);
      const ranged = ranges.length === 0 ? [] : byRange.flatMap(({ at, range }) => (ranges.some((each) => isWithin(each, range)) ? [at] : []));
      const takers = [everywhere[0], ...[others, named, ranged].map((some) => firstOf(some, (at) => covers(all[at]!.when, when)))];
      return all[Math.min(...takers.map((at) => at ?? Infinity))];
    },
  };
}

/** The lowest that passes. */
function firstOf(numbers: readonly number[], passes: (number: number) => boolean): number | undefined {
  return numbers.reduce<number | undefined>((first, each) => ((first === undefined || each < first) && passes(each) ? each : first), undefined);
}

/** The names of a rule whose first condition is for domains: it takes only requests to these and to what is below them. */
function domainsOf(when: CacheRule["when"]): readonly string[] | undefined {
  const values = plainValues(when, ["to"]);
  if (values !== undefined) return values.every((value) => rangeOf(value) === undefined) ? values.map(({ text }) => namesAround(text)[0]!) : undefined;
  return plainValues(when, ["sni"])?.map(({ text }) => namesAround(text)[0]!);
}

/** What a rule lies in whose first condition is for addresses. */
function rangeAround(when: CacheRule["when"]): Range | undefined {
  const ranges = plainValues(when, ["from", "to"])?.map(rangeOf);
  return ranges?.reduce((whole, each) => whole && each && (whole.isIpv6 === each.isIpv6 ? { isIpv6: whole.isIpv6, first: whole.first < each.first ? whole.first : each.first, last: whole.last > each.last ? whole.last : each.last } : undefined));
}

function mayBeRange({ name, form }: CacheRule["when"][number][number]): boolean {
  return form === "values" && (name === "from" || name === "to");
}

/** The values of the first condition, where it is one of these and takes what it says. */
function plainValues([group]: CacheRule["when"], names: readonly string[]): CacheRule["when"][number][number]["values"] | undefined {
  const isPlain = group?.every(({ name, form, negated, values }) => names.includes(name) && form === "values" && !negated && values.length > 0);
  return isPlain ? group!.flatMap(({ values }) => values) : undefined;
}

/** What differs between two rules of one kind besides whom they are for. */
function decides(rule: CacheRule): string {
  return JSON.stringify({ ...rule, when: null, origin: null });
}
