import { defineRule } from "./rule.js";

/** HTTP without TLS where every client begins with TLS. */
export const plainListenOnTlsPort = defineRule({
  code: "plain-listen-on-tls-port",
  severity: "warning",
  summary: "A listen takes plain HTTP on port 443.",
  explanation: `
Whoever comes to port 443 begins with TLS, which a listen for plain HTTP answers with an error. A gateway speaks TLS on 443 by itself; a balancer does
where it says \`tls\`, or passes it on with \`tcp\`.

    balancer front on lb1 { listen 443 http -> web }                              # warning
    balancer front on lb1 { listen 443 http tls /etc/ssl/shop.pem -> web }
`,
  message: (data: { readonly name: string }) => `\`${data.name}\` takes plain HTTP on port 443, where clients speak TLS`,
  help: ({ name }) => `end TLS there: \`listen 443 http tls /etc/ssl/${name}.pem\``,

  check(site, report, index) {
    for (const { name, engine, listens } of site.proxies) {
      if (engine === "lvs") continue;
      for (const listen of listens) {
        if (listen.mode !== "http" || listen.tls !== null) continue;
        const bind = listen.binds.find(({ from, to }) => from <= 443 && 443 <= to);
        // What another layer of the site sends there in plain HTTP is no client's.
        if (bind !== undefined && !index.hopsTo().has(listen)) report({ at: bind.origin, data: { name } });
      }
    }
  },
});
