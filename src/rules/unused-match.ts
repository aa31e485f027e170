import type { Cache, CacheRule } from "../ir/cache.js";
import type { NativeStatement } from "../ir/native.js";
import { defineRule } from "./rule.js";

/** Conditions under a name that no rule asks for. */
export const unusedMatch = defineRule({
  code: "unused-match",
  severity: "warning",
  summary: "A cache gives conditions a name, and no rule uses it.",
  explanation: `
A \`match\` decides nothing by itself: a rule does that names it.

    cache office { match work during mon-fri 08:00-18:00; allow from lan }           # warning
    cache office { match work during mon-fri 08:00-18:00; allow work from lan }
`,
  message: (data: { readonly name: string; readonly cache: string }) => `no rule of \`${data.cache}\` uses the match \`${data.name}\``,
  help: ({ name }) => `write \`${name}\` in a rule, such as \`deny ${name}\`, or take it away`,

  check(site, report) {
    for (const cache of site.caches) {
      const used = namesUsedIn(cache);
      for (const { name, origin } of cache.matches) if (!used.has(name)) report({ at: origin, data: { name, cache: cache.name } });
    }
  },
});

function namesUsedIn({ rules, matches, native }: Cache): ReadonlySet<string> {
  const used = new Set<string>();
  const collect = (when: CacheRule["when"]): void => {
    for (const condition of when.flat()) if (condition.name === "match") for (const { text } of condition.values) used.add(text);
  };
  for (const { when } of [...rules, ...matches]) collect(when);
  for (const { statements } of native) collectWords(statements, used);
  return used;
}

/** Squid's own directives may name it too. */
function collectWords(statements: readonly NativeStatement[], used: Set<string>): void {
  for (const { words, block } of statements) {
    for (const { text } of words) used.add(text.replace(/^!/, ""));
    collectWords(block ?? [], used);
  }
}
