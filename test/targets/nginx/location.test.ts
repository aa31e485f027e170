import { describe, expect, test } from "vitest";
import type { Pool, Route } from "../../../src/ir/traffic.js";
import { listenOf, nativeOf, originOf, poolOf, proxyOf, routeOf, serverOf, timeoutsOf } from "../../kit/site.js";
import { blockOf, edgeTo, emitted, find, goods, onHost, type Parsed } from "./conf.js";

const origin = originOf();

/** The server of one listen with these routes, all of which go to `goods` unless they say otherwise. */
function serverWith(routes: readonly Route[], pool: Partial<Pool> = {}) {
  const proxy = proxyOf("edge", { listens: [listenOf(80, { routes: [...routes] })], pools: [goods(pool), poolOf("carts", [serverOf("carts-1", "192.168.0.31")])] });
  const { conf, messages } = emitted(onHost([proxy]));
  return { conf, messages, location: (heading: string): readonly string[] => blockOf(conf, "http", "server", `location ${heading}`) };
}

const headings = (conf: readonly Parsed[]): readonly string[] => find(conf, "http", "server", "location").map((words) => words.join(" "));

describe("a path", () => {
  test("is matched as it says", () => {
    const { conf } = serverWith([routeOf("/goods", "goods"), routeOf("/cart", "goods", { match: "exact" }), routeOf("^/a{2}\\.php$", "goods", { match: "regex" })]);
    expect(headings(conf).slice(0, 3)).toEqual(["/goods", "= /cart", "~ ^/a{2}\\.php$"]);
  });

  test("that no route takes is not found", () => {
    expect(serverWith([routeOf("/goods", "goods"), routeOf("/", "goods", { match: "exact" })]).location("/")).toEqual(["return 404"]);
    const native = [nativeOf("nginx", [["location", "/", [["root", "/srv"]]]])];
    expect(blockOf(emitted(onHost([edgeTo(goods(), { route: { path: "/goods" }, proxy: { native } })])).conf, "http", "server", "location /")).toEqual(["root /srv"]);
  });

  test.each(["@named", "=/x", "~^/x", "^~/x", "x"])("`%s` is no path of a prefix or an exact match", (path) => {
    expect(serverWith([routeOf(path, "goods")]).messages).toEqual([expect.stringMatching(/unrepresentable-text.*begin with `\/`/)]);
    expect(serverWith([routeOf(path, "goods", { match: "exact" })]).messages).toHaveLength(1);
  });
});

describe("an action", () => {
  const acting = (path: string, action: Route["action"], parts: Partial<Route> = {}) => serverWith([routeOf(path, "x", { action, ...parts })]);

  test("deny answers at once", () => {
    expect(acting("/private", { do: "deny", status: 403 }).location("/private")).toEqual(["return 403"]);
  });

  test("redirect goes to a whole URL, or to the same place over TLS", () => {
    expect(acting("/", { do: "redirect", to: "https://example.com/a?b=1", status: 302 }).location("/")).toEqual(["return 302 https://example.com/a?b=1"]);
    expect(acting("/", { do: "redirect", to: "https", status: 301 }).location("/")).toEqual(["return 301 https://$host$request_uri"]);
    expect(acting("/", { do: "redirect", to: "https://x/$1$", status: 200 }).messages).toEqual([expect.stringMatching(/redirect with 200/), expect.stringMatching(/begins no variable/)]);
  });

  test("redirect to TLS knows the port of the gateway's listen", () => {
    const tls = { certificate: "/etc/ssl/a.pem", key: null, authority: null, minimum: "1.2", ciphers: null, verify: "yes", origin } as const;
    const redirect = routeOf("/", "x", { action: { do: "redirect", to: "https", status: 301 } });
    const proxy = proxyOf("edge", { listens: [listenOf(80, { routes: [redirect] }), listenOf(8443, { tls, routes: [routeOf("/", "goods")] })], pools: [goods()] });
    expect(find(emitted(onHost([proxy])).conf, "http", "server", "location", "return")).toEqual([["301", "https://$host:8443$request_uri"]]);
  });

  test("files never lie outside their folder, whatever slash is written", () => {
    for (const [path, folder] of [["/static", "/srv/static"], ["/static", "/srv/static/"], ["/static/", "/srv/static"]] as const) {
      expect(acting(path, { do: "files", path: folder }).location("/static/")).toEqual(["alias /srv/static/"]);
    }
    expect(acting("/static", { do: "files", path: "/srv/static" }).location("= /static")).toEqual(["return 301 /static/$is_args$args"]);
    expect(acting("/", { do: "files", path: "/srv/www/" }).location("/")).toEqual(["root /srv/www"]);
    expect(acting("/a.ico", { do: "files", path: "/srv/a.ico" }, { match: "exact" }).location("= /a.ico")).toEqual(["alias /srv/a.ico"]);
    expect(acting("\\.css$", { do: "files", path: "/srv/www" }, { match: "regex" }).location("~ \\.css$")).toEqual(["root /srv/www"]);
  });

  test("a limit on what nginx answers at once is refused", () => {
    const limits = [{ requests: 1, per: "s", key: { by: "ip" }, burst: 0, delay: null, origin } as const];
    expect(acting("/", { do: "deny", status: 403 }, { limits }).messages).toEqual([expect.stringMatching(/limit what it answers itself with `deny`/)]);
  });
});

describe("what is passed on", () => {
  test.each([
    [{}, "proxy_pass http://goods"],
    [{ protocol: "tcp" }, "proxy_pass http://goods"],
    [{ protocol: "https" }, "proxy_pass https://goods"],
  ] as const)("%o goes by %s", (pool, line) => {
    expect(serverWith([routeOf("/", "goods")], pool).location("/")[0]).toBe(line);
  });

  test("gRPC has a port of its own before 1.25.1", () => {
    const grpc = { protocol: "grpc" } as const;
    expect(serverWith([routeOf("/", "goods")], grpc).location("/")).toEqual(["grpc_pass grpc://goods"]);
    expect(find(serverWith([routeOf("/", "goods")], grpc).conf, "http", "server", "listen")).toEqual([["80", "default_server", "http2"]]);
    expect(serverWith([routeOf("/", "goods"), routeOf("/c", "carts")], grpc).messages).toEqual([expect.stringMatching(/HTTP\/1 and gRPC on one port/)]);
  });

  test("what most say is said once, and what one says otherwise there", () => {
    const { conf, location } = serverWith([routeOf("/", "goods"), routeOf("/b", "goods"), routeOf("/upload", "carts", { bodyBytes: 20 * 2 ** 20, buffer: false, timeouts: timeoutsOf({ clientMs: 1500 }) })], { retries: 0, timeouts: timeoutsOf({ connectMs: 3000, serverMs: 5000 }) });
    expect(find(conf, "http", "proxy_read_timeout")).toEqual([["5s"]]);
    expect(find(conf, "http", "proxy_connect_timeout")).toEqual([["3s"]]);
    expect(find(conf, "http", "proxy_next_upstream")).toEqual([["off"]]);
    expect(location("/")).toEqual(["proxy_pass http://goods"]);
    expect(location("/upload")).toEqual([
      "proxy_pass http://carts",
      "client_max_body_size 20m",
      "client_body_timeout 1500ms",
      "send_timeout 1500ms",
      "proxy_connect_timeout 5s",
      "proxy_send_timeout 1m",
      "proxy_read_timeout 1m",
      "proxy_buffering off",
      "proxy_request_buffering off",
    ]);
  });

  test("a body without a limit, and one of nothing", () => {
    expect(find(serverWith([routeOf("/", "goods", { bodyBytes: null })]).conf, "http", "client_max_body_size")).toEqual([["0"]]);
    expect(serverWith([routeOf("/", "goods", { bodyBytes: 0 })]).messages).toEqual([expect.stringMatching(/refuse every body/)]);
  });

  test("no time is refused", () => {
    expect(serverWith([routeOf("/", "goods")], { timeouts: timeoutsOf({ connectMs: 0 }) }).messages).toEqual([expect.stringMatching(/nginx-no-time: with no time for a server to accept/)]);
  });
});

describe("headers", () => {
  const header = (on: "request" | "response", name: string, value: string | null) => ({ on, name, value, origin });

  test("a location that sets one of a request's sets them all, by name without case", () => {
    const { conf, location } = serverWith([routeOf("/", "goods"), routeOf("/b", "goods"), routeOf("/c", "goods", { forward: ["port"], headers: [header("request", "X-Request-ID", "$request_id"), header("request", "host", "shop.internal"), header("request", "Cookie", null)] })]);
    expect(find(conf, "http", "proxy_set_header").map(([name]) => name)).toEqual(["Host", "Upgrade", "Connection", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host"]);
    expect(location("/c")).toEqual([
      "proxy_pass http://goods",
      "proxy_set_header host shop.internal",
      "proxy_set_header Upgrade $http_upgrade",
      "proxy_set_header Connection $connection_upgrade",
      "proxy_set_header X-Forwarded-Port $server_port",
      "proxy_set_header X-Request-ID $request_id",
      "proxy_set_header Cookie ",
    ]);
  });

  test("two locations that set one otherwise say so each", () => {
    const { location } = serverWith(["a", "b", "a"].map((value, at) => routeOf(`/${at}`, "goods", { headers: [header("request", "X-Side", value)] })));
    expect(["/0", "/1", "/2"].map((path) => location(path).filter((line) => line.includes("X-Side")))).toEqual([[], ["proxy_set_header X-Side b"], []]);
  });

  test("one of an answer replaces the server's, and one taken away is hidden", () => {
    const { location } = serverWith([routeOf("/", "goods", { headers: [header("response", "X-Frame-Options", "DENY"), header("response", "X-Powered-By", null)] })]);
    expect(location("/")).toEqual(["proxy_pass http://goods", "proxy_hide_header X-Frame-Options", "add_header X-Frame-Options DENY always", "proxy_hide_header X-Powered-By"]);
  });

  test.each([
    ["a `$` that is none", "5$", /a `\$` that begins no variable/],
    ["a mistyped variable", "$requst_id", /nginx-unknown-variable: nginx has no variable `\$requst_id`/],
    ["nothing", "", /unrepresentable-text/],
    ["a line end", "a\nb", /a line end/],
  ] as const)("%s is refused", (_, value, message) => {
    expect(serverWith([routeOf("/", "goods", { headers: [header("request", "X-Price", value)] })]).messages).toEqual([expect.stringMatching(message)]);
  });

  test("a name that is none is refused", () => {
    expect(serverWith([routeOf("/", "goods", { headers: [header("response", "X Y", "1")] })]).messages).toEqual([expect.stringMatching(/no name of a header/)]);
  });

  test("the client's address and scheme come from what is trusted alone", () => {
    const proxy = edgeTo(goods(), { proxy: { trust: [{ cidr: "10.0.0.0/8", origin }, { cidr: "fd00::/8", origin }] } });
    const { conf } = emitted(onHost([proxy]));
    expect(find(conf, "http", "set_real_ip_from")).toEqual([["10.0.0.0/8"], ["fd00::/8"]]);
    expect(find(conf, "http", "real_ip_header")).toEqual([["X-Forwarded-For"]]);
    expect(blockOf(conf, "http", "geo")).toEqual(["default 0", "10.0.0.0/8 1", "fd00::/8 1"]);
    expect(blockOf(conf, "http", "map $is_trusted:$http_x_forwarded_proto $forwarded_proto")).toEqual(["default $scheme", "1:http http", "1:https https"]);
    expect(find(conf, "http", "proxy_set_header")).toContainEqual(["X-Forwarded-Proto", "$forwarded_proto"]);
    expect(find(conf, "http", "proxy_set_header")).toContainEqual(["X-Forwarded-For", "$remote_addr"]);
  });

  test("gateways that trust different networks do not trust each other's", () => {
    const trusting = (name: string, port: number, cidr: string) => edgeTo(goods(), { listen: { binds: listenOf(port).binds }, proxy: { name, trust: [{ cidr, origin }] } });
    const { conf } = emitted(onHost([trusting("edge", 80, "10.0.0.1/32"), trusting("shop", 81, "10.0.0.2/32"), edgeTo(goods(), { listen: { binds: listenOf(82).binds }, proxy: { name: "open" } })]));
    expect(find(conf, "http", "set_real_ip_from")).toEqual([]);
    expect(find(conf, "http", "server", "set_real_ip_from")).toEqual([["10.0.0.1/32"], ["10.0.0.2/32"]]);
    expect(find(conf, "http", "geo")).toEqual([["$realip_remote_addr", "$is_trusted"], ["$realip_remote_addr", "$is_trusted_2"]]);
  });
});
