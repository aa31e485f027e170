import { defineRule } from "./rule.js";

/** A listen that leads nowhere: the daemon accepts connections and has nothing to do with them. */
export const listenWithoutTarget = defineRule({
  code: "listen-without-target",
  severity: "error",
  summary: "A listen leads nowhere.",
  explanation: `
A port that is listened on leads somewhere: to what stands behind the declaration, to its routes, or by an arrow of its own.

    balancer mq { listen 5672 }                # error: connections go nowhere
    balancer mq { listen 5672 -> rabbit }
`,
  message: (data: { readonly name: string; readonly port: number }) => `what \`${data.name}\` listens for on port ${data.port} goes nowhere`,
  help: () => "say where it goes: `listen PORT -> NAME`, a `route`, or `behind` it",

  check(site, report) {
    for (const { name, listens } of site.proxies) {
      for (const { binds, routes, pool, origin } of listens) {
        if (routes.length === 0 && pool === null) report({ at: origin, data: { name, port: binds[0]!.from } });
      }
    }
  },
});
