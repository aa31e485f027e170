import type { NativeBlock, NativeStatement } from "../ir/native.js";
import type { Site } from "../ir/site.js";
import type { SiteIndex } from "../ir/site-index.js";
import type { Vrrp } from "../ir/vip.js";
import { findNamed } from "../source/group.js";
import type { Label } from "../source/origin.js";
import { defineRule } from "./rule.js";

/** A VIP that moves about, and on which nothing listens. */
export const vipWithoutListener = defineRule({
  code: "vip-without-listener",
  severity: "warning",
  summary: "Nothing listens on a VIP.",
  explanation: `
A VIP is where clients come to. What holds it listens there when its \`listen\` has no address: on its VIPs. With an address it listens on that alone, and connections
to the VIP are refused, wherever it is. What else runs on the hosts can be declared as a service.

    gateway edge on lb[1..2] { vip 192.168.0.146; listen 127.0.0.1:80 }        # warning
    gateway edge on lb[1..2] { vip 192.168.0.146; listen 80 }
`,
  message: ({ address }: { readonly address: string; readonly entity: string; readonly port: number | undefined }) => `nothing listens on \`${address}\``,
  help: ({ entity, port }) => `let \`${entity}\` listen there: \`listen ${port ?? "PORT"}\` without an address, or take the VIP away`,

  check(site, report, index) {
    if (site.vrrps.length === 0) return;
    const machinesOf = ({ members }: Vrrp): readonly string[] => members.map(({ machine, node }) => (index.node(node).host === null ? node : machine));
    const reached = reachedAddresses(site, index, new Set(site.vrrps.flatMap(machinesOf)));
    for (const vrrp of site.vrrps) {
      const { entity, addresses } = vrrp;
      const machines = machinesOf(vrrp);
      if (machines.some((machine) => reached.get(machine)?.has("*"))) continue;
      for (const { address, origin } of addresses) {
        if (machines.some((machine) => reached.get(machine)?.has(address))) continue;
        report({ at: origin, data: { address, entity, port: portOf(entity, site) }, related: listensOf(entity, site) });
      }
    }
  },
});

/** The addresses on which something of the machines listens; `*` for all, or where that cannot be told. */
function reachedAddresses(site: Site, index: SiteIndex, machines: ReadonlySet<string>): ReadonlyMap<string, ReadonlySet<string>> {
  const reached = new Map([...machines].map((machine) => [machine, new Set<string>()]));
  const add = (machine: string, address: string | null): void => void reached.get(machine)?.add(address ?? "*");
  for (const { machine, address } of index.listeners()) add(machine, address === "::" ? null : address);
  for (const [kind, nodes] of index.nodeParts().byKind) {
    if (["gateway", "balancer", "cache"].includes(kind)) continue;
    for (const { name, machine } of nodes) if (machine === name) add(machine, null);
  }
  for (const { engine, mode, machines, listens, native } of site.proxies) {
    // A director that translates is a router, too: of its VIPs one may be for its servers alone. What a daemon's own words open, nobody else knows.
    const isOpen = mode === "nat" || native.some(mayListen) || listens.some((listen) => listen.native.some(mayListen));
    for (const machine of machines) {
      if (isOpen) add(machine, null);
      if (engine === "lvs") for (const { binds } of listens) for (const { address } of binds) add(machine, address);
    }
  }
  for (const { machines, native } of site.caches) if (native.some(mayListen)) for (const machine of machines) add(machine, null);
  return reached;
}

const listening = new Set(["listen", "bind", "http_port", "https_port", "include", "raw"]);

function mayListen({ statements }: NativeBlock): boolean {
  return statements.some(opens);
}

function opens({ words, block }: NativeStatement): boolean {
  return listening.has(words[0]?.text ?? "") || (block ?? []).some(opens);
}

function portOf(entity: Vrrp["entity"], { proxies, caches }: Site): number | undefined {
  const [bind] = (findNamed(proxies, entity) ?? findNamed(caches, entity))?.listens.flatMap<{ readonly from?: number; readonly port?: number }>(({ binds }) => binds) ?? [];
  return bind?.from ?? bind?.port;
}

function listensOf(entity: Vrrp["entity"], { proxies, caches }: Site): readonly Label[] {
  const binds = (findNamed(proxies, entity) ?? findNamed(caches, entity))?.listens.flatMap<{ readonly address: string | null; readonly origin: Label }>(({ binds: own }) => own) ?? [];
  return binds.slice(0, 3).map(({ address, origin }) => ({ span: origin.span, text: `\`${entity}\` listens on ${address === null ? "all addresses" : `\`${address}\``}` }));
}
