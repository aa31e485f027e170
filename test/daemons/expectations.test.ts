import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Expectation } from "../../src/ir/expectation.js";
import { readExample } from "../kit/examples.js";
import { build, type Built, inLab, take } from "./lab-kit.js";
import { requireDaemon } from "./require.js";
import { checkers } from "./site.js";

const areThere = checkers.map(requireDaemon).every(Boolean);
const hasIpvs = existsSync("/proc/net/ip_vs");

/** Boots the site and takes the steps; gives what was not as expected. */
async function tryIn(built: Built, expectation: Expectation): Promise<string | undefined> {
  return await inLab(built, async (lab) => await take(lab, built.site, expectation));
}

describe.runIf(areThere).each(readdirSync(join(import.meta.dirname, "../../examples")))("the example %s, booted", (example) => {
  const built = build(readExample(example, "expect.infra")!, (path) => readExample(example, path));

  it.each(built.site.expectations.map((expectation) => [expectation.name, expectation] as const).filter(([, { only }]) => hasIpvs || !only.includes("ipvs")))("%s", { timeout: 120_000 }, async (_, expectation) => {
    expect(await tryIn(built, expectation)).toBeUndefined();
  });
});

/** What no example shows. */
const others: Readonly<Record<string, string>> = {
  "a cache answers when its origin is dead": `network lan 10.8.0.0/24
host edge1 10.8.0.11
host app1 10.8.0.21
service pages on app1 port 8080
cache cdn on edge1 { accelerate pages; listen 80 }
expect e {
  get http://10.8.0.11/a.css -> pages status 200
  kill app1
  get http://10.8.0.11/a.css -> pages status 200
  get http://10.8.0.11/b.css fails
}`,
  "clients ask through a proxy, and what it refuses they do not get": `network lan 10.8.0.0/24
host proxy[1..2] 10.8.0.[13..14]
host app1 10.8.0.21
host lb1 10.8.0.12
service pages on app1 port 80 behind edge
gateway edge on lb1 { listen 80; listen 443 tls /etc/ssl/edge.pem; route shop.example.com, chat.social.example { / -> pages } }
cache web on proxy[1..2] { forward; deny to .social.example; allow from 10.8.0.0/24 }
expect e {
  get http://shop.example.com/a.css -> pages through web status 200
  get https://shop.example.com/a.css -> pages through web-2 status 200
  get http://chat.social.example/ through web status 403
  get https://chat.social.example/ through web status 403
  kill app1
  get http://shop.example.com/a.css -> pages through web
  kill web squid
  within 5s get http://shop.example.com/a.css through web fails
}`,
  "a connection by TLS is one": `network lan 10.8.0.0/24
host lb1 10.8.0.11
host app1 10.8.0.21
service pages on app1 port 8080 behind edge
gateway edge on lb1 { listen 443 tls /etc/ssl/edge.pem; listen 80 }
expect e {
  connect 10.8.0.11:443 tls
  connect 10.8.0.11:80 tls fails
}`,
  "an instance that registers late is found without a reload": `network lan 10.8.0.0/24
host node[1..3] 10.8.0.[31..33]
host lb1 10.8.0.11
host app[1..2] 10.8.0.[21..22]
consul registry on node[1..3] client lb1, app[1..2]
service pages on app[1..2] port 8080 discover registry via dns
balancer web on lb1 { listen 80 http -> pages }
expect e {
  within 20s get http://10.8.0.11/ -> pages-1
  kill app1
  within 30s get http://10.8.0.11/ -> pages-2
  heal app1
  kill app2
  within 30s get http://10.8.0.11/ -> pages-1
}`,
};

describe.runIf(areThere)("a lab", () => {
  it.each(Object.entries(others))("%s", { timeout: 150_000 }, async (_, text) => {
    const built = build(text);
    expect(await tryIn(built, built.site.expectations[0]!)).toBeUndefined();
  });

  it("tells what is not as expected, and stops there", { timeout: 60_000 }, async () => {
    const built = build(`network lan 10.8.0.0/24
host app1 10.8.0.21
service pages on app1 port 8080
expect e { get http://10.8.0.21:8080/ -> pages; get http://10.8.0.21:8080/ status 404; get http://10.8.0.21:8081/ }`);
    expect(await tryIn(built, built.site.expectations[0]!)).toBe("get http://10.8.0.21:8080/ -> pages\nget http://10.8.0.21:8080/ status 404\n`http://10.8.0.21:8080/` answered with status 200, not 404");
  });
});
