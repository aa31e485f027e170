import type { Condition } from "../../ir/cache.js";
import type { Origin } from "../../source/origin.js";

type Times = Condition["times"];
type Day = Times[number]["days"][number];

const week: readonly Day[] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const letters: Readonly<Record<Day, string>> = { mon: "M", tue: "T", wed: "W", thu: "H", fri: "F", sat: "A", sun: "S" };

/** Days and times as squid writes them, `MTWHF 09:00-17:00`; what runs over midnight is two of them. */
export function lowerTimes(times: Times, origin: Origin): readonly { readonly text: string; readonly origin: Origin }[] {
  const texts = times.flatMap(({ days, from, to }) => {
    if (from <= to) return [spanOf(days, from, to)];
    const next = days.map((day) => week[(week.indexOf(day) + 1) % week.length]!);
    return [spanOf(days, from, 1439), ...(to > 0 ? [spanOf(next, 0, to)] : [])];
  });
  return [...new Set(texts)].map((text) => ({ text, origin }));
}

function spanOf(days: readonly Day[], from: number, to: number): string {
  const named = week.filter((day) => days.includes(day)).map((day) => letters[day]).join("");
  const whole = from === 0 && to >= 1439;
  return [named, ...(whole ? [] : [`${clock(from)}-${clock(to)}`])].join(" ");
}

function clock(minutes: number): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
