import { describe, expect, test } from "vitest";
import type { Tls } from "../../../src/ir/basics.js";
import type { Listen, Page, Pool, Proxy } from "../../../src/ir/traffic.js";
import { listenOf, originOf, poolOf, proxyOf, routeOf, serverOf } from "../../kit/site.js";
import { blockOf, edgeTo, emitted, find, goods, inContainer, onHost } from "./conf.js";

const origin = originOf();
const tlsOf = (parts: Partial<Tls> = {}): Tls => ({ certificate: "/etc/ssl/a.pem", key: "/etc/ssl/a.key", authority: null, minimum: "1.2", ciphers: null, verify: "yes", origin, ...parts });
const secure = (tls: Tls, version: string | null = null) => emitted(onHost([edgeTo(goods(), { listen: { tls, binds: listenOf(443).binds } })], {}, version));

describe("TLS of a listen", () => {
  test("is modern, and HTTP/2 has the form that the version takes", () => {
    const { conf } = secure(tlsOf());
    expect(find(conf, "http", "ssl_protocols")).toEqual([["TLSv1.2", "TLSv1.3"]]);
    expect(find(conf, "http", "ssl_ciphers")[0]![0]).toMatch(/^ECDHE-ECDSA-AES128-GCM-SHA256:/);
    expect(["ssl_prefer_server_ciphers", "ssl_session_cache", "ssl_session_timeout", "ssl_session_tickets"].map((name) => find(conf, "http", name).join())).toEqual(["off", "shared:SSL:10m", "1d", "off"]);
    expect(blockOf(conf, "http", "server").slice(0, 4)).toEqual(["listen 443 default_server ssl http2", "server_name _", "ssl_certificate /etc/ssl/a.pem", "ssl_certificate_key /etc/ssl/a.key"]);
    expect(blockOf(secure(tlsOf(), "1.25.1").conf, "http", "server").slice(0, 2)).toEqual(["listen 443 default_server ssl", "http2 on"]);
  });

  test.each([
    ["1.0", "TLSv1 TLSv1.1 TLSv1.2 TLSv1.3", 0],
    ["1.3", "TLSv1.3", 0],
    ["1.2", "TLSv1.2 TLSv1.3", 1],
  ] as const)("from version %s on", (minimum, protocols, ciphers) => {
    const { conf } = secure(tlsOf({ minimum }));
    expect(find(conf, "http", "ssl_protocols")).toEqual([protocols.split(" ")]);
    expect(find(conf, "http", "ssl_ciphers")).toHaveLength(ciphers);
  });

  test("takes the program's ciphers, one file for both, and clients' certificates", () => {
    const { conf } = secure(tlsOf({ key: null, ciphers: "HIGH:!aNULL", verify: "client", authority: "/etc/ssl/ca.pem" }));
    expect(find(conf, "http", "ssl_ciphers")).toEqual([["HIGH:!aNULL"]]);
    expect(find(conf, "http", "server", "ssl_certificate_key")).toEqual([["/etc/ssl/a.pem"]]);
    expect(find(conf, "http", "server", "ssl_client_certificate")).toEqual([["/etc/ssl/ca.pem"]]);
    expect(find(conf, "http", "server", "ssl_verify_client")).toEqual([["on"]]);
  });

  test("without what it needs is refused", () => {
    expect(secure(tlsOf({ certificate: null })).messages).toEqual([expect.stringMatching(/TLS without a certificate/)]);
    expect(secure(tlsOf({ verify: "client" })).messages).toEqual([expect.stringMatching(/verify clients without the authority/)]);
  });
});

describe("TLS towards servers", () => {
  const towards = (pool: Partial<Pool>): readonly string[] => blockOf(emitted(onHost([edgeTo(goods({ protocol: "https", ...pool }))])).conf, "http", "server", "location /").slice(1);

  test("is verified against the machine's authorities unless the program says otherwise", () => {
    expect(towards({})).toEqual(["proxy_ssl_server_name on", "proxy_ssl_verify on", "proxy_ssl_verify_depth 3", "proxy_ssl_trusted_certificate /etc/ssl/certs/ca-certificates.crt"]);
    expect(towards({ tls: tlsOf({ certificate: null, key: null, verify: "no" }) })).toEqual(["proxy_ssl_server_name on", "proxy_ssl_protocols TLSv1.2 TLSv1.3"]);
  });

  test("is for the servers' name where they have one", () => {
    const servers = [serverOf("api", "api.example.com", 443)];
    expect(towards({ servers })).toContain("proxy_ssl_name api.example.com");
  });

  test("shows a certificate of its own", () => {
    expect(towards({ tls: tlsOf({ authority: "/etc/ssl/ca.pem" }) })).toEqual(expect.arrayContaining(["proxy_ssl_certificate /etc/ssl/a.pem", "proxy_ssl_certificate_key /etc/ssl/a.key", "proxy_ssl_trusted_certificate /etc/ssl/ca.pem"]));
  });
});

describe("the PROXY protocol", () => {
  const accepting = (proxy: Partial<Proxy>) => emitted(onHost([edgeTo(goods(), { listen: { acceptProxy: true }, proxy })])).conf;

  test("is read of what is trusted, else of everyone", () => {
    expect(blockOf(accepting({}), "http", "server").slice(0, 5)).toEqual(["listen 80 default_server proxy_protocol", "server_name _", "set_real_ip_from 0.0.0.0/0", "set_real_ip_from ::/0", "real_ip_header proxy_protocol"]);
    const trusting = accepting({ trust: [{ cidr: "10.0.0.0/8", origin }] });
    expect(find(trusting, "http", "server", "set_real_ip_from")).toEqual([["10.0.0.0/8"]]);
    expect(find(trusting, "http", "server", "real_ip_header")).toEqual([["proxy_protocol"]]);
  });
});

describe("pages", () => {
  const pageOf = (port: number, address: string | null = null, path = "/page"): Page => ({ bind: { address, port }, path, user: null, password: null, refreshMs: null, admin: false, realm: null, origin });
  const paged = (proxy: Partial<Proxy>, binds = listenOf(80).binds) => emitted(onHost([edgeTo(goods(), { listen: { binds }, proxy })]));

  test("the counters are for the host itself and its network", () => {
    const { conf } = paged({ status: [pageOf(8081)] });
    const [, server] = conf.find(({ words }) => words[0] === "http")!.block!.filter(({ words }) => words[0] === "server");
    expect(find(server!.block!, "listen")).toEqual([["8081"]]);
    expect(blockOf(server!.block!, "location = /page")).toEqual(["access_log off", "stub_status", "allow 127.0.0.1", "allow ::1", "allow 192.168.0.0/24", "deny all"]);
    expect(blockOf(server!.block!, "location /")).toEqual(["return 404"]);
  });

  test("a page on a port of the traffic stands beside it, for every domain", () => {
    const routes = [routeOf("/", "goods", { domains: ["x.com"] })];
    const { conf } = emitted(onHost([edgeTo(goods(), { listen: { routes }, proxy: { health: [pageOf(80)] } })]));
    expect(find(conf, "http", "server", "location")).toEqual([["=", "/page"], ["/"], ["=", "/page"], ["/"]]);
    expect(blockOf(conf, "http", "server", "location = /page")).toEqual(["access_log off", "default_type text/plain", "return 200 ok\n"]);
    expect(blockOf(conf, "http", "server", "location /")).toEqual(["return 444"]);
  });

  test("a page for one address never takes it away from a listen on all", () => {
    expect(find(paged({ health: [pageOf(80, "192.168.0.11")] }).conf, "http", "server", "listen")).toEqual([["80", "default_server"]]);
  });

  test("a page on all addresses stands beside a listen on one", () => {
    const binds = [{ address: "192.168.0.146", from: 80, to: 80, transport: "tcp", origin } as const];
    const { conf } = paged({ health: [pageOf(80)] }, binds);
    expect(find(conf, "http", "server", "listen")).toEqual([["192.168.0.146:80", "default_server"], ["80"]]);
    expect(find(conf, "http", "server", "location")).toEqual([["=", "/page"], ["/"], ["=", "/page"], ["/"]]);
  });

  test("two pages on one port share a server", () => {
    const { conf } = paged({ health: [pageOf(8081, null, "/up")], status: [pageOf(8081)] });
    expect(find(conf, "http", "server", "listen")).toEqual([["80", "default_server"], ["8081"]]);
  });

  test("what nginx has no page for is refused", () => {
    expect(paged({ stats: [pageOf(8100)] }).messages).toEqual([expect.stringMatching(/statistics of each server/)]);
    expect(paged({ status: [{ ...pageOf(8081), user: "ops", password: { name: "p" } }] }).messages).toEqual([expect.stringMatching(/ask for a password/)]);
  });
});

describe("stream", () => {
  const balancer = (pool: Pool, parts: Parameters<typeof listenOf>[1] = {}, proxy: Partial<Proxy> = {}) =>
    emitted(onHost([proxyOf("mq", { kind: "balancer", engine: "nginx", pools: [pool], listens: [listenOf(5672, { mode: "tcp", pool: pool.name, ...parts })], ...proxy })]));
  const rabbit = poolOf("rabbit", [serverOf("r1", "192.168.0.31", 5672), serverOf("r2", "192.168.0.32", 5672)], { protocol: "tcp" });

  test("balances TCP, and needs no http", () => {
    const { conf, messages } = balancer(rabbit);
    expect(find(conf, "load_module")).toEqual([["modules/ngx_stream_module.so"]]);
    expect(find(conf, "http")).toEqual([]);
    expect(blockOf(conf, "stream", "upstream rabbit")).toEqual(["zone rabbit 64k", "server 192.168.0.31:5672", "server 192.168.0.32:5672"]);
    expect(blockOf(conf, "stream", "server")).toEqual(["listen 5672", "proxy_pass rabbit", "proxy_connect_timeout 5s", "proxy_timeout 1h", "proxy_next_upstream_tries 4"]);
    expect(messages).toEqual([]);
  });

  test("has stream built in where the image has it", () => {
    const proxy = proxyOf("mq", { kind: "balancer", engine: "nginx", pools: [rabbit], listens: [listenOf(5672, { mode: "tcp", pool: "rabbit" })] });
    expect(find(emitted(inContainer(proxy, { image: "nginx:1.28" })).conf, "load_module")).toEqual([]);
  });

  test("keeps the packets of a client on one worker", () => {
    const binds = [{ address: null, from: 53, to: 53, transport: "udp", origin } as const];
    expect(blockOf(balancer({ ...rabbit, protocol: "udp" }, { binds }).conf, "stream", "server")).toEqual(expect.arrayContaining(["listen 53 udp reuseport", "proxy_timeout 1m"]));
  });

  test("takes the time that somebody wrote for a side", () => {
    const pool = { ...rabbit, timeouts: { ...rabbit.timeouts, clientMs: 300_000, serverMs: 600_000 } };
    expect(find(balancer(pool).conf, "stream", "server", "proxy_timeout")).toEqual([["5m"]]);
  });

  test("passes on the TLS of its clients, unless somebody says how it is made on the way", () => {
    const spoken = (tls: Pool["tls"], listen: Partial<Listen> = {}) => blockOf(balancer({ ...rabbit, tls }, listen).conf, "stream", "server").some((each) => each === "proxy_ssl on");
    const unsaid = tlsOf({ certificate: null, key: null });
    expect([spoken(unsaid), spoken(tlsOf({ certificate: null, key: null, authority: "/etc/ssl/ca.pem" })), spoken(unsaid, { tls: tlsOf() })]).toEqual([false, true, true]);
  });

  test("speaks TLS and the PROXY protocol on both sides", () => {
    const { conf } = balancer({ ...rabbit, proxyProtocol: "v1", tls: tlsOf({ certificate: null, key: null, verify: "no" }), balance: { method: "source", key: null, origin } }, { tls: tlsOf(), acceptProxy: true, maxconn: 100 });
    expect(find(conf, "stream", "ssl_session_cache")).toEqual([["shared:SSL_stream:10m"]]);
    expect(find(conf, "stream", "upstream", "hash")).toEqual([["$remote_addr", "consistent"]]);
    expect(find(conf, "stream", "limit_conn_zone")).toEqual([["all", "zone=mq_listen_5672_maxconn_stream:64k"]]);
    expect(blockOf(conf, "stream", "server")).toEqual(expect.arrayContaining(["listen 5672 ssl proxy_protocol", "ssl_certificate /etc/ssl/a.pem", "set_real_ip_from 0.0.0.0/0", "limit_conn mq_listen_5672_maxconn_stream 100", "proxy_protocol on", "proxy_ssl on", "proxy_ssl_server_name on"]));
  });

  test.each([
    ["version 2 of the PROXY protocol", { proxyProtocol: "v2" }, /version 2 of the PROXY protocol/],
    ["a hash of what TCP does not have", { balance: { method: "hash", key: "uri", origin } }, /choose a server of TCP by `uri`/],
    ["a cookie", { sticky: { by: "cookie", name: "SRV", mode: "insert", origin } }, /set a cookie in TCP/],
    ["upsync", { discovery: { cluster: "consul", via: "upsync", key: "upstreams/r/", service: "r", everyMs: 500, timeoutMs: 1000, strict: false, agents: [{ node: "lb1", endpoint: { host: "127.0.0.1", port: 8500 } }], origin } }, /read the registry for anything but HTTP/],
  ] as const)("refuses %s", (_, parts, message) => {
    expect(balancer({ ...rabbit, ...(parts as Partial<Pool>) }).messages).toContainEqual(expect.stringMatching(message));
  });

  test("refuses to listen for nothing, and to count HTTP and TCP together", () => {
    expect(balancer(rabbit, { pool: null }).messages).toEqual([expect.stringMatching(/listen without knowing where/)]);
    const listens = [listenOf(80, { routes: [routeOf("/", "goods")] }), listenOf(5672, { mode: "tcp", pool: "rabbit" })];
    expect(emitted(onHost([proxyOf("edge", { listens, pools: [goods(), rabbit], maxconn: 10 })])).messages).toContainEqual(expect.stringMatching(/connections of HTTP and of TCP together/));
  });
});
