import { defineRule } from "./rule.js";
import { isEvery, spelledOut } from "./requests/cover.js";

/** The first rule for every request refuses it, and nothing is allowed before. */
export const cacheRefusesAll = defineRule({
  code: "cache-refuses-all",
  severity: "error",
  summary: "A cache refuses every request.",
  explanation: `
Rules are tried in order, and the sites of origins are allowed after them. A \`deny\` for everything that no \`allow\` stands before leaves a cache that
answers 403 to everybody.

    cache cdn { accelerate http://10.0.0.21; deny }                    # error
    cache cdn { accelerate http://10.0.0.21; deny path /internal }

What no rule allows is refused anyway.
`,
  message: (data: { readonly name: string }) => `\`${data.name}\` refuses every request: no \`allow\` stands before this \`deny\``,
  help: () => "say whom it is for, such as `deny from 203.0.113.0/24`, or leave it out: what no rule allows is refused",

  check(site, report) {
    for (const cache of site.caches) {
      const rules = cache.rules.filter(({ verdict }) => verdict === "allow" || verdict === "deny");
      const [first] = rules.filter(({ verdict, when }) => verdict === "allow" || isEvery(spelledOut(when, cache)));
      // One that somebody wrote after it is reported as dead.
      const isOther = rules.some(({ verdict, origin }) => verdict === "allow" && origin.because === undefined);
      if (first?.verdict === "deny" && !isOther) report({ at: first.origin, data: { name: cache.name } });
    }
  },
});
