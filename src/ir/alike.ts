import type { Span } from "../source/source.js";
import { containerNamed } from "./engine-parts.js";
import type { Site } from "./site.js";
import type { SitePart } from "./watch-site.js";

/** Tells whether parts are in one site as they are in another, and what comes with them. */
export interface Comparer {
  /** Who asks for clauses reads where its other parts are said. */
  areSame(parts: ReadonlySet<SitePart>): boolean;
  isSame(one: unknown, other: unknown, parts: ReadonlySet<SitePart>): boolean;
}

/** So many objects that are not the very same are looked into; to look into more takes as long as to make anew what is made of them. */
const most = 30_000;

/** Compares two sites; what is the same but for where in its file it is said is the same. */
export function comparerOf(before: Site, now: Site): Comparer {
  const known = { exactly: new Map<SitePart, boolean>(), loosely: new Map<SitePart, boolean>() };
  let count = 0;
  return {
    areSame(parts) {
      const exactly = parts.has("clauses");
      const answers = exactly ? known.exactly : known.loosely;
      for (const part of parts) {
        let isSame = answers.get(part);
        if (isSame === undefined) answers.set(part, (isSame = areAlike(partOf(before, part), partOf(now, part), exactly, part === "outfits" ? "image" : null)));
        if (!isSame) return false;
      }
      return true;
    },
    isSame: (one, other, parts) => areAlike(one, other, parts.has("clauses"), null),
  };

  function areAlike(one: unknown, other: unknown, exactly: boolean, except: string | null): boolean {
    if (one === other) return true;
    if (typeof one !== "object" || typeof other !== "object" || one === null || other === null || ++count > most) return false;
    if (Array.isArray(one)) {
      if (!Array.isArray(other) || one.length !== other.length) return false;
      // Of thousands most are the very same.
      for (let at = 0; at < one.length; at++) if (one[at] !== other[at] && !areAlike(one[at], other[at], exactly, except)) return false;
      return true;
    }
    const keys = Object.keys(one);
    if (keys.length !== Object.keys(other).length) return false;
    for (const key of keys) {
      if (key === except) continue;
      if (!Object.hasOwn(other, key)) return false;
      const [mine, its] = [(one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key]];
      if (key === "span" ? !lieAlike(mine as Span, its as Span, exactly) : !areAlike(mine, its, exactly, except)) return false;
    }
    return true;
  }
}

/** In which file something is said may matter. */
function lieAlike(one: Span, other: Span, exactly: boolean): boolean {
  return exactly ? one.source === other.source && one.start === other.start && one.end === other.end : one.source.path === other.source.path;
}

function partOf(site: Site, part: SitePart): unknown {
  if (part === "clauses") return undefined;
  if (part === "outfits") return site.engines;
  return isOfContainer(part) ? containerNamed(part.slice(ofContainer.length), site) : site[part];
}

const ofContainer = "container ";

function isOfContainer(part: SitePart): part is `container ${string}` {
  return part.startsWith(ofContainer);
}
