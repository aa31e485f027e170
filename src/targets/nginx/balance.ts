import type { Pool } from "../../ir/traffic.js";
import { line } from "./directive.js";
import type { Source } from "./discovery.js";
import { variableOf } from "./limits.js";
import type { Directive, Word } from "./model.js";
import { fixed } from "./quote.js";
import { cannot, requireVersion, type Scope } from "./scope.js";

export interface Method {
  /** Empty for nginx's own weighted round robin. */
  readonly method: readonly Directive[];
  /** What tells upsync of it: it rebuilds the balancer's data itself. */
  readonly upsyncMethod: readonly Directive[];
}

const roundRobin: Method = { method: [], upsyncMethod: [] };

type Way = "roundrobin" | "leastconn" | "source" | "hash" | "random";

/** How a server is chosen; a client that is to keep its server by its address is a choice by source. */
export function balanceMethod(protocol: "http" | "stream", pool: Pool, source: Source, scope: Scope): Method {
  const { origin } = pool.balance;
  // Nothing is said of what nginx does anyway.
  if (pool.balance.method === "roundrobin" && pool.sticky === null) return roundRobin;
  const way = wayOf(pool, scope);
  const method = [...methodLines(protocol, way, pool, scope), ...stickyCookie(protocol, pool, source, scope)];
  if (source === "upsync" && way === "random") cannot(scope, origin, "choose at random among servers from the registry", "write `balance leastconn`");
  const named = { roundrobin: null, random: null, leastconn: fixed("least_conn"), source: fixed("ip_hash"), hash: fixed("hash_ketama") }[way];
  return { method, upsyncMethod: named === null ? [] : [line(origin, "upsync_lb", named)] };
}

function wayOf({ balance, sticky }: Pool, scope: Scope): Way {
  const way = ((): Way => {
    switch (balance.method) {
      case "roundrobin":
      case "leastconn":
      case "source":
      case "hash":
      case "random":
        return balance.method;
      default:
        cannot(scope, balance.origin, `balance by \`${balance.method}\``, "write `roundrobin`, `leastconn`, `source`, `hash` or `random`");
        return "roundrobin";
    }
  })();
  if (sticky?.by !== "source" || way === "source") return way;
  if (way !== "roundrobin") cannot(scope, sticky.origin, `keep a client on its server beside \`balance ${way}\``, "write `balance source` alone");
  return "source";
}

function methodLines(protocol: "http" | "stream", way: Way, pool: Pool, scope: Scope): readonly Directive[] {
  const { balance, sticky } = pool;
  const origin = way === "source" ? (sticky?.origin ?? balance.origin) : balance.origin;
  switch (way) {
    case "roundrobin":
      return [];
    case "leastconn":
      return [line(origin, "least_conn")];
    case "source":
      return [protocol === "http" ? line(origin, "ip_hash") : line(origin, "hash", fixed("$remote_addr"), fixed("consistent"))];
    case "hash":
      return [line(origin, "hash", hashKey(protocol, pool, scope), fixed("consistent"))];
    case "random":
      return [line(origin, "random", fixed("two"), fixed("least_conn"))];
  }
}

function hashKey(protocol: "http" | "stream", { balance }: Pool, scope: Scope): Word {
  const [by = "", name = ""] = (balance.key ?? "").split(" ", 2);
  if (by === "ip") return fixed("$remote_addr");
  if (protocol === "stream") {
    cannot(scope, balance.origin, `choose a server of TCP by \`${by}\``, "write `balance hash ip`");
    return fixed("$remote_addr");
  }
  if (by === "uri") return fixed("$request_uri");
  if (by === "path") return fixed("$uri");
  if (by === "header") return variableOf("http", name, "choose by a header whose name is no word of letters, digits, `-` and `_`", balance.origin, scope);
  if (by === "cookie") return variableOf("cookie", name, "choose by a cookie whose name is no word of letters, digits and `_`", balance.origin, scope);
  cannot(scope, balance.origin, by === "" ? "choose by hash without a key" : `choose by \`${by}\``, "write `hash uri`, `path`, `ip`, `header NAME` or `cookie NAME`");
  return fixed("$request_uri");
}

/** nginx's cookie is its own; OSS has it since 1.29.6. */
function stickyCookie(protocol: "http" | "stream", { sticky }: Pool, source: Source, scope: Scope): readonly Directive[] {
  if (sticky?.by !== "cookie") return [];
  const { origin } = sticky;
  if (protocol === "stream") cannot(scope, origin, "set a cookie in TCP", "write `sticky source`");
  if (sticky.mode === "prefix") cannot(scope, origin, "put the server's name before a cookie of the service", "write `sticky cookie NAME insert`");
  if (source === "upsync") cannot(scope, origin, "tie a client by cookie to servers from the registry", "write `sticky source`");
  if (!requireVersion(scope, origin, "1.29.6", "tie a client to its server by a cookie")) return [];
  return [line(origin, "sticky", fixed("cookie"), scope.quote.header(sticky.name, origin), fixed("path=/"), fixed("httponly"))];
}

/** nginx refuses `backup` beside these methods. */
export function refusesBackup({ balance, sticky }: Pool): boolean {
  const { method } = balance;
  return method === "source" || method === "hash" || method === "random" || sticky?.by === "source";
}
