import { type Listener, listenersOf } from "../ir/listeners.js";
import { defineRule } from "./rule.js";

/** Two processes of one machine on one port: the second one fails to start, and no daemon's checker sees it. */
export const portConflict = defineRule({
  code: "port-conflict",
  severity: "error",
  summary: "Two things listen on the same port of a machine.",
  explanation: `
Only one process can listen on an address and port. Each daemon's own check passes, as it sees its own file alone; the second one to
start fails. One that listens on all addresses has the port on each of them.

    gateway edge on lb1 { listen 80 }
    balancer web on lb1 { listen 80 -> portal }                     # error
    balancer web on lb1 { listen 192.168.0.11:80 -> portal }        # error: \`edge\` has that address too

Two listens of one nginx or HAProxy may have all addresses and one of them on a port: it sends each connection where its address is said.
`,
  message: ({ port, machine, first, second }: { readonly port: string; readonly machine: string; readonly first: Listener; readonly second: Listener; readonly free: number | undefined }) => {
    const where = `${port} of ${machine === "local" ? "this machine" : `\`${machine}\``}`;
    if (first.owner === second.owner) return `\`${first.owner}\` ${first.isPublished && second.isPublished ? "publishes" : "listens"} twice on ${where}`;
    if (first.isPublished && second.isPublished) return `\`${first.owner}\` and \`${second.owner}\` are both published on ${where}`;
    const [listener, published] = first.isPublished ? [second, first] : [first, second];
    return published.isPublished ? `\`${listener.owner}\` listens on ${where}, where \`${published.owner}\` is published` : `\`${first.owner}\` and \`${second.owner}\` both listen on ${where}`;
  },
  help: ({ first, second, free }) => {
    const other = `another port${free === undefined ? "" : `, such as ${free}`}`;
    if (first.owner === second.owner) return `take one away, or give it ${other}`;
    return `${second.isPublished ? `publish \`${second.owner}\` on` : `move \`${second.owner}\` to`} ${other}, or give each an address of its own`;
  },

  check(site, report, index) {
    const listeners = listenersOf(site, index);
    const byPort = new Map<string, Listener[]>();
    const taken = new Set(listeners.map((each) => keyOf(each, each.port)));
    // On every host of the two, and at each port of a range: one fault.
    const reported = new Set<string>();
    for (const listener of listeners) {
      const key = keyOf(listener, listener.port);
      const known = byPort.get(key);
      if (known === undefined) {
        byPort.set(key, [listener]);
        continue;
      }
      const clash = known.find((each) => clashes(each, listener));
      known.push(listener);
      if (clash === undefined || clash.origin === listener.origin) continue;
      const pair = [listener, clash].map(({ origin: { span } }) => `${span.source.path} ${span.start} ${span.end}`).join(" ");
      if (reported.size === reported.add(pair).size) continue;
      report({
        at: listener.origin,
        data: { port: `${listener.port}/${listener.transport}`, machine: listener.machine, first: clash, second: listener, free: freePort(listener, taken) },
        related: [{ span: clash.origin.span, text: `\`${clash.owner}\` ${clash.isPublished ? "is published" : "listens"} there` }],
      });
    }
  },
});

function keyOf({ machine, transport }: Listener, port: number): string {
  return `${machine} ${transport} ${port}`;
}

function clashes(a: Listener, b: Listener): boolean {
  if (a.address === b.address) return true;
  return a.process !== b.process && (a.address === null || b.address === null);
}

/** 8080 for 80, 8443 for 443, of ports that anybody may listen on the next one; or the first after it that nothing of the machine has. */
function freePort(listener: Listener, taken: ReadonlySet<string>): number | undefined {
  for (let port = listener.port < 1024 ? listener.port + 8000 : listener.port + 1; port < 65_536; port++) {
    if (!taken.has(keyOf(listener, port))) return port;
  }
  return undefined;
}
