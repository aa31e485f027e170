import { nameOf } from "../ir/domains.js";
import { routeTable } from "../ir/route-table.js";
import type { Listen, Proxy, Route } from "../ir/traffic.js";
import { defineRule } from "./rule.js";

/** A redirect whose target is answered by the same redirect. Browsers give up after twenty. */
export const redirectLoop = defineRule({
  code: "redirect-loop",
  severity: "error",
  summary: "A redirect leads back to itself.",
  explanation: `
Whoever follows the redirect is redirected again, until the browser gives up: ERR_TOO_MANY_REDIRECTS. A path is a prefix, so that \`/\` takes
\`/home\`, too.

    route { / -> redirect /home }                  # error: /home begins with /
    route { = / -> redirect /home; / -> web }
`,
  message: (data: { readonly route: string; readonly to: string; readonly steps: number; readonly exact: boolean }) =>
    data.steps === 1 ? `\`${data.route}\` takes \`${data.to}\` too, so that it redirects to itself for ever` : `the redirect of \`${data.route}\` to \`${data.to}\` comes back to itself by ${data.steps === 2 ? "another" : `${data.steps - 1} others`}`,
  help: ({ route, to, exact }) => (exact ? `redirect this path alone: \`= ${route} -> redirect ${to}\`` : "lead it to what serves the request"),

  check(_site, report, index) {
    const known = new Set<Route>();
    for (const { proxy, redirects } of index.proxyParts()) {
      for (const { listen, route } of redirects) {
        if (route.action.do !== "redirect" || known.has(route)) continue;
        const ring = ringOf(proxy, listen, route);
        for (const each of ring) known.add(each);
        const { to } = route.action;
        const steps = ring.length;
        if (steps > 0) report({ at: route.origin, data: { route: route.path, to, steps, exact: steps === 1 && route.match === "prefix" && pathOf(to) !== route.path }, related: ring.slice(1).map(({ origin }) => ({ span: origin.span, text: "and then this one" })) });
      }
    }
  },
});

function pathOf(to: string): string {
  return to.replace(/^https?:\/\/[^/?#]*/, "").replace(/[?#].*$/, "") || "/";
}

/** The redirects that a request goes through until it is at the first one again; none when it never is. */
function ringOf(proxy: Proxy, start: Listen, route: Route): readonly Route[] {
  const seen = new Set<Route>();
  let at = { listen: start, route, domain: route.domains[0] === undefined ? "" : nameOf(route.domains[0]) };
  while (!seen.has(at.route)) {
    seen.add(at.route);
    const { action } = at.route;
    // What holds a variable leads elsewhere with each request.
    if (action.do !== "redirect" || action.to === "https" || /[$%]/.test(action.to)) return [];
    const next = follow(proxy, at.listen, at.domain, action.to);
    if (next === undefined) return [];
    at = next;
  }
  return at.route === route ? [...seen] : [];
}

/** What answers the target of a redirect: of a URL only a listen of the same proxy that names its domain. */
function follow({ listens }: Proxy, listen: Listen, domain: string, to: string): { readonly listen: Listen; readonly route: Route; readonly domain: string } | undefined {
  const [, scheme, host, port] = /^(https?):\/\/([^/:?#]*)(?::(\d+))?/.exec(to) ?? [];
  if (scheme === undefined || host === undefined) {
    const found = routeTable(listen.routes).find(domain, pathOf(to));
    return found === undefined || found === "unknown" ? undefined : { listen, route: found, domain };
  }
  const wanted = port === undefined ? (scheme === "https" ? 443 : 80) : Number(port);
  const target = listens.find(({ mode, tls, binds }) => mode === "http" && (tls !== null) === (scheme === "https") && binds.some(({ from, to: last }) => from <= wanted && wanted <= last));
  const name = host.toLowerCase();
  const found = target && routeTable(target.routes).find(name, pathOf(to));
  return target === undefined || found === undefined || found === "unknown" || found.domains.length === 0 ? undefined : { listen: target, route: found, domain: name };
}
