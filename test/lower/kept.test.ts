import { describe, expect, it } from "vitest";
import type { Program } from "../../src/bind/bind-program.js";
import type { Entity } from "../../src/bind/bound.js";
import { analyze, createMemory, type Diagnostic, renderText, type Site, siteToJson } from "../../src/index.js";
import { lower } from "../../src/lower/lower.js";
import { createTables, noTables, type Tables } from "../../src/source/tables.js";
import { createTypist } from "../kit/edits.js";
import { leaning } from "../kit/leaning.js";

/** The program with what is equal in it as it was: a compilation that keeps what it elaborates leaves that. */
function kept(program: Program, before: Tables): Program {
  const isEach = (entity: Entity): string => `${entity.kind} ${entity.name}`;
  return { ...program, entities: program.entities.map((each) => before.same(isEach(each), each)) };
}

/** What is kept cannot be changed by what comes after it. */
function freeze(value: unknown): void {
  if (typeof value !== "object" || value === null || Object.isFrozen(value) || "text" in value && "path" in value) return;
  Object.freeze(value);
  for (const each of Object.values(value)) freeze(each);
}

interface Round {
  readonly text: string;
  readonly site: Site;
  readonly anew: { readonly site: string; readonly diagnostics: readonly string[] };
  readonly said: { readonly site: string; readonly diagnostics: readonly string[] };
}

/** Lowers texts one after the other, each with what the one before left and without. */
function createEditing(): (text: string) => Round {
  const [memory, entities, tables] = [createMemory(), createTables(), createTables()];
  return (text) => {
    const program = kept(analyze({ entry: { path: "site.infra", text }, memory }).program, entities);
    const [again, anew] = [lower({ ...program }, tables), lower({ ...program }, noTables)];
    freeze(again.value);
    const told = (site: Site, diagnostics: readonly Diagnostic[]) => ({ site: siteToJson(site), diagnostics: diagnostics.map((each) => renderText(each)) });
    return { text, site: again.value, said: told(again.value, again.diagnostics), anew: told(anew.value, anew.diagnostics) };
  };
}

/** An edit of each kind of thing that something else is made from. */
const edits: readonly (readonly [string, string])[] = [
  ["svc0:1.0", "svc0:1.1"],
  ["port 10000", "port 10009"],
  ["behind web domain svc0", "behind web domain zero"],
  ["after svc0", "after svc2"],
  ["service svc0 x3", "service svc0 x2"],
  ["on app[1..3] port 10002", "on app[1..2] port 10002"],
  ["discover registry", "discover registry every 2s"],
  ["consul registry on spare", "consul registry on edge2"],
  ["consul registry", "consul other"],
  ["weight 3 on app2", "weight 4 on app1"],
  ["backup app3", "backup app2"],
  ["publish 7000, 7001", "publish 7000, 7002"],
  ["logs /data/svc5.log", "logs /data/five.log"],
  ["logs access from web, svc5, noted", "logs access from web"],
  ["/plain -> svc0", "/plain -> svc1"],
  ["/plain -> svc0", "/four -> svc4; /plain -> svc0"],
  ["same.example.com at /four", "same.example.com at /three"],
  ["same.example.com at /four", "shop.example.com at /four"],
  ["balance leastconn", "balance source"],
  ["server 5s", "server 6s"],
  ["timeout 9s", "timeout 8s"],
  ["vip 10.0.0.100", "vip 10.0.0.99"],
  ["mode dr", "mode nat"],
  ["listen 10003 -> svc3", "listen 10003 -> svc4"],
  ["balancer silent on spare", "balancer silent on spare listen 99 http"],
  ["behind pool domain far", "behind silent domain far"],
  ["10.9.9.2:80", "10.9.9.3:80"],
  ["runtime docker", "runtime systemd"],
  ["10.0.[1..3].1", "10.0.[1..3].9"],
  ["site leaning", "site leans"],
  ["gateway web on edge1", "gateway web on edge2"],
  ["gateway web on edge1", "gateway web haproxy on edge1"],
  ["in lan, side", "in side"],
  ["accelerate svc3", "accelerate svc4"],
  ["-> svc0 }", "-> svc1 }"],
  ["service plain[1..3]", "service plain[1..4]"],
  ["host spare", "host app1-svc"],
  ["service far", "service svc0-1"],
  ["network side 10.1.0.0/16", "network side 10.2.0.0/16"],
  ["service svc4", "service avc4"],
  ["service svc0 x3", "service svc9 x3"],
  ["service svc5 on app1", "service svc5 x3 on spare"],
  ["logs /data/svc5.log mount data -> /data", "logs /var/log/svc5.log"],
  ["elasticsearch search on spare", "elasticsearch search"],
];

describe("what was lowered before", () => {
  it("is as if it were lowered anew, whatever was edited", () => {
    const lowered = createEditing();
    // What is reported is reported again, whatever else is edited.
    const again = (text: string): string => text.replace("svc1:1.0", "svc1:1.1");
    for (const text of edits.flatMap(([from, to]) => [leaning, leaning.replace(from, to), again(leaning.replace(from, to))])) {
      const { said, anew } = lowered(text);
      expect(said, text).toEqual(anew);
    }
    for (const [from] of edits) expect(leaning).toContain(from);
  });

  it("is as if it were lowered anew after random edits", () => {
    const typist = createTypist(Number(process.env["SEED"] ?? leaning.length));
    const lowered = createEditing();
    for (let round = 0, text = leaning; round < Number(process.env["ROUNDS"] ?? 60); round++) {
      // Several edits in a row make of a program something that says nothing: it begins again.
      text = typist.edit(round % 8 === 0 ? leaning : text);
      const { said, anew } = lowered(text);
      expect(said, text).toEqual(anew);
    }
  });

  it("is as if it were lowered anew where all that stands behind a proxy is alike", () => {
    const lowered = createEditing();
    const alike = `site alike
network lan 10.0.0.0/16
host edge 10.0.0.10
host app[1..3] 10.0.[1..3].1 { runtime docker }
gateway web on edge { listen 80, 443; listen 8080; tls /etc/ssl/web.pem }
service far on app1 port 9100 image example/far
balancer pool on edge listen 8000 http
${Array.from({ length: 9 }, (_, at) => `service svc${at} x3 on app[1..3] port ${10_000 + at} image example/svc${at}:1.0 behind web domain svc${at}.example.com at /a, /b behind pool domain svc${at}.example.com`).join("\n")}
`;
    const each: readonly (readonly [string, string])[] = [
      ["svc4:1.0", "svc4:1.1"],
      ["port 10004", "port 10009"],
      ["port 10004", "port 10004 weight 3"],
      ["domain svc4.example.com at", "domain four.example.com at"],
      ["domain svc4.example.com at", "domain svc4.example.com, four.example.com at"],
      ["domain svc4.example.com at", "domain svc5.example.com at"],
      ["svc4.example.com at /a, /b", "svc4.example.com at /b, /c"],
      ["svc4.example.com at /a, /b", "svc4.example.com at /a"],
      ["behind web domain svc4", "behind web timeout 9s domain four.example.com behind web domain svc4"],
      ["behind web domain svc4", "behind web timeout 9s domain svc4"],
      ["service svc4", "service svc44"],
      ["service svc4", "service svc3-2"],
      ["service svc5 x3 on app[1..3] port 10005", "service svc5-2 x3 on app[1..3] port 10004"],
      ["behind pool domain svc4", "behind pool, web domain svc4"],
      ["listen 8080;", "listen 8080 { route svc4.example.com { /d -> svc3 } };"],
      ["listen 8080;", "listen 8080 -> svc4;"],
      ["listen 8080;", "listen 8080 { balance leastconn };"],
      ["edge listen 8000 http", "edge { listen 9000 -> far; listen 8000 http }"],
    ];
    const texts = each.flatMap(([from, to]) => [alike, alike.replace(from, to), alike.replace(from, to).replace("svc4:1.0", "svc4:1.2").replace("port 10006", "port 10066").replace("port 9100", "port 9200"), alike.replace("svc6:1.0", "svc6:1.1")]);
    for (const text of texts) {
      const { said, anew } = lowered(text);
      expect(said, text).toEqual(anew);
    }
    for (const [from] of each) expect(alike).toContain(from);
    const typist = createTypist(Number(process.env["SEED"] ?? alike.length));
    for (let round = 0, text = alike; round < Number(process.env["ROUNDS"] ?? 60); round++) {
      text = typist.edit(round % 4 === 0 ? alike : text);
      const { said, anew } = lowered(text);
      expect(said, text).toEqual(anew);
    }
    const [before, after] = [lowered(alike).site, lowered(alike.replace("port 10004", "port 10009")).site];
    for (const [at, proxy] of after.proxies.entries()) {
      const were = before.proxies[at]!;
      expect(proxy.pools.filter((pool) => !were.pools.includes(pool)).map(({ name }) => name)).toEqual(["svc4"]);
      for (const [place, { routes }] of proxy.listens.entries()) expect(new Set(routes.filter((route) => !were.listens[place]!.routes.includes(route)).flatMap(({ domains }) => domains))).toEqual(new Set(["svc4.example.com"]));
    }
  });

  it("is the same where nothing changed that it was made from", () => {
    const lowered = createEditing();
    const edited = leaning.replace("svc4:1.0", "svc4:1.1").replace("port 10003 image example/svc4", "port 10009 image example/svc4");
    const [before, after] = [lowered(leaning).site, lowered(edited).site];
    const fresh = <Item extends object>(of: (site: Site) => readonly Item[]): readonly Item[] => {
      const known = new Set<object>(of(before));
      return of(after).filter((each) => !known.has(each));
    };
    const own = ["svc4-1", "svc4-2", "svc4-3"];
    expect(fresh(({ nodes }) => nodes).map(({ name }) => name)).toEqual(own);
    expect(fresh(({ machines }) => machines.filter(({ name }) => /^svc\d+(-\d+)?$/.test(name))).map(({ name }) => name)).toEqual(own);
    // Those that wait for others are made again.
    const containers = fresh(({ engines }) => engines.flatMap((engine) => engine.containers)).filter(({ name, after }) => name.startsWith("svc") && after.length === 0);
    expect(new Set(containers.map(({ name }) => name))).toEqual(new Set(own));
    // And so is what an arrow leads to, or is discovered: the others are behind a proxy alone.
    const pools = fresh(({ proxies }) => proxies.flatMap((proxy) => proxy.pools)).map(({ name }) => name);
    expect(pools.filter((name) => /^(svc[45]|far|plain)/.test(name))).toEqual(["svc4"]);
    const routes = fresh(({ proxies }) => proxies.flatMap(({ listens }) => listens.flatMap((listen) => listen.routes)));
    expect(routes.filter(({ domains }) => /^(svc[015]|same|far)/.test(domains.join())).map(({ path }) => path)).toEqual(["/four", "/four"]);
    expect(lowered(edited).site.nodes).toBe(after.nodes);
  });
});
