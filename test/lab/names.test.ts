import { describe, expect, it } from "vitest";
import { machinesByName, namesOf } from "../../src/lab/names.js";
import { analyzeText } from "../kit/compile.js";

describe("names resolve", () => {
  const { site } = analyzeText(`network lan 10.5.0.0/24
host lb1 10.5.0.11
host web1 10.5.0.21
host app1 10.5.0.31
service api on app1 port 9000 behind inner domain api.example.com
gateway inner on web1 behind front { listen 8080 }
balancer front on lb1 { listen 80 http }
`);
  const names = namesOf(site);

  it("to hosts, declarations and nodes by their own addresses", () => expect(names).toMatchObject({ lb1: "10.5.0.11", api: "10.5.0.31", inner: "10.5.0.21" }));
  it("for the domain of a route, to the outermost layer", () => expect(names["api.example.com"]).toBe("10.5.0.11"));
});

describe("a machine is named", () => {
  const { site } = analyzeText(`network lan 10.5.0.0/24
host web[1..2] 10.5.0.[21..22]
host app1 10.5.0.31
service api x2 on app1 port 9000, 9001 behind edge
gateway edge on web[1..2] { vip 10.5.0.100 }
`);
  const machines = machinesByName(site);

  it.each<[string, readonly string[] | undefined]>([
    ["web1", ["web1"]],
    ["edge-2", ["web2"]],
    ["edge", ["web1", "web2"]],
    ["api", ["app1"]],
    ["local", undefined],
  ])("%s", (name, wanted) => expect(machines.get(name)).toEqual(wanted));

  it("as a sidecar by its own name", () => {
    const sentence = analyzeText("service goods x2 behind gateway with keepalived VIP 192.168.0.146").site;
    expect(machinesByName(sentence).get("gateway-1-keepalived")).toEqual(["gateway-1-keepalived"]);
    expect(machinesByName(sentence).get("gateway")).toEqual(["gateway-1", "gateway-2"]);
  });
});
