import { defineRule } from "./rule.js";
import { openingOf, written } from "./requests/clients.js";

/** A proxy that the internet reaches and that serves anybody: found within hours, and used for what its owner is asked about. */
export const openProxy = defineRule({
  code: "open-proxy",
  severity: "error",
  summary: "A proxy on a public address serves everybody in the internet.",
  explanation: `
A proxy for clients that allows every request and that the internet reaches is found by scanners within hours: mail, attacks and worse then come from
its address, and it leads into the networks behind it.

    host gate 203.1.112.9
    cache office on gate { forward; allow }                       # error
    cache office on gate { forward; allow from 10.0.0.0/8 }
    cache office on gate { forward; listen 10.0.0.1:3128; allow from 10.0.0.0/8 }
`,
  message: (data: { readonly name: string; readonly address: string; readonly port: number }) => `\`${data.name}\` serves everybody in the internet: it listens on ${data.address}:${data.port}, and this allows every client`,
  help: () => "say whom it serves: `allow from` and their networks, or `allow login`",

  check(site, report, index) {
    for (const cache of site.caches) {
      const opening = openingOf(cache, index);
      if (opening?.address === undefined) continue;
      report({ at: opening.rule.origin, data: { name: cache.name, address: opening.address, port: opening.port }, related: written(opening.listen, "where it listens") });
    }
  },
});
