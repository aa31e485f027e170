import { describe, expect, test } from "vitest";
import { analyze } from "../../src/compile.js";
import { printProgram } from "../../src/elaborate/print.js";

function expand(text: string) {
  const { program, diagnostics } = analyze({ entry: { path: "site.infra", text } });
  return { text: printProgram(program), errors: diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message) };
}

/** The clauses of the cache of a program on a host, one a line, without what stands in their blocks. */
function clausesOf(cache: string): readonly string[] {
  const { text, errors } = expand(`host node1 192.168.0.31\n${cache}`);
  expect(errors).toEqual([]);
  const block = /^cache .*\{\n([^]*?)^\}/m.exec(text)![1]!;
  return block.split("\n").filter((line) => /^  \S/.test(line) && line !== "  }").map((line) => line.slice(2).replace(/ \{$/, ""));
}

describe("a cache that does not say how it listens", () => {
  test.each([
    ["is a proxy on 3128, for its networks", "cache c on node1", ["listen 3128", "tunnel 443", "allow"]],
    ["accelerates on 80", "cache c on node1 accelerate http://10.0.0.1", ["listen 80"]],
    ["accelerates on 443 with `tls`", "cache c on node1 { accelerate http://10.0.0.1; tls /etc/ssl/c.pem }", ["listen 443"]],
    ["does both on both", "cache c on node1 { accelerate http://10.0.0.1; forward }", ["listen 80", "listen 3128", "tunnel 443", "allow"]],
    ["takes what is turned aside on 3129, beside clients that know it", "cache c on node1 transparent", ["listen 3129", "listen 3128", "tunnel 443", "allow"]],
    ["gets a port for clients beside the one that it says", "cache c on node1 { transparent; listen 3128 }", ["listen 3129", "tunnel 443", "allow"]],
    ["gets none when it has one", "cache c on node1 { transparent; listen 3128; listen 8080 forward; allow }", ["tunnel 443"]],
  ])("%s", (_, cache, added) => {
    const written = new Set(["on node1", "transparent", "forward", "tls /etc/ssl/c.pem", "accelerate http://10.0.0.1", "memory 256MB", "allow"]);
    const clauses = clausesOf(cache);
    const said: readonly string[] = [...(cache.match(/listen \d+/g) ?? []), ...(cache.includes("; allow") ? ["allow"] : [])];
    expect(clauses.filter((clause) => !said.includes(clause) && (clause === "allow" || !written.has(clause)))).toEqual(added);
  });
});

test("the site of an origin is the host of its URL, unless clients cannot know it", () => {
  const site = (url: string) => /site (.*)/.exec(expand(`cache c accelerate ${url}`).text.replace(/^site .*$/m, ""))?.[1];
  expect(site("http://www.Example.com:8080")).toBe("www.example.com");
  expect(site("http://10.0.0.1")).toBeUndefined();
  expect(site("http://[::1]:80")).toBeUndefined();
  expect(site("http://origin:8001")).toBeUndefined();
});

test("a cache that accelerates nothing is told so", () => {
  expect(expand("cache c { accelerate }").errors).toEqual(["`accelerate` needs a URL, or the name of a service or gateway"]);
});

test("a cache with a VIP in containers is two", () => {
  expect(expand("cache c { accelerate http://10.0.0.1; vip 192.168.0.146 }").text).toMatch(/^cache c x2 squid \{$/m);
});

const everything = `network lan 192.168.0.0/24
host node1 192.168.0.31
cache office on node1 {
  listen 3128
  match work during mon-fri 09:00-17:00, 22:00-02:00
  match blocked to file /etc/squid/blocked.txt
  deny work not blocked from lan, 10.0.0.1-10.0.0.9 to not .a.com to ~ '^ads[.]'
  deny header X-Env not staging agent curl, wget path /a, /b
  deny not work port 443, 8000-8100 method post
  allow login alice, bob
  no-cache path ~ '\\.(exe|msi)$', 'x{2}'
  via -> 192.168.60.6:4480 only to .b.com
  pool 10MB/s work each 512KB/s from 10.0.0.0/8
  deny helper "/usr/lib/squid/ext_session_acl -t 60" given client, domain ttl 5m
  login file /etc/squid/passwd ttl 1h
  memory 1GB replace gdsf
  disk /srv/cache 10GB rock object 32KB
  fresh 5m .. 1h share 30% path ~ '\\.jpg$' despite expires, reload
  hide client
  manager mail ops@example.com from 192.168.0.5 password secret manager
  filter icap://127.0.0.1:1344/av answers bypass
}
`;

test("what is expanded says the same, and nothing is added to it", () => {
  const once = expand(everything);
  expect(once.errors).toEqual([]);
  expect(expand(once.text)).toEqual(once);
});
