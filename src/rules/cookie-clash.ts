import { onwardsOf } from "../ir/waits.js";
import { defineRule } from "./rule.js";

/** Two layers that keep a client at its server by a cookie of one name: each takes the other's for its own. */
export const cookieClash = defineRule({
  code: "cookie-clash",
  severity: "error",
  summary: "Two layers keep clients at their servers by a cookie of the same name.",
  explanation: `
Each takes the cookie for its own: the layer in front overwrites or removes what the one behind sets, whose value never comes back to it. So clients change
instances with every request, and lose what those keep of them.

    balancer front on lb1 { listen 80 http -> edge sticky cookie SRV }
    gateway edge haproxy on web[1..2] { sticky cookie SRV; route { / -> app } }          # error: two meanings
    gateway edge haproxy on web[1..2] { sticky cookie APP; route { / -> app } }
`,
  message: (data: { readonly front: string; readonly back: string; readonly cookie: string }) => `\`${data.front}\` and \`${data.back}\` both keep clients by the cookie \`${data.cookie}\`, and overwrite each other's`,
  help: ({ cookie, back }) => `give them two names, such as \`sticky cookie ${cookie}_${back.toUpperCase().replaceAll(/[^A-Z0-9]/g, "_")}\` at \`${back}\``,

  check(_site, report, index) {
    const reported = new Set<string>();
    const stickyOf = onwardsOf(({ pool }) => pool.sticky?.by === "cookie");
    for (const hop of index.hops().all) {
      const { from } = hop;
      const own = from.kind === "proxy" && from.listen.mode === "http" ? from.pool.sticky : null;
      if (own?.by !== "cookie") continue;
      const found = stickyOf(hop).find(({ pool }) => pool.sticky?.by === "cookie" && pool.sticky.name === own.name);
      const key = `${from.layer.name} ${found?.layer.name}`;
      if (found?.pool.sticky == null || reported.has(key)) continue;
      reported.add(key);
      report({ at: found.pool.sticky.origin, data: { front: from.layer.name, back: found.layer.name, cookie: own.name }, related: [{ span: own.origin.span, text: `\`${from.layer.name}\` has it too` }] });
    }
  },
});
