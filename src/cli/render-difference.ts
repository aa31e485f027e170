import { printable } from "../diagnostics/excerpt.js";
import type { Paint } from "../diagnostics/render-text.js";

/** Lines around a change that are shown with it. */
const context = 3;
const mostDifferences = 1000;
/** Lines of a difference that only tells a person what it is about. */
const longestShort = 8;

type Line = readonly [" " | "-" | "+", string];

/** The difference of two texts as a unified diff, which `patch` takes; empty when they are equal. */
export function renderDifference(path: string, before: string, after: string, paint: Paint & { readonly good: (text: string) => string }): string {
  const lines = compare(split(before), split(after));
  const hunks = hunksOf(lines).map(([start, end]) => renderHunk(lines, start, end, paint));
  return hunks.length === 0 ? "" : `${paint.bold(`--- ${path}`)}\n${paint.bold(`+++ ${path}`)}\n${hunks.join("")}`;
}

/** The first lines of what a person changed in `given`, indented: `-` what the program gives, `+` what was found. */
export function shortDifference(given: string, found: string, paint: Paint & { readonly good: (text: string) => string }): string {
  const lines = compare(split(given), split(found)).filter(([sign]) => sign !== " ");
  const shown = lines.slice(0, lines.length > longestShort ? longestShort - 1 : longestShort).map(([sign, text]) => {
    const line = printable(`${sign}${text.replace(/\r?\n$/, "")}`);
    return `    ${sign === "+" ? paint.good(line) : paint.error(line)}\n`;
  });
  return `${shown.join("")}${lines.length > longestShort ? `    and ${lines.length - shown.length} more lines\n` : ""}`;
}

/** With their line ends, so that a change of those is seen. */
function split(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** An edit from `a` to `b`: what is alike at both ends, and a shortest one of what is between. */
function compare(a: readonly string[], b: readonly string[]): readonly Line[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const same = (lines: readonly string[]): readonly Line[] => lines.map((line) => [" ", line]);
  const between = shortestEdit(a.slice(start, a.length - end), b.slice(start, b.length - end));
  return [...same(a.slice(0, start)), ...between, ...same(a.slice(a.length - end))];
}

/** After Myers. Texts that differ in very many places are replaced whole: the search takes time and room with the square of their number. */
function shortestEdit(a: readonly string[], b: readonly string[]): readonly Line[] {
  const furthest = new Map<number, number>([[1, 0]]);
  const trace: Map<number, number>[] = [];
  for (let depth = 0; depth <= mostDifferences; depth++) {
    trace.push(new Map(furthest));
    for (let k = -depth; k <= depth; k += 2) {
      let x = stepsDown(furthest, k, depth) ? furthest.get(k + 1)! : furthest.get(k - 1)! + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      furthest.set(k, x);
      if (x >= a.length && x - k >= b.length) return walkBack(a, b, trace);
    }
  }
  return [...a.map((line): Line => ["-", line]), ...b.map((line): Line => ["+", line])];
}

function stepsDown(furthest: ReadonlyMap<number, number>, k: number, depth: number): boolean {
  return k === -depth || (k !== depth && furthest.get(k - 1)! < furthest.get(k + 1)!);
}

function walkBack(a: readonly string[], b: readonly string[], trace: readonly ReadonlyMap<number, number>[]): readonly Line[] {
  const lines: Line[] = [];
  let [x, y] = [a.length, b.length];
  for (let depth = trace.length - 1; depth >= 0; depth--) {
    const furthest = trace[depth]!;
    const down = stepsDown(furthest, x - y, depth);
    const from = down ? x - y + 1 : x - y - 1;
    const startX = depth === 0 ? 0 : furthest.get(from)!;
    const startY = depth === 0 ? 0 : startX - from;
    while (x > startX && y > startY) lines.push([" ", a[--x]!]), y--;
    if (depth > 0) lines.push(down ? ["+", b[--y]!] : ["-", a[--x]!]);
  }
  return lines.reverse();
}

/** Ranges of lines with changes and their context, joined where they touch. */
function hunksOf(lines: readonly Line[]): readonly (readonly [number, number])[] {
  const hunks: [number, number][] = [];
  for (const [index, [sign]] of lines.entries()) {
    if (sign === " ") continue;
    const last = hunks.at(-1);
    const [start, end] = [Math.max(0, index - context), Math.min(lines.length, index + context + 1)];
    if (last !== undefined && start <= last[1]) last[1] = end;
    else hunks.push([start, end]);
  }
  return hunks;
}

function renderHunk(lines: readonly Line[], start: number, end: number, paint: Paint & { readonly good: (text: string) => string }): string {
  const count = (part: readonly Line[], without: string): number => part.filter(([sign]) => sign !== without).length;
  const [before, inside] = [lines.slice(0, start), lines.slice(start, end)];
  const range = (without: string): string => {
    const size = count(inside, without);
    return `${count(before, without) + (size === 0 ? 0 : 1)},${size}`;
  };
  const head = paint.dim(`@@ -${range("+")} +${range("-")} @@`);
  const body = inside.map(([sign, text]) => {
    const line = `${sign}${text.replace(/\n$/, "")}`;
    const painted = sign === "+" ? paint.good(line) : sign === "-" ? paint.error(line) : line;
    return `${painted}\n${text.endsWith("\n") ? "" : "\\ No newline at end of file\n"}`;
  });
  return `${head}\n${body.join("")}`;
}
