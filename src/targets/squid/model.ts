import type { Origin } from "../../source/origin.js";
import type { Text } from "./quote.js";

/** squid.conf as data, in squid's own words and in the order of the file. Source: squid.conf.documented of squid 5.7 and 6.13. */
export interface SquidConf {
  readonly origin: Origin;
  readonly ports: readonly Port[];
  readonly auth: AuthParam | null;
  readonly external_acl_type: readonly Line[];
  readonly acls: readonly Acl[];
  readonly follow_x_forwarded_for: readonly Access[];
  readonly http_access: HttpAccess;
  readonly icp: Icp | null;
  readonly cache_peers: readonly CachePeer[];
  readonly never_direct: readonly Access[];
  /** Some requests go through another proxy. */
  readonly via: boolean;
  readonly store: Store;
  readonly delay_pools: DelayPools | null;
  readonly cache: readonly Access[];
  readonly logs: readonly Line[];
  readonly refresh: Refresh;
  readonly adaptation: readonly Line[];
  /** Names, headers, DNS, the cache manager. */
  readonly rest: readonly Line[];
  /** Native blocks. */
  readonly native: readonly Line[];
  /** The file holds a secret. */
  readonly secret: boolean;
  /** Files that squid's own unit does not make: the folders of disks outside /var/spool/squid. */
  readonly folders: readonly Folder[];
}

/** A directive with its words. */
export interface Line {
  readonly directive: Text;
  readonly words: Text;
  readonly origin: Origin;
}

/** http_port or https_port. */
export interface Port {
  readonly directive: "http_port" | "https_port";
  /** The port, with an address where it has one. */
  readonly bind: Text;
  /** Each with a blank before it. */
  readonly options: Text;
  readonly intercept: boolean;
  readonly origin: Origin;
}

/** auth_param basic. */
export interface AuthParam {
  readonly program: Text;
  readonly realm: Text;
  /** In seconds; null is squid's own two hours. */
  readonly credentialsttl: number | null;
  readonly origin: Origin;
}

/** One line of an acl; a long one has several of its name. */
export interface Acl {
  readonly name: Text;
  readonly type: Text;
  readonly values: Text;
  readonly origin: Origin;
}

/** A line of an access list: http_access, cache, never_direct … */
export interface Access {
  readonly verdict: "allow" | "deny";
  /** All of them must match; `!` before a name turns it round. */
  readonly acls: Text;
  readonly origin: Origin;
}

export interface HttpAccess {
  readonly manager: readonly Access[];
  /** What a proxy for clients must never do, whatever its rules say. */
  readonly safety: readonly Access[];
  readonly peers: readonly Access[];
  readonly rules: readonly Access[];
  /** The sites of origins. */
  readonly sites: readonly Access[];
}

/** What other caches may ask. */
export interface Icp {
  readonly icp_port: number;
  readonly acls: Text | null;
  readonly origin: Origin;
}

export interface CachePeer {
  readonly host: Text;
  readonly type: "parent" | "sibling";
  readonly http_port: number;
  readonly icp_port: number;
  /** Each with a blank before it. */
  readonly options: Text;
  readonly name: Text;
  readonly access: readonly Access[];
  readonly origin: Origin;
}

export interface Store {
  readonly cache_mem: Text;
  readonly maximum_object_size_in_memory: Text;
  readonly memory_replacement_policy: Text | null;
  readonly maximum_object_size: Text | null;
  readonly cache_dirs: readonly CacheDir[];
  readonly origin: Origin;
}

export interface CacheDir {
  /** Stands before the line when it differs from that of the line before. */
  readonly cache_replacement_policy: Text | null;
  readonly type: "ufs" | "aufs" | "rock";
  readonly path: Text;
  readonly megabytes: number;
  /** First-level and second-level folders of ufs and aufs, or options; each with a blank before it. */
  readonly rest: Text;
  readonly origin: Origin;
}

export interface DelayPools {
  readonly count: number;
  readonly pools: readonly DelayPool[];
}

export interface DelayPool {
  readonly number: number;
  readonly class: 1 | 3;
  readonly parameters: Text;
  readonly access: readonly Access[];
  readonly origin: Origin;
}

export interface Refresh {
  readonly refresh_pattern: readonly Line[];
  readonly ftp: boolean;
  /** For every URL that no other line takes. */
  readonly last: Line | null;
}

export interface Folder {
  readonly path: Text;
  readonly origin: Origin;
}
