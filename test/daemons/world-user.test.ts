import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundle } from "../kit/bundle.js";
import { requireWorld } from "./require.js";

const nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
const canBeNobody = requireWorld() && spawnSync(nobody[0]!, [...nobody.slice(1), "unshare", "--user", "--map-root-user", "--mount", "--net", "true"]).status === 0;

describe.runIf(requireWorld())("a world in a process of its own", () => {
  let folder = "";
  let program = "";
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "infc-world-"));
    chmodSync(folder, 0o755);
    program = join(folder, "world.mjs");
    await bundle("test/host/world-user.ts", program);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.runIf(canBeNobody)("can be made by a user who is not root, and changes nothing", () => {
    const script = "hostname; ip -o -4 addr show dev eth0 | awk '{ print $4 }'; id -un infc-user; infc-tool; cat /etc/infc/a.conf; openssl x509 -noout -subject -in /etc/infc/site.pem; touch /etc/x /var/lib/x /opt/x /tmp/infc-world-user && echo done";
    const { stdout, stderr, status } = spawnSync(nobody[0]!, [...nobody.slice(1), process.execPath, program, script], { encoding: "utf8", cwd: folder });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const run = JSON.parse(stdout) as { readonly status: number; readonly stdout: string; readonly stderr: string };
    expect(run).toMatchObject({ status: 0, stderr: "" });
    expect(run.stdout).toMatch(/^lb1\n192\.168\.0\.11\/24\n.+\ntool\nasubject=CN = infc\.invalid\ndone\n$/);
    expect(readdirSync("/tmp")).not.toContain("infc-world-user");
  });

  test("ends with the process that made it, however that ends", async () => {
    const mark = `infc-world-${process.pid}`;
    const child = spawn(process.execPath, [program, `sleep 50; : ${mark}`], { stdio: "ignore" });
    await until(() => commandLines().some((line) => line.includes(mark)));
    child.kill("SIGKILL");
    await until(() => !commandLines().some((line) => line.includes(mark)));
    expect(commandLines().filter((line) => line.includes(mark))).toEqual([]);
  });
});

function commandLines(): readonly string[] {
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid).flatMap((name) => {
    try {
      return [readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ")];
    } catch {
      return [];
    }
  });
}

async function until(holds: () => boolean): Promise<void> {
  for (let round = 0; round < 200 && !holds(); round++) await new Promise((resolve) => setTimeout(resolve, 50));
  expect(holds()).toBe(true);
}
