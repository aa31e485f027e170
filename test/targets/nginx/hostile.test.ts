import { expect, test } from "vitest";
import type { Site } from "../../../src/ir/site.js";
import { consulOf, linesWithoutOrigin, listenOf, originOf, poolOf, proxyOf, routeOf, serverOf } from "../../kit/site.js";
import { nativeOf } from "../../kit/native.js";
import { discoveryOf, emitted, onHost, parseConf, type Parsed } from "./conf.js";

const origin = originOf();
const tls = (path: string) => ({ certificate: path, key: path, authority: path, minimum: "1.2", ciphers: path, verify: "client", origin }) as const;

/** Every position of a text in a site that nginx writes, by a name for the test. */
const positions: Readonly<Record<string, { readonly calm: string; readonly site: (text: string) => Site }>> = {
  "the name of a pool": { calm: "goods", site: (name) => withPool({ name }, "tcp") },
  "a server's address": { calm: "10.0.0.9", site: (address) => withPool({ servers: [serverOf("goods-1", address)] }, "tcp") },
  "a key in Consul": { calm: "upstreams/goods/", site: (key) => withPool({ discovery: discoveryOf({ key }) }) },
  "a service in Consul": { calm: "goods", site: (service) => withPool({ discovery: discoveryOf({ service, via: "health" }) }) },
  "a service in Consul's DNS": { calm: "goods", site: (service) => ({ ...withPool({ discovery: discoveryOf({ service, via: "dns", everyMs: 1000 }) }), consuls: [consulOf([])] }) },
  "an agent of Consul": { calm: "10.0.0.1", site: (host) => withPool({ discovery: discoveryOf({ agents: [{ node: "lb1", endpoint: { host, port: 8500 } }] }) }) },
  "a hash key": { calm: "header X-User", site: (key) => withPool({ balance: { method: "hash", key, origin } }) },
  "a cookie of a hash": { calm: "sid", site: (key) => withPool({ balance: { method: "hash", key: `cookie ${key}`, origin } }) },
  "TLS towards servers": { calm: "/etc/ssl/a.pem", site: (path) => withPool({ protocol: "https", tls: tls(path) }) },
  "the name of a gateway": { calm: "edge", site: (name) => withRoute({ limits: [{ requests: 1, per: "s", key: { by: "ip" }, burst: 0, delay: null, origin }] }, { name, logs: [{ kind: "access", to: { where: "syslog", endpoint: null, facility: "local0" }, format: null, keep: null, origin }] }) },
  "a domain": { calm: "shop.example.com", site: (domain) => withRoute({ domains: [domain] }) },
  "a prefix": { calm: "/goods", site: (path) => withRoute({ path }) },
  "an exact path": { calm: "/goods", site: (path) => withRoute({ path, match: "exact" }) },
  "a regular expression": { calm: "^/goods", site: (path) => withRoute({ path, match: "regex" }) },
  "a folder of files": { calm: "/srv/www", site: (path) => withRoute({ path: "/a", action: { do: "files", path } }) },
  "a path to files": { calm: "/goods", site: (path) => withRoute({ path, action: { do: "files", path: "/srv" } }) },
  "a redirect": { calm: "https://example.com", site: (to) => withRoute({ action: { do: "redirect", to, status: 301 } }) },
  "a file of Lua": { calm: "/opt/a.lua", site: (file) => withRoute({ action: { do: "lua", file } }) },
  "a header's name": { calm: "X-A", site: (name) => withRoute({ headers: [{ on: "request", name, value: "a", origin }, { on: "response", name, value: "a", origin }] }) },
  "a header's value": { calm: "a", site: (value) => withRoute({ headers: [{ on: "request", name: "X-A", value, origin }, { on: "response", name: "X-A", value, origin }] }) },
  "a header that is counted": { calm: "X-Key", site: (name) => withRoute({ limits: [{ requests: 1, per: "s", key: { by: "header", name }, burst: 0, delay: null, origin }] }) },
  "a degraded answer": { calm: "/srv/a.json", site: (path) => withRoute({ degrade: [{ above: { requests: 1, per: "s" }, then: { do: "file", path }, origin }] }) },
  "a certificate": { calm: "/etc/ssl/a.pem", site: (path) => withRoute({}, { listens: [listenOf(443, { tls: tls(path), routes: [routeOf("/", "goods")] })] }) },
  "what is trusted": { calm: "10.0.0.0/8", site: (cidr) => withRoute({}, { trust: [{ cidr, origin }] }) },
  "an address to listen on": { calm: "10.0.0.1", site: (address) => withRoute({}, { listens: [listenOf(80, { binds: [{ address, from: 80, to: 80, transport: "tcp", origin }], routes: [routeOf("/", "goods")] })] }) },
  "the name of a listen": { calm: "web", site: (name) => withRoute({}, { listens: [listenOf(80, { name, maxconn: 5, routes: [routeOf("/", "goods")] })] }) },
  "a log": { calm: "/var/log/a.log", site: (path) => withLog({ where: "file", path }) },
  "an endpoint of syslog": { calm: "10.0.0.1", site: (host) => withLog({ where: "syslog", endpoint: { host, port: 514 }, facility: "local0" }) },
  "a facility": { calm: "local0", site: (facility) => withLog({ where: "syslog", endpoint: null, facility }) },
  "the name of a format": { calm: "own", site: (name) => withLog({ where: "stdout" }, { name, text: "a" }) },
  "a format": { calm: "a", site: (text) => withLog({ where: "stdout" }, { name: "own", text }) },
  "a page": { calm: "/up", site: (path) => withRoute({}, { health: [{ bind: { address: null, port: 81 }, path, user: null, password: null, refreshMs: null, admin: false, realm: null, origin }] }) },
  "a path of Lua": { calm: "/opt/?.lua", site: (path) => withRoute({}, { lua: { paths: [path], share: [], phases: [] } }) },
  "a dictionary of Lua": { calm: "shared", site: (name) => withRoute({}, { lua: { paths: [], share: [{ name, bytes: 65_536, origin }], phases: [] } }) },
  "a file of a phase": { calm: "/opt/a.lua", site: (file) => withRoute({}, { lua: { paths: [], share: [], phases: [{ phase: "access", file, origin }, { phase: "init", file, origin }] } }) },
  "a native word": { calm: "a", site: (word) => withRoute({}, { native: [nativeOf("nginx", [["add_header", "X-A", `'${word}`]])] }) },
  "a native pair": { calm: "a", site: (word) => withRoute({}, { native: [nativeOf("nginx", [["http", [["map", "$uri", "$a", [[`'${word}`, `'${word}`]]]]]])] }) },
};

function withPool(parts: Parameters<typeof poolOf>[2], also: "tcp" | null = null): Site {
  const name = parts?.name ?? "goods";
  const pool = poolOf(name, [serverOf("goods-1", "192.168.0.21")], parts);
  const listens = [listenOf(80, { routes: [routeOf("/", name)] }), ...(also === null ? [] : [listenOf(3306, { mode: also, pool: name })])];
  return onHost([proxyOf("edge", { listens, pools: [pool] })], {}, "1.30.6");
}

function withRoute(route: Parameters<typeof routeOf>[2], proxy: Parameters<typeof proxyOf>[1] = {}): Site {
  const pool = poolOf("goods", [serverOf("goods-1", "192.168.0.21")]);
  return onHost([proxyOf(proxy?.name ?? "edge", { listens: [listenOf(80, { routes: [routeOf("/x", "goods", route), routeOf("/", "goods")] })], pools: [pool], ...proxy })], {}, "1.30.6");
}

function withLog(to: Site["proxies"][number]["logs"][number]["to"], format: { readonly name: string; readonly text: string } | null = null): Site {
  return withRoute({}, { logs: (["access", "error"] as const).map((kind) => ({ kind, to, format: format && { ...format, origin }, keep: null, origin })) });
}

const texts: Readonly<Record<string, string>> = {
  nothing: "",
  "a blank": "a b",
  "double quotes": 'a"b" "',
  "single quotes": "a'b' '",
  "a backslash": "a\\ b\\",
  "an escape": "a\\n\\t\\\"",
  "a semicolon": "a; evil on",
  "braces": "a { evil on; } }",
  "an end of the block": "a; } } evil on; http { server {",
  "a comment": "# a",
  "a comment inside": "a #b",
  "a variable": "$host",
  "a variable in braces": "${host}",
  "a dollar": "5$",
  "a line end": "a\nevil on;",
  "a carriage return": "a\revil on;",
  "NUL": "a\u0000b",
  "a mark of templates": "a\uE0000\uE000b\uE001",
  "a line separator": "a\u2028b",
  "very long": "a".repeat(5000),
  "very long of quotes": '"'.repeat(3000),
  "another script": "商品",
  "right to left": "سلع",
  "half a character": "a\ud83d",
  "a mark of a path": "@a",
  "a mark of a regular expression": "~ ^/a",
  "a scheme": "unix:/tmp/a",
  "a parent": "/../../etc",
  "a wildcard": "/a/*?[x]",
  "a handlebar": "{{origin}}",
};

/** Directives without their words: what a text must never change. */
function skeletonOf(conf: readonly Parsed[]): unknown {
  return conf.map(({ words, block }) => (block === null ? words[0] : [words[0], skeletonOf(block)]));
}

// Texts in these positions decide nothing but words.
const sameShape = new Set(["the name of a pool", "a prefix", "an exact path", "a regular expression", "a header's value", "a log", "a format", "a page", "a native word", "the name of a gateway", "a certificate"]);

test.each(Object.entries(positions))("no text leaves its place: %s", (position, { calm, site }) => {
  const calmly = emitted(site(calm));
  expect(calmly.messages).toEqual([]);
  for (const [name, text] of Object.entries(texts)) {
    const { conf, text: written, files, messages } = emitted(site(text));
    expect(written, name).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\uE000\uE001]/);
    expect(JSON.stringify(conf), name).not.toContain('"evil"');
    // A refused text may leave a directive out, a sound one changes none but those that it decides.
    if (messages.length === 0 && sameShape.has(position)) expect(skeletonOf(conf), name).toEqual(skeletonOf(calmly.conf));
    for (const file of files) {
      expect(linesWithoutOrigin(file), name).toEqual([]);
      expect(file.path, name).not.toMatch(/\.\.\/|\n|\0/);
      if (file.path.endsWith(".conf") && !file.path.includes("tmpfiles")) parseConf(file.text);
    }
  }
});

test("what nginx cannot hold is reported once for each place", () => {
  const silent = Object.entries(positions).filter(([, { site }]) => !emitted(site("a\nevil on;")).messages.some((message) => /unrepresentable|cannot|upsync-address/.test(message)));
  // These become names of nginx's own, or hold line ends.
  expect(silent.map(([position]) => position)).toEqual(["the name of a pool", "the name of a gateway", "the name of a listen", "the name of a format", "a format", "a native word", "a native pair"]);
});
