/** A random text editor that always types the same: for tests that compare what is kept with what is made anew. */
export interface Typist {
  /** The text after one more edit. */
  edit(text: string): string;
  /** A whole number below `count`. */
  below(count: number): number;
}

const snippets = ["\n", "\n\n", " ", "  ", "{", "}", " {\n", "}\n", '"', "'", '"""', "#", " # why\n", ";", ", ", ",\n", " \\\n", "x", "80", "host spare 10.0.9.9\n", "service extra port 8080\n", "\r\n", "\ufeff", "${a}"];

export function createTypist(seed: number): Typist {
  let state = seed >>> 0;
  // Mulberry32: a small generator of numbers that are good enough, the same on every machine.
  const random = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count: number): number => Math.floor(random() * count);
  return {
    below,
    edit(text) {
      const start = below(text.length + 1);
      const end = below(3) === 0 ? Math.min(text.length, start + below(below(4) === 0 ? 200 : 4)) : start;
      const lines = text.split("\n");
      const typed = below(4) === 0 ? `${lines[below(lines.length)]!}\n` : below(5) === 0 ? "" : snippets[below(snippets.length)]!;
      // Every other edit is of whole lines, after which a program is mostly sound.
      const [from, to] = below(2) === 0 ? [start, end] : [text.lastIndexOf("\n", start - 1) + 1, Math.max(text.lastIndexOf("\n", start - 1) + 1, text.lastIndexOf("\n", end - 1) + 1)];
      return text.slice(0, from) + typed + text.slice(to);
    },
  };
}
