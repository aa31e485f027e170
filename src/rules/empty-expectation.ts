import { defineRule } from "./rule.js";

const asking: ReadonlySet<string> = new Set(["get", "connect", "vip", "log"]);

/** An expectation that asks nothing, and so is always met. */
export const emptyExpectation = defineRule({
  code: "empty-expectation",
  severity: "error",
  summary: "An expectation asks nothing, so that it is always met.",
  explanation: `
\`infc test\` counts an expectation as met when no step of it fails. Without a \`get\`, a \`connect\`, a \`vip\` or a \`log\` none can, whatever the site does.

    expect "a gateway may die" { kill gateway-1 }                                                  # error: and then?
    expect "a gateway may die" { kill gateway-1; within 5s get http://192.168.0.146/ -> goods }
`,
  message: ({ name }: { readonly name: string }) => `\`${name}\` expects nothing: it is met whatever the site does`,
  help: () => "say what is to be so: `get URL -> goods`, `connect HOST:PORT` or `vip ADDRESS on HOST`",

  check(site, report) {
    for (const { name, steps, origin } of site.expectations) {
      if (!steps.some((step) => asking.has(step.do))) report({ at: origin, data: { name } });
    }
  },
});
