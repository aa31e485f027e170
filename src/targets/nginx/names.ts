import { countsAgain } from "../../source/kept-groups.js";
import { type Keeping } from "../../source/kept-lists.js";
import { withDashes } from "../../source/plain-name.js";

/** Gives names that are each used once. To nginx `Goods` and `goods` are one upstream, so case does not count. */
export class Names {
  readonly #taken: Set<string>;
  /** Which count is the next to try, of names that thousands may want. */
  readonly #counts = new Map<string, number>();
  /** Names that were taken together. */
  readonly #lists: ReadonlyMap<string, unknown>[] = [];

  constructor(reserved: Iterable<string> = []) {
    this.#taken = new Set([...reserved].map((name) => name.toLowerCase()));
  }

  /** `wanted`, or where it is taken `wanted-2`, `wanted-3` … */
  take(wanted: string, separator = "-"): string {
    const lower = wanted.toLowerCase();
    if (!this.#isTaken(lower)) {
      this.#taken.add(lower);
      return wanted;
    }
    for (let count = this.#counts.get(lower + separator) ?? 2; ; count++) {
      const name = `${wanted}${separator}${count}`;
      if (this.#isTaken(name.toLowerCase())) continue;
      this.#taken.add(name.toLowerCase());
      this.#counts.set(lower + separator, count + 1);
      return name;
    }
  }

  /** What is taken when each of a list is wanted: this list itself where all are free. `called` is the list's own name among what is kept. */
  takeEach(called: string, wanted: readonly string[], keeping: Keeping, separator = "-"): readonly string[] {
    const lower = countsAgain(called, wanted, (name) => name.toLowerCase(), keeping.tables);
    if (lower.size < wanted.length || this.#meets(lower)) return wanted.map((name) => this.take(name, separator));
    this.#lists.push(lower);
    return wanted;
  }

  #isTaken(lower: string): boolean {
    return this.#taken.has(lower) || this.#lists.some((names) => names.has(lower));
  }

  #meets(names: ReadonlyMap<string, unknown>): boolean {
    for (const others of [this.#taken, ...this.#lists]) for (const name of others.keys()) if (names.has(name)) return true;
    return false;
  }
}

/** A text as a name of an upstream or a file: letters, digits, `-`, `_` and `.`, at most 60 characters, no dot at its start. */
export function nameOf(text: string): string {
  if (/^[A-Za-z0-9_][A-Za-z0-9._-]{0,58}[A-Za-z0-9_]$/.test(text)) return text;
  const name = withDashes(text, "run").replace(/^[.-]+|[.-]+$/g, "");
  return name === "" ? "pool" : [...name].slice(0, 60).join("");
}

/** A text as the name of a shared memory zone or a part of it: lower-case ASCII letters, digits and `_`. */
export function zoneNameOf(...parts: readonly string[]): string {
  if (parts.length === 1 && /^[a-z0-9]{1,60}$/.test(parts[0]!)) return parts[0]!;
  const name = parts.map((part) => part.toLowerCase().replace(/[^a-z0-9]+/g, "_").replace(/^_+|_+$/g, "")).filter((part) => part !== "");
  return name.length === 0 ? "zone" : name.join("_").slice(0, 60);
}
