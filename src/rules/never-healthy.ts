import { endlessWaits } from "../ir/container-waits.js";
import { defineRule } from "./rule.js";

/** A container that waits for the health of one whose health nobody asks for. */
export const neverHealthy = defineRule({
  code: "never-healthy",
  severity: "warning",
  summary: "A container waits until another is healthy, and nothing looks whether that is so.",
  explanation: `
\`after NAME healthy\` waits for the container's own health check. infc gives one to clusters whose images can tell, such as PostgreSQL and
Redis; any other image has the one that it was built with, and most have none: Compose then ends with "has no healthcheck configured". The \`check\` of
a service is made by what is in front of it, and is not the container's.

    service auth port 9000 image shop/auth
    service api port 8080 after auth healthy                   # warning
    service auth port 9000 image shop/auth {
      compose { healthcheck { test CMD, curl, -f, http://127.0.0.1:9000/; interval 10s } }
    }
`,
  message: (data: { readonly waiting: string; readonly target: string; readonly entity: string }) => `\`${data.waiting}\` waits until \`${data.target}\` is healthy, and unless its image has a health check nothing tells that`,
  help: ({ entity }) => `give \`${entity}\` one: \`compose { healthcheck { test CMD, … } }\`, or write \`after ${entity}\``,

  check(_site, report, index) {
    for (const { waiting, target, origin } of endlessWaits(index, "healthy", "healthcheck", ({ healthcheck }) => healthcheck === null)) {
      report({ at: origin, data: { waiting, target: target.name, entity: index.node(target.node).entity }, related: [{ span: target.origin.span, text: "it has no health check here" }] });
    }
  },
});
