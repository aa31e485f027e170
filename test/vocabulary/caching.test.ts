import { describe, expect, test } from "vitest";
import { dayTime, days } from "../../src/vocabulary/values/calendar.js";
import { bandwidth, destination, headerName, httpMethod, inspector, place } from "../../src/vocabulary/values/caching.js";
import { isProblem, type ValueType } from "../../src/vocabulary/values/value-type.js";

const types: Readonly<Record<string, readonly [type: ValueType<unknown>, good: Readonly<Record<string, string>>, bad: readonly string[]]>> = {
  days: [days, { "mon-fri": "mon-fri", MON: "mon", "sat-mon": "MAS", daily: "daily", MTWHF: "mon-fri", SMTWHFA: "daily", MWF: "MWF", sun: "sun" }, ["", "mo", "mon-", "mon-tue-wed", "mtwhf", "09:00-17:00"]],
  "times of the day": [dayTime, { "9:00-17:00": "09:00-17:00", "22:00-06:00": "22:00-06:00", "00:00-24:00": "00:00-24:00" }, ["09:00", "09:60-10:00", "24:00-25:00", "9-17", "09:00-09:00", "25:00-26:00"]],
  places: [place, { "10.0.0.0/8": "10.0.0.0/8", "192.168.0.20": "192.168.0.20", "2001:DB8::1": "2001:db8::1", "10.0.0.1-10.0.0.9": "10.0.0.1-10.0.0.9", "::1-::2": "::1-::2", lan: "lan", "app-1": "app-1" }, ["10.0.0.1/8", "10.0.0.300", "10.0.0.9-10.0.0.1", "10.0.0.1-::1", "-x", "10.0.0", "a b"]],
  destinations: [destination, { ".Example.com": ".example.com", "*.example.com": "*.example.com", "www.example.com": "www.example.com", "203.0.113.0/24": "203.0.113.0/24", "203.0.113.7": "203.0.113.7" }, ["203.0.113.7/24", "a..b", "http://a.com", "203.0.113", "", "a_b c"]],
  bandwidths: [bandwidth, { "256KB/s": "256KB/s", "1024KB/s": "1MB/s", "1b/s": "1B/s" }, ["256KB", "0KB/s", "256/s", "1.5MB/s", "60r/m"]],
  methods: [httpMethod, { get: "GET", "M-SEARCH": "M-SEARCH" }, ["", "GET/", "1", "A B"]],
  headers: [headerName, { "X-Env": "X-Env" }, ["X Env", "X:", ""]],
  filters: [inspector, { "icap://127.0.0.1:1344/av": "icap://127.0.0.1:1344/av", "/usr/bin/squidGuard -c /x": "/usr/bin/squidGuard -c /x" }, ["http://x/", "icap://", "guard", "/a\nb"]],
};

describe.each(Object.entries(types))("%s", (_, [type, good, bad]) => {
  test.each(Object.entries(good))("read %s and print %s", (text, printed) => {
    const value = type.read(text, false);
    expect(isProblem(value)).toBe(false);
    expect(type.print(value)).toBe(printed);
    expect(type.read(printed, false)).toEqual(value);
  });

  test.each(bad)("do not read `%s`", (text) => {
    expect(isProblem(type.read(text, false))).toBe(true);
  });
});
