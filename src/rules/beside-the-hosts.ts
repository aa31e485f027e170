import { groupBy } from "../source/group.js";
import { defineRule } from "./rule.js";

/** In a site that places things on hosts, what is not placed runs elsewhere: on the machine that starts the compose file. */
export const besideTheHosts = defineRule({
  code: "beside-the-hosts",
  severity: "info",
  summary: "Something is placed on no host, in a site that has hosts.",
  explanation: `
What says no \`on\` runs in a container of the local Docker engine, wherever the site's \`docker-compose.yml\` is started. In a site with hosts
that is seldom meant.

    host app[1..2] 192.168.0.[21..22]
    service goods on app[1..2] port 80
    service reports port 81                      # note: runs beside the hosts
    service reports on app1 port 81
`,
  message: ({ name }: { readonly name: string }) => `\`${name}\` is on none of the hosts, and runs in a container wherever \`docker-compose.yml\` is started`,
  help: () => "place it: `on …`",

  check(_site, report, index) {
    const { onHosts, local } = index.nodeParts();
    if (onHosts.length === 0) return;
    for (const [name, nodes] of groupBy(local, ({ entity }) => entity)) report({ at: nodes[0]!.origin, data: { name } });
  },
});
