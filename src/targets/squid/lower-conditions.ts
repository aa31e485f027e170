import { defineDiagnostic, type Report } from "../../diagnostics/define.js";
import type { Cache, Condition } from "../../ir/cache.js";
import type { Origin } from "../../source/origin.js";
import type { Acls, Match } from "./acls.js";
import { boundsOf } from "./cover.js";
import { createHelpers, type Helpers, missingLogin } from "./lower-helpers.js";
import { lowerTimes } from "./lower-times.js";
import type { Names } from "./names.js";
import { negate, quoteWord, type Text, words } from "./quote.js";

/** The conditions of one cache as acls. */
export interface Conditions {
  /**
   * The acls that must all match for a request to meet `when`; none when every request does. Undefined when squid cannot say it,
   * which is reported: the rule is then left out, as it must not match more than it says.
   */
  terms(when: Cache["rules"][number]["when"]): readonly Text[] | undefined;
  readonly helpers: Helpers;
}

export function createConditions(cache: Cache, acls: Acls, helperNames: Names, report: Report): Conditions {
  const helpers = createHelpers(cache, acls, helperNames, report);
  const matches = new Map<string, Text | undefined>();

  function terms(when: readonly (readonly Condition[])[]): readonly Text[] | undefined {
    const groups = when.map((alternatives) => termsOf(alternatives, undefined));
    return groups.includes(undefined) ? undefined : groups.flatMap((group) => group!);
  }

  /** One of the alternatives must hold; `name` is that of the match that they are. */
  function termsOf(alternatives: readonly Condition[], name: string | undefined): readonly Text[] | undefined {
    const [only] = alternatives;
    if (alternatives.length === 1 && only!.negated) return partsOf(only!, undefined)?.map(negate);
    const positive = merged(alternatives.filter(({ negated }) => !negated));
    const names = positive.map((condition) => partsOf(condition, alternatives.length === positive.length && positive.length === 1 ? name : undefined));
    const negative = alternatives.filter(({ negated }) => negated).map((condition) => negatedName(condition));
    if (names.includes(undefined) || negative.includes(undefined)) return undefined;
    const members = [...names.flatMap((name) => name!), ...negative.map((name) => name!)];
    return members.length === 1 ? members : [acls.combine("any-of", members, name ?? `any_${only!.name}`, only!.origin)];
  }

  /** A term that holds when none of the condition's acls does. */
  function negatedName(condition: Condition): Text | undefined {
    const parts = partsOf(condition, undefined);
    if (parts === undefined) return undefined;
    return parts.length === 1 ? negate(parts[0]!) : acls.combine("all-of", parts.map(negate), `not_${condition.name}`, condition.origin);
  }

  /** The acls of a condition: it holds when one of them matches. */
  function partsOf(condition: Condition, name: string | undefined): readonly Text[] | undefined {
    if (condition.name === "match") {
      const names = condition.values.map(({ text }) => nameOfMatch(text));
      return names.includes(undefined) ? undefined : names.map((each) => each!);
    }
    if (condition.name === "helper") return [helpers.aclOf(condition)];
    const found = matchesOf(condition, cache, report);
    return found?.map((match) => acls.of(match, found.length === 1 ? name : undefined));
  }

  function nameOfMatch(name: string): Text | undefined {
    if (matches.has(name)) return matches.get(name);
    const match = cache.matches.find((each) => each.name === name);
    if (match === undefined) throw new Error(`\`${cache.name}\` has no match \`${name}\``);
    matches.set(name, undefined);
    const [group, ...more] = match.when;
    const all = group && more.length === 0 ? termsOf(group, name) : terms(match.when);
    const [first, ...others] = all ?? [];
    const isNamed = first !== undefined && others.length === 0 && !first.startsWith("!");
    const found = isNamed ? first : all && acls.combine("all-of", all.length === 0 ? [words`all`] : all, name, match.origin);
    matches.set(name, found);
    return found;
  }

  // A match that a rule uses gives its name to its acl, whatever else asks for the same one.
  const used = new Set([...cache.rules, ...cache.matches].flatMap(({ when }) => when.flat()).filter(({ name }) => name === "match").flatMap(({ values }) => values.map(({ text }) => text)));
  for (const { name } of cache.matches) if (used.has(name)) nameOfMatch(name);

  return { terms, helpers };
}

/** Alternatives of one kind are one list of values. */
function merged(conditions: readonly Condition[]): readonly Condition[] {
  const found = new Map<string, Condition>();
  for (const condition of conditions) {
    const anybody = condition.name === "login" && condition.values.length === 0;
    const key = [condition.name, condition.form, condition.header, condition.negated, anybody, condition.name === "helper" ? condition.values[0]?.text : ""].join(" ");
    const same = found.get(key);
    found.set(key, same ? { ...same, values: [...same.values, ...condition.values], times: [...same.times, ...condition.times] } : condition);
  }
  return [...found.values()];
}

/** What a condition is in squid's acls; `to` may need several. Undefined: squid cannot say it, which is reported. */
function matchesOf(condition: Condition, cache: Cache, report: Report): readonly Match[] | undefined {
  const { name, form, values, origin } = condition;
  const of = (type: Text, how: Match["form"], chosen: Match["values"] = values): Match => ({ type, form: how, values: chosen, word: name, origin });
  const listed = form === "values" ? "plain" : form;
  switch (name) {
    case "from":
      return [of(words`src`, listed)];
    case "to":
      return destinations(condition, of);
    case "port":
      return [of(words`port`, "plain", unique(values))];
    case "method":
      return [of(words`method`, "plain", unique(values))];
    case "path":
      return [of(words`urlpath_regex`, form === "values" ? "start" : form)];
    case "agent":
      return [of(words`browser -i`, form === "values" ? "anywhere" : form)];
    case "header":
      return [of(words`req_header ${quoteWord(condition.header ?? "", origin, report)}`, form === "values" ? "whole" : form)];
    case "during":
      return [of(words`time`, "plain", lowerTimes(condition.times, origin))];
    case "login":
      return cache.login === null ? reportLogin(cache, origin, report) : users(condition, of);
    case "connections":
      return [of(words`maxconn`, "plain")];
    default:
      report(needsOpenssl, { at: origin, data: { what: "the domain that a client names when it begins TLS" } });
      return undefined;
  }
}

type Of = (type: Text, how: Match["form"], chosen?: Match["values"]) => Match;

/** Addresses are `dst`, domains are `dstdomain`; squid's `.example.com` holds example.com too, so that `*.example.com` is a regular expression. */
function destinations({ form, values }: Condition, of: Of): readonly Match[] {
  if (form === "file") return [of(words`dstdomain`, "file")];
  if (form === "regex") return [of(words`dstdom_regex -i`, "regex")];
  const addresses = values.filter(({ text }) => boundsOf(text) !== undefined);
  const below = values.filter(({ text }) => text.startsWith("*."));
  const domains = values.filter((value) => !addresses.includes(value) && !below.includes(value));
  const patterns = below.map(({ text, origin }) => ({ text: `${text.slice(1).replaceAll(".", "\\.")}$`, origin }));
  return [
    ...(addresses.length > 0 ? [of(words`dst`, "plain", addresses)] : []),
    ...(domains.length > 0 ? [of(words`dstdomain`, "plain", domains)] : []),
    ...(patterns.length > 0 ? [of(words`dstdom_regex -i`, "regex", patterns)] : []),
  ];
}

function users({ form, values, origin }: Condition, of: Of): readonly Match[] {
  if (form === "regex") return [of(words`proxy_auth_regex`, "regex")];
  if (form === "file") return [of(words`proxy_auth`, "file")];
  // REQUIRED is squid's word for anybody, so that a user of that name is written as a pattern.
  const named = values.filter(({ text }) => text !== "REQUIRED");
  const required = values.filter(({ text }) => text === "REQUIRED");
  if (values.length === 0) return [of(words`proxy_auth`, "plain", [{ text: "REQUIRED", origin }])];
  return [...(named.length > 0 ? [of(words`proxy_auth`, "plain", unique(named))] : []), ...(required.length > 0 ? [of(words`proxy_auth_regex`, "whole", required)] : [])];
}

function unique(values: Match["values"]): Match["values"] {
  return values.filter(({ text }, at) => values.findIndex((other) => other.text === text) === at);
}

function reportLogin(cache: Cache, at: Origin, report: Report): undefined {
  report(missingLogin, { at, data: { cache: cache.name }, related: [{ span: cache.origin.span, text: "does not say how users sign in" }] });
}

export const needsOpenssl = defineDiagnostic({
  code: "squid-needs-openssl",
  severity: "error",
  summary: "Squid as Debian and its image build it, with GnuTLS, cannot do this.",
  explanation: `
Debian's package \`squid\` is built with GnuTLS: it serves TLS and speaks it to origins, and has no part that looks into the TLS of
others (\`ssl_bump\`), chooses ciphers in OpenSSL's form, or asks clients for certificates.

    cache gate { transparent; deny sni .example.com }     # error
    cache gate { deny to .example.com }                   # what a CONNECT names is seen without it
`,
  message: (data: { readonly what: string }) => `squid built with GnuTLS cannot use ${data.what}`,
  help: () => "use `to`, which sees the domain that a CONNECT names, or say it in front of the cache",
});
