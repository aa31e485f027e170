import { frontWait, onwardsOf, triesOf } from "../ir/waits.js";
import { duration } from "../vocabulary/values/quantities.js";
import { defineRule } from "./rule.js";

/** nginx turns to another server when one does not answer in time; by then the layer in front has given up. */
export const lateRetry = defineRule({
  code: "late-retry",
  severity: "info",
  summary: "When a server hangs, the layer in front gives up before another server is tried.",
  explanation: `
nginx waits \`timeouts server\` for one server before it tries the next. A layer in front that waits no longer than that answers 504 to the
client at the same moment, so that the second server never helps. A server that refuses connections is no matter: the next one is tried at once.

    balancer front on lb1 { listen 80 http -> edge }              # waits 1m
    gateway edge on web1 { route { / -> app } }                   # note: waits 1m for each of two servers

    gateway edge on web1 { timeouts server 25s; route { / -> app } }
`,
  message: (data: { readonly front: string; readonly back: string; readonly pool: string; readonly frontMs: number; readonly onceMs: number; readonly tries: number }) =>
    `when a server of \`${data.pool}\` hangs, \`${data.back}\` tries the next after ${duration.print(data.onceMs)}, and \`${data.front}\` has given up after ${duration.print(data.frontMs)}`,
  help: ({ front, back, frontMs, onceMs, tries }) => `let \`${front}\` wait for ${tries} tries, \`timeouts server ${duration.print(tries * onceMs)}\`, or \`${back}\` for less: \`timeouts server ${duration.print(Math.max(1000, Math.floor(frontMs / tries / 1000 - 5) * 1000))}\``,

  check(_site, report, index) {
    const reported = new Set<string>();
    const tryingOf = onwardsOf(({ layer, pool }) => triesOf(layer, pool) > 1 && pool.timeouts.serverMs > 0);
    for (const hop of index.hops().all) {
      const { from, to } = hop;
      const frontMs = frontWait(hop);
      const key = `${from.layer.name} ${to.layer.name}`;
      // Where both layers are nginx the tries multiply, which is said of them instead.
      if (from.kind === "cache" || frontMs === undefined || frontMs === 0 || reported.has(key) || triesOf(from.layer, from.pool) > 1) continue;
      const late = tryingOf(hop).find((onward) => onward.pool.timeouts.serverMs <= frontMs && frontMs <= onward.pool.timeouts.serverMs + onward.pool.timeouts.connectMs);
      if (late === undefined) continue;
      reported.add(key);
      const { layer, pool } = late;
      report({
        at: from.route?.origin ?? from.pool.origin,
        data: { front: from.layer.name, back: layer.name, pool: pool.entity, frontMs, onceMs: pool.timeouts.serverMs, tries: triesOf(layer, pool) },
      });
    }
  },
});
