import { describe, expect, test } from "vitest";
import type { Route } from "../../../src/ir/traffic.js";
import { sitesOf } from "../../../src/targets/nginx/sites.js";
import { listenOf, originOf, proxyOf, routeOf } from "../../kit/site.js";
import { blockOf, emitted, find, goods, onHost } from "./conf.js";

const route = (path: string, ...domains: readonly string[]) => routeOf(path, "goods", { domains: [...domains] });
const spread = (routes: readonly Route[]) => sitesOf(routes).map(({ domains, places }) => ({ domains, routes: places.map((at) => routes[at]!) }));
const shapeOf = (...routes: readonly Route[]): readonly string[] => spread(routes).map(({ domains, routes: own }) => `${domains.join(" ") || "any"}: ${own.map(({ path, domains: of }) => `${path}@${of.join("+") || "any"}`).join(" ")}`);

describe("routes are spread over servers", () => {
  test("domains with the same routes share one", () => {
    expect(shapeOf(route("/a", "x.com", "y.com"), route("/", "y.com", "x.com", "z.com"))).toEqual(["x.com y.com: /a@x.com+y.com /@y.com+x.com+z.com", "z.com: /@y.com+x.com+z.com"]);
  });

  test("a route of any domain is in all of them, but where a closer one has its path", () => {
    expect(shapeOf(route("/a"), route("/b", "x.com"), route("/", "x.com"), route("/"))).toEqual(["any: /a@any /@any", "x.com: /a@any /b@x.com /@x.com"]);
  });

  test("a wildcard's routes are in what it covers, the longest first", () => {
    expect(shapeOf(route("/", "*.x.com"), route("/", "a.b.x.com"), route("/", ".b.x.com"), route("/w", "*.x.com"))).toEqual([
      "*.x.com: /@*.x.com /w@*.x.com",
      "a.b.x.com: /@a.b.x.com /w@*.x.com",
      ".b.x.com: /@.b.x.com /w@*.x.com",
    ]);
  });

  test.each([
    ["*.x.com", "a.x.com", true],
    ["*.x.com", "x.com", false],
    [".x.com", "x.com", true],
    [".x.com", "a.x.com", true],
    [".x.com", "*.x.com", true],
    ["*.x.com", ".x.com", true],
    ["*.x.com", "*.a.x.com", true],
    ["*.x.com", "ax.com", false],
    ["x.com", "a.x.com", false],
  ] as const)("%s covers %s: %s", (pattern, domain, covered) => {
    expect(spread([route("/all", pattern), route("/own", domain)]).find(({ domains }) => domains.includes(domain))!.routes.map(({ path }) => path)).toEqual(covered ? ["/all", "/own"] : ["/own"]);
  });

  test("a route of several domains is closest by the one that comes closest", () => {
    expect(shapeOf(route("/", "*.x.com", "*.a.x.com"), route("/", "*.a.x.com"), route("/", "b.a.x.com", "x.com"))).toContain("b.a.x.com x.com: /@b.a.x.com+x.com");
  });
});

describe("a domain that nobody named", () => {
  const tls = { certificate: "/etc/ssl/a.pem", key: "/etc/ssl/a.key", authority: null, minimum: "1.2", ciphers: null, verify: "yes", origin: originOf() } as const;
  const named = [route("/", "x.com"), route("/", "y.com")];

  test("gets no answer, and over TLS no certificate", () => {
    const { conf } = emitted(onHost([proxyOf("edge", { listens: [listenOf(80, { routes: named }), listenOf(443, { tls, routes: named })], pools: [goods()] })]));
    const [plain, secure] = conf.find(({ words }) => words[0] === "http")!.block!.filter(({ words }) => words[0] === "server");
    expect(plain!.block!.map(({ words }) => words.join(" "))).toEqual(["listen 80 default_server", "server_name _", "return 444"]);
    expect(secure!.block!.map(({ words }) => words.join(" "))).toEqual(["listen 443 default_server ssl http2", "server_name _", "ssl_reject_handshake on"]);
    expect(find(conf, "http", "server", "server_name")).toEqual([["_"], ["_"], ["x.com"], ["y.com"], ["x.com"], ["y.com"]]);
  });

  test("is answered where a route takes any domain, also another gateway's on the same port", () => {
    const edge = proxyOf("edge", { listens: [listenOf(80, { routes: named })], pools: [goods()] });
    const shop = proxyOf("shop", { listens: [listenOf(80, { routes: [route("/")] })], pools: [goods()] });
    const { conf } = emitted(onHost([edge, shop]));
    expect(find(conf, "http", "server", "listen")).toEqual([["80"], ["80"], ["80", "default_server"]]);
  });

  test("has one server for a domain, also where its routes stand beside those of others that have one each", () => {
    const routes = [route("/", "a.com"), route("/b", "b.com"), route("/", "b.com"), route("/", "c.com"), route("/", "a.com")];
    const { conf } = emitted(onHost([proxyOf("edge", { listens: [listenOf(80, { routes })], pools: [goods()] })]));
    expect(find(conf, "http", "server", "server_name")).toEqual([["_"], ["a.com"], ["b.com"], ["c.com"]]);
    const rising = emitted(onHost([proxyOf("edge", { listens: [listenOf(80, { routes: routes.slice(0, 4) })], pools: [goods()] })]));
    expect(find(rising.conf, "http", "server", "server_name")).toEqual([["_"], ["a.com"], ["b.com"], ["c.com"]]);
  });

  test("is not confused by an address beside all addresses", () => {
    const binds = [{ address: "192.168.0.146", from: 80, to: 80, transport: "tcp", origin: originOf() } as const];
    const { conf } = emitted(onHost([proxyOf("edge", { listens: [listenOf(80, { routes: [route("/", "x.com")], binds })], pools: [goods()] })]));
    expect(find(conf, "http", "server", "listen")).toEqual([["192.168.0.146:80", "default_server"], ["192.168.0.146:80"]]);
  });
});

describe("listening", () => {
  test("on all addresses means those of IPv6 where the site has any; ports may be a range", () => {
    const binds = [{ address: null, from: 8801, to: 8810, transport: "tcp", origin: originOf() } as const, { address: "fd00::11", from: 80, to: 80, transport: "tcp", origin: originOf() } as const];
    const site = onHost([proxyOf("edge", { listens: [listenOf(80, { routes: [route("/")], binds })], pools: [goods()] })]);
    expect(find(emitted(site).conf, "http", "server", "listen")).toEqual([["8801-8810", "default_server"], ["[fd00::11]:80", "default_server"]]);
    const six = { ...site, networks: [...site.networks, { ...site.networks[0]!, name: "six", family: "ipv6" as const, cidr: "fd00::/64", length: 64 }] };
    expect(find(emitted(six).conf, "http", "server", "listen")[1]).toEqual(["[::]:8801-8810", "default_server"]);
  });

  test("with HTTP by UDP is refused", () => {
    const binds = [{ address: null, from: 80, to: 80, transport: "udp", origin: originOf() } as const];
    expect(emitted(onHost([proxyOf("edge", { listens: [listenOf(80, { routes: [route("/")], binds })], pools: [goods()] })])).messages).toEqual([expect.stringMatching(/HTTP by UDP/)]);
  });

  test("without a route sends all to its pool", () => {
    const { conf } = emitted(onHost([proxyOf("edge", { listens: [listenOf(80, { pool: "goods" })], pools: [goods()] })]));
    expect(blockOf(conf, "http", "server", "location /")).toEqual(["proxy_pass http://goods"]);
  });

  test("for long and many domains has room for them", () => {
    const many = Array.from({ length: 300 }, (_, index) => route("/", `${"a".repeat(60)}${index}.example.com`));
    const { conf } = emitted(onHost([proxyOf("edge", { listens: [listenOf(80, { routes: many })], pools: [goods()] })]));
    expect(find(conf, "http", "server_names_hash_bucket_size")).toEqual([["128"]]);
    expect(find(conf, "http", "server_names_hash_max_size")).toEqual([["1024"]]);
  });
});
