import { describe, expect, it } from "vitest";
import { analyzeText, expand } from "../kit/compile.js";
import { testFault } from "../kit/fault.js";

const hosts = "network lan 192.168.0.0/24\nhost lb[1..2] 192.168.0.[11..12]\nhost node[1..2] 192.168.0.[31..32]\n";
const web = `${hosts}service web on node[1..2] port 8000\n`;

testFault("clause-of-requests", {
  accepts: {
    "a listen of HTTP": `${web}balancer front on lb1 { listen 80 http -> web limit 5r/s header X-A b body 1KB }`,
    "connections of a stream": `${web}balancer front on lb1 { listen 80 tcp -> web maxconn 200 }`,
    "what all listens of a gateway say": `${web}gateway front on lb1 { limit 5r/s; listen 80; listen 81 tcp -> web; route { / -> web } }`,
  },
  rejects: {
    "a limit of a stream": `${web}balancer front on lb1 { listen 80 tcp -> web limit 5r/s }`,
    "headers of a stream": `${web}gateway front on lb1 { listen 80 tcp -> web { header X-A b; forward client } }`,
  },
});

testFault("route-without-listen", {
  accepts: {
    "a listen that asks": `${web}gateway front on lb1 { listen 80; listen 81 -> web; route { / -> web } }`,
    "what stands behind it by its arrow, too": `${hosts}service web on node[1..2] port 8000 behind front\nbalancer front on lb1 { listen 80 -> web }`,
    "one node of what stands behind it": `${hosts}service web on node[1..2] port 8000 behind front\nbalancer front on lb1 { listen 80 -> web-1 }`,
    "a listen that answers by itself beside one that asks": `${web}gateway front on lb1 { listen 80 -> redirect https; listen 443 tls /etc/ssl/x.pem; route { / -> web } }`,
  },
  rejects: {
    "routes beside an arrow": `${web}gateway front on lb1 { listen 80 -> web; route { /api -> web } }`,
    "something behind a balancer that leads elsewhere": `${web}service api on node1 port 9000 behind front\nbalancer front on lb1 { listen 80 -> web }`,
    "a route within a listen with an arrow": `${web}gateway front on lb1 { listen 80 -> web { route { /api -> web } } }`,
    "a route within a stream": `${web}gateway front on lb1 { listen 80; listen 81 tcp -> web { route { /api -> web } }; route { / -> web } }`,
  },
});

testFault("unused-tls", {
  accepts: {
    "the port of TLS": `${web}gateway front on lb1 { tls /etc/ssl/x.pem; listen 80, 443; route { / -> web } }`,
    "a listen with its own word": `${web}balancer front on lb1 { tls /etc/ssl/x.pem; listen 9443 http tls -> web }`,
    "plain HTTP on the port of TLS, which is reported there": `${web}balancer front on lb1 { tls /etc/ssl/x.pem; listen 443 http -> web }`,
  },
  rejects: { "plain ports alone": `${web}gateway front on lb1 { tls /etc/ssl/x.pem; listen 80; route { / -> web } }`, "a balancer, which speaks it where it says so": `${web}balancer front on lb1 { tls /etc/ssl/x.pem; listen 8080 http -> web }` },
});

describe("a listen that leads to one pool", () => {
  const listenOf = (text: string) => analyzeText(text).site.proxies.find(({ name }) => name === "front")!.listens[0]!;

  it("has no route where it says no more than is usual", () => {
    expect(listenOf(`${web}balancer front on lb1 { listen 80 http -> web }`)).toMatchObject({ pool: "web", routes: [] });
    expect(listenOf(`${web}gateway front on lb1 { listen 80 -> web }`)).toMatchObject({ pool: "web", routes: [] });
  });

  it("keeps what it says of requests, and what its declaration says of all", () => {
    const own = listenOf(`${web}balancer front on lb1 { listen 80 http -> web limit 5r/s per ip forward client header response X-A b body 1KB buffer no }`);
    expect(own.pool).toBe(null);
    expect(own.routes).toMatchObject([{ domains: [], match: "prefix", path: "/", action: { do: "proxy", pool: "web" }, limits: [{ requests: 5, per: "s", burst: 5 }], forward: ["client"], headers: [{ on: "response", name: "X-A", value: "b" }], bodyBytes: 1024, buffer: false }]);
    expect(listenOf(`${web}gateway front on lb1 { body 100MB; listen 80 -> web }`).routes).toMatchObject([{ bodyBytes: 100 * 2 ** 20 }]);
  });

  it("answers at once where the arrow says so", () => {
    expect(listenOf(`${web}gateway front on lb1 { listen 80 -> redirect https; listen 443 tls /etc/ssl/x.pem; route { / -> web } }`)).toMatchObject({ mode: "http", pool: null, routes: [{ path: "/", action: { do: "redirect", to: "https" } }] });
    expect(listenOf(`${web}balancer front on lb1 { listen 80 -> deny 403 }`)).toMatchObject({ mode: "http", routes: [{ action: { do: "deny", status: 403 } }] });
  });

  it("means the same when it is written out", () => {
    const text = `${web}balancer front on lb1 { listen 80 http -> web limit 5r/s; listen 81 -> redirect https://www.example.com/ }`;
    expect(expand(expand(text))).toBe(expand(text));
  });
});

describe("what is in front of a declaration", () => {
  it("is trusted by each of its addresses, as any of them may be the nearest", () => {
    const text = "network lan 192.168.0.0/24\nnetwork dmz 192.168.9.0/24\nhost lb1 192.168.9.11, 192.168.0.11\nhost web1 192.168.0.31\nservice web on web1 port 8000\ngateway edge on web1 behind front { route { / -> web } }\nbalancer front on lb1 { listen 80 http }";
    expect(analyzeText(text).site.proxies.find(({ name }) => name === "edge")!.trust.map(({ cidr }) => cidr)).toEqual(["192.168.9.11/32", "192.168.0.11/32"]);
  });
});

describe("a pool", () => {
  const poolOf = (text: string) => analyzeText(`${hosts}${text}`).site.proxies.find(({ name }) => name === "front")!.pools[0]!;

  it.each([
    ["service web on node1 protocol amqp\nbalancer front on lb1 { listen 5672 -> web }", "amqp"],
    ["service web on node1 port 80\nbalancer front on lb1 { listen 80 tcp -> web }", "http"],
    ["rabbitmq mq on node1\nbalancer front on lb1 { listen 5672 -> mq }", "amqp"],
    ["rabbitmq mq on node1\nbalancer front on lb1 { listen 15672 http -> mq:management }", "http"],
    ["rabbitmq mq on node1 port 15674 as web-stomp\nbalancer front on lb1 { listen 15674 -> mq:web-stomp }", "tcp"],
    ["gateway edge on node1 { route { / -> deny 403 } }\nbalancer front on lb1 { listen 80 http -> edge }", null],
  ])("knows what its servers speak: %s", (text, speaks) => {
    expect(poolOf(text).speaks).toBe(speaks);
  });

  it.each([
    ["mysql db on node[1..2]\nbalancer front on lb1 { listen 3306 -> db }", "one", null],
    ["mysql db on node[1..2] replication galera\nbalancer front on lb1 { listen 3306 -> db primary }", "each", "primary"],
    ["postgres db on node[1..2] patroni\nbalancer front on lb1 { listen 5432 -> db replicas }", "one", "replicas"],
    ["mysql db on node1\nbalancer front on lb1 { listen 3306 -> db }", null, null],
    ["redis keys on node[1..2] cluster\nbalancer front on lb1 { listen 6379 -> keys }", null, null],
    ["service web on node[1..2] port 80\nbalancer front on lb1 { listen 80 -> web }", null, null],
  ])("knows who takes writes: %s", (text, writes, role) => {
    expect(poolOf(text)).toMatchObject({ writes, role });
  });
});
