import { defineRule } from "./rule.js";
import { isEvery, spelledOut } from "./requests/cover.js";

/** A cache that was told to keep nothing, and has a disk, or stands before an origin, for nothing. */
export const cacheKeepsNothing = defineRule({
  code: "cache-keeps-nothing",
  severity: "warning",
  summary: "A cache keeps no answer at all.",
  explanation: `
\`no-cache\` without a condition holds for every request, so that every one goes to the origin: the cache is one more step on the way, and its
disks stay empty. For clients that are only to be filtered that is a way to go, and is not reported.

    cache cdn { accelerate http://10.0.0.21; disk /var/spool/squid 10GB; no-cache }                  # warning
    cache cdn { accelerate http://10.0.0.21; disk /var/spool/squid 10GB; no-cache path /account }
`,
  message: (data: { readonly name: string; readonly unused: string | undefined }) => `\`${data.name}\` keeps nothing: this holds for every request${data.unused === undefined ? "" : `, and ${data.unused} is never used`}`,
  help: () => "say what it is for, such as `no-cache path /account`",

  check(site, report) {
    for (const cache of site.caches) {
      const { name, rules, disks, fresh, origins } = cache;
      const rule = rules.find(({ verdict, when }) => verdict === "no-cache" && isEvery(spelledOut(when, cache)));
      if (rule === undefined || disks.length + fresh.length + origins.length === 0) continue;
      const used = disks[0] ?? fresh[0];
      report({
        at: rule.origin,
        data: { name, unused: disks[0] !== undefined ? `\`${disks[0].path}\`` : fresh.length > 0 ? "`fresh`" : undefined },
        related: used === undefined ? [] : [{ span: used.origin.span, text: "never used" }],
      });
    }
  },
});
