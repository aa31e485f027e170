import type { Site } from "../ir/site.js";
import type { Origin } from "../source/origin.js";
import { defineRule } from "./rule.js";

/** Something that listens on a machine. */
interface Listener {
  readonly machine: string;
  readonly owner: string;
  readonly address: string | null;
  readonly port: number;
  readonly transport: string;
  readonly origin: Origin;
}

/** Two processes of one machine on one port: the second one fails to start, and no daemon's checker sees it. */
export const portConflict = defineRule({
  code: "port-conflict",
  severity: "error",
  summary: "Two things listen on the same port of a machine.",
  explanation: `
Only one process can listen on an address and port. Each daemon's own check passes, as it sees its own file alone; the second one to
start fails.

    gateway edge on lb1 { listen 80 }
    balancer web on lb1 { listen 80 -> portal }        # error
`,
  message: ({ port, machine, first, second }: { readonly port: string; readonly machine: string; readonly first: string; readonly second: string }) =>
    first === second ? `\`${first}\` listens twice on ${port} of \`${machine}\`` : `\`${first}\` and \`${second}\` both listen on ${port} of \`${machine}\``,
  help: ({ first, second }) => (first === second ? "take one away, or give it another port" : `move \`${second}\` to another port, or give each an address of its own`),

  check(site, report) {
    const byPort = new Map<string, Listener[]>();
    // On every host of the two, and at each port of a range: one fault.
    const reported = new Set<Origin>();
    for (const listener of listenersOf(site)) {
      const key = `${listener.machine} ${listener.transport} ${listener.port}`;
      const known = byPort.get(key) ?? [];
      const clash = known.find((each) => each.address === null || listener.address === null || each.address === listener.address);
      byPort.set(key, [...known, listener]);
      if (clash === undefined || clash.origin === listener.origin || reported.has(listener.origin)) continue;
      reported.add(listener.origin);
      report({
        at: listener.origin,
        data: { port: `${listener.port}/${listener.transport}`, machine: listener.machine, first: clash.owner, second: listener.owner },
        related: [{ span: clash.origin.span, text: `\`${clash.owner}\` listens there` }],
      });
    }
  },
});

function listenersOf(site: Site): readonly Listener[] {
  const listeners: Listener[] = [];
  for (const proxy of site.proxies) {
    // LVS works below the ports: what it forwards, no process of the director listens for.
    if (proxy.engine === "lvs") continue;
    for (const machine of proxy.machines) {
      const add = (address: string | null, port: number, transport: string, origin: Origin): void => void listeners.push({ machine, owner: proxy.name, address, port, transport, origin });
      for (const { binds } of proxy.listens) {
        for (const { address, from, to, transport, origin } of binds) for (let port = from; port <= to; port++) add(address, port, transport, origin);
      }
      for (const { bind, origin } of [...proxy.stats, ...proxy.status, ...proxy.health]) add(bind.address, bind.port, "tcp", origin);
    }
  }
  for (const { name, machines, listens } of site.caches) {
    for (const machine of machines) {
      for (const { address, port, origin } of listens.flatMap(({ binds }) => binds)) listeners.push({ machine, owner: name, address, port, transport: "tcp", origin });
    }
  }
  for (const node of site.nodes) {
    if (["gateway", "balancer", "cache"].includes(node.kind) || node.machine === node.name) continue;
    for (const { port, transport, origin } of node.ports) listeners.push({ machine: node.machine, owner: node.name, address: null, port, transport, origin });
  }
  // What a container publishes, its engine's machine listens for.
  for (const { machine, containers } of site.engines) {
    for (const { name, publish } of containers) {
      for (const { address, published, transport, origin } of publish) listeners.push({ machine, owner: name, address, port: published, transport, origin });
    }
  }
  return listeners;
}
