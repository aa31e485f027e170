import { readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { analyze } from "../../src/compile.js";
import { collectDiagnostics } from "../../src/diagnostics/define.js";
import type { Container } from "../../src/ir/container.js";
import type { Site } from "../../src/ir/site.js";
import { indexSite, type SiteIndex } from "../../src/ir/site-index.js";
import { type SitePart, watchSite } from "../../src/ir/watch-site.js";
import { rules } from "../../src/rules/index.js";
import type { Origin } from "../../src/source/origin.js";
import { noTables } from "../../src/source/tables.js";
import { targets } from "../../src/targets/index.js";
import { analyzeText } from "../kit/compile.js";
import { readExample } from "../kit/examples.js";
import { growingForms } from "../kit/growing.js";

/** Limits that one clause says for two routes, a folder that two clauses say, and a port that two do. */
const repeating = `
  site repeating
  network lan 10.0.0.0/16
  host lb[1..2] 10.0.0.[11..12]
  balancer inner on lb[1..2] { listen 8080 http; limit 10r/s per ip; route a.example.com { / -> goods }; route b.example.com { / -> goods } }
  cache store on lb[1..2] { disk /var/spool/squid 1GB; disk /var/spool/squid 2GB }
  service goods on lb1 port 80 behind inner
  service cart on lb1 port 80
`;

const programs: Readonly<Record<string, () => Site>> = {
  ...Object.fromEntries(readdirSync(join(import.meta.dirname, "../../examples")).map((name) => [name, () => analyze({ entry: { path: "site.infra", text: readExample(name, "site.infra")! }, read: (path) => readExample(name, path) }).site])),
  ...Object.fromEntries(Object.entries(growingForms).map(([name, program]) => [name, () => analyzeText(program(4)).site])),
  repeating: () => analyzeText(repeating).site,
};

/** All who read a site, by name: what each writes, and whether it reports anything. */
function seekersIn({ daemons }: Site): readonly (readonly [string, (site: Site, index: SiteIndex) => unknown])[] {
  return [
    ...rules.map((rule) => [rule.definition.code, (site: Site, index: SiteIndex) => {
      const { report, diagnostics } = collectDiagnostics();
      rule.run(site, report, index);
      return diagnostics.length > 0;
    }] as const),
    ...daemons.map(({ target: name, machine }, at) => [`${name} of ${machine}`, (site: Site, index: SiteIndex) => {
      const { report, diagnostics } = collectDiagnostics();
      const target = targets.find((each) => each.name === name)!;
      const context = { site, index, report, reveal: () => "(secret)", emitted: () => new Map(), tables: noTables };
      const files = target.emit(site.daemons[at]!, index.machine(machine), context).map(({ provenance: _, ...file }) => file);
      return { files, reports: diagnostics.length > 0 };
    }] as const),
  ];
}

/** A copy of a site where each part comes from a clause of its own, or all from one. */
function withOrigins(site: Site, originFor: (origin: Origin) => Origin): Site {
  const copyOf = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map(copyOf);
    return "span" in value ? originFor(value as Origin) : Object.fromEntries(Object.entries(value).map(([key, part]) => [key, copyOf(part)]));
  };
  return copyOf(site) as Site;
}

/** A site that throws where other parts than these are read. */
function withoutUnread(site: Site, parts: ReadonlySet<SitePart>): Site {
  const unread = (part: string): PropertyDescriptor => ({ enumerable: true, get: () => expect.unreachable(`reads ${part}`) });
  const engines = site.engines.map((engine) => ({
    ...engine,
    containers: engine.containers.flatMap((container) => {
      if (parts.has(`container ${container.name}`)) return container;
      return parts.has("outfits") ? (Object.defineProperty({ ...container }, "image", unread(`the image of ${container.name}`)) as Container) : [];
    }),
  }));
  const isInPart = parts.has("outfits") || [...parts].some((part) => part.startsWith("container "));
  const keys = Object.keys(site) as (keyof Site)[];
  return Object.defineProperties({} as Site, Object.fromEntries(keys.map((key) => [key, parts.has(key) ? { value: site[key] } : key === "engines" && isInPart ? { value: engines } : unread(key)])));
}

describe.each(Object.entries(programs))("who reads %s", (_, load) => {
  let site: Site;
  beforeAll(() => void (site = load()));

  it("reads no more than is seen", () => {
    const watched = watchSite(site);
    // The second time the index knows the answers.
    for (const [, look] of seekersIn(site)) watched.watch(look);
    for (const [name, look] of seekersIn(site)) {
      const { found, parts } = watched.watch(look);
      const rest = withoutUnread(site, parts);
      expect(look(rest, indexSite(rest)), name).toEqual(found);
    }
  });

  it("is seen to ask for clauses where these make a difference", () => {
    let count = 0;
    const { path } = site.origin.span.source;
    const source = { path, text: "after ".repeat(100_000) };
    const one = new Map<string, Origin>();
    const apart = withOrigins(site, (origin) => ({ ...origin, span: { source: { ...source, path: origin.span.source.path }, start: count++, end: count + 5 } }));
    const together = withOrigins(site, (origin) => {
      const key = `${origin.span.source.path} ${origin.because} ${origin.via?.length}`;
      if (!one.has(key)) one.set(key, { ...origin, span: { source: { ...source, path: origin.span.source.path }, start: 0, end: 5 } });
      return one.get(key)!;
    });
    const [some, others] = [watchSite(apart), watchSite(together)];
    for (const [name, look] of seekersIn(site)) {
      const [first, second] = [some.watch(look), others.watch(look)];
      if (!first.parts.has("clauses") && !second.parts.has("clauses")) expect(first.found, name).toEqual(second.found);
    }
  });
});
