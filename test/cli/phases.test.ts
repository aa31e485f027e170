import { describe, expect, it } from "vitest";
import { watchPhases } from "../../src/cli/phases.js";
import { memoryHost, run, sentence } from "../kit/memory-host.js";

/** A host on a terminal, and a clock that a test turns. */
function setUp(terminal: boolean) {
  const host = memoryHost();
  host.terminal.stderr = terminal;
  host.env["NO_COLOR"] = "1";
  const clock = { ms: 60 };
  return { host, clock, now: () => clock.ms };
}

const erase = "\r\u001b[K";

describe("--timings", () => {
  it("says on standard error what each phase took, with its share", () => {
    const { host, clock, now } = setUp(false);
    const phases = watchPhases(host, { timings: true }, 0, now);
    const pass = (ms: number) => () => void (clock.ms += ms);
    phases.run({ name: "parse" }, pass(20));
    phases.run({ name: "emit nginx" }, () => phases.run({ name: "read" }, pass(10)));
    phases.run({ name: "parse" }, pass(20));
    clock.ms += 30;
    phases.end();
    expect(host.stderr).toBe(
      [
        "start            60.0 ms   43 %",
        "parse            40.0 ms   29 %",
        "emit nginx        0.0 ms    0 %",
        "read             10.0 ms    7 %",
        "rest             30.0 ms   21 %",
        "total           140.0 ms  100 %",
        "",
      ].join("\n"),
    );
  });

  it.each(["build", "check"])("names the phases of `%s` in their order, and leaves what it prints as it is", async (command) => {
    const plain = await run(memoryHost({ "site.infra": sentence }), command);
    const { code, stdout, stderr } = await run(memoryHost({ "site.infra": sentence }), `${command} --timings`);
    expect({ code, stdout }).toEqual({ code: plain.code, stdout: plain.stdout });
    const rows = stderr.split("\n").filter((line) => / ms +\d+ %$/.test(line));
    const names = rows.map((row) => row.split(/ {2,}/)[0]);
    expect(names).toEqual([
      "start", "read", "parse", "bind", "elaborate", "lower", "rules",
      "emit nginx", "emit keepalived", "emit consul", "emit registrar", "emit compose", ...(command === "build" ? ["write"] : []), "rest", "total",
    ]);
  });

  it("is said of a program with errors too", async () => {
    const { code, stderr } = await run(memoryHost({ "site.infra": "servce a\n" }), "build --timings");
    expect(code).toBe(1);
    expect(stderr).toMatch(/^lower .* ms .*\nrest .*\ntotal .*100 %\n$/m);
  });
});

describe("progress", () => {
  it("is a line on a terminal once a build is long, and gone when it is over", () => {
    const { host, clock, now } = setUp(true);
    const phases = watchPhases(host, {}, 0, now);
    phases.run({ name: "bind", count: 40, noun: "statements" }, () => void (clock.ms += 600));
    expect(host.stderr).toBe("");
    phases.run({ name: "lower", count: 60, noun: "declarations" }, () => undefined);
    expect(host.stderr).toBe(`${erase}lower 60 declarations`);
    phases.run({ name: "emit nginx", count: 9, noun: "daemons" }, () => {
      phases.step(1);
      clock.ms += 150;
      phases.step(2);
    });
    phases.end();
    expect(host.stderr).toBe(`${erase}lower 60 declarations${erase}emit nginx 9 daemons${erase}emit nginx 2 of 9 daemons${erase}`);
  });

  it("is there at once for what takes long anyhow", () => {
    const { host, now } = setUp(true);
    const phases = watchPhases(host, {}, 0, now);
    phases.run({ name: "elaborate", count: 80_000, noun: "declarations" }, () => undefined);
    phases.clear();
    expect(host.stderr).toBe(`${erase}elaborate 80000 declarations${erase}`);
  });

  it("is taken away before something goes wrong in public", async () => {
    const { host, clock, now } = setUp(true);
    const phases = watchPhases(host, {}, 0, now);
    clock.ms += 900;
    const fail = (): never => {
      throw new Error("no");
    };
    expect(() => {
      try {
        phases.run({ name: "read" }, fail);
      } finally {
        phases.end();
      }
    }).toThrow("no");
    expect(host.stderr).toBe(`${erase}read${erase}`);
  });

  it.each([
    ["piped", false, {}],
    ["on a terminal that cannot erase", true, { TERM: "dumb" }],
  ])("is none when it is %s", (_, terminal, env) => {
    const { host, clock, now } = setUp(terminal);
    Object.assign(host.env, env);
    const phases = watchPhases(host, {}, 0, now);
    clock.ms += 900;
    phases.run({ name: "elaborate", count: 80_000, noun: "declarations" }, () => phases.step(1));
    phases.end();
    expect(host.stderr).toBe("");
  });

  it("leaves nothing of itself in what a build prints", async () => {
    const lets = Array.from({ length: 5001 }, (_, at) => `let l${at} 1\n`).join("");
    const host = memoryHost({ "site.infra": `${sentence}${lets}` });
    host.terminal.stderr = true;
    host.env["NO_COLOR"] = "1";
    const { stderr } = await run(host, "build --quiet");
    expect(stderr.startsWith(`${erase}bind 5002 statements${erase}`)).toBe(true);
    expect(stderr.split(erase).at(-1)).not.toMatch(/bind|emit|write/);
  });
});
