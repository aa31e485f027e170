import type { NativeLines, Proxy } from "./model.js";

export const noNative: NativeLines = { acl: [], monitor: [], tcp_request: [], http_rules: [], default_server: [], rest: [] };

/** A section that says nothing but `parts`. */
export function sectionOf(parts: Pick<Proxy, "origin" | "keyword" | "name"> & Partial<Proxy>): Proxy {
  return {
    description: null,
    mode: null,
    bind: [],
    maxconn: null,
    log: null,
    log_format: null,
    option: [],
    timeout: [],
    stick_table: null,
    monitor_uri: null,
    stats: null,
    acl: [],
    tcp_request: [],
    http_request: [],
    http_response: [],
    use_backend: [],
    default_backend: null,
    balance: null,
    cookie: null,
    tries: null,
    check: [],
    default_server: [],
    server: [],
    server_template: null,
    native: noNative,
    ...parts,
  };
}
