import { spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundle } from "../kit/bundle.js";
import { nginx } from "./nginx.js";
import { requireDaemon } from "./require.js";

const folder = mkdtempSync(join(tmpdir(), "infc-lab-command-"));
const program = join(folder, "cli.mjs");
const isThere = requireDaemon(nginx);

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function infc(args: readonly string[], input = ""): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { cwd: folder, input, encoding: "utf8" });
  return { status, stdout, stderr };
}

const ok = (stdout: string): Ended => ({ status: 0, stdout, stderr: "" });

/** A process and all that descend from it. */
function family(pid: number): readonly number[] {
  const found = [pid];
  for (const each of found) {
    const path = `/proc/${each}/task/${each}/children`;
    if (existsSync(path)) found.push(...readFileSync(path, "utf8").split(" ").filter((word) => word !== "").map(Number));
  }
  return found;
}

/** One that has ended, and that nobody has asked for its status, does not run. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

const site = `network lan 10.8.0.0/24
host app[1..2] 10.8.0.[21..22]
host lb1 10.8.0.11
service pages on app[1..2] port 8080
gateway edge on lb1 { listen 80; route www.example.com { /pages -> pages } }
`;

beforeAll(async () => {
  await bundle("src/cli/bin.ts", program);
  writeFileSync(join(folder, "site.infra"), site);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.runIf(isThere)("infc lab", () => {
  beforeAll(() => expect(infc(["lab", "up"])).toMatchObject({ status: 0, stderr: "" }));
  afterAll(() => void infc(["lab", "down"]));

  it("gives a command its input, and its status back", () => {
    expect(infc(["lab", "exec", "app1", "tr", "a-z", "A-Z"], "some words\n")).toEqual(ok("SOME WORDS\n"));
    expect(infc(["lab", "exec", "app1", "sh", "-c", "echo no >&2; exit 7"])).toEqual({ status: 7, stdout: "", stderr: "no\n" });
    expect(infc(["lab", "exec", "app1", "sh", "-c", "kill -9 $$"]).status).toBe(137);
  });

  it("knows the names of hosts and domains on each machine, and no other machine of the same site", () => {
    expect(infc(["lab", "exec", "app1", "getent", "hosts", "app2"]).stdout).toMatch(/^10\.8\.0\.22 /);
    expect(infc(["lab", "exec", "app1", "getent", "hosts", "www.example.com"]).stdout).toMatch(/^10\.8\.0\.11 /);
    expect(infc(["lab", "exec", "app1", "curl", "-s", "http://www.example.com/pages"]).stdout).toMatch(/^pages-[12]\b/);
    expect(readFileSync("/etc/hosts", "utf8")).not.toContain("www.example.com");
  });

  it("takes an instance for its machine, and a declaration for those of all its instances", () => {
    expect(infc(["lab", "exec", "edge-1", "hostname"])).toMatchObject({ status: 2, stderr: expect.stringContaining("the lab has no machine `edge-1`") as string });
    expect(infc(["lab", "exec", "edge", "hostname"])).toEqual(ok("lb1\n"));
    expect(infc(["lab", "exec", "pages-2", "hostname"])).toEqual(ok("app2\n"));
    expect(infc(["lab", "exec", "pages", "hostname"])).toEqual({ status: 2, stdout: "", stderr: "error: `pages` is app1, app2: say which of them\n" });
    expect(infc(["lab", "cut", "pages"])).toEqual(ok("cut app1, app2 off\n"));
    expect(infc(["lab", "status"]).stdout.match(/^app\d {2}cut/gm)).toEqual(["app1  cut", "app2  cut"]);
    expect(infc(["lab", "heal", "pages"])).toEqual(ok("healed app1, app2\n"));
    expect(infc(["lab", "kill", "edge", "nginx"])).toEqual(ok("killed nginx on lb1\n"));
    expect(infc(["lab", "status"]).stdout).toMatch(/^lb1 .*nginx killed$/m);
    expect(infc(["lab", "logs", "edge", "squid"])).toMatchObject({ status: 2, stderr: "error: `lb1` runs no `squid`\n" });
    expect(infc(["lab", "heal"])).toEqual(ok("healed everything\n"));
    expect(infc(["lab", "logs", "pages"]).stdout).toBe("app1 stand-in: listening\napp2 stand-in: listening\n");
  });

  it("ends whole", () => {
    expect(infc(["lab", "down"])).toEqual(ok("the lab is down\n"));
    expect(infc(["lab", "exec", "lb1", "true"])).toMatchObject({ status: 2, stderr: expect.stringContaining("no lab of site.infra is up") as string });
  });
});

describe.runIf(isThere)("a lab for who is not root", () => {
  it.each(["lab up", "test long.infra"])("is refused at once, with what to do: infc %s", (words) => {
    writeFileSync(join(folder, "long.infra"), `${site}expect e { get http://www.example.com/pages }\n`);
    chmodSync(folder, 0o755);
    const { status, stderr } = spawnSync("setpriv", ["--reuid", "65534", "--regid", "65534", "--clear-groups", process.execPath, program, ...words.split(" ")], { cwd: folder, encoding: "utf8", timeout: 20_000 });
    expect({ status, stderr }).toEqual({ status: 2, stderr: "error: a lab takes root, as its daemons change to users of their own: run it by `sudo`\n" });
  });
});

describe.runIf(isThere)("infc test", () => {
  it.each(["within 60s get http://10.8.0.99/", "wait 60s"])("told to stop, ends in the middle of `%s`, and leaves nothing", { timeout: 50_000 }, async (step) => {
    writeFileSync(join(folder, "long.infra"), `${site}expect "it waits" { get http://www.example.com/pages; ${step} }\n`);
    // A group of its own, which Ctrl-C in a terminal reaches whole.
    const child = spawn(process.execPath, [program, "test", "long.infra"], { cwd: folder, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    let text = "";
    child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString("utf8")));
    child.stderr.on("data", (chunk: Buffer) => (text += chunk.toString("utf8")));
    const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
    while (!text.includes("ok get")) await setTimeout(50);
    await setTimeout(500);
    const all = family(child.pid!);
    expect(all.length).toBeGreaterThan(8);
    process.kill(-child.pid!, "SIGINT");
    // The test itself ends before the step would.
    expect(await ended).toBe(1);
    expect(text).toMatch(/ok get .*\n0 of 1 expectation met, 1 not tried to the end\n$/);
    await expect.poll(() => all.filter(isRunning)).toEqual([]);
  });
});
