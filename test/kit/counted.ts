import type { Site } from "../../src/ir/site.js";

/** A copy of a site that counts how many items of its lists are read. */
export function countReads(site: Site): { readonly site: Site; readonly reads: () => number } {
  let count = 0;
  const copies = new Map<object, object>();
  const copyOf = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null) return value;
    const known = copies.get(value);
    if (known !== undefined) return known;
    const copy: object = Array.isArray(value) ? new Proxy<unknown[]>([], { get: countItem }) : {};
    copies.set(value, copy);
    // What a part exists for is its mark: rules tell parts apart by it.
    for (const [key, part] of Object.entries(value)) Reflect.set(copy, key, /origin$/i.test(key) ? part : copyOf(part));
    return copy;
  };
  function countItem(target: unknown[], key: string | symbol): unknown {
    if (typeof key === "string" && /^\d/.test(key)) count++;
    return Reflect.get(target, key);
  }
  const copy = copyOf(site) as Site;
  return { site: copy, reads: () => count };
}
