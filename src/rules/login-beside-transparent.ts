import { defineRule } from "./rule.js";
import { written } from "./requests/clients.js";
import { asksForLogin } from "./requests/login.js";

/** Two ports and one list of rules: what comes by the transparent one ends where a login is asked for. */
export const loginBesideTransparent = defineRule({
  code: "login-beside-transparent",
  severity: "warning",
  summary: "What comes by the transparent port of a cache is refused where its rules ask for a login.",
  explanation: `
A cache has one list of rules for all of its ports. Where they come to \`login\`, squid asks a client that knows the proxy for a password; one whose connection the
network turned aside cannot be asked, and is refused. Those that are to be served without a password are allowed before, by their networks.

    listen 3128 forward; listen 3129 transparent
    allow login                       # warning: whoever comes by 3129 is refused

    allow from 10.0.7.0/24            # the guests, who are turned aside
    allow login
`,
  message: (data: { readonly name: string; readonly port: number }) => `whoever is turned aside to port ${data.port} of \`${data.name}\` is refused here: a browser gives no password to a proxy that it does not know`,
  help: () => "allow them before, by where they are: `allow from …`",

  check(site, report) {
    for (const cache of site.caches) {
      const listen = cache.listens.find(({ mode }) => mode === "transparent");
      const isMixed = cache.listens.some(({ mode, origin }) => mode === "forward" && origin.because === undefined);
      const rule = listen !== undefined && isMixed ? asksForLogin(cache) : undefined;
      if (listen === undefined || rule === undefined) continue;
      report({ at: rule.origin, data: { name: cache.name, port: listen.binds[0]!.port }, related: written(listen, "turned aside to here") });
    }
  },
});
