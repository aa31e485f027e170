import type { Origin } from "../source/origin.js";
import { defineRule } from "./rule.js";

/** A container that waits for the end of one which is started again whenever it ends. */
export const neverDone = defineRule({
  code: "never-done",
  severity: "error",
  summary: "A container waits for the end of one that is started again whenever it ends.",
  explanation: `
\`after NAME done\` waits until that container has ended well. A service is started again when it ends, unless it says \`once\`, so that
Compose waits for ever.

    service migrate image shop/migrate port 80                 # without \`once\`
    service api port 8080 after migrate done                   # error
    service migrate image shop/migrate port 80 once
`,
  message: (data: { readonly waiting: string; readonly target: string; readonly entity: string; readonly restart: string }) =>
    `\`${data.waiting}\` waits for the end of \`${data.target}\`, which is started again whenever it ends`,
  help: ({ entity, waiting }) => `say \`once\` of \`${entity}\`, if it does its work and ends, or let \`${waiting}\` wait for it to be \`started\` or \`healthy\``,

  check(site, report, index) {
    const seen = new Set<Origin>();
    for (const { containers } of site.engines) {
      const byName = new Map(containers.map((container) => [container.name, container]));
      for (const { name, after } of containers) {
        for (const { container, condition, origin } of after) {
          const target = byName.get(container);
          if (target === undefined || condition !== "done" || !["always", "unless-stopped"].includes(target.restart) || seen.has(origin)) continue;
          // Its own words to Compose come last.
          if (target.native.some(({ statements }) => statements.some(({ words }) => words[0]?.text === "restart"))) continue;
          seen.add(origin);
          const { entity } = index.node(target.node);
          report({ at: origin, data: { waiting: name, target: container, entity, restart: target.restart }, related: [{ span: target.origin.span, text: `restart ${target.restart}` }] });
        }
      }
    }
  },
});
