import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type MemoryHost, memoryHost, run, sentence } from "../kit/memory-host.js";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => void vi.useRealTimers());

const quiet = 10;
const long = 1000;
const notes = Array.from({ length: 20 }, (_, at) => `# note ${at} of this site\n`).join("");
const whole = `${notes.slice(0, 200)}\n${sentence}${notes}`;
const changed = whole.replace("x3 behind", "x4 behind");

/** A watch that has built once; whoever writes a file says so, and time goes on when a test says so. */
async function watching(files: Readonly<Record<string, string>>) {
  const host = memoryHost(files);
  const ended = run(host, "build --watch");
  await expect.poll(() => host.stdout + host.stderr, { timeout: 15_000 }).not.toBe("");
  vi.advanceTimersByTime(long);
  return {
    host,
    write: (path: string, text: string) => (host.put(path, text), host.touch()),
    ended,
    end: async () => (host.interrupt(), expect((await ended).code).toBe(0)),
  };
}

const builds = ({ stdout }: MemoryHost): readonly string[] => stdout.trimEnd().split("\n").map((line) => line.replace(/ \(\d+ ms\)$/, ""));

it("builds ten milliseconds after the last change", async () => {
  const { host, write, end } = await watching({ "site.infra": whole });
  write("site.infra", whole.replace("x3 behind", "x5 behind"));
  vi.advanceTimersByTime(quiet - 1);
  write("site.infra", changed);
  vi.advanceTimersByTime(quiet - 1);
  expect(builds(host)).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(builds(host)).toHaveLength(2);
  expect(builds(host)[1]).toMatch(/^built out: .*changed/);
  await end();
});

it("builds nothing where nothing changed, and for a file that the program does not have", async () => {
  const { host, write, end } = await watching({ "site.infra": whole });
  const before = new Map(host.files);
  write("site.infra", whole);
  vi.advanceTimersByTime(long);
  write("other.infra", sentence);
  vi.advanceTimersByTime(long);
  expect(builds(host)).toHaveLength(1);
  for (const [path, file] of before) if (path !== "site.infra") expect(host.files.get(path)).toBe(file);
  await end();
});

describe("a file that is written in steps", () => {
  it.each([
    ["emptied, begun and ended", ["", changed.slice(0, 300), changed.slice(0, -100), changed]],
    ["removed and written", [undefined, changed]],
  ])("is not built before it is whole: %s", async (_, steps) => {
    const { host, write, end } = await watching({ "site.infra": whole });
    for (const step of steps) {
      if (step === undefined) (host.removeFile("site.infra"), host.touch());
      else write("site.infra", step);
      vi.advanceTimersByTime(5 * quiet);
    }
    expect(builds(host)).toEqual([expect.stringMatching(/^built/), expect.stringMatching(/^built out: .*changed/)]);
    expect(host.stderr).not.toContain("error");
    await end();
  });

  it("is built when it stays as short as that", async () => {
    const { host, write, end } = await watching({ "site.infra": `${changed}# the end\n` });
    write("site.infra", whole);
    vi.advanceTimersByTime(5 * quiet);
    expect(builds(host)).toHaveLength(1);
    vi.advanceTimersByTime(long);
    expect(builds(host)[1]).toMatch(/^built out: .*changed/);
    await end();
  });

  it("is built at once when it became shorter and has its end", async () => {
    const { host, write, end } = await watching({ "site.infra": changed.replace("x4 behind", "x40 behind") });
    write("site.infra", changed);
    vi.advanceTimersByTime(quiet);
    expect(builds(host)).toHaveLength(2);
    await end();
  });
});

it("builds again what changed while it was building, though nobody tells", async () => {
  const { host, write, end } = await watching({ "site.infra": whole });
  const { updateFolder } = host;
  Object.assign(host, {
    updateFolder(...args: Parameters<typeof updateFolder>) {
      Object.assign(host, { updateFolder });
      host.put("site.infra", whole.replace("x3 behind", "x6 behind"));
      updateFolder(...args);
    },
  });
  write("site.infra", changed);
  vi.advanceTimersByTime(quiet);
  vi.advanceTimersByTime(quiet);
  expect(builds(host)).toHaveLength(3);
  expect([...host.files.values()].some(({ text }) => text.includes("goods-6"))).toBe(true);
  await end();
});

it("ends with 70 on a bug", async () => {
  const { host, write, ended } = await watching({ "site.infra": whole });
  Object.assign(host, { updateFolder: () => JSON.parse("{") as never });
  write("site.infra", changed);
  vi.advanceTimersByTime(quiet);
  expect((await ended).code).toBe(70);
});

it("builds when an import that was missing is there, and when a lock is gone", async () => {
  const { host, write, end } = await watching({ "site.infra": `import ./part.infra\n${whole}` });
  expect(host.stderr).toContain("part.infra");
  write("part.infra", "site one\n");
  vi.advanceTimersByTime(quiet);
  expect(builds(host).at(-1)).toMatch(/^built out: \d+ new/);
  const lock = host.textOf("site.lock");
  expect(lock).toBeDefined();
  host.removeFile("site.lock");
  host.touch();
  vi.advanceTimersByTime(long);
  expect(host.textOf("site.lock")).toBe(lock);
  await end();
});
