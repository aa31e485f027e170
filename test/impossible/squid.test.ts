import { describe, expect, it } from "vitest";
import { errorsOf, filesOf, found } from "../kit/files.js";

const hosts = "network lan 192.168.0.0/24\nhost node[1..4] 192.168.0.[31..34]\n";
const cache = (clauses: string): string => `${hosts}cache c on node1 { ${clauses} }`;
const lines = (clauses: string, directive: string): readonly string[] => found(filesOf(cache(clauses)), "/squid.conf", new RegExp(`^${directive} (.*)$`, "gm"));

describe("the rules of squid", () => {
  it.each(["forward", "forward; allow from lan", "forward; deny to .bad.example; allow from lan", "accelerate http://10.0.0.7", "accelerate http://10.0.0.7; allow from 10.0.0.0/8", "transparent; allow from lan"])("end with a refusal of everything else: %s", (clauses) => {
    expect(lines(clauses, "http_access").at(-1)).toBe("deny all");
  });

  it("let tunnels to the ports of TLS alone", () => {
    for (const clauses of ["forward", "forward; tunnel 443, 8443; allow from lan", "transparent"]) {
      const access = lines(clauses, "http_access");
      expect(access.indexOf("deny CONNECT !SSL_ports"), clauses).toBeGreaterThan(0);
      expect(access).not.toContain("deny CONNECT SSL_ports");
      expect(access.findIndex((line) => line.startsWith("allow") && !line.includes("localhost"))).toBeGreaterThan(access.indexOf("deny CONNECT !SSL_ports"));
    }
  });

  it("serve the networks of the cache, where the program names none", () => {
    expect(lines("forward", "http_access")).toContain("allow from_192.168.0.0_24");
    expect(lines("forward", "http_access")).not.toContain("allow all");
  });

  it("have names that say what they ask, and values that are no files", () => {
    const acls = lines("forward; match office from 192.168.0.77; allow office; deny to .example.com, www.example.org; allow from 192.168.0.0/25", "acl").filter((acl) => !/^(SSL_ports|Safe_ports|linklocal) /.test(acl));
    expect(acls.length).toBeGreaterThan(2);
    for (const acl of acls) expect(acl).not.toContain('"');
    expect(acls.find((acl) => acl.includes("192.168.0.0/25"))).toMatch(/^from_192\.168\.0\.0_25 src 192\.168\.0\.0\/25$/);
    expect(lines("forward; deny to file /etc/squid/blocked.txt", "acl").join("\n")).toContain('dstdomain "/etc/squid/blocked.txt"');
  });
});

describe("an origin", () => {
  it("is there wherever something is accelerated, and asked as a server", () => {
    for (const clauses of ["accelerate http://10.0.0.7", "accelerate http://10.0.0.7:8080 site a.example.com; accelerate http://10.0.0.8 site b.example.com"]) {
      const peers = lines(clauses, "cache_peer");
      expect(peers.length).toBeGreaterThan(0);
      for (const peer of peers) expect(peer).toMatch(/ parent \d+ 0 no-query originserver name=\S+/);
    }
    expect(errorsOf(cache("listen 80; accelerate"))).toEqual(["missing-argument"]);
  });

  it("has a name of its own, and answers for its own sites alone", () => {
    const clauses = "accelerate http://10.0.0.7:8080 site a.example.com; accelerate http://10.0.0.7:8081 site b.example.com";
    const names = lines(clauses, "cache_peer").map((peer) => /name=(\S+)/.exec(peer)![1]!);
    expect(new Set(names).size).toBe(2);
    const access = lines(clauses, "cache_peer_access");
    for (const name of names) expect(access.filter((line) => line.startsWith(`${name} `)).map((line) => line.split(" ")[1])).toEqual(["allow", "deny"]);
    expect(new Set(access.filter((line) => line.includes(" allow ")).map((line) => line.split(" ")[2])).size).toBe(2);
    expect(errorsOf(cache("accelerate http://10.0.0.7 site a.example.com; accelerate http://10.0.0.8 site a.example.com"))).toEqual(["overlapping-origins"]);
  });
});

describe("squid", () => {
  it("has a port for those who know it beside the one that connections are turned aside to", () => {
    expect(lines("transparent", "http_port")).toEqual(["3129 intercept", "3128"]);
    expect(lines("listen 3128 transparent", "http_port")).toEqual(["3128 intercept", "3129"]);
  });

  it("is given sizes with their units, and folders with all that they need", () => {
    const text = [...filesOf(cache("forward; memory 128MB object 1MB; disk /srv/cache 10GB object 64MB; disk /var/spool/squid 512MB rock object 32KB")).values()].join("\n");
    expect(text).toContain("cache_mem 128 MB");
    expect(text).toMatch(/^cache_dir rock \/var\/spool\/squid 512\b/m);
    expect(text).toMatch(/^cache_dir aufs \/srv\/cache 10240 16 256/m);
    expect(text).toMatch(/^d \/srv\/cache 0750 proxy proxy/m);
    expect(errorsOf(cache("forward; memory 128"))).toEqual(["invalid-value"]);
    expect(errorsOf(cache("forward; disk /srv/cache"))).toEqual(["missing-argument"]);
    expect(errorsOf(cache("forward; disk /srv/cache 1MB object 4MB"))).toEqual(["object-too-large"]);
  });

  it("runs as the user that its package made", () => {
    expect(lines("forward; disk /srv/cache 1GB", "cache_effective_user")).toEqual([]);
  });

  it("is told of no peer by a misspelled directive", () => {
    expect(errorsOf(cache("forward; squid { cache peer 10.0.0.1 parent 3128 0 }"))).toEqual(["typed-directive"]);
  });

  it("answers the caches that name it, at the port that they ask", () => {
    const files = filesOf(`${hosts}cache a on node1 { forward; peers b }\ncache b on node2 { forward }`);
    expect(found(files, "node1/etc/squid/squid.conf", /^cache_peer (\S+ sibling \d+ \d+)/gm)).toEqual(["192.168.0.32 sibling 3128 3130"]);
    expect(found(files, "node2/etc/squid/squid.conf", /^icp_port (\d+)/gm)).toEqual(["3130"]);
    expect(found(files, "node2/etc/squid/squid.conf", /^icp_access (.*)/gm)).toEqual(["allow peers", "deny all"]);
    expect(found(files, "node2/etc/squid/squid.conf", /^acl peers src (.*)/gm)).toEqual(["192.168.0.31"]);
  });

  it("is written for by its number alone", () => {
    expect(errorsOf(`${hosts}cache c on node1 version latest { forward }`)).toEqual(["invalid-value"]);
    expect(errorsOf(`${hosts}cache c on node1 version 3.5 { forward }`)).toEqual(["squid-version"]);
  });
});
