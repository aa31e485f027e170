import type { Origin } from "../../source/origin.js";
import type { Text } from "./quote.js";
import type { ShellWord } from "./quote-shell.js";

/** All that this target writes for one machine. */
export interface Keepalived {
  readonly conf: KeepalivedConf;
  /** Below /etc/keepalived. */
  readonly scripts: readonly CheckScript[];
  /** Of a host on which something runs as `keepalived_script`: Debian's package makes no such user. */
  readonly sysusers: { readonly origin: Origin } | null;
  readonly image: Image | null;
  /** True when something runs a script as another user than root. */
  readonly otherUser: boolean;
  /** True when the file holds a secret. */
  readonly secret: boolean;
}

/** /etc/keepalived/keepalived.conf. keepalived.conf(5) of 2.2.7. Times are in seconds. */
export interface KeepalivedConf {
  readonly origin: Origin;
  readonly global_defs: GlobalDefs;
  readonly vrrp_script: readonly VrrpScript[];
  /** Native statements of the top of the file. */
  readonly native: readonly NativeLine[];
  readonly vrrp_sync_group: readonly VrrpSyncGroup[];
  readonly vrrp_instance: readonly VrrpInstance[];
  readonly virtual_server: readonly VirtualServer[];
}

/** One line of a native block, its indentation included. */
export interface NativeLine {
  readonly text: Text;
  readonly origin: Origin;
}

export interface GlobalDefs {
  readonly router_id: Text;
  readonly mail: {
    readonly notification_email: readonly { readonly address: Text; readonly origin: Origin }[];
    readonly notification_email_from: Text;
    /** The server, and its port where it is not 25. */
    readonly smtp_server: Text;
    readonly origin: Origin;
  } | null;
  /** null when nothing runs a script. */
  readonly script_user: "root" | null;
  readonly vrrp_garp_master_refresh: number | null;
  readonly lvs_sync_daemon: { readonly interface: Text; readonly inst: Text; readonly origin: Origin } | null;
  readonly native: readonly NativeLine[];
}

export interface VrrpScript {
  readonly name: Text;
  readonly script: Text;
  readonly interval: number;
  readonly timeout: number;
  readonly fall: number;
  readonly rise: number;
  readonly weight: number | null;
  readonly user: Text | null;
  readonly native: readonly NativeLine[];
  readonly origin: Origin;
}

export interface VrrpSyncGroup {
  readonly name: Text;
  readonly group: readonly Tracked[];
  readonly track_script: readonly Tracked[] | null;
  readonly native: readonly NativeLine[];
  readonly origin: Origin;
}

/** The name of an instance or a script. */
export interface Tracked {
  readonly name: Text;
  readonly origin: Origin;
}

export interface VrrpInstance {
  readonly name: Text;
  readonly interface: Text;
  readonly use_vmac: Text | null;
  readonly vmac_xmit_base: boolean;
  readonly version: 3 | null;
  readonly virtual_router_id: number;
  readonly priority: number;
  readonly advert_int: number;
  readonly nopreempt: boolean;
  readonly preempt_delay: number | null;
  readonly unicast: {
    readonly unicast_src_ip: Text;
    readonly unicast_peer: readonly { readonly address: Text; readonly origin: Origin }[];
  } | null;
  readonly authentication: { readonly auth_pass: Text } | null;
  readonly virtual_ipaddress: readonly VirtualAddress[];
  /** Addresses of the other family: they move along and are not advertised. */
  readonly virtual_ipaddress_excluded: readonly VirtualAddress[] | null;
  readonly track_script: readonly Tracked[] | null;
  readonly notify: readonly { readonly keyword: string; readonly script: Text; readonly origin: Origin }[];
  readonly smtp_alert: { readonly origin: Origin } | null;
  readonly native: readonly NativeLine[];
  /** Of lines that have one of their own. */
  readonly origins: {
    readonly interface: Origin | null;
    readonly use_vmac: Origin | null;
    readonly virtual_router_id: Origin | null;
    readonly priority: Origin;
    readonly advert_int: Origin | null;
    readonly preempt: Origin | null;
    readonly authentication: Origin | null;
  };
  readonly origin: Origin;
}

export interface VirtualAddress {
  readonly address: Text;
  readonly length: number;
  readonly dev: Text | null;
  readonly label: Text | null;
  readonly origin: Origin;
}

export interface VirtualServer {
  readonly address: Text;
  readonly port: number;
  readonly delay_loop: number | null;
  readonly lb_algo: string;
  readonly lb_kind: "DR" | "NAT" | "TUN";
  readonly persistence_timeout: number | null;
  readonly protocol: "TCP" | "UDP";
  readonly inhibit_on_failure: boolean;
  readonly sorry_server: { readonly address: Text; readonly port: number; readonly origin: Origin } | null;
  readonly real_server: readonly RealServer[];
  readonly native: readonly NativeLine[];
  readonly origin: Origin;
}

export interface RealServer {
  readonly address: Text;
  readonly port: number;
  readonly weight: number;
  readonly uthreshold: number | null;
  readonly checker: Checker | null;
  readonly origin: Origin;
}

/** A healthchecker: only what its kind has is there. */
export interface Checker {
  readonly kind: "TCP_CHECK" | "HTTP_GET" | "SSL_GET" | "SMTP_CHECK" | "DNS_CHECK" | "MISC_CHECK";
  readonly enable_sni: boolean;
  readonly url: {
    readonly path: Text;
    /** Ranges, `200-299 301`. */
    readonly status_code: Text | null;
    readonly virtualhost: Text | null;
    readonly regex: Text | null;
  } | null;
  /** The name that DNS is asked for. */
  readonly name: Text | null;
  readonly misc: { readonly misc_path: Text; readonly misc_timeout: number; readonly user: Text | null } | null;
  readonly connect_port: number | null;
  readonly connect_timeout: number | null;
  readonly retry: number;
  readonly delay_before_retry: number;
  readonly origin: Origin;
}

/** A script that keepalived runs to see whether this machine can hold an address: sh, and it only looks. */
export interface CheckScript {
  /** Of letters, digits, `.`, `_` and `-`. */
  readonly name: string;
  /** The process that must run, as pgrep's pattern; null where its processes cannot be seen. */
  readonly process: ShellWord | null;
  /** The port that something must listen on. */
  readonly port: number | null;
  readonly http: HttpProbe | null;
  readonly origin: Origin;
}

export interface HttpProbe {
  readonly url: ShellWord;
  readonly head: boolean;
  /** curl's `--request`; null for GET and HEAD. */
  readonly method: ShellWord | null;
  readonly host: ShellWord | null;
  /** In seconds. */
  readonly timeout: number;
  /** Which answers are well; null when the text decides. */
  readonly status: readonly { readonly from: number; readonly to: number }[] | null;
  /** grep's option and what it looks for. */
  readonly body: { readonly option: "-F" | "-E"; readonly pattern: ShellWord } | null;
}

/** build/keepalived/Dockerfile beside the compose file. */
export interface Image {
  /** Below the output folder. */
  readonly path: string;
  /** The machine whose Docker engine builds it. */
  readonly machine: string;
  readonly origin: Origin;
}
