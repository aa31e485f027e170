import { describe, expect, it } from "vitest";
import { auditOf, auditOn, chainsIn } from "../kit/audit.js";

const goods = "service goods on app1, app2 port 8080\n";
const local = "network lan 172.30.0.0/24\n";

describe("what clients reach", () => {
  it.each<readonly [string, string, readonly string[]]>([
    ["a VIP with the paths of a domain", `${goods}gateway edge on lb1, lb2 { vip 192.168.0.100; listen 80; route shop.example.com { /goods -> goods; / -> redirect https } }`, ["192.168.0.100:80 shop.example.com/goods -> edge(lb1 lb2) -> goods(app1 app2)"]],
    ["exact paths and regular expressions", `${goods}gateway edge on lb1, lb2 { vip 192.168.0.100; listen 80; route { = /a -> goods; ~ ^/b -> goods } }`, ["192.168.0.100:80 = /a -> edge(lb1 lb2) -> goods(app1 app2)", "192.168.0.100:80 ~ ^/b -> edge(lb1 lb2) -> goods(app1 app2)"]],
    ["a port that is passed on unread", `${goods}balancer mq on lb1, lb2 { vip 192.168.0.100; listen 5000 -> goods }`, ["192.168.0.100:5000 -> mq(lb1 lb2) -> goods(app1 app2)"]],
    ["ports of a range, and of UDP", "service names on app1 protocol dns\nservice many on app1 protocol tcp port 9000\nbalancer edge nginx on lb1 { listen 53/udp -> names; listen 8001-8003 -> many }", ["lb1:53/udp -> edge(lb1) -> names(app1)", "lb1:8001-8003 -> edge(lb1) -> many(app1)"]],
    ["the hosts of what has no VIP", `${goods}gateway edge on lb1, lb2 { route { / -> goods } }`, ["lb1:80 or lb2:80/ -> edge(lb1 lb2) -> goods(app1 app2)"]],
    ["an address of one host", `${goods}gateway edge on lb1 { listen 192.168.0.11:80; route { / -> goods } }`, ["lb1:80/ -> edge(lb1) -> goods(app1 app2)"]],
    ["files that a gateway has itself", "gateway edge on lb1 { route { / -> files /srv/www } }", ["lb1:80/ -> edge(lb1)"]],
    ["a gateway that only redirects, for the door alone", "gateway edge on lb1 { route { / -> redirect https } }", ["lb1:80 -> edge(lb1)"]],
    ["a service that holds a VIP itself", `${goods.trimEnd()} vip 192.168.0.100\n`, ["192.168.0.100:8080 -> goods(app1 app2)"]],
    ["a proxy for the clients of a network", "cache web on lb1, lb2 { forward; vip 192.168.0.100 }", ["192.168.0.100:3128 -> web(lb1 lb2)"]],
    ["the sites of a cache", `${goods}cache cdn on lb1 { listen 80; accelerate goods site www.example.com, example.com }`, ["lb1:80 www.example.com, example.com -> cdn(lb1) -> goods(app1 app2)"]],
  ])("is %s", (_, text, expected) => {
    expect(chainsIn(auditOn(text))).toEqual(expected);
  });

  it.each<readonly [string, string, readonly string[]]>([
    ["published ports of the local engine", `${local}service goods port 8080 behind front\ngateway front { publish 8000 -> 80 }`, ["*:8000/ -> front(front) -> goods(goods)"]],
    ["two published ports of two nodes", `${local}service goods x2 { port 8080; publish 8001, 8002 -> 8080 }`, ["*:8001 or *:8002 -> goods(goods-1 goods-2)"]],
    ["a published port beside a VIP", `${local}service goods port 8080 behind front\ngateway front x2 { vip 172.30.0.100; publish 8001, 8002 -> 80 }`, ["*:8001 or *:8002/ -> front(front-1 front-2) -> goods(goods)", "172.30.0.100:80/ -> front(front-1 front-2) -> goods(goods)"]],
    ["what a host publishes, but for what is in a chain", "network lan 10.0.0.0/24\nhost app 10.0.0.1 runtime docker\nhost lb 10.0.0.2\nservice goods on app { port 8080; publish 8081 -> 8080 }\nservice admin on app { port 9000; publish 9001 -> 9000 }\ngateway edge on lb { route { / -> goods } }", ["app:9001 -> admin(app)", "lb:80/ -> edge(lb) -> goods(app)"]],
    ["a container in the network of its host", "network lan 10.0.0.0/24 { driver macvlan; parent eth0 }\nservice goods port 8080 behind front\ngateway front { address 10.0.0.9; publish 8000 -> 80 }", ["*:8000 or 10.0.0.9:80/ -> front(front front) -> goods(goods)"]],
  ])("is %s", (_, text, expected) => {
    expect(chainsIn(auditOf(text))).toEqual(expected);
  });

  it("is not what another layer comes to, nor what nobody leads to", () => {
    const audit = auditOn(`${goods}service other on app3 port 9000\ngateway inner on app3 { listen 8080; route { /goods -> goods } }\nbalancer front on lb1 { listen 80 http -> inner }`);
    expect(chainsIn(audit)).toEqual(["lb1:80/goods -> front(lb1) -> inner(app3) -> goods(app1 app2)"]);
    expect(audit.unseen).toEqual([{ name: "other", kind: "service", nodes: 1 }]);
  });
});

describe("a request through two layers", () => {
  const two = (front: string, inner: string): readonly string[] => chainsIn(auditOn(`${goods}gateway inner on app3 { listen 8080; ${inner} }\ngateway front on lb1 { listen 80; ${front} }`)).map((each) => each.split(" -> ")[0]!);

  it.each([
    ["keeps the longer path", "route { /goods -> inner }", "route { / -> goods }", ["lb1:80/goods"]],
    ["takes the inner path below the outer", "route { / -> inner }", "route { /goods -> goods }", ["lb1:80/goods"]],
    ["never comes to a path that the outer layer does not pass", "route { /goods -> inner }", "route { /goods -> goods; /other -> goods }", ["lb1:80/goods"]],
    ["keeps the domain", "route shop.example.com { / -> inner }", "route { / -> goods }", ["lb1:80 shop.example.com/"]],
    ["never comes to another domain", "route shop.example.com { / -> inner }", "route shop.example.com { /a -> goods }; route www.example.com { /b -> goods }", ["lb1:80 shop.example.com/a"]],
    ["comes to a domain below a wide one", "route *.example.com { / -> inner }", "route shop.example.com { /a -> goods }", ["lb1:80 shop.example.com/a"]],
  ])("%s", (_, front, inner, expected) => {
    expect(two(front, inner)).toEqual(expected);
  });

  it("ends at the address of a layer that has one", () => {
    const text = `${goods}gateway inner on app3, app4 { vip 192.168.0.101; listen 80; route { / -> goods } }\nbalancer front on lb1, lb2 { vip 192.168.0.100; listen 80 http -> inner }`;
    const [entry] = auditOn(text).entries;
    expect(entry!.stages.map(({ name, vip }) => `${name} ${vip}`)).toEqual(["front 192.168.0.100", "inner 192.168.0.101", "goods null"]);
    expect(entry!.survives).toEqual({ failures: 1, of: "host", zone: null, promotion: false });
  });
});

describe("how many failures an entry survives", () => {
  it.each([
    ["as many as its weakest stage has to spare", "lb1, lb2, lb3", "app1, app2, app3", 2],
    ["one, where a stage has two", "lb1, lb2, lb3", "app1, app2", 1],
    ["none, where a stage has one", "lb1, lb2", "app1", 0],
  ])("is %s", (_, front, back, failures) => {
    const [entry] = auditOn(`service goods on ${back} port 8080\ngateway edge on ${front} { vip 192.168.0.100; listen 80; route { / -> goods } }`).entries;
    expect(entry!.survives.failures).toBe(failures);
  });

  it("counts hosts, not the instances on them", () => {
    const [entry] = auditOn("service goods x4 on app1, app2 { port 8080, 8081 as web, more }\ngateway edge on lb1, lb2, lb3 { vip 192.168.0.100; listen 80; route { / -> goods } }").entries;
    expect(entry!.survives).toMatchObject({ failures: 1, of: "host" });
  });

  it("counts containers where there are no hosts", () => {
    const [entry] = auditOf("service goods x3 behind gateway with VIP 192.168.0.100\n").entries;
    expect(entry!.survives).toMatchObject({ failures: 1, of: "container" });
  });

  it("counts instances where all of them are on one host", () => {
    const [entry] = auditOf("network lan 192.168.0.0/24\nhost box 192.168.0.11\nservice goods x2 on box { port 8080, 8081 as web, more }\ngateway edge on box { route { / -> goods } }\n").entries;
    expect(entry!.survives).toMatchObject({ failures: 0, of: "instance" });
  });

  it.each([
    ["postgres db on app1, app2, app3 patroni", "listen 5432 -> db primary", true],
    ["postgres db on app1, app2, app3 patroni", "listen 5432 -> db replicas", false],
    ["redis db on app1, app2 { check redis }", "listen 6379 -> db primary", true],
    ["mysql db on app1, app2, app3 { replication galera; primary app1 }", "listen 3306 -> db primary", false],
  ])("says where it takes another primary: %s %s", (database, listen, promotion) => {
    const [entry] = auditOn(`${database}\nbalancer edge on lb1, lb2 { vip 192.168.0.100; ${listen} }`).entries;
    expect(entry!.survives).toEqual({ failures: 1, of: "host", zone: null, promotion });
  });

  it("is none of an entry that nobody answers anyway", () => {
    const [entry] = auditOn("service goods on app1, app2 { port 8080; weight 0 }\nbalancer edge on lb1, lb2 { vip 192.168.0.100; listen 80 -> goods }").entries;
    expect(entry).toMatchObject({ served: false, survives: { failures: 0 } });
  });

  it("does not count what is outside, which is named", () => {
    const audit = auditOn("service goods at 10.1.1.1:80\ngateway edge on lb1, lb2 { vip 192.168.0.100; listen 80; route { / -> goods } }");
    expect(audit.entries[0]!.survives.failures).toBe(1);
    expect(audit.outside).toEqual([{ endpoint: { host: "10.1.1.1", port: 80 }, name: "goods", usedBy: "edge", alone: true }]);
  });

  it("says of a pool whether anybody looks at its servers", () => {
    const checks = auditOn("service goods on app1, app2 { port 8080; check no }\nbalancer edge on lb1, lb2 { vip 192.168.0.100; listen 80 -> goods }\ngateway web on lb1, lb2 { listen 81; route { / -> goods } }");
    expect(checks.entries.map(({ door, stages }) => [door, stages[1]!.checked])).toEqual([["192.168.0.100:80", false], ["lb1:81 or lb2:81", true]]);
  });
});
