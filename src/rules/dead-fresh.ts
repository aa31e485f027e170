import type { Fresh } from "../ir/cache.js";
import type { Origin } from "../source/origin.js";
import { groupBy } from "../source/group.js";
import { defineRule } from "./rule.js";

/** One `fresh` whose paths another one takes: of one process the first that matches holds. */
export const deadFresh = defineRule({
  code: "dead-fresh",
  severity: "error",
  summary: "A `fresh` holds for nothing, as an earlier one takes all of its paths.",
  explanation: `
The first \`fresh\` whose paths match holds; one without a path comes last, and there can be one. Caches on one machine are one squid and have
them in common.

    fresh 1h .. 2h path /
    fresh 5m .. 6m path /static       # error: every path begins with /

    fresh 5m .. 6m path /static
    fresh 1h .. 2h
`,
  message: (data: { readonly path: string | undefined }) => (data.path === undefined ? "another `fresh` without a path holds for the rest already" : data.path.startsWith("~") ? `another \`fresh\` holds for \`${data.path}\` already` : `this \`fresh\` holds for nothing at \`${data.path}\`: one before it takes all that begins so`),
  help: ({ path }) => (path === undefined ? "say which paths it is for: `path /static`" : path.startsWith("~") ? "take one of the two away" : "write the one for fewer paths first"),

  check(site, report) {
    const reported = new Set<Origin>();
    const all = site.caches.flatMap(({ machines, fresh }) => machines.flatMap((machine) => fresh.map((each) => ({ machine, each }))));
    for (const [, group] of groupBy(all, ({ machine }) => machine)) {
      const taken = new Map<string, Fresh>();
      for (const { each: fresh } of group) {
        const dead = deadPath(fresh, taken);
        if (dead !== undefined && !reported.has(fresh.origin)) {
          reported.add(fresh.origin);
          report({ at: fresh.origin, data: { path: dead.path }, related: [{ span: dead.first.origin.span, text: "holds for them" }] });
        }
        for (const key of keysOf(fresh)) if (!taken.has(key)) taken.set(key, fresh);
      }
    }
  },
});

/** A path by itself, a regular expression with its sign, and nothing for what holds for the rest. */
function keysOf({ form, paths }: Fresh): readonly string[] {
  return paths.length === 0 ? [""] : paths.map(({ text }) => (form === "regex" ? `~ ${text}` : text));
}

/** The first of its paths that an earlier one takes, when that is so of all. */
function deadPath(fresh: Fresh, taken: ReadonlyMap<string, Fresh>): { readonly path: string | undefined; readonly first: Fresh } | undefined {
  const firsts = keysOf(fresh).map((key) => (key === "" || key.startsWith("~ ") ? taken.get(key) : takerOf(key, taken)));
  const [first] = firsts;
  if (first === undefined || firsts.includes(undefined)) return undefined;
  return { path: fresh.paths[0] === undefined ? undefined : keysOf(fresh)[0], first };
}

/** What was said for the path, or for one that it begins with. */
function takerOf(path: string, taken: ReadonlyMap<string, Fresh>): Fresh | undefined {
  for (let end = path.length; end > 0; end--) {
    const found = taken.get(path.slice(0, end));
    if (found !== undefined) return found;
  }
  return undefined;
}
