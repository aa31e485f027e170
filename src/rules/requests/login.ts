import type { Cache, CacheRule } from "../../ir/cache.js";
import { isLoopback } from "../../ir/hops.js";
import { spelledOut } from "./cover.js";

/** The first rule that asks every client for a login, where none before it serves a network without one. */
export function asksForLogin(cache: Cache): CacheRule | undefined {
  for (const rule of cache.rules) {
    if (rule.verdict !== "allow" && rule.verdict !== "deny") continue;
    const when = spelledOut(rule.when, cache);
    const names = when.map((group) => group[0]!.name);
    if (names.length > 0 && names.every((name) => name === "login")) return rule;
    if (rule.verdict === "allow" && names.every((name) => name === "from") && !when.some((group) => group.every(({ values }) => values.every(({ text }) => isLoopback(text))))) return undefined;
  }
  return undefined;
}
