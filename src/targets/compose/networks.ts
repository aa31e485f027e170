import type { SiteIndex } from "../../ir/site-index.js";
import { withOrigin } from "../../emit/yaml.js";
import type { Container } from "../../ir/container.js";
import type { EngineParts } from "../../ir/engine-parts.js";
import type { Network as SiteNetwork } from "../../ir/place.js";
import { compareNames, compareText } from "../../source/order.js";
import type { Attachment, Leaf, Network } from "./model.js";
import { fixed, type Quote, type Text } from "./quote.js";

/** The networks that the engine's containers join, by their names. */
export function joinedNetworks({ engine, inNetworks }: EngineParts, index: SiteIndex): readonly SiteNetwork[] {
  const joinedByAny = new Set(engine.networks);
  for (const { sidecar, networks } of inNetworks) if (!sidecar) for (const { network } of networks) joinedByAny.add(network);
  return [...joinedByAny].sort(compareNames).map((name) => index.network(name));
}

/** The networks of an engine; undefined for none. */
export function lowerNetworks(joined: readonly SiteNetwork[], quote: Quote): Readonly<Record<string, Network>> | undefined {
  if (joined.length === 0) return undefined;
  return Object.fromEntries(
    joined.map(({ name, cidr, family, gateway, driver, parent, origin }) => {
      const network = {
        driver: fixed(driver),
        driver_opts: parent === null ? undefined : { parent: quote.line(parent, origin) },
        enable_ipv6: family === "ipv6" || undefined,
        ipam: { config: [{ subnet: quote.line(cidr, origin), gateway: gateway === null ? undefined : quote.line(gateway, origin) }] },
      };
      return [quote.name(name, origin), withOrigin(origin, network)];
    }),
  );
}

/** The networks of one container, with its addresses and the names that others call it by besides its own. */
export function lowerAttachments(container: Container, index: SiteIndex, quote: Quote): Readonly<Record<string, Attachment>> | undefined {
  if (container.networks.length === 0) return undefined;
  const sorted = container.networks.toSorted((a, b) => compareNames(a.network, b.network));
  return Object.fromEntries(
    sorted.map(({ network, address, aliases, origin }) => {
      const { family } = index.network(network);
      const quoted = address === null ? undefined : quote.line(address, origin);
      // Compose makes the name of the service an alias by itself.
      const others = [...new Set(aliases)].filter((alias) => alias !== container.name).sort(compareNames);
      const attachment = {
        ipv4_address: family === "ipv4" ? quoted : undefined,
        ipv6_address: family === "ipv6" ? quoted : undefined,
        aliases: others.length === 0 ? undefined : others.map((alias) => quote.hostname(alias, origin, container.name)),
        // The first network that it joins is its eth0, which keepalived's file names, whatever the names' order.
        priority: container.networks.length === 1 ? undefined : container.networks.length - container.networks.findIndex((each) => each.network === network),
      };
      return [quote.name(network, origin, network), withOrigin(origin, attachment)];
    }),
  );
}

/** `127.0.0.1:8500:8500`; without an address Docker listens on all of them. */
export function lowerPorts({ publish }: Container, quote: Quote): readonly Leaf[] | undefined {
  if (publish.length === 0) return undefined;
  const only = publish[0]!;
  // Most have one, and to sort is to copy.
  if (publish.length === 1) return [withOrigin(only.origin, portText(only, quote))];
  const sorted = publish.toSorted((a, b) => a.published - b.published || compareText(a.transport, b.transport) || compareText(a.address ?? "", b.address ?? ""));
  return sorted.map((each) => withOrigin(each.origin, portText(each, quote)));
}

function portText({ address, published, port, transport, origin }: Container["publish"][number], quote: Quote): Text {
  const host = address === null ? "" : `${quote.line(address.includes(":") ? `[${address}]` : address, origin)}:`;
  return fixed(`${host}${published}:${port}${transport === "udp" ? "/udp" : ""}`);
}
