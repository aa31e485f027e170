import { execFile } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cacheFolder } from "../../tools/machine.js";
import { bundle } from "../kit/bundle.js";
import { requireDaemon } from "./require.js";

const program = `network lan 10.88.0.0/24
host dir[1..2] 10.88.0.[11..12] interface eth0
host rs[1..2] 10.88.0.[21..22] interface eth0
service portal on rs[1..2] port 8090 check tcp every 1s timeout 1s fall 1 rise 1
balancer web lvs on dir[1..2] {
  mode dr
  vip 10.88.0.100
  listen 8090 -> portal balance rr
}
expect "a connection comes to a real server" {
  only ipvs
  within 5s connect 10.88.0.100:8090 -> portal
  vip 10.88.0.100 on dir1
}
expect "a dead real server is left out" {
  only ipvs
  kill rs1
  within 10s connect 10.88.0.100:8090 -> portal-2
}
expect "the VIP moves, and LVS with it" {
  only ipvs
  kill dir1
  within 10s vip 10.88.0.100 on dir2
  within 5s connect 10.88.0.100:8090 -> portal
}
`;

/** The first process of the emulated machine: this machine's own root, which it cannot write, and modules of its own kernel. */
const init = (folder: string): string => `#!/bin/sh
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/run
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev 2>/dev/null
mount -t tmpfs run /run
version=$(uname -r)
mkdir -p /run/modules/lib/modules/$version
mount --bind /usr/lib/uml/modules/$version /run/modules/lib/modules/$version
for module in ip_vs ip_vs_rr veth bridge overlay; do modprobe -d /run/modules $module; done
cd ${folder}
NO_COLOR=1 timeout 240 '${process.execPath}' infc.mjs test lvs.infra
echo "ended with $?"
echo o >/proc/sysrq-trigger
sleep 1
halt -f
`;

// The machine's own kernel may have no IPVS and take no modules: Debian's user-mode-linux boots one as a process.
describe.runIf(requireDaemon({ name: "LVS", needs: ["uml", "modprobe", "keepalived"] }))("LVS in DR mode, on a kernel of its own", () => {
  let folder = "";
  beforeAll(async () => {
    mkdirSync(cacheFolder, { recursive: true });
    folder = mkdtempSync(join(cacheFolder, "lvs-"));
    await bundle("src/cli/bin.ts", join(folder, "infc.mjs"));
    writeFileSync(join(folder, "lvs.infra"), program);
    writeFileSync(join(folder, "init"), init(folder));
    chmodSync(join(folder, "init"), 0o755);
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("carries connections, leaves a dead server out, and moves with the VIP", { timeout: 300_000 }, async () => {
    const args = ["mem=1500M", "root=/dev/root", "rootfstype=hostfs", "rootflags=/", "ro", `init=${join(folder, "init")}`, "con=null", "con0=null,fd:1", "quiet"];
    // The emulator's own status says nothing.
    const said = await new Promise<string>((resolve) => execFile("linux.uml", args, { timeout: 280_000, killSignal: "SIGKILL" }, (_, stdout, stderr) => resolve(`${stdout}\n${stderr}`.replaceAll("\r", ""))));
    expect(said).toContain("3 of 3 expectations met\nended with 0\n");
  });
});
