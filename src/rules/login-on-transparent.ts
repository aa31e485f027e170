import { defineRule } from "./rule.js";
import { written } from "./requests/clients.js";
import { asksForLogin } from "./requests/login.js";

/** A browser gives a password only to a proxy that it knows of. */
export const loginOnTransparent = defineRule({
  code: "login-on-transparent",
  severity: "error",
  summary: "A cache whose connections are turned aside by the network asks for a login, which nobody can give.",
  explanation: `
A connection that the network turned aside is one to a web site, as far as the browser knows: it gives no password to a proxy. Squid does not even ask, and
refuses the request. Whoever is to sign in has the proxy in the settings.

    cache office on proxy1 { transparent; login file /etc/squid/passwd; allow login }                  # error
    cache office on proxy1 { forward; login file /etc/squid/passwd; allow login }
`,
  message: (data: { readonly name: string; readonly port: number }) => `nobody can sign in at \`${data.name}\`: all that it is to serve is turned aside to port ${data.port}, and browsers give no password there`,
  help: () => "let clients know the proxy: `forward` in place of `transparent`, or tell them apart by `from`",

  check(site, report) {
    for (const cache of site.caches) {
      const asked = cache.listens.filter(({ origin, mode }) => origin.because === undefined || mode === "transparent");
      const [listen] = asked;
      const rule = asked.every(({ mode }) => mode === "transparent") ? asksForLogin(cache) : undefined;
      if (listen === undefined || rule === undefined) continue;
      report({ at: rule.origin, data: { name: cache.name, port: listen.binds[0]!.port }, related: written(listen, "turned aside to here") });
    }
  },
});
