import { coversDomain } from "../ir/domains.js";
import type { Route } from "../ir/traffic.js";
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
    for (const { routes } of site.proxies.flatMap(({ listens }) => listens)) {
      const takers = routes.flatMap((route, at) => takerOf(route, at) ?? []);
      if (takers.length === 0) continue;
      routes.forEach((route, at) => {
        const taker = route.match === "exact" ? undefined : takers.find((each) => each.at !== at && (route.match === "prefix" || each.at < at) && takes(each, route));
        if (taker === undefined || reported.has(route.origin)) return;
        reported.add(route.origin);
        report({
          at: route.origin,
          data: { route: shown(route), taker: shown(taker.route), prefix: route.match === "prefix", instead: taker.how === "begins" ? taker.text || "/" : undefined },
          related: [{ span: taker.route.origin.span, text: "takes them" }],
        });
      });
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

/** Every path begins with a slash. */
function takes({ route: taker, how, text }: Taker, route: Route): boolean {
  const head = route.match === "prefix" ? route.path : headOf(route.path);
  const isAll = text === "" || text === "/";
  return (isAll || (head !== undefined && (how === "begins" ? head.startsWith(text) : head.includes(text)))) && coversAll(taker, route);
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
