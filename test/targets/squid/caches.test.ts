import { describe, expect, test } from "vitest";
import type { Cache } from "../../../src/ir/cache.js";
import type { Tls } from "../../../src/ir/basics.js";
import { cacheListenOf, cacheOf, cacheOriginOf, linesWithoutOrigin, originOf, serverOf } from "../../kit/site.js";
import { emitCaches, linesOf } from "./emitted.js";

const origin = originOf();
const tls: Tls = { certificate: "/etc/ssl/a.pem", key: null, authority: null, minimum: "1.2", ciphers: null, verify: "yes", origin };
const accelerated = (parts: Partial<Cache> = {}): Cache => cacheOf("cdn", { listens: [cacheListenOf("accelerate", 80)], ...parts });
const peers = (cache: Cache) => linesOf(emitCaches(cache), "cache_peer", "cache_peer_access");

describe("origins", () => {
  test("each site goes to its own origin and to no other", () => {
    const cache = accelerated({ origins: [cacheOriginOf("one", [serverOf("one", "10.0.0.1")], ["www.example.com", "example.com"]), cacheOriginOf("two", [serverOf("two", "10.0.0.2")], ["www.example.net", ".example.net"])] });
    const emitted = emitCaches(cache);
    expect(linesOf(emitted, "http_port")).toEqual(["80 accel defaultsite=www.example.com"]);
    expect(linesOf(emitted, "acl")).toEqual(["sites_one dstdomain www.example.com example.com", "sites_two dstdomain .example.net"]);
    expect(linesOf(emitted, "http_access")).toEqual(["allow localhost manager", "deny manager", "allow sites_one", "allow sites_two", "deny all"]);
    expect(linesOf(emitted, "cache_peer", "cache_peer_access", "never_direct")).toEqual([
      "cache_peer 10.0.0.1 parent 80 0 no-query originserver name=one",
      "cache_peer_access one allow sites_one",
      "cache_peer_access one deny all",
      "cache_peer 10.0.0.2 parent 80 0 no-query originserver name=two",
      "cache_peer_access two allow sites_two",
      "cache_peer_access two deny all",
      "never_direct allow sites_one",
      "never_direct allow sites_two",
      "never_direct deny all",
    ]);
  });

  test("without a domain an origin serves what comes in by the ports that accelerate", () => {
    const emitted = emitCaches(accelerated({ origins: [cacheOriginOf("192.168.232.204", [serverOf("o", "192.168.232.204")])] }));
    expect(linesOf(emitted, "http_port", "acl")).toEqual(["http_port 80 accel defaultsite=192.168.232.204 name=cdn_accelerate", "acl cdn_accelerate myportname cdn_accelerate"]);
    expect(linesOf(emitted, "http_access").slice(2)).toEqual(["allow cdn_accelerate", "deny all"]);
  });

  test("several servers take turns by weight, and a backup comes last", () => {
    const servers = [serverOf("web-1", "10.0.0.1", 8080, { weight: 3 }), serverOf("web-2", "2001:db8::2", 8080, { maxconn: 50 }), serverOf("web-3", "10.0.0.3", 8080, { backup: true }), serverOf("web-4", "10.0.0.4", 8080, { weight: 0 })];
    expect(peers(accelerated({ origins: [cacheOriginOf("web", servers, ["a.com"])] })).filter((line) => line.startsWith("cache_peer "))).toEqual([
      "cache_peer 10.0.0.1 parent 8080 0 no-query originserver round-robin weight=3 name=web-1",
      "cache_peer 2001:db8::2 parent 8080 0 no-query originserver round-robin weight=1 max-conn=50 name=web-2",
      "cache_peer 10.0.0.3 parent 8080 0 no-query originserver default name=web-3",
    ]);
  });

  test("one server twice has two names", () => {
    const twice = accelerated({ origins: [cacheOriginOf("10.0.0.1", [serverOf("a", "10.0.0.1")], ["a.com"]), cacheOriginOf("10.0.0.1", [serverOf("a", "10.0.0.1", 81)], ["b.com"])] });
    expect(peers(twice).filter((line) => line.startsWith("cache_peer ")).map((line) => line.split(" name=")[1])).toEqual(["10.0.0.1", "10.0.0.1_2"]);
  });

  test("two origins of one site are reported", () => {
    const one = (name: string, domains: string[]) => cacheOriginOf(name, [serverOf(name, "10.0.0.1")], domains);
    expect(emitCaches(accelerated({ origins: [one("a", ["x.com", "y.com"]), one("b", ["y.com"])] })).diagnostics.map(({ message }) => message)).toEqual(["two origins of one cache serve `y.com`"]);
    expect(emitCaches(accelerated({ origins: [one("a", ["x.com"]), one("b", [])] })).codes).toEqual(["overlapping-origins"]);
  });

  test("TLS towards an origin, whose certificate is not looked at", () => {
    const secure = (parts: Partial<Tls>) => accelerated({ origins: [cacheOriginOf("a", [serverOf("a", "10.0.0.1", 443)], ["a.com"], { protocol: "https", tls: { ...tls, certificate: null, ...parts } })] });
    expect(peers(secure({ authority: "/etc/ssl/ca.pem" }))[0]).toBe("cache_peer 10.0.0.1 parent 443 0 no-query originserver tls tls-options=NORMAL:-VERS-TLS1.3 tls-min-version=1.2 tls-cafile=/etc/ssl/ca.pem name=a");
    expect(emitCaches(secure({})).codes).toEqual(["unchecked-origin"]);
    expect(emitCaches(secure({ verify: "no" })).codes).toEqual([]);
    expect(emitCaches(secure({ verify: "no", minimum: "1.3" })).codes).toEqual(["squid-needs-openssl"]);
  });
});

describe("ports", () => {
  test("each bind is a port, with TLS an https_port", () => {
    const binds = [{ address: "192.168.0.9", port: 80, origin }, { address: "2001:db8::9", port: 8080, origin }];
    const emitted = emitCaches(accelerated({ listens: [cacheListenOf("accelerate", 80, { binds }), cacheListenOf("accelerate", 443, { tls: { ...tls, key: "/etc/ssl/a.key" } })], origins: [cacheOriginOf("a", [serverOf("a", "10.0.0.1")], ["*.a.com"])] }));
    expect(linesOf(emitted, "http_port", "https_port")).toEqual([
      "http_port 192.168.0.9:80 accel defaultsite=a.com",
      "http_port [2001:db8::9]:8080 accel defaultsite=a.com",
      "https_port 443 accel defaultsite=a.com tls-cert=/etc/ssl/a.pem tls-key=/etc/ssl/a.key tls-options=NORMAL tls-min-version=1.2",
    ]);
  });

  test("a port for clients that know the proxy stands beside an intercepted one", () => {
    expect(linesOf(emitCaches(cacheOf("gate", { listens: [cacheListenOf("transparent", 3128)] })), "http_port")).toEqual(["3128 intercept", "3129"]);
    expect(linesOf(emitCaches(cacheOf("gate", { listens: [cacheListenOf("transparent", 3129), cacheListenOf("forward", 3130)] })), "http_port")).toEqual(["3129 intercept", "3130"]);
  });

  test("what GnuTLS cannot do is reported", () => {
    expect(emitCaches(cacheOf("gate", { listens: [cacheListenOf("transparent", 3130, { tls })] })).codes).toEqual(["squid-needs-openssl"]);
    expect(emitCaches(cacheOf("gate", { listens: [cacheListenOf("forward", 443, { tls: { ...tls, ciphers: "HIGH", verify: "client" } })] })).codes).toEqual(["squid-needs-openssl", "squid-needs-openssl"]);
  });
});

describe("what is kept", () => {
  const disk = { path: "/var/spool/squid", bytes: 10 * 2 ** 30, format: "aufs", objectBytes: 4 * 2 ** 20, replace: "lru", origin } as const;

  test("sizes have a blank before their unit, and the largest object stands before the disks", () => {
    const emitted = emitCaches(cacheOf("c", { memory: { bytes: 128 * 2 ** 20, objectBytes: 1000, replace: "gdsf", origin }, disks: [disk, { ...disk, path: "/var/spool/squid/rock", format: "rock", objectBytes: 32 * 1024, replace: "lfuda" }] }));
    expect(linesOf(emitted, "cache_mem", "maximum_object_size_in_memory", "memory_replacement_policy", "maximum_object_size", "cache_replacement_policy", "cache_dir")).toEqual([
      "cache_mem 128 MB",
      "maximum_object_size_in_memory 1000 bytes",
      "memory_replacement_policy heap GDSF",
      "maximum_object_size 4 MB",
      "cache_replacement_policy heap LFUDA",
      "cache_dir rock /var/spool/squid/rock 10240 max-size=32768",
      "cache_replacement_policy lru",
      "cache_dir aufs /var/spool/squid 10240 16 256",
    ]);
    expect(emitted.codes).toEqual([]);
  });

  test("a disk is whole megabytes, and larger than its objects", () => {
    expect(emitCaches(cacheOf("c", { disks: [{ ...disk, bytes: 10 * 2 ** 20 + 1 }] })).codes).toEqual(["inexact-for-squid"]);
    expect(emitCaches(cacheOf("c", { disks: [{ ...disk, bytes: 2 ** 51 + 2 ** 20 }] })).codes).toEqual(["inexact-for-squid"]);
    expect(emitCaches(cacheOf("c", { disks: [{ ...disk, bytes: 2 ** 20 }] })).codes).toEqual(["object-too-large"]);
  });

  test("a folder that is not squid's own is made for it", () => {
    expect(emitCaches(cacheOf("c", { disks: [disk] })).files).toHaveLength(1);
    const [, folders] = emitCaches(cacheOf("c", { disks: [{ ...disk, path: "/srv/50%" }] })).files;
    expect(folders).toMatchObject({ target: "/etc/tmpfiles.d/squid.conf", reload: ["systemd-tmpfiles", "--create", "/etc/tmpfiles.d/squid.conf"] });
    expect(folders!.text.split("\n").at(-2)).toBe("d /srv/50%% 0750 proxy proxy");
  });

  test("how long it is fresh: squid's own lines last", () => {
    const fresh = { minMs: 300_000, maxMs: 3_600_000, share: 20, form: "regex", paths: [{ text: "^/a|^/b", origin }, { text: "\\.jpg$", origin }], despite: ["expires", "reload"], origin } as Cache["fresh"][number];
    const all = { ...fresh, minMs: 0, form: "values", paths: [], despite: [] } as Cache["fresh"][number];
    const emitted = emitCaches(cacheOf("c", { fresh: [all, fresh, { ...fresh, form: "values", paths: [{ text: "/s.", origin }], despite: [] }] }));
    expect(linesOf(emitted, "refresh_pattern")).toEqual([
      "^[^:]+://[^/]+/a|^[^:]+://[^/]+/b 5 20% 60 override-expire ignore-reload",
      "\\.jpg$ 5 20% 60 override-expire ignore-reload",
      "^[^:]+://[^/]+/s\\. 5 20% 60",
      "^ftp: 1440 20% 10080",
      "-i (/cgi-bin/|\\?) 0 0% 0",
      ". 0 20% 60",
    ]);
    expect(linesOf(emitCaches(accelerated()), "refresh_pattern")).toEqual(["-i (/cgi-bin/|\\?) 0 0% 0", ". 0 20% 4320"]);
    expect(emitCaches(cacheOf("c", { fresh: [{ ...all, minMs: 90_000 }] })).codes).toEqual(["inexact-for-squid"]);
  });
});

describe("surroundings", () => {
  test("trust, peers and the manager", () => {
    const emitted = emitCaches(
      cacheOf("c", {
        nodes: ["c-1", "c-2"],
        trust: [{ cidr: "10.0.0.5/32", origin }],
        peers: [{ name: "c-1", machine: "node1", host: "10.0.0.1", port: 3128, queryPort: 3130, origin }, { name: "c-2", machine: "node2", host: "10.0.0.2", port: 3128, queryPort: 3130, origin }],
        answers: { port: 3130, addresses: ["10.0.0.2"], origin },
        hostname: { name: "proxy.example.com", origin },
        manager: { mail: "ops@example.com", from: ["10.0.0.9/32"], password: { name: "manager" }, origin },
        hide: { client: true, via: true, version: true, origin },
        dns: { servers: ["10.0.0.53", "2001:db8::53"], origin },
      }),
    );
    expect(linesOf(emitted, "follow_x_forwarded_for")).toEqual(["allow trusted", "deny all"]);
    expect(linesOf(emitted, "icp_port", "icp_access", "cache_peer")).toEqual(["icp_port 3130", "icp_access allow peers", "icp_access deny all", "cache_peer 10.0.0.2 sibling 3128 3130 proxy-only name=c-2"]);
    expect(linesOf(emitted, "http_access")).toContain("allow peers");
    expect(linesOf(emitted, "http_access").slice(0, 3)).toEqual(["allow localhost manager", "allow from_10.0.0.9 manager", "deny manager"]);
    expect(linesOf(emitted, "visible_hostname", "unique_hostname", "cache_mgr", "cachemgr_passwd", "forwarded_for", "via", "dns_nameservers")).toEqual([
      "visible_hostname proxy.example.com",
      "unique_hostname node1",
      "cache_mgr ops@example.com",
      "cachemgr_passwd s3cret all",
      "forwarded_for delete",
      "via off",
      "dns_nameservers 10.0.0.53 2001:db8::53",
    ]);
    expect(emitted.file.mode).toBe(0o600);
  });

  test("logs to files, to syslog, and in formats of squid", () => {
    const log = (parts: Partial<Cache["logs"][number]>) => ({ kind: "access", to: { where: "file", path: "/var/log/squid/a.log" }, format: null, keep: null, origin, ...parts }) as Cache["logs"][number];
    const written = (...logs: Cache["logs"]) => linesOf(emitCaches(cacheOf("c", { logs })), "logformat", "access_log", "cache_log");
    expect(written()).toEqual(["access_log daemon:/var/log/squid/access.log squid", "cache_log /var/log/squid/cache.log"]);
    expect(written(log({ format: { name: "c-format", text: "combined", origin } }), log({ kind: "error", to: { where: "nowhere" } }))).toEqual(["access_log daemon:/var/log/squid/a.log combined", "cache_log /dev/null"]);
    expect(written(log({ to: { where: "syslog", endpoint: null, facility: "local3" }, format: { name: "short", text: '%>a "%rm"', origin } }))[0]).toBe('logformat short %>a "%rm"');
    expect(emitCaches(cacheOf("c", { logs: [log({ keep: 3 }), log({ format: { name: "n", text: "$remote_addr", origin } }), log({ kind: "error", to: { where: "syslog", endpoint: null, facility: "local0" } })] })).codes).toEqual(["squid-log", "squid-log", "squid-log"]);
  });

  test("filters by ICAP and by a program", () => {
    const filter = { by: "icap", target: "icap://127.0.0.1:1344/av", requests: true, answers: true, bypass: true, origin } as Cache["filters"][number];
    const emitted = emitCaches(cacheOf("c", { filters: [filter, { ...filter, by: "program", target: "/usr/bin/squidGuard -c /etc/guard.conf", bypass: false }] }));
    expect(linesOf(emitted, "icap_service", "adaptation_access", "url_rewrite_program")).toEqual([
      "icap_service requests_1 reqmod_precache icap://127.0.0.1:1344/av bypass=on",
      "adaptation_access requests_1 allow all",
      "icap_service answers_1 respmod_precache icap://127.0.0.1:1344/av bypass=on",
      "adaptation_access answers_1 allow all",
      "url_rewrite_program /usr/bin/squidGuard -c /etc/guard.conf",
    ]);
  });
});

describe("two caches on one machine", () => {
  const cdn = accelerated({ origins: [cacheOriginOf("web", [serverOf("web", "10.0.0.1")], ["a.com"])] });

  test("are one squid, and each decides about its own ports", () => {
    const emitted = emitCaches(cdn, cacheOf("office", { rules: [{ verdict: "allow", when: [], origin }, { verdict: "no-cache", when: [], origin }] }));
    expect(emitted.codes).toEqual([]);
    expect(linesOf(emitted, "http_port")).toEqual(["80 accel defaultsite=a.com name=cdn_accelerate", "3128 name=office_forward"]);
    expect(linesOf(emitted, "http_access").slice(2)).toEqual([
      "deny office_forward !Safe_ports",
      "deny office_forward CONNECT !SSL_ports",
      "deny office_forward to_localhost",
      "deny office_forward linklocal",
      "allow office_forward",
      "allow cdn_accelerate sites_web",
      "deny all",
    ]);
    expect(linesOf(emitted, "cache")).toEqual(["deny office_forward"]);
  });

  test("cannot differ in what the process has once", () => {
    const { diagnostics } = emitCaches(cdn, cacheOf("office", { memory: { bytes: 2 ** 20, objectBytes: 1, replace: "lru", origin }, dns: { servers: ["10.0.0.53"], origin } }));
    expect(diagnostics.map(({ message }) => message)).toEqual(["`cdn` and `office` are one squid, and differ in `memory`", "`cdn` and `office` are one squid, and differ in `dns`"]);
  });
});

test("every line has an origin, and the file says how it is checked and reloaded", () => {
  const { file } = emitCaches(accelerated({ origins: [cacheOriginOf("web", [serverOf("web", "10.0.0.1")], ["a.com"])] }));
  expect(linesWithoutOrigin(file)).toEqual([]);
  expect(file).toMatchObject({ target: "/etc/squid/squid.conf", mode: 0o644, check: ["squid", "-k", "parse", "-f", "/etc/squid/squid.conf"], reload: ["systemctl", "reload", "squid"] });
});
