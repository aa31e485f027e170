import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Audit } from "../../src/audit/audit.js";
import { auditSite } from "../../src/audit/audit-site.js";
import { failureIn } from "../kit/audit.js";
import { analyzeText } from "../kit/compile.js";
import { readExample } from "../kit/examples.js";

const site = "service goods on app1, app2, app3 port 8080\ngateway edge on lb1, lb2 { vip 192.168.0.100; listen 80; route { / -> goods } }\n";
const entry = "192.168.0.100:80/";

describe("a case", () => {
  it.each<readonly [string, readonly string[], readonly string[]]>([
    ["two of three servers are no loss", ["app1", "app2"], []],
    ["all three are, at the service", ["app1", "app2", "app3"], [`${entry} at goods`]],
    ["a declaration is all its instances", ["goods"], [`${entry} at goods`]],
    ["an instance is one", ["goods-1"], []],
    ["both balancers are, at the gateway", ["lb1", "lb2"], [`${entry} at edge`]],
    ["a daemon on each of them is", ["nginx@lb1", "keepalived@lb2"], [`${entry} at edge`]],
  ])("%s", (_, without, lost) => {
    expect(failureIn(site, ...without)?.lost.map(({ entry: id, at }) => `${id} at ${at}`)).toEqual(lost);
  });

  it("has what is left of each declaration, and what moves", () => {
    expect(failureIn(site, "lb1", "app2")).toEqual({
      units: [{ kind: "host", name: "lb1", host: "lb1" }, { kind: "host", name: "app2", host: "app2" }],
      lost: [],
      degraded: [{ name: "edge", left: 1, of: 2 }, { name: "goods", left: 2, of: 3 }],
      moved: [{ vip: "192.168.0.100", from: "lb1", to: { name: "lb2", priority: 140 }, withinMs: 3453 }],
      unheld: [],
      quorums: [],
      logs: [],
    });
    expect(failureIn(site, "lb1", "lb2")).toMatchObject({ moved: [], unheld: ["192.168.0.100"] });
  });

  it("of what nothing hangs on changes nothing", () => {
    expect(failureIn(`${site}host spare 192.168.0.99\n`, "spare")).toBeUndefined();
  });

  it("needs names that there are, and offers the nearest", () => {
    const audit = (name: string): unknown => auditSite(analyzeText(site.replace(/^/, "network lan 192.168.0.0/24\nhost lb[1..2] 192.168.0.[11..12]\nhost app[1..3] 192.168.0.[21..23]\n")).site, [name]);
    expect(audit("gods")).toEqual({ unknown: "gods", near: "goods" });
    expect(audit("nginx@lb3")).toEqual({ unknown: "nginx@lb3", near: "nginx@lb1" });
    expect(audit("lan")).toMatchObject({ unknown: "lan" });
  });
});

describe.each(readdirSync(join(import.meta.dirname, "../../examples")))("the example %s", (example) => {
  const { site: found } = analyzeText(readExample(example, "site.infra")!);
  const audit = auditSite(found) as Audit;

  it("is audited the same twice, and one unit at a time as all of them in a row", () => {
    expect(auditSite(found)).toEqual(audit);
    for (const failure of audit.failures) expect((auditSite(found, failure.units.map(({ name }) => name)) as Audit).failures).toEqual([failure]);
  });

  it("loses by each point of failure what it says, and nothing else is lost by one unit", () => {
    const lost = new Map(audit.failures.map(({ units, lost }) => [units[0]!.name, lost.map(({ entry: id }) => id)]));
    for (const { units, lost: said } of audit.spofs) for (const { name } of units) for (const id of said) expect(lost.get(name), name).toContain(id);
    const named = new Set(audit.spofs.flatMap(({ lost: said }) => said));
    expect([...new Set([...lost.values()].flat())].sort()).toEqual([...named].sort());
  });

  it("has an entry in every case that the sum of its failures does not survive", () => {
    const all = auditSite(found, [...new Set(found.nodes.map(({ entity }) => entity))]) as Audit;
    expect(all.failures[0]!.lost.map(({ entry: id }) => id)).toEqual(audit.entries.map(({ id }) => id));
  });
});

it("audits a thousand services in well under a second, however busy the machine", () => {
  const services = Array.from({ length: 1000 }, (_, at) => `service s${at} on app${1 + (at % 4)}, app${1 + ((at + 1) % 4)} port ${2000 + at} behind edge at /s${at}`);
  const text = `${services.join("\n")}\ngateway edge on lb1, lb2 { vip 192.168.0.100; listen 80 }\n`;
  const { site: found } = analyzeText(`network lan 192.168.0.0/24\nhost lb[1..2] 192.168.0.[11..12]\nhost app[1..4] 192.168.0.[21..24]\n${text}`);
  auditSite(found);
  const start = process.cpuUsage();
  const audit = auditSite(found) as Audit;
  const { user, system } = process.cpuUsage(start);
  expect(audit.entries).toHaveLength(1000);
  expect((user + system) / 1000).toBeLessThan(1500);
});
