import type { Origin } from "../../source/origin.js";
import type { Text } from "./quote.js";

/** What makes a host answer for addresses of LVS in the modes DR and TUN. */
export interface LvsRealServer {
  /** In the order of their labels. */
  readonly addresses: readonly StandingAddress[];
  /** Of mode TUN: the devices that unwrap what a director sends. */
  readonly tunnels: readonly Tunnel[];
  /** Lines of the file in /etc/sysctl.d; empty where IPv6 needs none. */
  readonly settings: readonly Setting[];
  /** Whether one is of that family: ARP is IPv4's, labels too. */
  readonly ipv4: boolean;
  readonly ipv6: boolean;
  readonly origin: Origin;
}

export interface StandingAddress {
  readonly address: Text;
  readonly length: 32 | 128;
  readonly device: "lo" | "tunl0";
  /** `lo:0`; null for IPv6, which has no labels. */
  readonly label: Text | null;
  readonly origin: Origin;
}

export interface Tunnel {
  readonly module: "ipip" | "ip6_tunnel";
  readonly device: "tunl0" | "ip6tnl0";
  /** 2 is loose; null for IPv6, which has no such setting. */
  readonly rp_filter: 2 | null;
  readonly origin: Origin;
}

export interface Setting {
  readonly key: string;
  readonly value: number;
}
