import type { Origin } from "../../source/origin.js";
import type { Quoted } from "./quote.js";

/**
 * haproxy.cfg as data, in HAProxy's own words. A list of rules or servers stands in the order that counts.
 *
 * Source: HAProxy Configuration Manual 2.6, chapters 3 "Global parameters", 4 "Proxies", 5 "Bind and server options".
 */
export interface Model {
  readonly origin: Origin;
  readonly global: Global;
  readonly defaults: Defaults;
  /** Certificates whose key lies in a file of another name; HAProxy 3.0 and later. */
  readonly crt_store: { readonly load: readonly Line[] } | null;
  readonly resolvers: readonly Resolvers[];
  readonly proxies: readonly Proxy[];
  /** Sections of native blocks that extend no generated one. */
  readonly sections: readonly NativeSection[];
  /** Native text outside of any section. */
  readonly raw: readonly Line[];
  /** Where the process reads it. */
  readonly path: string;
  /** True: the file holds a password. */
  readonly secret: boolean;
  /** The container that it runs in, as compose calls it; null on a host. */
  readonly container: Quoted | null;
}

/** A line that says all by itself. */
export interface Line {
  readonly origin: Origin;
  readonly text: Quoted;
}

export interface Global {
  readonly log: readonly Line[];
  readonly chroot: boolean;
  /** Whether it gives up the rights that it starts with. */
  readonly user: boolean;
  readonly stats_socket: Quoted;
  readonly maxconn: { readonly origin: Origin; readonly value: number } | null;
  readonly ssl_default_bind: boolean;
  readonly ssl_default_server: boolean;
  readonly ssl_load_extra_del_ext: Origin | null;
  readonly native: readonly Line[];
}

export interface Defaults {
  readonly mode: Mode;
  readonly redispatch: boolean;
  readonly retries: number;
  readonly timeout: readonly Timeout[];
  /** Whether the pages for errors are those of the package. */
  readonly errorfile: boolean;
  readonly native: readonly Line[];
}

export type Mode = "http" | "tcp";

export interface Timeout {
  readonly origin: Origin;
  readonly event: TimeoutEvent;
  readonly time: Quoted;
}

export type TimeoutEvent = "connect" | "client" | "server" | "queue" | "check" | "http-request" | "http-keep-alive" | "tunnel";

export interface Resolvers {
  readonly origin: Origin;
  readonly name: Quoted;
  /** Empty: those of the machine, `parse-resolv-conf`. */
  readonly nameserver: readonly { readonly name: Quoted; readonly address: Quoted }[];
  /** Whether it asks a Consul agent, which tells all instances only to who takes large answers. */
  readonly consul: boolean;
  readonly resolve_retries: number;
  readonly timeout_resolve: Quoted;
  readonly timeout_retry: Quoted;
  /** For every kind of bad answer. */
  readonly hold: Quoted | null;
  readonly native: readonly Line[];
}

/** A section `frontend`, `backend`, or both in one: `listen`. */
export interface Proxy {
  readonly origin: Origin;
  readonly keyword: "frontend" | "backend" | "listen";
  readonly name: Quoted;
  readonly description: Quoted | null;
  /** Null in a section that only holds a stick-table. */
  readonly mode: Mode | null;
  readonly bind: readonly Bind[];
  readonly maxconn: { readonly origin: Origin; readonly value: number } | null;
  /** Null: as `defaults` say; without lines: none. */
  readonly log: { readonly lines: readonly Line[] } | null;
  readonly log_format: { readonly origin: Origin; readonly format: Quoted } | null;
  readonly option: readonly Line[];
  readonly timeout: readonly Timeout[];
  readonly stick_table: StickTable | null;
  readonly monitor_uri: { readonly origin: Origin; readonly uri: Quoted } | null;
  readonly stats: Stats | null;
  readonly acl: readonly Acl[];
  readonly tcp_request: readonly Rule[];
  readonly http_request: readonly Rule[];
  readonly http_response: readonly Rule[];
  readonly use_backend: readonly UseBackend[];
  readonly default_backend: { readonly origin: Origin; readonly name: Quoted } | null;
  readonly balance: { readonly origin: Origin; readonly algorithm: Quoted; readonly consistent: boolean } | null;
  readonly cookie: { readonly origin: Origin; readonly params: readonly Quoted[]; readonly key: Quoted | null } | null;
  readonly tries: { readonly retries: number } | null;
  /** `option …chk`, `http-check …`, `tcp-check …`. */
  readonly check: readonly Line[];
  readonly default_server: readonly Quoted[];
  readonly server: readonly Server[];
  readonly server_template: ServerTemplate | null;
  readonly native: NativeLines;
}

export interface Bind {
  readonly origin: Origin;
  readonly address: Quoted;
  readonly params: readonly Quoted[];
}

export interface StickTable {
  readonly origin: Origin;
  readonly params: readonly Quoted[];
  /** Whether the section's own connections stick to their server by it. */
  readonly stick_on_src: boolean;
}

export interface Stats {
  readonly origin: Origin;
  readonly uri: Quoted;
  readonly refresh: Quoted | null;
  readonly realm: Quoted | null;
  readonly auth: Quoted | null;
  readonly admin: boolean;
}

/** Lines of one name are alternatives. */
export interface Acl {
  readonly origin: Origin;
  readonly name: Quoted;
  /** What is looked at and how: `path,url_dec -m beg`. */
  readonly criterion: Quoted;
  readonly values: readonly Quoted[];
}

export interface Condition {
  readonly keyword: "if" | "unless";
  readonly text: Quoted;
}

export interface Rule {
  readonly origin: Origin;
  /** A comment above it. */
  readonly reason: Quoted | null;
  readonly action: Quoted;
  readonly condition: Condition | null;
}

export interface UseBackend {
  readonly origin: Origin;
  readonly name: Quoted;
  readonly condition: Condition;
}

export interface Server {
  readonly origin: Origin;
  readonly name: Quoted;
  /** With its port. */
  readonly address: Quoted;
  readonly params: readonly Quoted[];
}

export interface ServerTemplate {
  readonly origin: Origin;
  readonly prefix: Quoted;
  /** How many servers at most. */
  readonly count: number;
  readonly fqdn: Quoted;
  readonly params: readonly Quoted[];
}

/** Native lines, where HAProxy takes them without a warning. */
export interface NativeLines {
  readonly acl: readonly Line[];
  readonly monitor: readonly Line[];
  readonly tcp_request: readonly Line[];
  readonly http_rules: readonly Line[];
  readonly default_server: readonly Line[];
  readonly rest: readonly Line[];
}

export interface NativeSection {
  readonly origin: Origin;
  readonly heading: Quoted;
  readonly lines: readonly Line[];
}
