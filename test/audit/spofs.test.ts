import { describe, expect, it } from "vitest";
import { auditOf, auditOn, base, spofsIn } from "../kit/audit.js";
import { dedent } from "../kit/compile.js";

const goods = "service goods on app1, app2 port 8080\n";
const edge = "gateway edge on lb1, lb2 { vip 192.168.0.100; listen 80; route { / -> goods } }\n";

describe("a single point of failure", () => {
  it.each<readonly [string, string, readonly string[]]>([
    ["nothing, where each stage has two", goods + edge, []],
    ["the only instance of a service", `service goods on app1 port 8080\n${edge}`, ["only-one goods: goods"]],
    ["the only host of a gateway with a VIP, whose daemons are each enough", `${goods}gateway edge on lb1 { vip 192.168.0.100; listen 80; route { / -> goods } }`, ["only-one edge: keepalived@lb1, nginx@lb1"]],
    ["the only host of a gateway without one", `${goods}gateway edge on lb1 { route { / -> goods } }`, ["only-one edge: nginx@lb1"]],
    ["nothing, where clients choose between two hosts", `${goods}gateway edge on lb1, lb2 { route { / -> goods } }`, []],
    ["the host that all instances are on", `service goods x2 on app1 { port 8080, 8081 as web, more }\n${edge}`, ["together goods: app1"]],
    ["the node that a route names, though there are others", `${goods}gateway edge on lb1, lb2 { vip 192.168.0.100; listen 80; route { / -> goods-2 } }`, ["one-asked goods: goods-2"]],
    ["the only instance with a weight", `service goods on app1, app2 { port 8080; weight 0 on app2 }\nbalancer edge on lb1, lb2 { vip 192.168.0.100; listen 80 -> goods }`, ["one-asked goods: goods-1"]],
    ["nothing, with a backup", `service goods on app1, app2 { port 8080; backup app2 }\nbalancer edge on lb1, lb2 { vip 192.168.0.100; listen 80 -> goods }`, []],
    ["the first server, where nobody looks at it and the backup never has its turn", `service goods on app1, app2 { port 8080; backup app2; check no }\nbalancer edge on lb1, lb2 { vip 192.168.0.100; listen 80 -> goods }`, ["one-asked goods: goods-1"]],
    ["nothing behind one address outside of the site", `service goods at 10.1.1.1:80\n${edge}`, []],
    ["the layer in the middle", `${goods}gateway inner on app3 { listen 8080; route { / -> goods } }\nbalancer front on lb1, lb2 { vip 192.168.0.100; listen 80 http -> inner }`, ["only-one inner: nginx@app3"]],
    ["a service behind two layers", `service goods on app1 port 8080\ngateway inner on app3, app4 { listen 8080; route { / -> goods } }\nbalancer front on lb1, lb2 { vip 192.168.0.100; listen 80 http -> inner }`, ["only-one goods: goods"]],
    ["the cache in front of a gateway", `${goods}gateway inner on app3, app4 { vip 192.168.0.101; listen 8080; route { / -> goods } }\ncache front on lb1 { listen 80; accelerate inner }`, ["only-one front: squid@lb1"]],
    ["nothing of LVS with two directors", `${goods}balancer edge lvs on lb1, lb2 { mode dr; vip 192.168.0.100; listen 8080 -> goods }`, []],
    ["nothing of a service that holds its address itself", `${goods.trimEnd()} vip 192.168.0.100\n`, []],
  ])("is %s", (_, text, found) => {
    expect(spofsIn(auditOn(text))).toEqual(found);
  });

  it.each<readonly [string, string, readonly string[]]>([
    ["is a daemon that no check of the address looks at, on the machine that holds it", "vip 192.168.0.100 check no", ["unnoticed edge: nginx@lb1"]],
    ["is none that a script of the operator's may look at", "vip 192.168.0.100 check script /usr/local/bin/check", []],
    ["is a daemon whose check takes too little", "vip 192.168.0.100 { priority 150, 100; check process nginx weight -20 }", ["too-light edge: nginx@lb1"]],
    ["is none whose check takes enough", "vip 192.168.0.100 { priority 150, 100; check process nginx weight -60 }", []],
    ["is a daemon whose check adds too little while it is well", "vip 192.168.0.100 { priority 150, 100; check process nginx weight 20 }", ["too-light edge: nginx@lb1"]],
    ["is a daemon whose check lowers a priority that moves nothing", "vip 192.168.0.100 { preempt no; check process nginx weight -60 }", ["not-preempted edge: nginx@lb1"]],
    ["is none whose check gives the address up, also with `preempt no`", "vip 192.168.0.100 { preempt no; check process nginx }", []],
  ])("%s", (_, vip, found) => {
    expect(spofsIn(auditOn(`${goods}gateway edge on lb1, lb2 { ${vip}; listen 80; route { / -> goods } }`))).toEqual(found);
  });

  it("has the numbers of an election that does not move the address", () => {
    const [spof] = auditOn(`${goods}gateway edge on lb1, lb2 { vip 192.168.0.100 { priority 150, 100; check process nginx weight -20 }; listen 80; route { / -> goods } }`).spofs;
    expect(spof!.priorities).toEqual([{ name: "lb1", priority: 130 }, { name: "lb2", priority: 100 }]);
  });

  it("is a layer that does not run where the address goes, and one that no check looks at", () => {
    const audit = auditOn(`${goods}${edge}balancer mq on lb1 { listen 192.168.0.100:5000 -> goods }`);
    expect(spofsIn(audit)).toEqual(["unnoticed mq: haproxy@lb1", "absent mq: keepalived@lb1, nginx@lb1"]);
    expect(audit.spofs.map(({ advice }) => advice)).toEqual(["give `mq` a `vip` of its own", "place `mq` on every host that can hold 192.168.0.100"]);
  });

  it("is the gateway behind a balancer whose own address stays", () => {
    const audit = auditOn(`${goods}gateway inner on app3, app4 { vip 192.168.0.101 check no; listen 80; route { / -> goods } }\nbalancer front on lb1, lb2 { vip 192.168.0.100; listen 80 http -> inner }`);
    expect(spofsIn(audit)).toEqual(["unnoticed inner: nginx@app3"]);
    expect(audit.spofs[0]!.vip).toBe("192.168.0.101");
  });

  it("is a zone that all instances are in", () => {
    const text = `
      network lan 192.168.0.0/24
      host lb1 192.168.0.11 zone east
      host lb2 192.168.0.12 zone west
      host app[1..2] 192.168.0.[21..22] zone east
      host app3 192.168.0.23 zone west
    `;
    const audit = auditOf(dedent(text) + goods + edge);
    expect(spofsIn(audit)).toEqual(["together goods: east"]);
    expect(audit.entries[0]!.survives).toEqual({ failures: 0, of: "host", zone: false, promotion: false });
    const apart = auditOf(dedent(text) + goods.replace("app2", "app3") + edge);
    expect(apart.entries[0]!.survives).toEqual({ failures: 1, of: "host", zone: true, promotion: false });
  });

  it("is the Docker engine of a host that all containers are in", () => {
    const text = `network lan 192.168.0.0/24\nhost lb[1..2] 192.168.0.[11..12]\nhost app[1..2] 192.168.0.[21..22] runtime docker\nservice goods x2 on app1 port 8080\n${edge}`;
    const audit = auditOf(text);
    expect(spofsIn(audit)).toEqual(["together goods: docker@app1"]);
    expect(audit.spofs[0]!.advice).toBe("write `goods on app1, app2`");
  });

  it("is the replica of two, as the other one is the primary, whichever fails", () => {
    const audit = auditOn("postgres db on app1, app2 patroni\nbalancer edge on lb1, lb2 { vip 192.168.0.100; listen 5432 -> db primary; listen 5433 -> db replicas }");
    expect(spofsIn(audit)).toEqual(["replica db: db-1, db-2"]);
    expect(audit.spofs[0]!.lost).toEqual(["192.168.0.100:5433"]);
    expect(audit.spofs[0]!.advice).toBe("write `db on app1, app2, app3`");
  });

  it.each([
    ["its own host", "client lb1, lb2", "registry goods: consul@lb1", "write a `check script PATH` for the `vip` that asks for Consul, too"],
    ["another host", "ui", "registry goods: consul@app1", "write `client lb1, lb2` in `consul registry`, so that each asks its own host"],
  ])("is the agent on %s that HAProxy asks for its servers", (_, clause, found, advice) => {
    const audit = auditOn(`service goods on app3, app4 protocol tcp port 8080 discover registry\nconsul registry on app1, app2, app3 ${clause}\nbalancer edge on lb1, lb2 { vip 192.168.0.100; listen 80 -> goods }`);
    expect(spofsIn(audit)).toEqual([found]);
    expect(audit.spofs[0]!.advice).toBe(advice);
  });

  it("is no Consul that nginx reads, which goes on without", () => {
    expect(spofsIn(auditOn(`service goods on app1, app2 port 8080 discover registry\nconsul registry x1 on app3 client lb1, lb2\n${edge}`))).toEqual([]);
  });

  it("is named once for two ports, with the place where it is mended", () => {
    const audit = auditOn(`service goods on app1 port 8080\ngateway edge on lb1, lb2 { vip 192.168.0.100; listen 80; listen 81; route { / -> goods } }`);
    expect(audit.spofs).toHaveLength(1);
    expect(audit.spofs[0]!.lost).toEqual(["192.168.0.100:80/", "192.168.0.100:81/"]);
    const { span } = audit.spofs[0]!.origin;
    expect(span.source.text.slice(span.start, span.end)).toContain("service goods");
  });
});

describe("the ground under a whole site", () => {
  it("is no single point of failure: the local Docker engine, the only host, the only zone", () => {
    const local = auditOf("service goods x2 behind gateway with VIP 192.168.0.100\n");
    expect([local.ground.map(({ name }) => name), spofsIn(local)]).toEqual([["docker"], []]);
    const host = auditOf("network lan 192.168.0.0/24\nhost box 192.168.0.11\nservice goods x2 on box { port 8080, 8081 as web, more }\ngateway edge on box { route { / -> goods } }\n");
    expect([host.ground.map(({ name }) => name), spofsIn(host)]).toEqual([["box"], ["only-one edge: nginx@box"]]);
    const zone = auditOf(`${base.replace("[11..13]", "[11..13] zone room").replace("[21..24]", "[21..24] zone room")}${goods}${edge}`);
    expect([zone.ground.map(({ name }) => name), spofsIn(zone)]).toEqual([["room"], []]);
  });

  it("counts where not all of a site stands on it", () => {
    const text = `network lan 192.168.0.0/24 { driver macvlan; parent eth0 }\nhost lb[1..2] 192.168.0.[11..12]\nservice goods x2 port 8080\n${edge}`;
    const audit = auditOf(text);
    expect([audit.ground, spofsIn(audit)]).toEqual([[], ["together goods: docker"]]);
  });
});

describe("what is advised", () => {
  it.each([
    ["a second container", "service goods x2 behind gateway with VIP 192.168.0.100", "x2 ", "", "write `goods x2`"],
    ["a second host like the first, with the least on it", `service busy on app2 port 9000 behind edge at /busy\nservice goods on app1, app3 port 8080\n${edge}`, ", app3", base, "write `goods on app1, app3`"],
    ["three nodes of what elects", `etcd goods on app1, app2, app3\nbalancer edge on lb1, lb2 { vip 192.168.0.100; listen 80 -> goods }`, ", app2, app3", base, "write `goods on app1, app2, app3`"],
  ])("is %s, and mends it", (_, sound, part, hosts, advice) => {
    const audit = auditOf(hosts + sound.replace(part, ""));
    expect(audit.spofs.find(({ subject }) => subject === "goods")!.advice).toBe(advice);
    expect(spofsIn(auditOf(hosts + sound)).filter((each) => each.includes("goods"))).toEqual([]);
  });

  it("names no host where none is like the first", () => {
    expect(auditOf(`network lan 192.168.0.0/24\nhost lb[1..2] 192.168.0.[11..12]\nhost box 192.168.0.21\nservice goods on box port 8080\n${edge}`).spofs[0]!.advice).toBe("place it on a second host");
  });
});
