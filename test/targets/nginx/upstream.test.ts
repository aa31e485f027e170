import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { OutputFile } from "../../../src/emit/output-file.js";
import type { Pool } from "../../../src/ir/traffic.js";
import { checkOf, nativeOf, networkOf, originOf, poolOf, registrationOf, serverOf } from "../../kit/site.js";
import { blockOf, consulOf, discoveryOf, edgeTo, emitted, find, goods, inContainer, onHost } from "./conf.js";

const origin = originOf();
const balance = (method: Pool["balance"]["method"], key: string | null = null): Partial<Pool> => ({ balance: { method, key, origin } });
const sticky = { by: "source", ttlMs: 1_800_000, max: 200_000, origin } as const;

/** The upstream of a pool on a host with Debian 12's nginx. */
const upstreamOf = (parts: Partial<Pool>): readonly string[] => blockOf(emitted(onHost([edgeTo(goods(parts))])).conf, "http", "upstream goods");
const messagesOf = (parts: Partial<Pool>): readonly string[] => emitted(onHost([edgeTo(goods(parts))])).messages;

describe("the balancing method", () => {
  test.each([
    ["roundrobin", {}, []],
    ["leastconn", balance("leastconn"), ["least_conn"]],
    ["source", balance("source"), ["ip_hash"]],
    ["sticky source", { sticky }, ["ip_hash"]],
    ["random", balance("random"), ["random two least_conn"]],
    ["hash uri", balance("hash", "uri"), ["hash $request_uri consistent"]],
    ["hash path", balance("hash", "path"), ["hash $uri consistent"]],
    ["hash ip", balance("hash", "ip"), ["hash $remote_addr consistent"]],
    ["hash header", balance("hash", "header X-User"), ["hash $http_x_user consistent"]],
    ["hash cookie", balance("hash", "cookie sid"), ["hash $cookie_sid consistent"]],
  ] as const)("%s comes before the servers, and keepalive last", (_, parts, lines) => {
    expect(upstreamOf(parts)).toEqual([...lines, "zone goods 64k", "server 192.168.0.21:8080", "server 192.168.0.22:8080", "keepalive 32"]);
    expect(messagesOf(parts)).toEqual([]);
  });

  test.each([
    ["first", balance("first"), /balance by `first`/],
    ["wlc", balance("wlc"), /balance by `wlc`/],
    ["a hash without a key", balance("hash"), /without a key/],
    ["a header that is no variable", balance("hash", "header X.User"), /header whose name/],
    ["a cookie that is no variable", balance("hash", "cookie a-b"), /cookie whose name/],
    ["a client kept beside another method", { ...balance("leastconn"), sticky }, /keep a client on its server beside `balance leastconn`/],
  ] as const)("%s is refused", (_, parts, message) => {
    expect(messagesOf(parts)).toEqual([expect.stringMatching(message)]);
  });
});

describe("a server", () => {
  const one = (parts: Parameters<typeof serverOf>[3], address = "192.168.0.21"): readonly string[] =>
    upstreamOf({ servers: [serverOf("goods-1", address, 8080, parts), serverOf("goods-2", "192.168.0.22", 8080)] }).filter((each) => each.startsWith("server") && !each.includes(".22"));

  test.each([
    ["has its weight and its most connections", { weight: 3, maxconn: 200 }, "192.168.0.21", "server 192.168.0.21:8080 weight=3 max_conns=200"],
    ["without weight takes nothing", { weight: 0 }, "192.168.0.21", "server 192.168.0.21:8080 down"],
    ["may wait as a backup", { backup: true }, "192.168.0.21", "server 192.168.0.21:8080 backup"],
    ["may have an address of IPv6", {}, "fd00::21", "server [fd00::21]:8080"],
  ] as const)("%s", (_, parts, address, line) => {
    expect(one(parts, address)).toEqual([line]);
  });

  test.each([
    ["passive", checkOf({ form: "passive", fall: 5, forMs: 30_000 }), "max_fails=5 fail_timeout=30s"],
    ["tcp", checkOf({ everyMs: 10_000 }), "max_fails=3 fail_timeout=10s"],
    ["none", checkOf({ form: "none" }), "max_fails=0"],
  ] as const)("is left out as the check `%s` says", (_, check, words) => {
    expect(upstreamOf({ check })).toContain(`server 192.168.0.21:8080 ${words}`);
  });

  test("whose time out is no whole second is refused", () => {
    expect(messagesOf({ check: checkOf({ form: "passive", forMs: 1500 }) })).toEqual([expect.stringMatching(/nginx-inexact-time.*1500ms/)]);
  });

  test("that is asked by nobody is told of once", () => {
    expect(messagesOf({ check: checkOf({ form: "http", path: "/up" }) })).toEqual([expect.stringMatching(/nginx-ignores: nginx does not ask its servers/)]);
    expect(messagesOf({ check: checkOf({ form: "http", path: "/up" }), discovery: discoveryOf() })).toEqual([]);
  });
});

describe("what nginx cannot is refused", () => {
  const backup = [serverOf("goods-1", "192.168.0.21"), serverOf("goods-2", "192.168.0.22", 80, { backup: true })];
  test.each([
    ["a backup beside source", { ...balance("source"), servers: backup }, /backup server beside/],
    ["a backup beside a hash", { ...balance("hash", "uri"), servers: backup }, /backup server beside/],
    ["a backup beside random", { ...balance("random"), servers: backup }, /backup server beside/],
    ["no server", { servers: [] }, /nginx-empty-upstream: `goods` has no server,/],
    ["backups alone", { servers: [backup[1]!] }, /no server that is no backup/],
    ["closed connections", { onDown: "close" }, /close the connections/],
    ["PROXY to HTTP", { proxyProtocol: "v1" }, /PROXY protocol to HTTP/],
    ["persistence", { persistMs: 50_000 }, /keep a client on its server for a time/],
    ["a cookie on Debian 12", { sticky: { by: "cookie", name: "SRV", mode: "insert", origin } }, /nginx-version: nginx can tie a client to its server by a cookie since 1.29.6, and here it is 1.22.1/],
    ["names again on Debian 12", { servers: [serverOf("api", "api.example.com")], resolve: { retries: 3, everyMs: 10_000, timeoutMs: 1000, holdMs: 30_000, origin } }, /resolve `api.example.com` again/],
  ] as const)("%s", (_, parts, message) => {
    expect(messagesOf(parts as Partial<Pool>)).toContainEqual(expect.stringMatching(message));
  });
});

describe("newer nginx", () => {
  const upstreamIn = (parts: Partial<Pool>, version: string): readonly string[] => blockOf(emitted(onHost([edgeTo(goods(parts))], { networks: [networkOf({ dns: ["192.168.0.53"] })] }, version)).conf, "http", "upstream goods");

  test("ties a client by its cookie since 1.29.6", () => {
    expect(upstreamIn({ sticky: { by: "cookie", name: "SRV", mode: "insert", origin } }, "1.29.6")).toContain("sticky cookie SRV path=/ httponly");
  });

  test("looks names up while it runs since 1.27.3, by the name server of its network", () => {
    const servers = [serverOf("api", "api.example.com", 443), serverOf("two", "192.168.0.22")];
    expect(upstreamIn({ servers }, "1.27.3")).toEqual(["zone goods 64k", "resolver 192.168.0.53:53", "server api.example.com:443 resolve", "server 192.168.0.22:80", "keepalive 32"]);
    const resolve = { retries: 3, everyMs: 10_000, timeoutMs: 1000, holdMs: 30_000, origin };
    expect(upstreamIn({ servers, resolve }, "1.30.6").slice(1, 3)).toEqual(["resolver 192.168.0.53:53 valid=10s", "resolver_timeout 1s"]);
  });

  test("asks Docker's name server in a container", () => {
    const pool = poolOf("goods", [serverOf("api", "api.example.com", 443)]);
    expect(find(emitted(inContainer(edgeTo(pool), { image: "nginx:1.28" })).conf, "http", "upstream", "resolver")).toEqual([["127.0.0.11:53"]]);
  });
});

describe("discovery", () => {
  const listed = (parts: Parameters<typeof discoveryOf>[0], pool: Partial<Pool> = {}, version = "1.22.1") => emitted(onHost([edgeTo(goods({ discovery: discoveryOf(parts), ...pool }))], { consuls: [consulOf([])] }, version));

  test.each([
    ["upsync", "/v1/kv/upstreams/goods/", "consul"],
    ["services", "/v1/catalog/service/goods", "consul_services"],
    ["health", "/v1/health/service/goods", "consul_health"],
  ] as const)("via %s asks its agent by the module", (via, path, type) => {
    const { conf, messages } = listed({ via, strict: true });
    expect(find(conf, "load_module")).toEqual([["modules/ngx_http_upsync_module.so"]]);
    expect(find(conf, "http", "upstream", "upsync")).toEqual([[`192.168.0.2:8500${path}`, "upsync_timeout=6m", "upsync_interval=500ms", `upsync_type=${type}`, "strong_dependency=on"]]);
    expect(messages).toEqual([]);
  });

  test.each([
    [balance("leastconn"), "least_conn"],
    [balance("source"), "ip_hash"],
    [balance("hash", "uri"), "hash_ketama"],
  ] as const)("tells the module of the method", (method, lb) => {
    expect(find(listed({}, method).conf, "http", "upstream", "upsync_lb")).toEqual([[lb]]);
  });

  test("starts with a list of servers that the workers can write", () => {
    const { files } = listed({}, { check: checkOf({ everyMs: 10_000 }) });
    const [, list, tmpfiles] = files;
    expect(list).toMatchObject({ path: "hosts/lb1/var/lib/nginx/upsync/goods.conf", target: "/var/lib/nginx/upsync/goods.conf", seed: true, check: null, mode: 0o644 });
    expect(list!.text.split("\n").slice(2)).toEqual(["server 192.168.0.21:8080 max_fails=3 fail_timeout=10s;", "server 192.168.0.22:8080 max_fails=3 fail_timeout=10s;", ""]);
    expect(tmpfiles).toMatchObject({ path: "hosts/lb1/etc/tmpfiles.d/nginx-upsync.conf", reload: ["systemd-tmpfiles", "--create", "/etc/tmpfiles.d/nginx-upsync.conf"] });
    expect(tmpfiles!.text).toContain("d /var/lib/nginx/upsync 0755 www-data www-data -\n");
  });

  test("gives that list to the workers: to those that a native block names, to the image's where none are named", () => {
    const pool = goods({ discovery: discoveryOf() });
    const own = (user: string) => edgeTo(pool, { proxy: { native: [nativeOf("nginx", [user.split(" ")])] } });
    const listOf = (files: readonly OutputFile[]) => files.find(({ seed }) => seed)!;
    expect(listOf(listed({}).files)).toMatchObject({ owner: "www-data:www-data", claim: null });
    const host = emitted(onHost([own("user web staff")])).files;
    expect(listOf(host)).toMatchObject({ owner: "web:staff", claim: null });
    expect(host.find(({ path }) => path.includes("tmpfiles"))!.text).toContain("d /var/lib/nginx/upsync 0755 web staff -\nz /var/lib/nginx/upsync/*.conf 0644 web staff -\n");
    const image = emitted(inContainer(own("user web"))).files;
    expect(image.at(-1)!.text).toContain("'chown -R web:web /var/lib/nginx/upsync'");
    expect(listOf(image)).toMatchObject({ owner: null, claim: null });
    expect(listOf(emitted(inContainer(own("user web"), { image: "shop/nginx:2" })).files)).toMatchObject({ owner: null, claim: ["chown", "-R", "web:web", "/var/lib/nginx/upsync"] });
    expect(listOf(emitted(inContainer(edgeTo(goods({ discovery: discoveryOf({ via: "file" }) })), { image: "shop/nginx:2" })).files).claim).toBeNull();
  });

  test.each([
    ["openresty", "configure arguments: --prefix=/usr/local/openresty/nginx --with-pcre-jit", "nobody"],
    ["nginx", "configure arguments: --prefix=/etc/nginx --user=web --group=staff --with-threads", "web"],
  ] as const)("asks %s of an image of the user's own for whom it was built", (engine, arguments_, user) => {
    const { files } = emitted(inContainer(edgeTo(goods({ discovery: discoveryOf() }), { proxy: { engine } }), { image: "shop/edge:2" }));
    const claim = files.find(({ seed }) => seed)!.claim!;
    const folder = mkdtempSync(join(tmpdir(), "infc-claim-"));
    try {
      writeFileSync(join(folder, engine), `#!/bin/sh\n[ "$*" = -V ] && echo "nginx version" >&2 && echo "${arguments_}" >&2\n`, { mode: 0o755 });
      writeFileSync(join(folder, "chown"), '#!/bin/sh\necho "$*"\n', { mode: 0o755 });
      const said = execFileSync(claim[0]!, claim.slice(1), { encoding: "utf8", env: { PATH: `${folder}:${process.env["PATH"]}` } });
      expect(said).toBe(`-R ${user} /var/lib/nginx/upsync\n`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("says in that list what the registrar writes", () => {
    const site = onHost([edgeTo(goods({ discovery: discoveryOf(), check: checkOf() }))], { registrations: [registrationOf("goods-1", "192.168.0.21", { maxFails: 2, failTimeoutMs: 10_000 })] });
    expect(emitted(site).files[1]!.text).toContain("server 192.168.0.21:8080 max_fails=2 fail_timeout=10s;\n");
  });

  test("via file includes what somebody else keeps", () => {
    const { conf, files, messages } = listed({ via: "file" });
    expect(blockOf(conf, "http", "upstream goods")).toEqual(["zone goods 64k", "include /etc/nginx/servers/goods.conf", "keepalive 32"]);
    expect(files[1]).toMatchObject({ target: "/etc/nginx/servers/goods.conf", seed: true });
    expect([files.length, messages]).toEqual([2, []]);
  });

  test("via dns asks Consul for ports as well, since 1.27.3", () => {
    const { conf, messages } = listed({ via: "dns", everyMs: 5000 }, {}, "1.27.3");
    expect(blockOf(conf, "http", "upstream goods")).toEqual(["zone goods 64k", "resolver 192.168.0.2:8600 valid=5s", "server service.consul service=goods resolve", "keepalive 32"]);
    expect(messages).toEqual([]);
    expect(listed({ via: "dns", everyMs: 5000 }).messages).toEqual([expect.stringMatching(/nginx-version: nginx can find its servers by DNS/)]);
    expect(listed({ via: "dns" }, {}, "1.27.3").messages).toEqual([expect.stringMatching(/once a second at most/)]);
  });

  test.each([
    ["an agent at a name", { agents: [{ node: "lb1", endpoint: { host: "consul1", port: 8500 } }] }, {}, /nginx-upsync-address.*`consul1`/],
    ["an agent at an address of IPv6", { agents: [{ node: "lb1", endpoint: { host: "fd00::2", port: 8500 } }] }, {}, /nginx-upsync-address.*`fd00::2`/],
    ["a server at a name", {}, { servers: [serverOf("goods-1", "goods-1.internal")] }, /nginx-upsync-address.*`goods-1.internal`/],
    ["no agent", { agents: [] }, {}, /without a Consul agent/],
    ["a key that no URL holds", { key: "upstreams/gö ods/" }, {}, /characters that a URL cannot/],
    ["an interval of zero", { everyMs: 0 }, {}, /nginx-no-time/],
    ["random", {}, balance("random"), /at random among servers from the registry/],
    ["a backup", {}, { servers: [serverOf("a", "10.0.0.1"), serverOf("b", "10.0.0.2", 80, { backup: true })] }, /backup server among servers from the registry/],
    ["most connections", {}, { servers: [serverOf("a", "10.0.0.1", 80, { maxconn: 5 })] }, /limit the connections to servers from the registry/],
  ] as const)("refuses %s", (_, parts, pool, message) => {
    expect(listed(parts as never, pool as never).messages).toContainEqual(expect.stringMatching(message));
  });
});
