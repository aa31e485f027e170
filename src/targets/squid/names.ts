import { plainName, type Text } from "./quote.js";

/** Gives out names of squid's own, each once. */
export interface Names {
  /** The name nearest to `wanted` that is free. */
  claim(wanted: string): Text;
}

/** squid keeps no more of an acl's name than that in some of its messages, and takes large and small letters for the same. */
const longest = 31;

/** Names that no acl of ours may have: squid's own of any version, and those of the fixed rules. */
const taken = ["all", "manager", "localhost", "to_localhost", "to_linklocal", "connect", "safe_ports", "ssl_ports", "linklocal"];

/** Names for acls. `foreign` are those that native blocks declare. */
export function aclNames(foreign: readonly string[]): Names {
  return namesBut([...taken, ...foreign], longest);
}

/** Names for cache_peer or external_acl_type lines. */
export function lineNames(): Names {
  return namesBut([], 63);
}

function namesBut(reserved: readonly string[], length: number): Names {
  const used = new Set(reserved.map((name) => name.toLowerCase()));
  return {
    claim(wanted) {
      for (let count = 1; ; count++) {
        const suffix = count === 1 ? "" : `_${count}`;
        const name = plainName(`${plainName(wanted, length - suffix.length)}${suffix}`, length);
        if (used.has(name.toLowerCase())) continue;
        used.add(name.toLowerCase());
        return name;
      }
    },
  };
}
