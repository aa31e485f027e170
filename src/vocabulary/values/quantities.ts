import { type Problem, valueType } from "./value-type.js";

const durationUnits: readonly (readonly [unit: string, milliseconds: number])[] = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1000],
  ["ms", 1],
];

/** A length of time in whole milliseconds. */
export const duration = valueType<number>({
  name: "duration",
  title: "a duration",
  accepts: "whole numbers with `ms`, `s`, `m`, `h`, `d`, the larger unit first, each once; at most 365d. What a daemon cannot keep exactly is an error",
  examples: ["500ms", "10s", "1h30m"],
  splits: true,
  read(text): number | Problem {
    if (/^\d+$/.test(text)) return { problem: "without a unit", instead: `${text}s` };
    if (!/^(\d{1,9}(ms|s|m|h|d))+$/.test(text)) return { problem: "not a duration such as `10s`", ...durationInstead(text) };
    let total = 0;
    let last = Infinity;
    for (const [, amount = "", unit = ""] of text.matchAll(/(\d+)(ms|s|m|h|d)/g)) {
      const size = durationUnits.find(([name]) => name === unit)![1];
      if (size >= last) return { problem: "out of order: the larger unit comes first, and each once" };
      last = size;
      total += Number(amount) * size;
    }
    return total > 31_536_000_000 ? { problem: "longer than 365d" } : total;
  },
  print: printDuration,
});

function printDuration(value: number): string {
  if (value === 0) return "0s";
  if (value < 60_000 && value % 1000 === 0) return `${value / 1000}s`;
  let rest = value;
  let text = "";
  for (const [unit, size] of durationUnits) {
    const amount = Math.floor(rest / size);
    rest -= amount * size;
    if (amount > 0) text += `${amount}${unit}`;
  }
  return text;
}

const spelledDurations: readonly (readonly [unit: RegExp, milliseconds: number])[] = [
  [/^(?:w|weeks?)$/, 604_800_000],
  [/^(?:d|days?)$/, 86_400_000],
  [/^(?:h|hrs?|hours?)$/, 3_600_000],
  [/^(?:m|mins?|minutes?)$/, 60_000],
  [/^(?:s|secs?|seconds?)$/, 1000],
  [/^(?:ms|msecs?|millis|milliseconds?)$/, 1],
];

/** Of a unit that is spelled out, or a fraction: `10seconds`, `1.5s`. */
function durationInstead(text: string): Pick<Problem, "instead" | "respelled"> {
  const [, amount = "", unit = ""] = /^(\d{1,9}(?:\.\d{1,3})?)[ -]?([a-z]+)$/.exec(text) ?? [];
  const milliseconds = spelledDurations.find(([pattern]) => pattern.test(unit))?.[1];
  const total = Math.round(Number(amount) * (milliseconds ?? Number.NaN) * 1000) / 1000;
  if (!Number.isInteger(total) || total > 31_536_000_000) return {};
  return { instead: total % 1000 === 0 ? printDuration(total) : `${total}ms`, respelled: true };
}

const sizeUnits: readonly (readonly [unit: string, bytes: number])[] = [
  ["TB", 2 ** 40],
  ["GB", 2 ** 30],
  ["MB", 2 ** 20],
  ["KB", 2 ** 10],
  ["B", 1],
];

/** A number of bytes; units are powers of 1024. */
export const size = valueType<number>({
  name: "size",
  title: "a size",
  accepts: "a whole number with `B`, `KB`, `MB`, `GB` or `TB`, or `K`, `M`, `G`, `T`, in any case; powers of 1024",
  examples: ["8KB", "128MB", "10GB"],
  splits: true,
  read(text) {
    if (/^\d+$/.test(text)) return { problem: "without a unit", instead: `${text}MB` };
    const found = /^(\d{1,9})(B|KB?|MB?|GB?|TB?)$/i.exec(text);
    if (found === null) return { problem: "not a size such as `128MB`", ...sizeInstead(text) };
    const unit = found[2]!.toUpperCase().replace(/^([KMGT])$/, "$1B");
    const value = Number(found[1]) * sizeUnits.find(([name]) => name === unit)![1];
    return Number.isSafeInteger(value) ? value : { problem: "too large" };
  },
  print: printSize,
});

function printSize(value: number): string {
  const [unit, bytes] = sizeUnits.find(([, each]) => value >= each && value % each === 0) ?? ["B", 1];
  return `${value / bytes}${unit}`;
}

/** Of a unit that is spelled out, or a fraction: `8KiB`, `1.5GB`. */
function sizeInstead(text: string): Pick<Problem, "instead" | "respelled"> {
  const found = /^(\d{1,9}(?:\.\d{1,3})?)[ -]?(?:([kmgt])(?:i?b|(?:ilo|ega|iga|era)bytes?)?|b|bytes?)$/i.exec(text);
  const unit = found?.[2] === undefined ? "B" : `${found[2].toUpperCase()}B`;
  const bytes = Number(found?.[1]) * sizeUnits.find(([name]) => name === unit)![1];
  return Number.isSafeInteger(bytes) ? { instead: printSize(bytes), respelled: true } : {};
}
