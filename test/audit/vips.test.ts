import { describe, expect, it } from "vitest";
import { auditOf, auditOn, failureIn } from "../kit/audit.js";

const goods = "service goods on app1, app2 port 8080\n";
const edge = (vip: string, hosts = "lb1, lb2"): string => `${goods}gateway edge on ${hosts} { vip 192.168.0.100 { ${vip} }; listen 80; route { / -> goods } }\n`;

describe("how an address moves", () => {
  it.each([
    // Three adverts and the skew (256 - 140) / 256 of a second; the check: two failures, two seconds apart, and the skew.
    ["by the usual times", "check process nginx", 3453, 4453],
    ["by adverts of two seconds: the skew of VRRP 2 is of a second", "advertise 2s", 6453, 4453],
    ["by adverts of 200 ms: the skew of VRRP 3 is of an advert", "advertise 200ms", 691, 4091],
    ["by the times of its check", "check process nginx every 1s fall 3", 3453, 3453],
    ["by the priority of the one who takes over", "priority 250, 240", 3063, 4063],
    ["by a check with a weight, after which the adverts of the first are no more heeded", "check process nginx weight -60", 3453, 7453],
  ])("%s", (_, vip, afterMs, withinMs) => {
    const [found] = auditOn(edge(vip)).vips;
    expect([found!.afterMs, found!.watched]).toEqual([afterMs, [{ daemon: "nginx@lb1", by: "check", withinMs }]]);
  });

  it("goes by priority, with what checks add as long as all is well", () => {
    const [plain, heavy] = [auditOn(edge("priority 100, 120, 110", "lb1, lb2, lb3")), auditOn(edge("priority 100, 120, 110; check process nginx weight 5", "lb1, lb2, lb3"))];
    expect(plain.vips[0]!.order).toEqual([{ name: "lb2", priority: 120 }, { name: "lb3", priority: 110 }, { name: "lb1", priority: 100 }]);
    expect(heavy.vips[0]!.order[0]).toEqual({ name: "lb2", priority: 125 });
  });

  it("goes to the higher address where priorities are equal", () => {
    expect(auditOn(edge("priority 100, 100")).vips[0]!.order.map(({ name }) => name)).toEqual(["lb2", "lb1"]);
  });

  it.each([
    ["check no", "nobody", null],
    ["check script /usr/local/bin/check", "script", 4453],
    ["check tcp 80", "check", 4453],
    ["check http /health 80", "check", 4453],
  ])("says who notices that a daemon ends: `%s`", (check, by, withinMs) => {
    expect(auditOn(edge(check)).vips[0]!.watched).toEqual([{ daemon: "nginx@lb1", by, withinMs }]);
  });

  it("says that one who is alone cannot hand it on", () => {
    expect(auditOn(edge("check process nginx", "lb1")).vips[0]).toMatchObject({ order: [{ name: "lb1" }], afterMs: null });
  });

  it("takes the addresses along that are to move together, with their checks", () => {
    const text = `${goods}gateway edge on lb1, lb2 { vip 192.168.0.100 failover together; vip 192.168.0.101 check no; listen 80; route { / -> goods } }`;
    const [first, second] = auditOn(text).vips;
    expect([first!.together, second!.together]).toEqual([["192.168.0.101"], ["192.168.0.100"]]);
    expect(second!.watched).toEqual([{ daemon: "nginx@lb1", by: "check", withinMs: 4453 }]);
    expect(failureIn(text, "nginx@lb1")!.moved.map(({ vip }) => vip)).toEqual(["192.168.0.100", "192.168.0.101"]);
  });

  it("leaves an address alone when another daemon of the machine ends", () => {
    const text = `${goods}gateway edge on lb1, lb2 { vip 192.168.0.100; listen 80; route { / -> goods } }\nbalancer mq on lb1, lb2 { vip 192.168.0.101; listen 80 -> goods }`;
    expect(failureIn(text, "haproxy@lb1")!.moved.map(({ vip }) => vip)).toEqual(["192.168.0.101"]);
  });

  it("moves with the container that holds it", () => {
    const { vips, failures } = auditOf("service goods x2 behind gateway with VIP 192.168.0.100\n", ["gateway-1"]);
    expect(vips[0]).toMatchObject({ order: [{ name: "gateway-1" }, { name: "gateway-2" }], afterMs: 3453, watched: [] });
    expect(failures[0]!.moved).toEqual([{ vip: "192.168.0.100", from: "gateway-1", to: { name: "gateway-2", priority: 140 }, withinMs: 3453 }]);
  });

  it.each([
    ["", "yes"],
    ["preempt no", "no"],
    ["preempt after 5m", { afterMs: 300_000 }],
  ])("says whether it goes back: `%s`", (preempt, expected) => {
    expect(auditOn(edge(preempt)).vips[0]!.preempt).toEqual(expected);
  });
});
