import type { Bound, Entity } from "../bind/bound.js";
import { find, findAll } from "../bind/bound.js";
import type { EntityOf } from "../elaborate/draft.js";
import type { Expectation, Step } from "../ir/expectation.js";
import type { expect } from "../vocabulary/kinds/expect.js";
import type { Lowering } from "./lowering.js";

type Expect = typeof expect;
type Clauses = Expect["clauses"];

/** What the program expects of the running site, in its order. */
export function lowerExpectations(expects: readonly Entity[], lowering: Lowering): Expectation[] {
  return (expects as readonly Entity[] as unknown as readonly EntityOf<"expect">[]).map((bound) => ({
    name: bound.args.name.value,
    steps: bound.clauses.flatMap((clause) => stepOf(clause, null, lowering) ?? []),
    resolve: findAll(bound, "resolve").map(({ args }) => ({ domain: args.domain.value, address: args.address.value.address })),
    only: (find(bound, "only")?.args.what ?? []).map(({ value }) => value),
    origin: bound.origin,
  }));
}

function stepOf(clause: Bound, withinMs: number | null, lowering: Lowering): Step | undefined {
  const { origin } = clause;
  switch (clause.word) {
    case "get": {
      const get = clause as unknown as Bound<Clauses["get"]>;
      const status = find(get, "status")?.args.status.value ?? null;
      return { do: "get", url: get.args.url.value, through: find(get, "through")?.args.cache.value.name ?? null, status, ...answerOf(clause, withinMs, lowering) };
    }
    case "connect": {
      const { host, port } = (clause as unknown as Bound<Clauses["connect"]>).args.to.value;
      return { do: "connect", host, port, secure: find(clause as unknown as Bound<Clauses["connect"]>, "tls") !== undefined, ...answerOf(clause, withinMs, lowering) };
    }
    case "vip": {
      const bound = clause as unknown as Bound<Clauses["vip"]>;
      const holder = find(bound, "on")?.args.holder.value.name;
      return { do: "vip", address: bound.args.address.value.address, on: holder === undefined ? [] : machinesOf(holder, lowering), withinMs, origin };
    }
    case "log": {
      const { logs, text } = (clause as unknown as Bound<Clauses["log"]>).args;
      return { do: "log", collection: logs.value.name, text: text.value, withinMs, origin };
    }
    case "within": {
      const bound = clause as unknown as Bound<Clauses["within"]>;
      const [inner] = bound.clauses;
      return inner === undefined ? undefined : stepOf(inner, bound.args.time.value, lowering);
    }
    case "kill": {
      const { target, daemon } = (clause as unknown as Bound<Clauses["kill"]>).args;
      return { do: "kill", machines: machinesOf(target.value.name, lowering), daemon: daemon?.value ?? null, origin };
    }
    case "cut":
      return { do: "cut", machines: machinesOf((clause as unknown as Bound<Clauses["cut"]>).args.target.value.name, lowering), origin };
    case "heal": {
      const { target } = (clause as unknown as Bound<Clauses["heal"]>).args;
      return { do: "heal", machines: target === undefined ? [] : machinesOf(target.value.name, lowering), origin };
    }
    case "wait":
      return { do: "wait", ms: (clause as unknown as Bound<Clauses["wait"]>).args.time.value, origin };
    default:
      return undefined;
  }
}

function answerOf(clause: Bound, withinMs: number | null, lowering: Lowering): { from: string[]; fails: boolean; withinMs: number | null; origin: Bound["origin"] } {
  const bound = clause as unknown as Bound<Clauses["get"]>;
  const target = find(bound, "->")?.args.target.value.name;
  return { from: target === undefined ? [] : nodesOf(target, lowering), fails: find(bound, "fails") !== undefined, withinMs, origin: clause.origin };
}

/** The nodes of a declaration, or the one node of that name. */
function nodesOf(name: string, { nodesByEntity }: Lowering): string[] {
  return (nodesByEntity.get(name) ?? []).map((node) => node.name).concat(nodesByEntity.has(name) ? [] : [name]);
}

/** A host is a machine; a declaration is those of its nodes. */
function machinesOf(name: string, { hosts, node, nodesByEntity }: Lowering): string[] {
  if (hosts.has(name)) return [name];
  const own = node(name);
  return [...new Set((nodesByEntity.get(name) ?? (own === undefined ? [] : [own])).map(({ machine }) => machine))];
}
