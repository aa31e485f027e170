import { endlessWaits } from "../ir/container-waits.js";
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

  check(_site, report, index) {
    for (const { waiting, target, origin } of endlessWaits(index, "done", "restart", ({ restart }) => ["always", "unless-stopped"].includes(restart))) {
      const { entity } = index.node(target.node);
      report({ at: origin, data: { waiting, target: target.name, entity, restart: target.restart }, related: [{ span: target.origin.span, text: `restart ${target.restart}` }] });
    }
  },
});
