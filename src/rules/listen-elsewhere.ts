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
    const listened = listenedIn(site).filter(({ address }) => !/^(127\.|0\.0\.0\.0$|::1?$)/.test(address));
    if (listened.length === 0) return;
    const own = addressesByMachine(site, index, new Set(listened.flatMap(({ machines }) => machines)));
    const ownersOf = addressFinder(site);
    const seen = new Set<Origin>();
    for (const { name, address, machines, origin } of listened) {
      if (seen.has(origin)) continue;
      // A host may have addresses that the program does not say, but none that is another's.
      const isHost = (machine: string): boolean => index.machine(machine).kind === "host";
      const lacking = machines.filter((machine) => !own.get(machine)?.has(address) && (!isHost(machine) || index.takenAddresses().has(address)));
      if (lacking.length === 0) continue;
      seen.add(origin);
      report({ at: origin, data: { name, address, machines: lacking }, related: ownersOf(address) });
    }
  },
});

/** All that each of the machines has or may come to hold. */
function addressesByMachine({ hosts, nodes, vrrps, realServers }: Site, index: SiteIndex, machines: ReadonlySet<string>): ReadonlyMap<string, ReadonlySet<string>> {
  const own = new Map([...machines].map((machine) => [machine, new Set<string>()]));
  const add = (machine: string, addresses: readonly { readonly address: string | null }[]): void => {
    const known = own.get(machine);
    if (known !== undefined) for (const { address } of addresses) if (address !== null) known.add(address);
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
  for (const { name, engine, machines, listens, stats, status, health } of proxies) {
    if (engine === "lvs") continue;
    for (const { binds } of listens) for (const { address, origin } of binds) add(name, machines, address, origin);
    for (const pages of [stats, status, health]) for (const { bind, origin } of pages) add(name, machines, bind.address, origin);
  }
  for (const { name, machines, listens } of caches) for (const { binds } of listens) for (const { address, origin } of binds) add(name, machines, address, origin);
  return listened;
}

/** Whose an address is: of a host, else of a node, else a VIP. Each list is read once, when it is first asked. */
function addressFinder({ hosts, nodes, vrrps }: Site): (wanted: string) => readonly Label[] {
  let owners: Map<string, Label> | undefined;
  const collect = (): Map<string, Label> => {
    const found = new Map<string, Label>();
    const add = (address: string | null, label: Label): void => {
      if (address !== null && !found.has(address)) found.set(address, label);
    };
    for (const { name, interfaces, origin } of hosts) for (const { address } of interfaces) add(address, { span: origin.span, text: `it is of \`${name}\`` });
    for (const { name, addresses, origin } of nodes) for (const { address } of addresses) add(address, { span: origin.span, text: `it is of \`${name}\`` });
    for (const { entity, addresses } of vrrps) for (const { address, origin } of addresses) add(address, { span: origin.span, text: `it is a VIP of \`${entity}\`` });
    return found;
  };
  return (wanted) => {
    const found = (owners ??= collect()).get(wanted);
    return found === undefined ? [] : [found];
  };
}
