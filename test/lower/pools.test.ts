import { expect, test } from "vitest";
import type { Pool, Route } from "../../src/ir/traffic.js";
import { analyzeText } from "../kit/compile.js";

function edgeOf(text: string): { readonly pools: readonly Pool[]; readonly poolAt: (path: string, port?: number) => string | undefined } {
  const [edge] = analyzeText(text).site.proxies;
  const routesOf = (port: number): readonly Route[] => edge!.listens.find(({ binds }) => binds[0]!.from === port)!.routes;
  const poolAt = (path: string, port = 80): string | undefined => {
    const action = routesOf(port).find((route) => route.path === path)?.action;
    return action?.do === "proxy" ? action.pool : undefined;
  };
  return { pools: edge!.pools, poolAt };
}

test("routes that say the same of a service share its pool, however many others there are", () => {
  const waits = Array.from({ length: 12 }, (_, index) => `${index + 1}s`);
  const routes = waits.flatMap((wait) => [`/a${wait} -> goods { timeouts server ${wait} }`, `/b${wait} -> goods { timeouts server ${wait} }`]);
  const { pools, poolAt } = edgeOf(`service goods x2 port 80 image goods\ngateway edge { listen 80; route { ${routes.join("; ")} } }`);
  expect(pools.map(({ name }) => name).sort()).toEqual(["goods", ...Array.from({ length: 11 }, (_, index) => `goods-${index + 2}`)].sort());
  for (const wait of waits) expect(poolAt(`/a${wait}`), wait).toBe(poolAt(`/b${wait}`));
  expect(new Set(waits.map((wait) => poolAt(`/a${wait}`))).size).toBe(waits.length);
});

test("listens share the pools of what stands behind them, but for those that a listen says something of", () => {
  const { pools, poolAt } = edgeOf("service goods x2 port 80 image goods behind edge at /goods\ngateway edge { listen 80; listen 81 maxconn 100; listen 82 balance leastconn }");
  expect([80, 81, 82].map((port) => poolAt("/goods", port))).toEqual(["goods", "goods", "goods-2"]);
  expect(pools.map(({ balance }) => balance.method)).toEqual(["roundrobin", "leastconn"]);
});

test("the servers of a service are the same for each proxy, at the address in the network that the proxy joins", () => {
  const { site } = analyzeText(`
    network front 10.1.0.0/24
    network back 10.2.0.0/24
    service goods x2 port 80 image goods in front, back address 10.1.0.[11..12], 10.2.0.[21..22]
    gateway edge in front { listen 80; route { / -> goods } }
    gateway inner in back { listen 80; route { / -> goods } }
  `);
  const addresses = site.proxies.map(({ name, pools }) => [name, pools[0]!.servers.map(({ address }) => address)]);
  expect(addresses).toEqual([["edge", ["10.1.0.11", "10.1.0.12"]], ["inner", ["10.2.0.21", "10.2.0.22"]]]);
});

test("each node of a range of ports has its own ports of the host", () => {
  const { site } = analyzeText(`
    network lan 10.0.0.0/24
    host app[1..2] 10.0.0.[11..12] { runtime docker }
    service goods x4 on app[1..2] port 9000-9002 image goods
  `);
  const published = site.nodes.map(({ name, ports }) => [name, ports.map((port) => port.published)]);
  expect(published).toEqual([["goods-1", [9000, 9001, 9002]], ["goods-2", [9000, 9001, 9002]], ["goods-3", [20_000, 20_001, 20_002]], ["goods-4", [20_000, 20_001, 20_002]]]);
});
