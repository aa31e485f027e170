import type { Diagnostic } from "../../../src/diagnostics/diagnostic.js";
import type { Daemon, Machine } from "../../../src/ir/place.js";
import type { Site } from "../../../src/ir/site.js";
import type { Proxy as IrProxy } from "../../../src/ir/traffic.js";
import { lower } from "../../../src/targets/haproxy/lower.js";
import type { Model, Proxy, Rule } from "../../../src/targets/haproxy/model.js";
import { contextOf, daemonOf, hostOf, machineOf, networkOf, nodeOf, proxyOf, siteOf } from "../../kit/site.js";

export interface Setting {
  readonly daemon?: Partial<Daemon>;
  readonly machine?: Partial<Machine>;
  readonly site?: Partial<Site>;
  readonly secrets?: Readonly<Record<string, string>>;
}

/** Balancers by haproxy on `lb1`, 192.168.0.11, which share its process. */
export function siteWith(proxies: readonly IrProxy[], { daemon, machine, site }: Setting = {}): Site {
  return siteOf({
    networks: [networkOf()],
    hosts: [hostOf("lb1", "192.168.0.11")],
    machines: [machineOf("lb1", machine)],
    nodes: [nodeOf("lb1", "192.168.0.11", { host: "lb1" })],
    proxies: [...proxies],
    daemons: [daemonOf("haproxy", "lb1", { entities: proxies.map(({ name }) => name), ...daemon })],
    ...site,
  });
}

/** A balancer by haproxy on `lb1`. */
export function balancerOf(name: string, parts: Partial<IrProxy> = {}): IrProxy {
  return proxyOf(name, { kind: "balancer", nodes: ["lb1"], ...parts });
}

/** The model of the balancers' process, and what was reported. */
export function modelOf(proxies: readonly IrProxy[], setting: Setting = {}): { readonly model: Model; readonly diagnostics: readonly Diagnostic[] } {
  const site = siteWith(proxies, setting);
  const context = contextOf(site, { secrets: setting.secrets ?? {} });
  const model = lower(site.daemons[0]!, context);
  return { model, diagnostics: context.diagnostics };
}

/** `CODE: MESSAGE`, in the order of the reports. */
export function reported(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map(({ code, message }) => `${code}: ${message}`);
}

export function sectionOf({ proxies }: Model, name: string): Proxy {
  const section = proxies.find((each) => each.name === name);
  if (section === undefined) throw new Error(`no section ${name} among ${proxies.map((each) => each.name).join(", ")}`);
  return section;
}

/** Rules as they are printed, without their keyword. */
export function rulesOf(rules: readonly Rule[]): readonly string[] {
  return rules.map(({ action, condition }) => (condition === null ? action : `${action} ${condition.keyword} ${condition.text}`));
}

/** The rules of a section without those that every listen has in these tests: forwarded headers and the limit of bodies. */
export function ownRules({ http_request }: Proxy): readonly string[] {
  return rulesOf(http_request).filter((rule) => !/X-Forwarded|body_size/.test(rule));
}

export function aclsOf({ acl }: Proxy): readonly string[] {
  return acl.map(({ name, criterion, values }) => [name, criterion, ...values].join(" "));
}

export function switchesOf({ use_backend, default_backend }: Proxy): readonly string[] {
  return [...use_backend.map(({ name, condition }) => `${name} ${condition.keyword} ${condition.text}`), ...(default_backend === null ? [] : [default_backend.name])];
}
