import type { NativeBlock, NativeStatement } from "../../ir/native.js";

/** The variables that a text may name. */
export interface Variables {
  has(name: string): boolean;
  /** For suggestions. */
  readonly names: readonly string[];
}

// Source: nginx.org, "Alphabetical index of variables", without those of commercial modules.
const common = `
  binary_remote_addr bytes_sent connection hostname msec nginx_version pid proxy_protocol_addr proxy_protocol_port proxy_protocol_server_addr
  proxy_protocol_server_port realip_remote_addr realip_remote_port remote_addr remote_port server_addr server_port ssl_alpn_protocol ssl_cipher
  ssl_ciphers ssl_client_cert ssl_client_escaped_cert ssl_client_fingerprint ssl_client_i_dn ssl_client_raw_cert ssl_client_s_dn
  ssl_client_serial ssl_client_v_end ssl_client_v_remain ssl_client_v_start ssl_client_verify ssl_curve ssl_curves ssl_protocol
  ssl_server_name ssl_session_id ssl_session_reused status time_iso8601 time_local upstream_addr upstream_bytes_received
  upstream_bytes_sent upstream_connect_time
`;

const ofHttp = `
  ancient_browser args body_bytes_sent connection_requests connection_time connections_active connections_reading connections_waiting
  connections_writing content_length content_type date_gmt date_local document_root document_uri fastcgi_path_info fastcgi_script_name
  gzip_ratio host http2 http3 https invalid_referer is_args is_request_port limit_conn_status limit_rate limit_req_status
  modern_browser msie pipe proxy_add_x_forwarded_for proxy_host proxy_port query_string realpath_root remote_user
  request request_body request_body_file request_completion request_filename request_id request_length request_method request_port
  request_time request_uri scheme secure_link secure_link_expires server_name server_protocol slice_range ssl_client_i_dn_legacy
  ssl_client_s_dn_legacy ssl_early_data tcpinfo_rcv_space tcpinfo_rtt tcpinfo_rttvar tcpinfo_snd_cwnd uid_got uid_reset uid_set
  upstream_cache_last_modified upstream_cache_status upstream_header_time upstream_response_length
  upstream_response_time upstream_status uri
`;

const ofStream = `
  bytes_received limit_conn_status protocol session_time ssl_preread_alpn_protocols ssl_preread_protocol ssl_preread_server_name
  upstream_first_byte_time upstream_session_time
`;

const families = /^(arg|cookie|http|sent_http|sent_trailer|upstream_cookie|upstream_http|upstream_trailer|jwt_claim|proxy_protocol_tlv)_\w+$|^\d$/;
const familiesOfStream = /^proxy_protocol_tlv_\w+$|^\d$/;

/** Those of `http {}`, and what the native blocks there define. */
export function httpVariables(native: readonly NativeBlock[]): Variables {
  return variables([...split(common), ...split(ofHttp), ...native.flatMap(({ statements }) => defined(statements))], families);
}

export function streamVariables(native: readonly NativeBlock[]): Variables {
  return variables([...split(common), ...split(ofStream), ...native.flatMap(({ statements }) => defined(statements))], familiesOfStream);
}

function variables(names: readonly string[], family: RegExp): Variables {
  const known = new Set(names);
  return { names, has: (name) => known.has(name) || family.test(name) };
}

function split(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

/** What `set`, `map`, `geo` … of native blocks define, and named captures. */
function defined(statements: readonly NativeStatement[]): readonly string[] {
  return statements.flatMap(({ words, block }) => {
    const [name, ...rest] = words.map(({ text }) => text);
    const defines = /^(set|map|geo|split_clients|auth_request_set|set_by_lua\w*|js_set|js_var|perl_set|geoip2?)$/.test(name ?? "");
    const own = defines ? rest.flatMap((word) => /^\$(\w+)$/.exec(word)?.[1] ?? []) : [];
    const captured = rest.flatMap((word) => [...word.matchAll(/\(\?P?<(\w+)>/g)].map((match) => match[1]!));
    return [...own, ...captured, ...defined(block ?? [])];
  });
}
