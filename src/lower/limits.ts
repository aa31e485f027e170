import { type Bound, type Entity, findAll } from "../bind/bound.js";
import { type DiagnosticDefinition, defineDiagnostic } from "../diagnostics/define.js";
import type { EntityOf } from "../elaborate/draft.js";
import { rate } from "../vocabulary/values/numbers.js";
import { isProxy } from "../vocabulary/layers.js";
import { filterAgain } from "../source/kept-groups.js";
import type { Lowering } from "./lowering.js";

export const limitForm = defineDiagnostic({
  code: "limit-form",
  severity: "error",
  summary: "A limit counts requests without a time, or connections in a time.",
  explanation: `
Requests are counted in a time, and connections at a time: each form of \`limit\` has its own number.

    / -> goods { limit 60 per ip }                  # error: 60 in a second, in a minute?
    / -> goods { limit connections 60r/m }          # error: connections are counted at a time
    / -> goods { limit 60r/m per ip; limit connections 20 }
`,
  message: ({ text, isRate }: { readonly text: string; readonly number: string; readonly isRate: boolean }) => (isRate ? `connections are counted at a time, and \`${text}\` is a rate` : `\`limit ${text}\` does not say in what time`),
  help: ({ text, number, isRate }) => (isRate ? `write \`limit connections ${number}\`, or \`limit ${text}\` for requests` : `write \`limit ${text}r/m\` for requests in a minute, or \`limit connections ${text}\``),
});

export const limitDiagnostics: readonly DiagnosticDefinition<never>[] = [limitForm];

/** Reports each limit, wherever a gateway or balancer says it, whose number is of the other form. */
export function reportLimits({ entities, report, tables }: Pick<Lowering, "entities" | "report" | "tables">): void {
  for (const entity of filterAgain("limited", entities.list, isProxy, tables)) for (const limit of limitsIn(entity)) reportLimit(limit, report);
}

type Limit = ReturnType<typeof limitsOf>[number];

function limitsOf(level: Bound) {
  return findAll(level as unknown as EntityOf<"gateway">, "limit");
}

function limitsIn(level: Entity | Bound): readonly Limit[] {
  const inner = level.clauses.filter(({ word }) => word === "" || word === "listen" || word === "route");
  return [...limitsOf(level as Bound), ...inner.flatMap(limitsIn)];
}

function reportLimit({ args: { connections, amount } }: Limit, report: Lowering["report"]): void {
  const isRate = typeof amount.value !== "number";
  // A word that was not read may have been its time.
  if (isRate !== (connections !== undefined)) return;
  report(limitForm, { at: amount.origin, label: amount.label, data: { text: isRate ? rate.print(amount.value) : amount.text, number: isRate ? String(amount.value.requests) : amount.text, isRate } });
}
