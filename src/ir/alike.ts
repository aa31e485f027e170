import type { Span } from "../source/source.js";
import { containerNamed } from "./engine-parts.js";
import type { Site } from "./site.js";
import type { SitePart } from "./watch-site.js";

/** Whether two things of sites are the same but for where in their files they are said; `exactly`: but for what was edited around that, too. */
export function areAlike(one: unknown, other: unknown, exactly: boolean, left?: string): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Array.isArray(one)) {
    if (!Array.isArray(other) || one.length !== other.length) return false;
    // Of thousands most are the very same.
    for (let at = 0; at < one.length; at++) if (one[at] !== other[at] && !areAlike(one[at], other[at], exactly, left)) return false;
    return true;
  }
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  for (const key of keys) {
    if (key === left) continue;
    if (!Object.hasOwn(other, key)) return false;
    const [mine, its] = [(one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key]];
    if (key === "span" ? !lieAlike(mine as Span, its as Span, exactly) : !areAlike(mine, its, exactly, left)) return false;
  }
  return true;
}

/** Some ask for the file. */
function lieAlike(one: Span, other: Span, exactly: boolean): boolean {
  return exactly ? one.source === other.source && one.start === other.start && one.end === other.end : one.source.path === other.source.path;
}

/** Tells whether all of some parts are in one site as they are in another. Who asks for clauses reads where its other parts are said. */
export function comparerOf(before: Site, now: Site): (parts: ReadonlySet<SitePart>) => boolean {
  const known = { exactly: new Map<SitePart, boolean>(), loosely: new Map<SitePart, boolean>() };
  return (parts) => {
    const exactly = parts.has("clauses");
    const answers = exactly ? known.exactly : known.loosely;
    for (const part of parts) {
      let isSame = answers.get(part);
      if (isSame === undefined) answers.set(part, (isSame = areAlike(partOf(before, part), partOf(now, part), exactly, part === "outfits" ? "image" : undefined)));
      if (!isSame) return false;
    }
    return true;
  };
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
