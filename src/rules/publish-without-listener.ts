import type { Container } from "../ir/container.js";
import type { Node } from "../ir/place.js";
import type { Proxy } from "../ir/traffic.js";
import type { Site } from "../ir/site.js";
import { listed } from "../source/listed.js";
import type { Origin } from "../source/origin.js";
import { isLayer } from "../vocabulary/layers.js";
import { defineRule } from "./rule.js";
import { findNamed } from "../source/group.js";

type Publish = Container["publish"][number];

/** A published port that leads to one on which nothing listens, mostly as its arrow was left out. */
export const publishWithoutListener = defineRule({
  code: "publish-without-listener",
  severity: "warning",
  summary: "A published port leads to one on which its container does not listen.",
  explanation: `
\`publish 8080\` leads to port 8080 of the container. Where that listens on another port, an arrow says so; else clients connect to the host
and are cut off at once.

    service web port 3000 publish 8080                # warning: it listens on 3000
    service web port 3000 publish 8080 -> 3000

Of a service this is reported only when nothing else leads to the ports that it says it has.
`,
  message: (data: { readonly container: string; readonly port: string; readonly published: number; readonly listens: readonly string[]; readonly target: string }) =>
    `\`${data.container}\` listens on ${listed(data.listens, "and")}, and what is published on ${data.published} leads to ${data.port}`,
  help: ({ published, target }) => (target === `${published}/udp` ? `write \`publish ${target}\`` : `write \`publish ${published} -> ${target}\``),

  check(site, report, index) {
    const parts = index.engineParts().filter(({ saidToPublish }) => saidToPublish.length > 0);
    if (parts.length === 0) return;
    const fronted = frontedIn(site);
    const seen = new Set<Origin>();
    for (const { saidToPublish } of parts) {
      for (const { publish, node: name, sidecar } of saidToPublish) {
        const node = index.node(name);
        const written = publish.filter(({ origin }) => origin.because === undefined);
        if (sidecar || node.ports.length === 0) continue;
        const isListening = ({ port, transport }: Publish): boolean => node.ports.some((own) => own.port === port && own.transport === transport);
        if (isLayer(node) ? mayListenElsewhere(node, site) : isReached(node, fronted) || publish.some(isListening)) continue;
        const stray = written.find((each) => !isListening(each) && !pagesOf(node, site).has(each.port));
        if (stray === undefined || seen.has(stray.origin)) continue;
        seen.add(stray.origin);
        report({ at: stray.origin, data: { container: node.entity, port: spell(stray), published: stray.published, listens: [...new Set(node.ports.map(spell))], target: spell(targetOf(node, publish)) } });
      }
    }
  },
});

/** The port that is meant, as far as that can be told: one that nothing leads to yet. */
function targetOf({ ports }: Node, publish: readonly Publish[]): Node["ports"][number] {
  return ports.find((own) => !publish.some(({ port }) => port === own.port)) ?? ports[0]!;
}

function spell({ port, transport }: Pick<Publish, "port" | "transport">): string {
  return transport === "udp" ? `${port}/udp` : String(port);
}

/** What traffic comes to in another way than by a published port. */
function frontedIn({ proxies, caches, registrations, logs }: Site): ReadonlySet<string> {
  const fronted = new Set<string>();
  for (const { pools } of proxies) for (const { entity } of pools) fronted.add(entity);
  for (const { origins } of caches) for (const { name } of origins) fronted.add(name);
  for (const { service } of registrations) fronted.add(service);
  for (const { buffer, destination } of logs) fronted.add(buffer?.entity ?? "").add(destination.entity);
  return fronted;
}

/** Whether its ports are reached otherwise, or are only some of those that it has: of RabbitMQ and logstash, what their plugins listen on. */
function isReached({ entity, kind, ports }: Node, fronted: ReadonlySet<string>): boolean {
  const isSaid = kind !== "service" || ports.some(({ origin }) => origin.because === undefined);
  return fronted.has(entity) || !isSaid || kind === "rabbitmq" || kind === "logstash";
}

/** What a layer serves besides its listens. */
function pagesOf({ entity }: Node, { proxies, caches }: Site): ReadonlySet<number> {
  const proxy = findNamed(proxies, entity);
  const answers = findNamed(caches, entity)?.answers;
  return new Set([...(proxy === undefined ? [] : [...proxy.stats, ...proxy.status, ...proxy.health].map(({ bind }) => bind.port)), ...(answers ? [answers.port] : [])]);
}

/** Whether words of the daemon's own say ports that nobody else knows of. */
function mayListenElsewhere({ entity }: Node, { proxies, caches }: Site): boolean {
  const layer: Pick<Proxy, "native"> | undefined = findNamed(proxies, entity) ?? findNamed(caches, entity);
  return layer === undefined || layer.native.length > 0;
}
