import type { Page, Proxy } from "../../ir/traffic.js";
import { apart, line, section } from "./directive.js";
import { socketsOf } from "./listens.js";
import type { Directive, Word } from "./model.js";
import { fixed } from "./quote.js";
import { cannot, type Scope } from "./scope.js";
import { findNamed } from "../../source/group.js";

type Kind = "status" | "health";

interface Owned {
  readonly kind: Kind;
  readonly page: Page;
}

/** The pages of all proxies: those on a port that traffic uses stand beside it, the others get a server of their own. */
export interface Pages {
  /** Locations for a server that listens on these sockets. */
  on(sockets: readonly Word[]): readonly Directive[];
  /** Servers for what no listen has; `used` are the sockets of all listens. */
  servers(used: ReadonlySet<Word>): readonly Directive[];
}

export function pagesOf(proxies: readonly Proxy[], scope: Scope): Pages {
  const pages = proxies.flatMap(({ status, health }): Owned[] => [
    ...health.map((page) => ({ kind: "health", page }) as const),
    ...status.map((page) => ({ kind: "status", page }) as const),
  ]);
  checkPages(proxies, scope);
  const placed = pages.map((each) => ({ ...each, sockets: socketsOfPage(each.page, scope), location: locationOf(each, scope) }));
  return {
    on: (sockets) => placed.filter((each) => each.sockets.some((socket) => sockets.some((other) => meets(other, socket)))).map(({ location }) => location),
    servers(used) {
      const rest = placed.filter((each) => !each.sockets.some((socket) => [...used].some((other) => holds(other, socket))));
      const groups = new Map<string, typeof rest>();
      for (const each of rest) groups.set(each.sockets.join(" "), [...(groups.get(each.sockets.join(" ")) ?? []), each]);
      return [...groups.values()].map((group) => serverOf(group.map(({ page }) => page), group[0]!.sockets, group.map(({ location }) => location)));
    },
  };
}

function checkPages(proxies: readonly Proxy[], scope: Scope): void {
  for (const { origin } of proxies.flatMap(({ stats }) => stats)) cannot(scope, origin, "show statistics of each server", "write `status` for its counters");
  for (const { user, password, origin } of proxies.flatMap(({ status, health }) => [...status, ...health])) {
    if (user !== null || password !== null) cannot(scope, origin, "ask for a password for this page", "leave out `user` and `password`: only this host and its own network see the counters");
  }
}

function socketsOfPage({ bind, origin }: Page, scope: Scope): readonly Word[] {
  return socketsOf({ address: bind.address, from: bind.port, to: bind.port, transport: "tcp", origin }, scope);
}

/** The same socket, or one address of the port that the other has on all addresses. */
function meets(a: Word, b: Word): boolean {
  return holds(a, b) || holds(b, a);
}

/** Whether what reaches `page` reaches `listen`. A socket for one address takes it away from a listen on all of them. */
function holds(listen: Word, page: Word): boolean {
  const [outer, inner] = [addressAndPort(listen), addressAndPort(page)];
  return listen === page || (outer.port === inner.port && outer.address === (page.startsWith("[") ? "[::]" : ""));
}

function addressAndPort(socket: Word): { readonly address: string; readonly port: string } {
  const colon = socket.lastIndexOf(":");
  return { address: socket.slice(0, Math.max(colon, 0)), port: socket.slice(colon + 1) };
}

function serverOf([page]: readonly Page[], sockets: readonly Word[], locations: readonly Directive[]): Directive {
  const { origin } = page!;
  return section(origin, "server", [], [
    ...sockets.map((socket) => line(origin, "listen", socket)),
    ...locations.map(apart),
    apart(section(origin, "location", [fixed("/")], [line(origin, "return", fixed("404"))])),
  ]);
}

function locationOf({ kind, page }: Owned, scope: Scope): Directive {
  const { origin, path } = page;
  const heading = [fixed("="), scope.quote.path(path, origin)];
  const silent = line(origin, "access_log", fixed("off"));
  if (kind === "health") return section(origin, "location", heading, [silent, line(origin, "default_type", fixed("text/plain")), line(origin, "return", fixed("200"), fixed('"ok\\n"'))]);
  return section(origin, "location", heading, [
    silent,
    line(origin, "stub_status"),
    line(origin, "allow", fixed("127.0.0.1")),
    line(origin, "allow", fixed("::1")),
    ...ownNetworks(page, scope).map((cidr) => line(origin, "allow", scope.quote.network(cidr, origin))),
    line(origin, "deny", fixed("all")),
  ]);
}

/** The networks that the machine is on; of a page on one address the network of that address. */
function ownNetworks({ bind }: Page, { context: { site }, machine, daemon }: Scope): readonly string[] {
  const host = findNamed(site.hosts, machine.name);
  const nodes = site.nodes.filter(({ name }) => daemon.nodes.includes(name));
  const addresses = [...(host?.interfaces ?? []), ...nodes.flatMap((node) => node.addresses)];
  const here = addresses.filter(({ address }) => bind.address === null || address === bind.address || bind.address === "0.0.0.0");
  const names = new Set(here.map(({ network }) => network));
  return site.networks.filter(({ name }) => names.has(name)).map(({ cidr }) => cidr);
}
