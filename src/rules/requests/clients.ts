import type { Cache, CacheListen, CacheRule } from "../../ir/cache.js";
import { isLoopback } from "../../ir/hops.js";
import type { SiteIndex } from "../../ir/site-index.js";
import type { Label } from "../../source/origin.js";
import { hasOwner } from "../../vocabulary/values/address-space.js";
import { cidrOf } from "../../vocabulary/values/addresses.js";
import { spelledOut } from "./cover.js";
import { findNamed } from "../../source/group.js";

/** An `allow` of a proxy for clients that asks neither who the client is nor where the request goes. */
export interface Opening {
  readonly rule: CacheRule;
  readonly listen: CacheListen;
  readonly port: number;
  /** The machine that everybody reaches, in words, and the address where it is a public one. */
  readonly machine: string;
  readonly address: string | undefined;
}

/** What opens a cache to whoever reaches it. */
export function openingOf(cache: Cache, index: SiteIndex): Opening | undefined {
  const rule = openRule(cache);
  if (rule === undefined) return undefined;
  const found = cache.listens.filter(({ mode }) => mode !== "accelerate").flatMap((listen) => listen.binds.flatMap(({ address, port }) => cache.machines.flatMap((machine) => placeOf(listen, address, port, machine, index) ?? [])));
  const [first] = [...found.filter(({ address }) => address !== undefined), ...found];
  return first && { ...first, rule };
}

/** Neither the client nor the destination is asked for by these. */
const open = new Set(["method", "port", "during", "agent", "connections"]);

function openRule(cache: Cache): CacheRule | undefined {
  for (const rule of cache.rules) {
    const when = spelledOut(rule.when, cache);
    // What is not allowed to all is refused before, whatever comes after it.
    if (rule.verdict === "deny" && when.some((group) => group.some(({ name, negated }) => negated && (name === "from" || name === "login")))) return undefined;
    if (rule.verdict === "deny" && when.length === 0) return undefined;
    if (rule.verdict === "allow" && when.every((group) => group.every((condition) => open.has(condition.name) || (condition.name === "from" && isAnybody(condition))))) return rule;
  }
  return undefined;
}

function isAnybody({ negated, form, values }: CacheRule["when"][number][number]): boolean {
  return form === "values" && !negated && values.some(({ text }) => text === "0.0.0.0/0" || text === "::/0");
}

/** Null for a port that only its own machine, a private network by its own address, or a bridge reaches. */
function placeOf(listen: CacheListen, address: string | null, port: number, machine: string, index: SiteIndex): Omit<Opening, "rule"> | null {
  const { kind, engine } = index.machine(machine);
  if (address !== null) return isPublic(address) ? { listen, port, machine: `\`${machine}\``, address } : null;
  if (kind === "container") {
    const published = findNamed(index.engine(engine ?? "local").containers, machine)?.publish.find((each) => each.port === port && !(each.address !== null && isLoopback(each.address)));
    return published === undefined ? null : { listen, port: published.published, machine: `\`${machine}\`'s host`, address: published.address !== null && isPublic(published.address) ? published.address : undefined };
  }
  return { listen, port, machine: `\`${machine}\``, address: index.host(machine).interfaces.flatMap((each) => each.address ?? []).find(isPublic) };
}

function isPublic(address: string): boolean {
  return !address.includes(":") && hasOwner(cidrOf(`${address}/32`));
}

/** The place of a listen that somebody wrote. */
export function written({ origin }: CacheListen, text: string): readonly Label[] {
  return origin.because === undefined ? [{ span: origin.span, text }] : [];
}
