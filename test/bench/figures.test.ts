import { tmpdir } from "node:os";
import { expect, it, onTestFinished, vi } from "vitest";
import { timedEnvironment } from "./environment.js";
import { measure } from "./measure.js";
import { exponentOf, median, pairedRatio } from "./statistics.js";
import { editsTable, exponents, fasterPeers, growthTable, raceTable, type Row } from "./tables.js";

it("the median of an even number of runs is between the middle two", () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([9, 1, 5, 2])).toBe(3.5);
});

it("a ratio is taken run by run, so that a slow moment of the machine counts for neither", () => {
  expect(pairedRatio([2, 20, 4], [1, 10, 2])).toBe(2);
});

it("the exponent of n is 1, of n squared 2, and of one point unknown", () => {
  expect(exponentOf([[1000, 3], [10_000, 30], [100_000, 300]])).toBeCloseTo(1);
  expect(exponentOf([[1000, 1], [10_000, 100]])).toBeCloseTo(2);
  expect(exponentOf([[1000, 1]])).toBeUndefined();
});

it("a program that ends badly has no time", async () => {
  expect(await measure(["sh", "-c", "echo no such thing >&2; exit 3"], { limit: 60, scratch: tmpdir() })).toEqual({ failed: "ended with 3", stderr: "no such thing\n" });
});

it("what is timed has the environment but for what slows Node's own start", () => {
  expect(timedEnvironment({ PATH: "/bin", NODE_EXTRA_CA_CERTS: "/all.pem", NODE_OPTIONS: "--inspect", NODE_PATH: "/x" })).toEqual({ PATH: "/bin", NODE_PATH: "/x" });
});

it("a program that is timed is told none of that", async () => {
  vi.stubEnv("NODE_OPTIONS", "--no-deprecation").stubEnv("NODE_EXTRA_CA_CERTS", "/nowhere.pem");
  onTestFinished(() => void vi.unstubAllEnvs());
  const told = ["sh", "-c", 'echo "$NODE_OPTIONS$NODE_EXTRA_CA_CERTS" >&2'] as const;
  expect(await measure(told, { limit: 60, scratch: tmpdir() })).toMatchObject({ stderr: "\n" });
});

const counts = [1000, 10_000];
const row = (name: string, seconds: readonly number[], more: Partial<Row> = {}): Row => ({
  name,
  title: name,
  isPeer: false,
  absent: undefined,
  results: new Map(counts.map((count, index) => [count, { seconds: [seconds[index]!], mebibytes: [50 * (index + 1)], bytes: 1300 * count }])),
  ...more,
});
const rows = [
  row("start", [0.05, 0.05]),
  row("copy", [0.01, 0.02]),
  row("same-bytes", [0.1, 0.5]),
  row("declarations", [0.2, 1]),
  row("ranges", [0.1, 1]),
  row("fast", [0.4, 0.25], { isPeer: true }),
  row("slow", [1, 1], { isPeer: true, results: new Map([[1000, { seconds: [4], mebibytes: [], bytes: 7 }], [10_000, { failed: "over 180 s" }]]) }),
  row("missing", [], { isPeer: true, absent: "not installed: `missing`", results: new Map() }),
];

it("the table has the fastest first, each against infc, with a faster peer in bold, and says what was not run and why", () => {
  expect(raceTable(rows, counts).split("\n")).toEqual([
    "|  | bytes at 10,000 | 1,000 | ÷ infc | 10,000 | ÷ infc |",
    "| --- | --- | --- | --- | --- | --- |",
    "| copy | 13.00 MB | 0.010 s, 50 MiB | 0.05 | 0.020 s, 100 MiB | 0.02 |",
    "| start | 13.00 MB | 0.050 s, 50 MiB | 0.25 | 0.050 s, 100 MiB | 0.05 |",
    "| fast | 13.00 MB | 0.400 s, 50 MiB | 2.00 | 0.250 s, 100 MiB | **0.25** |",
    "| same-bytes | 13.00 MB | 0.100 s, 50 MiB | 0.50 | 0.500 s, 100 MiB | 0.50 |",
    "| **declarations** | 13.00 MB | 0.200 s, 50 MiB | 1.00 | 1.000 s, 100 MiB | 1.00 |",
    "| ranges | 13.00 MB | 0.100 s, 50 MiB | 0.50 | 1.000 s, 100 MiB | 1.00 |",
    "| slow | – | 4.000 s | 20 | over 180 s | – |",
    "| missing: not installed: `missing` | – | – | – | – | – |",
  ]);
});

it("names the peers that were faster, and where", () => {
  expect(fasterPeers(rows, counts)).toBe("Faster than infc: fast at 10,000.");
  const late = rows.map((each) => (each.name === "declarations" ? { ...each, results: new Map(each.results).set(10_000, { failed: "over 180 s" }) } : each));
  expect(fasterPeers(late, counts)).toBe("Faster than infc: none. infc itself was not measured at 10,000.");
});

it("the table of growth has the ratios to the floors", () => {
  expect(growthTable(rows, counts).split("\n").at(-1)).toBe("| 10,000 | 13.00 MB | 1.000 s, 100 MiB | 1.000 s, 100 MiB | 20 | 50 | 2.00 |");
});

it("growth is said for time, for time above the smallest site's, and for memory", () => {
  const own = row("declarations", [0.2, 1]);
  const small: Row = { ...own, results: new Map([[10, { seconds: [0.1], mebibytes: [40], bytes: 1 }], ...own.results]) };
  expect(exponents([own], counts)).toBe("- declarations: time 0.70, memory 0.30.");
  expect(exponents([small], [10, ...counts])).toBe("- declarations: time 0.70 (0.95 of what is above the time for 10 services), memory 0.30.");
});

it("the table of edits has a line for each way to edit, with its median", () => {
  expect(editsTable([{ name: "port", seconds: [0.5, 0.1, 0.2], said: [0.4, 0.08, 0.1] }]).split("\n").at(-1)).toBe("| port | 0.200 s | 0.500, 0.100, 0.200 | 0.400, 0.080, 0.100 |");
});
