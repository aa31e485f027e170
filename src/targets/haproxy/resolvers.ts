import type { Discovery, Pool } from "../../ir/traffic.js";
import type { Origin } from "../../source/origin.js";
import { endpointText } from "./logs.js";
import type { Resolvers } from "./model.js";
import { identifier, type Quoted, unique, words } from "./quote.js";
import type { Scope } from "./scope.js";
import { time } from "./time.js";
import { reportUnsupported } from "./unsupported.js";

/** The resolvers of the process; each is there once. */
export interface ResolverList {
  /** For servers that have names. */
  readonly forNames: (pool: Pool) => Quoted;
  /** Null when there is no agent to ask, which is reported. */
  readonly forDiscovery: (discovery: Discovery) => Quoted | null;
  readonly all: () => readonly Resolvers[];
}

/** Source: HAProxy Configuration Manual, section 5.3.2 "The resolvers section". */
export function collectResolvers(scope: Scope): ResolverList {
  const taken = new Set<string>();
  const sections = new Map<string, Resolvers>();
  const add = (wanted: string, section: Omit<Resolvers, "name" | "native">): Quoted => {
    const { origin: _, ...said } = section;
    const key = JSON.stringify([wanted, said]);
    const known = sections.get(key);
    if (known !== undefined) return known.name;
    const name = unique(identifier(wanted), taken);
    sections.set(key, { ...section, name, native: [] });
    return name;
  };
  return {
    forNames: (pool) => add("dns", ofNames(scope, pool)),
    forDiscovery(discovery) {
      const section = ofDiscovery(scope, discovery);
      return section === null ? null : add(discovery.cluster, section);
    },
    all: () => [...sections.values()],
  };
}

/** The name servers of the networks that its hosts are in, else those of the machine, which in a container knows the other containers. */
function ofNames(scope: Scope, { resolve, origin }: Pool): Omit<Resolvers, "name" | "native"> {
  const at: Origin = resolve?.origin ?? origin;
  const interfaces = scope.site.hosts.flatMap((host) => (host.name === scope.daemon.machine ? host.interfaces : []));
  const networks = new Set(interfaces.map(({ network }) => network));
  const dns = [...new Set(scope.site.networks.filter(({ name }) => networks.has(name)).flatMap((network) => network.dns))];
  return {
    origin: at,
    nameserver: dns.map((host, index) => ({ name: words`dns${index + 1}`, address: scope.quote.word(endpointText({ host, port: 53 }), at) })),
    consul: false,
    resolve_retries: resolve?.retries ?? 3,
    timeout_resolve: time(resolve?.everyMs ?? 10_000, "every", at, scope.report),
    timeout_retry: time(resolve?.timeoutMs ?? 1000, "timeout", at, scope.report),
    hold: time(resolve?.holdMs ?? 30_000, "hold", at, scope.report),
  };
}

/** Consul's own DNS, asked at the agent of this machine. */
function ofDiscovery(scope: Scope, { agents, cluster, everyMs, origin }: Discovery): Omit<Resolvers, "name" | "native"> | null {
  const agent = agents.find(({ node }) => scope.daemon.nodes.includes(node));
  if (agent === undefined) {
    reportUnsupported(scope.report, origin, `finds no agent of \`${cluster}\` to ask`, `write \`client\` in \`consul ${cluster}\` for the hosts of this balancer`);
    return null;
  }
  const port = scope.site.consuls.find(({ name }) => name === cluster)?.dnsPort ?? 8600;
  return {
    origin,
    nameserver: [{ name: identifier(cluster), address: scope.quote.word(endpointText({ host: agent.endpoint.host, port }), origin) }],
    consul: true,
    resolve_retries: 3,
    timeout_resolve: time(everyMs, "every", origin, scope.report),
    timeout_retry: time(Math.min(everyMs, 1000), "every", origin, scope.report),
    hold: null,
  };
}
