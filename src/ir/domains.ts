import { addTo } from "../source/group.js";
/** Domains of routes and origins: `www.x.com`, `*.x.com` for what is below it, `.x.com` for itself, too. */

/** Whether every name that `domain` stands for is one of `pattern`'s: `*.x.com` is what is below it, `.x.com` itself, too. */
export function coversDomain(pattern: string, domain: string): boolean {
  const [outer, inner] = [pattern.toLowerCase(), domain.toLowerCase()];
  if (outer === inner) return true;
  if (outer.startsWith("*.")) return inner.replace(/^\*/, "x").endsWith(outer.slice(1)) && !inner.startsWith(".");
  return outer.startsWith(".") && (inner === outer.slice(1) || inner.replace(/^\*/, "").endsWith(outer));
}

/** Whether some name is one of both. */
export function domainsMeet(a: string, b: string): boolean {
  return coversDomain(a, b) || coversDomain(b, a);
}

/** Whether a request can come by both lists of domains; an empty one is any. */
export function domainListsMeet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === 0 || b.length === 0 || a.some((one) => b.some((other) => domainsMeet(one, other)));
}

/** A name that a domain of a route stands for. */
export function nameOf(domain: string): string {
  return domain.toLowerCase().replace(/^\*\./, "any.").replace(/^\./, "");
}

/** Items of some domains each, of which an empty list is any. */
export interface DomainIndex<Item> {
  /** Those that a request by one of `domains` can come to, in their order; an empty list is any, again. */
  meeting(domains: readonly string[]): readonly Item[];
}

interface Entry<Item> {
  readonly item: Item;
  readonly at: number;
}

export function indexDomains<Item>(items: readonly Item[], domainsOf: (item: Item) => readonly string[]): DomainIndex<Item> {
  const entries = items.map((item, at): Entry<Item> => ({ item, at }));
  const ofAny: Entry<Item>[] = [];
  const named = new Map<string, Entry<Item>[]>();
  /** By the names that their patterns begin above. */
  const wide = new Map<string, Entry<Item>[]>();
  for (const entry of entries) {
    const domains = domainsOf(entry.item);
    if (domains.length === 0) ofAny.push(entry);
    for (const domain of domains) addTo(isPattern(domain) ? wide : named, baseOf(domain), entry);
  }
  let below: Map<string, Entry<Item>[]> | undefined;
  const findBelow = (): Map<string, Entry<Item>[]> => {
    const found = new Map<string, Entry<Item>[]>();
    for (const entry of entries) for (const domain of domainsOf(entry.item)) for (const name of withParents(baseOf(domain))) addTo(found, name, entry);
    return found;
  };
  return {
    meeting(domains) {
      if (domains.length === 0) return items;
      const near = new Set(ofAny);
      const add = (some: readonly Entry<Item>[] | undefined): void => {
        for (const entry of some ?? []) near.add(entry);
      };
      for (const domain of domains) {
        const base = baseOf(domain);
        add(named.get(base));
        if (wide.size > 0) for (const name of withParents(base)) add(wide.get(name));
        if (isPattern(domain)) add((below ??= findBelow()).get(base));
      }
      const found = [...near].filter(({ item }) => domainListsMeet(domains, domainsOf(item)));
      return found.sort((a, b) => a.at - b.at).map(({ item }) => item);
    },
  };
}

export function isPattern(domain: string): boolean {
  return domain.startsWith(".") || domain.startsWith("*.");
}

/** The name that a pattern holds what is below of; of a name itself. */
function baseOf(domain: string): string {
  return domain.toLowerCase().replace(/^\*?\./, "");
}

/** The name of a domain, or the one that a pattern holds what is below of; then those of all that it is in. */
export function namesAround(domain: string): readonly string[] {
  return withParents(baseOf(domain));
}

/** The name and those of all domains that it is in. */
function withParents(name: string): readonly string[] {
  const names = [name];
  for (let at = name.indexOf("."); at >= 0; at = name.indexOf(".", at + 1)) names.push(name.slice(at + 1));
  return names;
}
