import type { Origin } from "../source/origin.js";
import type { Site } from "../ir/site.js";
import { defineRule } from "./rule.js";

/** Clients are sent to https, and the site listens on 443 nowhere. */
export const redirectToNothing = defineRule({
  code: "redirect-to-nothing",
  severity: "warning",
  summary: "Clients are redirected to https, and nothing of the site listens for it.",
  explanation: `
\`redirect https\` sends clients to port 443 of the same name. Where no listen of the site is there, each of them meets a closed port. If something
outside of the site ends TLS and comes here by plain HTTP, it is redirected for ever instead.

    gateway edge { listen 80; route { / -> redirect https } }                       # warning
    gateway edge {
      listen 80, 443
      route { / -> redirect https }                                                 # on port 80 alone
      route { / -> web }
    }
`,
  message: (data: { readonly name: string }) => `\`${data.name}\` redirects to https, and nothing of the site listens on port 443`,
  help: ({ name }) => `let \`${name}\` listen there: \`listen 443 tls /etc/ssl/${name}.pem\``,

  check(site, report, index) {
    let isServed: boolean | undefined;
    const reported = new Set<Origin>();
    for (const { proxy, redirects } of index.proxyParts()) {
      // Where another port speaks TLS, clients are sent to that one.
      if (redirects.length === 0 || proxy.listens.some(({ mode, tls }) => mode === "http" && tls !== null)) continue;
      for (const { listen, route } of redirects) {
        const { action, origin } = route;
        if (action.do !== "redirect" || action.to !== "https" || reported.has(origin)) continue;
        if ((isServed ??= listensForTls(site))) return;
        if (index.hopsTo().has(listen)) continue;
        reported.add(origin);
        report({ at: origin, data: { name: proxy.name } });
      }
    }
  },
});

/** Anything on port 443: a stream may be passed on to what ends TLS. */
function listensForTls({ proxies, caches, nodes, engines }: Site): boolean {
  return (
    proxies.some(({ listens }) => listens.some(({ binds }) => binds.some(({ from, to }) => from <= 443 && 443 <= to))) ||
    caches.some(({ listens }) => listens.some(({ binds }) => binds.some(({ port }) => port === 443))) ||
    nodes.some(({ ports }) => ports.some(({ port, published }) => port === 443 || published === 443)) ||
    engines.some(({ containers }) => containers.some(({ publish }) => publish.some(({ published }) => published === 443)))
  );
}
