import { type Problem, valueType } from "./value-type.js";

/** In the order of a week that begins on Monday. */
export const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Weekday = (typeof weekdays)[number];

/** Days of the week, in their order, each once. */
export type Days = readonly Weekday[];

/** Squid's letters, which its operators have in their fingers. Source: squid.conf, `acl NAME time`. */
const letters: Readonly<Record<string, Weekday>> = { M: "mon", T: "tue", W: "wed", H: "thu", F: "fri", A: "sat", S: "sun" };

/** Days of the week: one, a range that may run over Sunday, `daily`, or squid's letters. */
export const days = valueType<Days>({
  name: "days",
  title: "days of the week",
  accepts: "`mon` to `sun`; a range, which may run over Sunday; `daily`; or Squid's letters `MTWHFAS`",
  examples: ["mon-fri", "sat", "daily", "MTWHF"],
  splits: true,
  read: readDays,
  print: printDays,
});

function readDays(text: string): Days | Problem {
  if (text.toLowerCase() === "daily") return weekdays;
  if (/^[MTWHFAS]+$/.test(text)) return inOrder(text.split("").map((letter) => letters[letter]!));
  const [first, last = first, ...more] = text.toLowerCase().split("-").map((day) => weekdays.indexOf(day as Weekday));
  if (first === undefined || last === undefined || first < 0 || last < 0 || more.length > 0) return { problem: "not days of the week such as `mon-fri`" };
  const length = ((last - first + 7) % 7) + 1;
  return inOrder(Array.from({ length }, (_, step) => weekdays[(first + step) % 7]!));
}

function inOrder(found: readonly Weekday[]): Days {
  return weekdays.filter((day) => found.includes(day));
}

/** `daily`, a range when they are consecutive, else squid's letters, which say any days in one word. */
function printDays(value: Days): string {
  if (value.length === weekdays.length) return "daily";
  const [first, last] = [value[0]!, value.at(-1)!];
  if (value.length === 1) return first;
  const isRun = weekdays.indexOf(last) - weekdays.indexOf(first) === value.length - 1;
  if (isRun) return `${first}-${last}`;
  return value.map((day) => Object.keys(letters).find((letter) => letters[letter] === day)).join("");
}

/** A part of the day in minutes from midnight, both ends included; `to` below `from` runs over midnight. */
export interface DayTime {
  readonly from: number;
  readonly to: number;
}

export const dayTime = valueType<DayTime>({
  name: "time of day",
  title: "a time of the day such as `09:00-17:00`",
  accepts: "two times from 00:00 to 24:00; it may run over midnight",
  examples: ["09:00-17:00", "22:00-06:00"],
  splits: true,
  read(text) {
    const found = /^(\d{1,2}):(\d\d)-(\d{1,2}):(\d\d)$/.exec(text);
    if (found === null) return { problem: "not a time of the day such as `09:00-17:00`" };
    const [fromHour, fromMinute, toHour, toMinute] = found.slice(1).map(Number) as [number, number, number, number];
    const [from, to] = [fromHour * 60 + fromMinute, toHour * 60 + toMinute];
    if (fromMinute > 59 || toMinute > 59 || from > 1439 || to > 1440) return { problem: "not a time from 00:00 to 24:00" };
    return from === to ? { problem: "a time of no length" } : { from, to };
  },
  print: ({ from, to }) => `${printMinutes(from)}-${printMinutes(to)}`,
});

function printMinutes(minutes: number): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
