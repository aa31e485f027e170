import { noTables, type Tables } from "../source/tables.js";
import { containerNamed } from "./engine-parts.js";
import { clausesOfOrigins } from "./clauses.js";
import type { Site } from "./site.js";
import { makeIndex, type SiteIndex } from "./site-index.js";

/** What somebody reads of a site: one of its lists, its engines but for the images, one container, or which clauses its parts come from. */
export type SitePart = keyof Site | "outfits" | `container ${string}` | "clauses";

/** A site that tells who reads what of it. */
export interface WatchedSite {
  /** What `look` finds, and all that it read for that. */
  watch<Found>(look: (site: Site, index: SiteIndex) => Found): { readonly found: Found; readonly parts: ReadonlySet<SitePart> };
}

/** Parts, and what was read for an answer of the index by whoever asked for it first. */
type Noted = Set<SitePart | Noted>;

/** Nothing of the site is reached but by what notes it; all share one index. */
export function watchSite(site: Site, tables: Tables = noTables): WatchedSite {
  let noted: Noted = new Set();
  const note = (part: SitePart): void => void noted.add(part);
  const seen = noting(site, note);
  const index = makeIndex({
    site: seen,
    once(make) {
      const own: Noted = new Set();
      let value: ReturnType<typeof make> | undefined;
      return () => {
        value ??= notingIn(own, make);
        noted.add(own);
        return value;
      };
    },
    outfits: () => (note("outfits"), site.engines),
    container: (name) => (note(`container ${name}`), containerNamed(name, site)),
    clauses: () => (note("clauses"), clausesOfOrigins),
    tables,
  });
  return {
    watch(look) {
      const own: Noted = new Set();
      // Each has a site and an index of its own: what it keeps for these says nothing to others.
      const found = notingIn(own, () => look(Object.create(seen) as Site, Object.create(index) as SiteIndex));
      return { found, parts: partsIn(own, new Set()) };
    },
  };

  function notingIn<Found>(own: Noted, look: () => Found): Found {
    const outer = noted;
    noted = own;
    try {
      return look();
    } finally {
      noted = outer;
    }
  }
}

function noting(site: Site, note: (part: SitePart) => void): Site {
  const parts = Object.keys(site) as (keyof Site)[];
  return Object.defineProperties({} as Site, Object.fromEntries(parts.map((part) => [part, { enumerable: true, get: () => (note(part), site[part]) }])));
}

function partsIn(noted: Noted, parts: Set<SitePart>): Set<SitePart> {
  for (const each of noted) {
    if (typeof each === "string") parts.add(each);
    else partsIn(each, parts);
  }
  return parts;
}
