import { coversDomain, indexDomains } from "../ir/domains.js";
import type { Route } from "../ir/traffic.js";
import { groupBy } from "../source/group.js";
import type { Origin } from "../source/origin.js";
import { defineRule } from "./rule.js";

/** A regular expression is asked before every prefix and before those that stand after it: what it takes, they never see. */
export const deadRoute = defineRule({
  code: "dead-route",
  severity: "error",
  summary: "A route is never reached, as another one takes all of its requests first.",
  explanation: `
Exact paths are asked first, then regular expressions as they are written, then prefixes, the longest first. So a regular expression that
takes every path leaves nothing to any prefix, and a narrower one after it is never asked. No daemon says a word about it.

    route {
      ~ ^/ -> web
      /api -> api               # error: ~ ^/ takes /api, too
      ~ ^/img/ -> images        # error: so it does with /img/
    }
    route {
      / -> web                  # as a prefix it takes what is left
      /api -> api
      ~ ^/img/ -> images
    }
`,
  message: (data: { readonly route: string; readonly taker: string; readonly prefix: boolean; readonly instead: string | undefined }) => `\`${data.route}\` is never reached: \`${data.taker}\` takes its requests first`,
  help: ({ taker, prefix, instead }) => (prefix ? `regular expressions come before prefixes: ${instead === undefined ? `narrow \`${taker}\`` : `write the prefix \`${instead}\` in place of \`${taker}\``}` : `write it before \`${taker}\``),

  check(site, report) {
    const reported = new Set<Origin>();
    for (const { listens } of site.proxies) {
      for (const { routes } of listens) {
        if (!routes.some(({ match }) => match === "regex")) continue;
        const takersOf = takersIn(routes);
        routes.forEach((route, at) => {
          const taker = route.match === "exact" ? undefined : takersOf(route).find((each) => each.at !== at && (route.match === "prefix" || each.at < at));
          if (taker === undefined || reported.has(route.origin)) return;
          reported.add(route.origin);
          report({
            at: route.origin,
            data: { route: shown(route), taker: shown(taker.route), prefix: route.match === "prefix", instead: taker.how === "begins" ? taker.text || "/" : undefined },
            related: [{ span: taker.route.origin.span, text: "takes them" }],
          });
        });
      }
    }
  },
});

/** A regular expression of which it is plain what it takes: all paths that begin with a text, or that hold it. */
interface Taker {
  readonly route: Route;
  readonly at: number;
  readonly how: "begins" | "holds";
  readonly text: string;
}

function takerOf(route: Route, at: number): Taker | undefined {
  const found = route.match === "regex" ? /^(\^?)((?:[\w/-]|\\\.)*)(?:\.\*)?$/.exec(route.path) : null;
  if (found === null) return route.match === "regex" && route.path === "." ? { route, at, how: "begins", text: "/" } : undefined;
  const text = found[2]!.replaceAll("\\.", ".");
  return { route, at, how: found[1] === "^" || text === "" ? "begins" : "holds", text };
}

/** Finds those that take all requests of a route, in their order. */
function takersIn(routes: readonly Route[]): (route: Route) => readonly Taker[] {
  const takers = routes.flatMap((route, at) => takerOf(route, at) ?? []);
  const groups = [...groupBy(takers, ({ route }) => route.domains.join(" ")).values()].map((own) => ({ route: own[0]!.route, takersOf: indexTexts(own) }));
  const byDomain = indexDomains(groups, ({ route }) => route.domains);
  return (route) => {
    const head = route.match === "prefix" ? route.path : headOf(route.path);
    const near = byDomain.meeting(route.domains).filter((group) => coversAll(group.route, route));
    return near.flatMap(({ takersOf }) => takersOf(head)).sort((a, b) => a.at - b.at);
  };
}

/** Finds those that take all paths with some head. */
function indexTexts(takers: readonly Taker[]): (head: string | undefined) => readonly Taker[] {
  const begins = groupBy(takers.filter(({ how }) => how === "begins"), ({ text }) => text);
  const holding = takers.filter(({ how }) => how === "holds");
  // Every path begins with a slash.
  const always = [...(begins.get("") ?? []), ...(begins.get("/") ?? []), ...holding.filter(({ text }) => text === "/")];
  return (head) => {
    const found = [...always];
    if (head === undefined) return found;
    for (let end = 1; end <= head.length; end++) {
      const text = head.slice(0, end);
      if (text !== "/") found.push(...(begins.get(text) ?? []));
    }
    for (const taker of holding) if (taker.text !== "/" && head.includes(taker.text)) found.push(taker);
    return found;
  };
}

/** What every path begins with that the regular expression takes; undefined when that is not plain. */
function headOf(pattern: string): string | undefined {
  if (!pattern.startsWith("^") || pattern.includes("|")) return undefined;
  const [head = ""] = /^(?:[\w/-]|\\\.)*/.exec(pattern.slice(1)) ?? [];
  const next = pattern[head.length + 1];
  // A quantifier belongs to the last letter alone, which may then be absent.
  return (next !== undefined && "?*{".includes(next) ? head.replace(/(?:\\\.|.)$/, "") : head).replaceAll("\\.", ".");
}

function coversAll(taker: Route, route: Route): boolean {
  return taker.domains.length === 0 || (route.domains.length > 0 && route.domains.every((domain) => taker.domains.some((pattern) => coversDomain(pattern, domain))));
}

function shown({ match, path }: Route): string {
  return match === "regex" ? `~ ${path}` : path;
}
