import type { Diagnostic } from "../../../src/diagnostics/diagnostic.js";
import type { Daemon } from "../../../src/ir/place.js";
import type { Site } from "../../../src/ir/site.js";
import type { Check, Pool, Proxy } from "../../../src/ir/traffic.js";
import type { Vrrp } from "../../../src/ir/vip.js";
import { lowerKeepalived } from "../../../src/targets/keepalived/lower.js";
import type { Keepalived } from "../../../src/targets/keepalived/model.js";
import { checkOf, containerOf, contextOf, daemonOf, engineOf, listenOf, machineOf, memberOf, originOf, poolOf, proxyOf, serverOf, siteOf, vrrpOf } from "../../kit/site.js";

/** Two directors, `lb1` and `lb2`. */
export const members = [memberOf("lb1", "192.168.0.11", 150), memberOf("lb2", "192.168.0.12", 140)];

/** 192.168.0.146 on both, with nothing to depend on. */
export function edgeOf(parts: Partial<Vrrp> = {}): Vrrp {
  return vrrpOf("edge", "192.168.0.146", members, parts);
}

export function vrrpCheckOf(name: string, parts: Partial<Vrrp["checks"][number]> = {}, check: Partial<Check> = {}): Vrrp["checks"][number] {
  return { name, process: "nginx", port: 80, check: checkOf({ form: "process", fall: 2, ...check }), origin: originOf(`check ${name}`), ...parts };
}

/** A site of two hosts with keepalived on each. */
export function hostsOf(parts: Partial<Site> = {}): Site {
  return siteOf({
    machines: [machineOf("lb1"), machineOf("lb2")],
    daemons: [daemonOf("keepalived", "lb1"), daemonOf("keepalived", "lb2")],
    ...parts,
  });
}

/** The same address held by containers beside the two nodes of a gateway. */
export function sidecarsOf(parts: Partial<Vrrp> = {}): Site {
  const names = ["gateway-1-keepalived", "gateway-2-keepalived"];
  const own = names.map((name, at) => memberOf(name, `192.168.0.${5 + at}`, 150 - 10 * at, { node: name.replace("-keepalived", "") }));
  const build = { context: "./build/keepalived", args: [], origin: originOf() };
  return siteOf({
    machines: [machineOf("local", { kind: "local" }), ...names.map((name) => machineOf(name, { kind: "container" }))],
    engines: [engineOf(names.map((name) => containerOf(name, { sidecar: true, image: null, build })))],
    daemons: names.map((name) => daemonOf("keepalived", name, { nodes: [name.replace("-keepalived", "")] })),
    vrrps: [vrrpOf("gateway", "192.168.0.146", own, parts)],
  });
}

export const servers = [serverOf("node2", "192.168.0.32"), serverOf("node3", "192.168.0.33")];

/** An LVS balancer of both hosts: port 80 of 192.168.0.146 to `pool`. */
export function balancerOf(pool: Partial<Pool> = {}, parts: Partial<Proxy> = {}): Proxy {
  const origin = originOf("listen 80");
  return proxyOf("web", {
    kind: "balancer",
    engine: "lvs",
    mode: "dr",
    nodes: ["lb1", "lb2"],
    addresses: ["192.168.0.146"],
    pools: [poolOf("portal", [...servers], { check: checkOf({ rise: 1 }), ...pool })],
    listens: [listenOf(80, { mode: "tcp", pool: "portal", binds: [{ address: "192.168.0.146", from: 80, to: 80, transport: "tcp", origin }] })],
    ...parts,
  });
}

/** The model of one of a site's machines, and what was reported. */
export function lowerOn(site: Site, machine = "lb1", daemon: Partial<Daemon> = {}, secrets: Readonly<Record<string, string>> = {}): { readonly model: Keepalived; readonly diagnostics: readonly Diagnostic[] } {
  const context = contextOf(site, { secrets });
  const found = site.daemons.find((each) => each.machine === machine)!;
  return { model: lowerKeepalived({ ...found, ...daemon }, context), diagnostics: context.diagnostics };
}

export function codesOf(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map(({ code }) => code);
}
