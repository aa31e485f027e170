import { withDashes } from "../../source/plain-name.js";

/** Gives names that are each used once. To nginx `Goods` and `goods` are one upstream, so case does not count. */
export class Names {
  readonly #taken: Set<string>;

  constructor(reserved: Iterable<string> = []) {
    this.#taken = new Set([...reserved].map((name) => name.toLowerCase()));
  }

  /** `wanted`, or where it is taken `wanted-2`, `wanted-3` … */
  take(wanted: string, separator = "-"): string {
    for (let count = 1; ; count++) {
      const name = count === 1 ? wanted : `${wanted}${separator}${count}`;
      const before = this.#taken.size;
      if (this.#taken.add(name.toLowerCase()).size > before) return name;
    }
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
