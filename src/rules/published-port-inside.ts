import type { TextEdit } from "../diagnostics/diagnostic.js";
import type { Outfit } from "../ir/container.js";
import type { Node } from "../ir/place.js";
import type { Site } from "../ir/site.js";
import type { SiteIndex } from "../ir/site-index.js";
import type { Server } from "../ir/traffic.js";
import type { Origin } from "../source/origin.js";
import { defineRule } from "./rule.js";

/** A port of the host asked for inside the Docker network, where the container listens on another. */
export const publishedPortInside = defineRule({
  code: "published-port-inside",
  severity: "error",
  summary: "A container asks another one for the port that it has on the host.",
  explanation: `
A published port is one of the engine's machine. Inside the Docker network a container is reached by its name at the port on which it
listens; at the other one nobody answers.

    rabbitmq rabbit publish 5674 -> 5672
    service api port 80 env AMQP_URL amqp://rabbit:5674        # error: connection refused
    service api port 80 env AMQP_URL amqp://rabbit:5672
`,
  message: (data: { readonly name: string; readonly published: number; readonly port: number }) =>
    `inside the Docker network \`${data.name}\` listens on ${data.port}; ${data.published} is its port on the engine's machine`,
  help: ({ name, port }) => `write \`${name}:${port}\``,

  check(site, report, index) {
    const seen = new Set<Origin>();
    for (const { engine, renumbering, withEnvironment } of index.engineParts()) {
      const byName = namesOf(renumbering, index);
      if (byName.size === 0) continue;
      const look = (text: string, origin: Origin): void => {
        for (const { name, port: published } of endpointsIn(text)) {
          const port = byName.get(name)?.get(published);
          if (port === undefined || seen.has(origin)) continue;
          seen.add(origin);
          report({ at: origin, data: { name, published, port }, fix: portIn(`${name}:${published}`, `${name}:${port}`, origin) });
        }
      };
      for (const { environment } of withEnvironment) for (const { value, origin } of environment) if (typeof value === "string") look(value, origin);
      // Layers run in containers of the local engine alone.
      if (engine.machine === "local") for (const { address, port, origin } of serversOfLayers(site, index)) look(`${address}:${port}`, origin);
    }
  },
});

/** Of each name in the engine's networks, the published ports on which nothing listens inside, with the ports that they lead to. */
function namesOf(renumbering: readonly Outfit[], index: SiteIndex): ReadonlyMap<string, ReadonlyMap<number, number>> {
  const byName = new Map<string, Map<number, number>>();
  for (const { name, sidecar, node, publish, networks } of renumbering) {
    if (sidecar) continue;
    const own: Node = index.node(node);
    const inside = new Set([...own.ports, ...publish].map(({ port }) => port));
    if (publish.every(({ published }) => inside.has(published))) continue;
    for (const each of new Set([name, ...networks.flatMap(({ aliases }) => aliases)])) {
      const led = byName.get(each) ?? new Map<number, number>();
      for (const { published, port } of publish) if (!inside.has(published)) led.set(published, port);
      byName.set(each, led);
    }
  }
  return byName;
}

/** What gateways, balancers and caches in containers send to. */
function serversOfLayers({ proxies, caches }: Site, index: SiteIndex): readonly Server[] {
  const isInContainer = ({ nodes }: { readonly nodes: readonly string[] }): boolean => nodes[0] !== undefined && index.node(nodes[0]).host === null;
  return [...proxies.filter(isInContainer).flatMap(({ pools }) => pools.flatMap(({ servers }) => servers)), ...caches.filter(isInContainer).flatMap(({ origins }) => origins.flatMap(({ servers }) => servers))];
}

/** `name:port` anywhere in a text: alone, in a list, or in a URL. */
function endpointsIn(text: string): readonly { readonly name: string; readonly port: number }[] {
  return [...text.matchAll(/(?<![\w.:-])([A-Za-z0-9_][\w.-]*):(\d{1,5})(?!\d)/g)].map(([, name, port]) => ({ name: name!, port: Number(port) }));
}

/** Where it stands in the program as it is, and once. */
function portIn(wrong: string, right: string, { span }: Origin): readonly TextEdit[] | undefined {
  const text = span.source.text.slice(span.start, span.end);
  const at = text.indexOf(wrong);
  if (at < 0 || text.indexOf(wrong, at + 1) >= 0) return undefined;
  return [{ span: { ...span, start: span.start + at, end: span.start + at + wrong.length }, text: right }];
}
