import { frontWait, type Onward, onwardsOf, triesOf } from "../ir/waits.js";
import { duration } from "../vocabulary/values/quantities.js";
import { defineRule } from "./rule.js";

interface Data {
  readonly front: string;
  readonly back: string;
  readonly pool: string;
  readonly frontMs: number;
  readonly backMs: number;
  readonly stream: boolean;
}

/** The same where nobody writes a time. */
const usualMs = 60_000;

/** A wait that somebody asked for behind, and that the layer in front cuts short. */
export const frontGivesUpFirst = defineRule({
  code: "front-gives-up-first",
  severity: "warning",
  summary: "A layer waits for an answer for less time than the layer behind it was given.",
  explanation: `
Each layer waits for the next one. Where the one behind was given five minutes for a slow report and the one in front waits one minute, the
client gets a 504 after one minute, and the service works on for nobody. The outer wait is at least the inner one, with every try that
the inner layer makes.

    balancer front on lb1 { listen 80 http -> edge }                        # gives up after 1m
    gateway edge on web1 { timeouts server 5m; route { / -> reports } }     # warning: would wait 5m

    balancer front on lb1 { timeouts server 5m; listen 80 http -> edge }
`,
  message: ({ front, back, pool, frontMs, backMs }: Data) =>
    `\`${front}\` gives up on \`${back}\` after ${duration.print(frontMs)}, and \`${back}\` waits ${backMs === 0 ? "for ever" : duration.print(backMs)} for \`${pool}\``,
  help: ({ front, frontMs, backMs, stream }) => (backMs === 0 ? `say how long \`${front}\` waits: more than ${duration.print(frontMs)}` : `let \`${front}\` wait as long: \`timeouts ${stream ? `client ${duration.print(backMs)} ` : ""}server ${duration.print(backMs)}\``),

  check(_site, report, index) {
    const reported = new Set<string>();
    const askedOf = onwardsOf(({ pool }) => pool.timeouts.serverMs !== usualMs);
    for (const hop of index.hops().all) {
      const frontMs = frontWait(hop);
      if (frontMs === undefined || frontMs === 0 || hop.from.kind === "cache") continue;
      const key = `${hop.from.layer.name} ${hop.from.listen.name} ${hop.to.layer.name}`;
      if (reported.has(key)) continue;
      const longer = askedOf(hop).filter((onward) => isLonger(onward, frontMs));
      const longest = longer.find(({ pool }) => pool.timeouts.serverMs === 0) ?? longer.reduce<Onward | undefined>((best, each) => (best !== undefined && best.pool.timeouts.serverMs >= each.pool.timeouts.serverMs ? best : each), undefined);
      if (longest === undefined) continue;
      reported.add(key);
      const { layer, pool } = longest;
      const front = hop.from.layer.name;
      report({
        at: hop.from.pool.timeouts.origin,
        data: { front, back: layer.name, pool: pool.entity, frontMs, backMs: pool.timeouts.serverMs, stream: hop.from.listen.mode === "tcp" },
        related: [{ span: pool.timeouts.origin.span, text: `\`${layer.name}\` waits longer` }],
        notes: [waitsOf(front, frontMs, longest)],
      });
    }
  },
});

/** A time of 0 is none: it waits for ever. */
function isLonger({ pool: { timeouts } }: Onward, frontMs: number): boolean {
  return timeouts.serverMs === 0 || timeouts.serverMs > frontMs;
}

/** The way of one request that no server answers, with its times. */
function waitsOf(front: string, frontMs: number, { layer, pool }: Onward): string {
  const tries = triesOf(layer, pool);
  const { connectMs, serverMs } = pool.timeouts;
  const once = `\`${layer.name}\` → \`${pool.entity}\`: ${duration.print(connectMs)} to connect and ${duration.print(serverMs)} for the answer`;
  const all = tries === 1 ? `, ${duration.print(connectMs + serverMs)}` : `, at up to ${tries} servers: ${duration.print(tries * (connectMs + serverMs))}`;
  return `\`${front}\` → \`${layer.name}\`: ${duration.print(frontMs)}; ${once}${all}`;
}
