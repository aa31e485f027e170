import type { NativeBlock } from "../ir/native.js";
import type { Listen, Proxy, Route } from "../ir/traffic.js";
import { onwardsOf } from "../ir/waits.js";
import { size } from "../vocabulary/values/quantities.js";
import { defineRule } from "./rule.js";

/** nginx's own limit, which a gateway has where nobody says another. */
const usualBytes = 2 ** 20;

/** A larger body that somebody allowed behind, and that the layer in front refuses. */
export const bodyLimitOutside = defineRule({
  code: "body-limit-outside",
  severity: "warning",
  summary: "A layer refuses bodies that the layer behind it was told to take.",
  explanation: `
Each layer has a limit of its own for the body of a request; nginx refuses more than 1 MB unless it is told. An upload that is allowed behind and
not in front ends at the front with 413.

    gateway front on lb1 { route { / -> edge } }                       # warning: refuses above 1MB
    gateway edge on web1 { body 100MB; route { /upload -> files } }

    gateway front on lb1 { body 100MB; route { / -> edge } }
`,
  message: (data: { readonly front: string; readonly back: string; readonly frontBytes: number; readonly backBytes: number | null; readonly path: string }) =>
    `\`${data.front}\` refuses bodies above ${size.print(data.frontBytes)}, and \`${data.back}\` takes ${data.backBytes === null ? "any" : `${size.print(data.backBytes)}`} at \`${data.path}\``,
  help: ({ front, backBytes }) => `let \`${front}\` take as much: \`body ${backBytes === null ? "no" : size.print(backBytes)}\``,

  check(_site, report, index) {
    const reported = new Set<string>();
    const largeOf = onwardsOf(({ layer, route }) => route !== null && isMore(route.bodyBytes, 0, layer));
    for (const hop of index.hops().all) {
      const { from } = hop;
      if (from.kind === "cache" || from.listen.mode !== "http" || from.layer.engine === "lvs") continue;
      const frontBytes = from.route === null ? (from.layer.engine === "haproxy" ? null : usualBytes) : from.route.bodyBytes;
      if (frontBytes === null) continue;
      const larger = largeOf(hop).find((onward) => isMore(onward.route!.bodyBytes, frontBytes, onward.layer));
      if (larger?.route == null) continue;
      const key = `${from.layer.name} ${hop.to.layer.name}`;
      if (reported.has(key) || saysItself(from.layer, from.listen, from.route)) continue;
      reported.add(key);
      report({
        at: from.route?.origin ?? from.pool.origin,
        data: { front: from.layer.name, back: larger.layer.name, frontBytes, backBytes: larger.route.bodyBytes, path: larger.route.path },
        related: [{ span: larger.route.origin.span, text: "takes more" }],
      });
    }
  },
});

/** Whether a route was told to take more; no limit at all is HAProxy's usual way, and of nginx a word of somebody's. */
function isMore(bytes: number | null, than: number, { engine }: Proxy): boolean {
  return bytes === null ? engine !== "haproxy" : bytes > than && bytes !== usualBytes;
}

/** A native block may say it in nginx's own words. */
function saysItself(proxy: Proxy, listen: Listen, route: Route | null): boolean {
  const says = ({ statements }: NativeBlock): boolean => JSON.stringify(statements, (key, value: unknown) => (key === "origin" ? undefined : value)).includes("client_max_body_size");
  return [...proxy.native, ...listen.native, ...(route?.native ?? [])].some(says);
}
