import type { Site } from "../ir/site.js";
import type { SiteIndex } from "../ir/site-index.js";
import { listedQuoted } from "../source/listed.js";
import type { Label, Origin } from "../source/origin.js";
import { defineRule } from "./rule.js";

/** An address that a declaration listens on, on each of its machines. */
interface Listened {
  readonly name: string;
  readonly address: string;
  readonly machines: readonly string[];
  readonly origin: Origin;
}

/** Listening on an address that the machine does not have: the daemon does not start, or nothing ever comes. */
export const listenElsewhere = defineRule({
  code: "listen-elsewhere",
  severity: "error",
  summary: "Something listens on an address that one of its machines does not have.",
  explanation: `
A daemon can listen on the addresses of its own machine, and on the VIPs that the machine may come to hold. On another one it does not start
("cannot assign requested address"), or starts and is never reached. What stands on several hosts listens alike on each.

    gateway edge on lb[1..2] { listen 192.168.0.11:80 }        # error: that is lb1's, and lb2 cannot listen there
    gateway edge on lb[1..2] { listen 80 }
`,
  message: (data: { readonly name: string; readonly address: string; readonly machines: readonly string[] }) =>
    `\`${data.name}\` listens on \`${data.address}\`, which ${listedQuoted(data.machines, "and")} ${data.machines.length === 1 ? "does" : "do"} not have`,
  help: () => "leave the address out, listen on a VIP that it holds, or declare one for each machine",

  check(site, report, index) {
    const own = addressesByMachine(site, index);
    const seen = new Set<Origin>();
    for (const { name, address, machines, origin } of listenedIn(site)) {
      if (seen.has(origin) || /^(127\.|0\.0\.0\.0$|::1?$)/.test(address)) continue;
      // A host may have addresses that the program does not say, but none that is another's.
      const isHost = (machine: string): boolean => index.machine(machine).kind === "host";
      const lacking = machines.filter((machine) => !own.get(machine)?.has(address) && (!isHost(machine) || index.takenAddresses().has(address)));
      if (lacking.length === 0) continue;
      seen.add(origin);
      report({ at: origin, data: { name, address, machines: lacking }, related: ownersOf(address, site) });
    }
  },
});

/** All that each machine has or may come to hold. */
function addressesByMachine({ hosts, nodes, vrrps, realServers }: Site, index: SiteIndex): ReadonlyMap<string, ReadonlySet<string>> {
  const own = new Map<string, Set<string>>();
  const add = (machine: string, addresses: readonly { readonly address: string | null }[]): void => {
    const known = own.get(machine) ?? new Set();
    for (const { address } of addresses) if (address !== null) known.add(address);
    own.set(machine, known);
  };
  for (const { name, interfaces } of hosts) add(name, interfaces);
  for (const { machine, addresses } of nodes) add(machine, addresses);
  // Of every node of what says the VIP, even one that cannot hold it: that is a fault by itself.
  for (const { entity, addresses } of vrrps) for (const { machine } of index.nodesOf(entity)) add(machine, addresses);
  for (const { machine, addresses } of realServers) add(machine, addresses);
  return own;
}

function listenedIn({ proxies, caches }: Site): readonly Listened[] {
  const listened: Listened[] = [];
  const add = (name: string, machines: readonly string[], address: string | null, origin: Origin): void => {
    if (address !== null) listened.push({ name, address, machines, origin });
  };
  // LVS listens for nothing: its directors take in what comes to the address.
  for (const { name, machines, listens, stats, status, health } of proxies.filter(({ engine }) => engine !== "lvs")) {
    for (const { address, origin } of listens.flatMap(({ binds }) => binds)) add(name, machines, address, origin);
    for (const { bind, origin } of [...stats, ...status, ...health]) add(name, machines, bind.address, origin);
  }
  for (const { name, machines, listens } of caches) for (const { address, origin } of listens.flatMap(({ binds }) => binds)) add(name, machines, address, origin);
  return listened;
}

function ownersOf(wanted: string, { hosts, nodes, vrrps }: Site): readonly Label[] {
  const host = hosts.find(({ interfaces }) => interfaces.some(({ address }) => address === wanted));
  if (host !== undefined) return [{ span: host.origin.span, text: `it is of \`${host.name}\`` }];
  const node = nodes.find(({ addresses }) => addresses.some(({ address }) => address === wanted));
  if (node !== undefined) return [{ span: node.origin.span, text: `it is of \`${node.name}\`` }];
  const vip = vrrps.flatMap(({ entity, addresses }) => addresses.map(({ address, origin }) => ({ entity, address, origin }))).find(({ address }) => address === wanted);
  return vip === undefined ? [] : [{ span: vip.origin.span, text: `it is a VIP of \`${vip.entity}\`` }];
}
