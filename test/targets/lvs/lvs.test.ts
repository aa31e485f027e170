import { describe, expect, test } from "vitest";
import type { Site } from "../../../src/ir/site.js";
import { lvs } from "../../../src/targets/lvs/index.js";
import { lowerRealServer } from "../../../src/targets/lvs/lower.js";
import { requireDaemon } from "../../daemons/require.js";
import { check } from "../../daemons/checker.js";
import { shell } from "../../daemons/shell.js";
import { inWorld } from "../../daemons/world.js";
import { contextOf, daemonOf, emitSite, linesWithoutOrigin, machineOf, originOf, originsAt, siteOf, wordsOf } from "../../kit/site.js";

const entry = (addresses: readonly string[], mode: "dr" | "tun" = "dr"): Site["realServers"][number] => ({
  machine: "node2",
  mode,
  addresses: addresses.map((address) => ({ address, proxy: "web", origin: originOf(`vip ${address}`) })),
  origin: originOf("on node2"),
});
const siteWith = (...realServers: Site["realServers"]): Site => siteOf({ machines: [machineOf("node2")], realServers, daemons: [daemonOf("lvs", "node2")] });
const lower = (site: Site) => {
  const context = contextOf(site);
  return { ...lowerRealServer(site.daemons[0]!, context), diagnostics: context.diagnostics };
};
const both = siteWith(entry(["192.168.0.148", "192.168.0.149", "fd00::148"]));

describe("a server of LVS", () => {
  test("has each address once, whatever balancer it is of", () => {
    const { addresses } = lower(siteWith(entry(["192.168.0.148", "fd00::148", "192.168.0.149"]), entry(["192.168.0.148", "192.168.0.150"])));
    expect(addresses.map(({ address, length, label }) => [address, length, label])).toEqual([
      ["192.168.0.148", 32, "lo:0"],
      ["fd00::148", 128, null],
      ["192.168.0.149", 32, "lo:1"],
      ["192.168.0.150", 32, "lo:2"],
    ]);
  });

  test("keeps quiet over ARP, which IPv6 has not", () => {
    expect(lower(both).settings.map(({ key, value }) => `${key}=${value}`)).toEqual([
      "net.ipv4.conf.all.arp_ignore=1",
      "net.ipv4.conf.all.arp_announce=2",
      "net.ipv4.conf.lo.arp_ignore=1",
      "net.ipv4.conf.lo.arp_announce=2",
    ]);
    const { files } = emitSite(lvs, siteWith(entry(["fd00::148"])));
    expect(files.map(({ target }) => target)).toEqual(["/etc/systemd/system/lvs-real-server.service", "/usr/local/sbin/lvs-real-server"]);
    expect(files[1]!.text).not.toMatch(/sysctl|ARP is|label/);
  });

  test("unwraps packets in mode tun", () => {
    expect(lower(siteWith(entry(["192.168.0.148"], "tun"))).tunnels).toMatchObject([{ module: "ipip", device: "tunl0", rp_filter: 2 }]);
    expect(lower(siteWith(entry(["192.168.0.148"]), entry(["fd00::148"], "tun"))).tunnels.map(({ device }) => device)).toEqual(["tunl0", "ip6tnl0"]);
    expect(lower(both).tunnels).toEqual([]);
  });

  test("has what comes out of a tunnel on the tunnel's device, for the kernel drops it where that has no address", () => {
    const { addresses } = lower(siteWith(entry(["192.168.0.148"]), entry(["192.168.0.149", "fd00::149"], "tun")));
    expect(addresses.map(({ address, device, label }) => [address, device, label])).toEqual([
      ["192.168.0.148", "lo", "lo:0"],
      ["192.168.0.149", "tunl0", "tunl0:0"],
      ["fd00::149", "lo", null],
    ]);
  });

  test("is a host", () => {
    const site = { ...both, machines: [machineOf("node2", { kind: "container" })] };
    expect(lower(site).diagnostics.map(({ code, message }) => [code, message])).toEqual([["lvs-container", "the container `node2` cannot answer for an address in `mode dr`"]]);
  });

  test.each(["192.168.0.148/32", "app1", "$(reboot)", "192.168.0.148; reboot", "1.2.3.4\n", "fd00::1\u0000", "", "'"])("has no address %j", (address) => {
    const { addresses, diagnostics } = lower(siteWith(entry([address])));
    expect([addresses, diagnostics.map(({ code }) => code)]).toEqual([[], ["unrepresentable-text"]]);
  });
});

describe("its files", () => {
  const { files } = emitSite(lvs, both);
  const script = files.find(({ target }) => target === "/usr/local/sbin/lvs-real-server")!;

  test("are settings, a unit and one script", () => {
    expect(files.map(({ path, mode, reload }) => [path, mode, reload?.join(" ")])).toEqual([
      ["hosts/node2/etc/sysctl.d/60-lvs-real-server.conf", 0o644, "sysctl -q -p /etc/sysctl.d/60-lvs-real-server.conf"],
      ["hosts/node2/etc/systemd/system/lvs-real-server.service", 0o644, "systemctl enable lvs-real-server"],
      ["hosts/node2/usr/local/sbin/lvs-real-server", 0o755, "systemctl reload-or-restart lvs-real-server"],
    ]);
  });

  test("say of each line why it is there", () => {
    expect(files.flatMap((file) => linesWithoutOrigin(file))).toEqual([]);
    const line = script.text.split("\n").indexOf('  "$1" 192.168.0.149/32 lo lo:1') + 1;
    expect(originsAt(script, line).map(wordsOf)).toEqual(["site site", "vip 192.168.0.149"]);
  });
});

describe.runIf(requireDaemon(shell))("the script", () => {
  const sites = { both, ipv4: siteWith(entry(["192.168.0.148"])), ipv6: siteWith(entry(["fd00::148"])), tunneled: siteWith(entry(["192.168.0.148", "fd00::148"], "tun")) };
  test.each(Object.entries(sites))("for %s is sound", async (_, site) => {
    const { path, text } = emitSite(lvs, site).files.at(-1)!;
    expect(await check(shell, { path: `/${path}`, text })).toEqual([]);
  });

  test("can be run twice, says how things stand, and leaves nothing behind", async () => {
    const { files } = emitSite(lvs, both);
    const run = (action: string) => ({ argv: ["lvs-real-server", action] as const });
    const own = { argv: ["ip", "-o", "address", "show", "dev", "lo"] as const };
    const arp = { argv: ["sysctl", "-n", "net.ipv4.conf.all.arp_ignore", "net.ipv4.conf.lo.arp_announce"] as const };
    const less = { argv: ["sed", "-i", "/192.168.0.149/d", "/usr/local/sbin/lvs-real-server"] as const };
    const runs = await inWorld({ files: files.map(({ target, text, mode }) => ({ path: target!, content: text, mode })) }, [
      ...[run("start"), run("start"), run("status"), own, arp],
      ...[less, run("start"), own],
      ...[{ argv: ["sysctl", "-q", "-w", "net.ipv4.conf.all.arp_ignore=0"] as const }, run("status")],
      ...[run("stop"), run("stop"), run("status"), own, arp, run("help")],
    ]);
    const addresses = (at: number) => [...runs[at]!.stdout.matchAll(/inet6? (\S+)(?: scope (?:host|global))?(?: (lo:\d))?/g)].map(([, address, label]) => (label === undefined ? address : `${address} ${label}`));
    expect(runs.map(({ status }) => status)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 3, 0, 0, 2]);
    expect(runs[2]!.stdout).toBe("192.168.0.148/32 is on lo, and ARP is quiet\n192.168.0.149/32 is on lo, and ARP is quiet\nfd00::148/128 is on lo, and ARP is quiet\n");
    expect(addresses(3)).toEqual(["127.0.0.1/8", "192.168.0.148/32 lo:0", "192.168.0.149/32 lo:1", "fd00::148/128", "::1/128"]);
    expect(runs[4]!.stdout).toBe("1\n2\n");
    expect(addresses(7)).toEqual(["127.0.0.1/8", "192.168.0.148/32 lo:0", "fd00::148/128", "::1/128"]);
    expect(runs[9]!.stdout).toBe("192.168.0.148/32 is on lo, but this host answers ARP for it\nfd00::148/128 is on lo, and ARP is quiet\n");
    expect(addresses(13)).toEqual(["127.0.0.1/8", "::1/128"]);
    expect(runs[14]!.stdout).toBe("0\n0\n");
    expect(runs[15]!.stderr).toBe("usage: lvs-real-server start|stop|status\n");
  });
});
