import type { Origin } from "../source/origin.js";
import { defineRule } from "./rule.js";

/** Whose word on the client's address counts: everybody's, and so the client's own. */
export const trustEverybody = defineRule({
  code: "trust-everybody",
  severity: "warning",
  summary: "Everybody's word on the client's address counts, so that a client chooses its own.",
  explanation: `
\`trust\` names what stands in front and tells of the client in X-Forwarded-For. With \`0.0.0.0/0\` that is everybody: a client that sends the header
itself is whoever it says, gets past limits and lists of addresses, and stands in the log under another's name.

    gateway edge { trust 0.0.0.0/0 }               # warning
    gateway edge { trust 10.0.0.0/8 }
`,
  message: (data: { readonly name: string }) => `\`${data.name}\` believes every client what it says of its own address`,
  help: () => "name the networks of what stands in front; what the site knows of is trusted already",

  check(site, report) {
    const reported = new Set<Origin>();
    for (const { name, trust } of [...site.proxies, ...site.caches]) {
      for (const { cidr, origin } of trust) {
        if (!cidr.endsWith("/0") || reported.has(origin)) continue;
        reported.add(origin);
        report({ at: origin, data: { name } });
      }
    }
  },
});
