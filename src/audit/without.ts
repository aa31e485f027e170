import { suggest } from "../diagnostics/suggest.js";
import type { Model } from "./model.js";
import type { Unit } from "./units.js";

/** A name that names nothing that can fail. */
export interface Unknown {
  readonly unknown: string;
  readonly near: string | undefined;
}

/**
 * What names stand for: a host, an instance, a declaration with all its instances, a zone, a daemon (`nginx@lb1`), a Docker engine (`docker@app1`,
 * `docker`). Where a host and a zone have one name, it is the host.
 */
export function unitsNamed(names: readonly string[], { around, site }: Model): { readonly units: readonly Unit[] } | Unknown {
  const { units } = around;
  const found = new Set<Unit>();
  for (const name of names) {
    const one = units.host(name) ?? byName(name, units.all);
    const own = one === undefined ? around.nodesOf(name).map((node) => units.node(node.name)) : [one];
    if (own.length === 0) {
      const known = [...units.all.map((unit) => unit.name), ...site.nodes.map(({ entity }) => entity)];
      return { unknown: name, near: suggest(name, new Set(known)) };
    }
    for (const unit of own) found.add(unit);
  }
  return { units: [...found] };
}

function byName(name: string, all: readonly Unit[]): Unit | undefined {
  const named = all.filter((unit) => unit.name === name);
  return named.find(({ kind }) => kind === "instance") ?? named[0];
}
