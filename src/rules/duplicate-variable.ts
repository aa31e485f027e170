import type { Container } from "../ir/container.js";
import type { Origin } from "../source/origin.js";
import { defineRule } from "./rule.js";

type Variable = Container["environment"][number];

/** A variable that a declaration sets twice: one of the two values is lost without a word. */
export const duplicateVariable = defineRule({
  code: "duplicate-variable",
  severity: "error",
  summary: "A variable of a container is set twice.",
  explanation: `
A container has one value of a variable; the other one has no effect, and no program says so. A variable that infc sets by itself can be set
otherwise.

    service api { env DB_HOST 192.168.0.31; env DB_HOST 192.168.0.32 }        # error
    service api { env DB_HOST 192.168.0.31; env DB_HOST_REPLICA 192.168.0.32 }
`,
  message: (data: { readonly name: string; readonly entity: string }) => `\`${data.entity}\` sets the variable \`${data.name}\` twice`,
  help: () => "take one of the two away",

  check(_site, report, index) {
    const seen = new Set<Origin>();
    for (const { withEnvironment } of index.engineParts()) {
      for (const { environment, node } of withEnvironment) {
        if (environment.length < 2) continue;
        const byName = new Map<string, Variable>();
        for (const variable of environment) {
          if (variable.origin.because !== undefined) continue;
          const first = byName.get(variable.name);
          if (first === undefined) byName.set(variable.name, variable);
          else if (seen.size < seen.add(variable.origin).size) report({ at: variable.origin, data: { name: variable.name, entity: index.node(node).entity }, related: [{ span: first.origin.span, text: "the first" }] });
        }
      }
    }
  },
});
