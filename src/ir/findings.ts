import { noTables, type Tables } from "../source/tables.js";
import { comparerOf } from "./alike.js";
import type { Site } from "./site.js";
import { indexSite, type SiteIndex } from "./site-index.js";
import { type SitePart, watchSite } from "./watch-site.js";

/** What several find in one site, each under a name of its own. */
export interface Findings<Found> {
  /** What was found under `name` in the site before, where all that was read of it for that is as it was, and `subject` is; places aside. */
  known(name: string, subject: unknown): Found | undefined;
  /** Lets `look` read the site. Where it found something that may be used again, it gives back how to put that down. */
  find(name: string, subject: unknown, look: (site: Site, index: SiteIndex) => (() => Found) | undefined): void;
}

interface Entry<Found> {
  readonly subject: unknown;
  readonly parts: ReadonlySet<SitePart>;
  readonly found: Found;
}

interface Kept<Found> {
  readonly site: Site;
  readonly entries: Map<string, Entry<Found>>;
}

/** What `seekers` find, who are the same each time and read nothing but the site; what else they ask for is the caller's to look at. */
export function findingsIn<Found>(site: Site, seekers: object, called: string, tables: Tables): Findings<Found> {
  if (tables === noTables) return { known: () => undefined, find: (_name, _subject, look) => void look(site, indexSite(site)) };
  const table = tables.table<object, Kept<Found>>(called, []);
  const before = table.get(seekers);
  const now: Kept<Found> = { site, entries: new Map() };
  table.set(seekers, now);
  const comparer = before && comparerOf(before.site, site);
  const { watch } = watchSite(site, tables);
  return {
    known(name, subject) {
      const entry = before?.entries.get(name);
      if (entry === undefined || !comparer!.areSame(entry.parts) || !comparer!.isSame(entry.subject, subject, entry.parts)) return undefined;
      now.entries.set(name, { ...entry, subject });
      tables.still(`${called} ${name}`);
      return entry.found;
    },
    find(name, subject, look) {
      const { found: putDown, parts } = tables.during(`${called} ${name}`, () => watch(look));
      if (putDown === undefined) now.entries.delete(name);
      else now.entries.set(name, { subject, parts, found: putDown() });
    },
  };
}
