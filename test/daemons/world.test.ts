import { existsSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { describe, expect, test } from "vitest";
import { requireWorld } from "./require.js";
import { inWorld } from "./world.js";

const sh = (script: string): { readonly argv: [string, ...string[]] } => ({ argv: ["sh", "-c", script] });

describe.runIf(requireWorld())("a world", () => {
  test("has the name, the interfaces and the addresses that were asked for", async () => {
    const interfaces = [
      { name: "eth0", addresses: ["192.168.0.11/24", "fd00::11/64"] },
      { name: "bond0.100", addresses: ["10.0.0.1/8"] },
      { name: "lo", addresses: ["192.168.0.146/32"] },
    ];
    const [name, links] = await inWorld({ name: "lb1", interfaces }, [sh("hostname"), sh("ip -o addr show | awk '{ print $2, $4 }'")]);
    expect(name!.stdout).toBe("lb1\n");
    for (const { name: link, addresses } of interfaces) for (const address of addresses) expect(links!.stdout).toContain(`${link} ${address}\n`);
  });

  test("resolves its own names and no others, at once", async () => {
    const [own, other] = await inWorld({ hosts: [{ address: "192.168.0.5", names: ["app1", "app1.example"] }] }, [sh("getent hosts app1.example"), { argv: ["getent", "hosts", "example.com"], timeout: 2 }]);
    expect(own!.stdout).toMatch(/^192\.168\.0\.5 /);
    expect(other).toMatchObject({ status: 2, stdout: "" });
  });

  test("has files at their absolute paths, byte for byte and with their modes", async () => {
    const long = `/etc/infc-world/${"long/".repeat(30)}file`;
    const files = [
      { path: "/etc/infc-world/a b'c.conf", content: "no line end, ü", mode: 0o600 },
      { path: long, content: "far" },
      // A folder that is a link on most machines.
      { path: "/var/run/infc-world", content: "through a link" },
    ];
    const [first, second, third, mode] = await inWorld({ files }, [{ argv: ["cat", files[0]!.path] }, { argv: ["cat", long] }, sh("cat /run/infc-world"), { argv: ["stat", "-c", "%a", files[0]!.path] }]);
    expect([first!.stdout, second!.stdout, third!.stdout, mode!.stdout]).toEqual(["no line end, ü", "far", "through a link", "600\n"]);
  });

  test("has users, groups and certificates", async () => {
    const [run] = await inWorld({ users: ["infc-user", "root"], certificates: ["/etc/infc-world/site.pem", "/etc/infc-world/more/"] }, [
      sh("id -gn infc-user && id -u root && openssl x509 -noout -subject -in /etc/infc-world/site.pem && openssl pkey -noout -in /etc/infc-world/more/certificate.pem && echo sound"),
    ]);
    expect(run!.stdout).toMatch(/^infc-user\n0\nsubject=.*\nsound\n$/);
  });

  test("lets programs listen on foreign addresses only when asked", async () => {
    const sysctl = sh("cat /proc/sys/net/ipv4/ip_nonlocal_bind /proc/sys/net/ipv6/ip_nonlocal_bind");
    const [[without], [with_]] = [await inWorld({}, [sysctl]), await inWorld({ nonlocalBind: true }, [sysctl])];
    expect([without!.stdout, with_!.stdout]).toEqual(["0\n0\n", "1\n1\n"]);
  });

  test("tells of each command its status and both its outputs", async () => {
    const runs = await inWorld({}, [sh("echo out; echo err >&2; exit 3"), { argv: ["infc-no-such-program"] }, { argv: ["sleep", "9"], timeout: 0.2 }, { argv: ["pwd"], cwd: "/etc" }]);
    expect(runs[0]).toEqual({ status: 3, stdout: "out\n", stderr: "err\n" });
    expect(runs.map(({ status }) => status)).toEqual([3, 127, 124, 0]);
    expect(runs[3]!.stdout).toBe("/etc\n");
  });

  test("changes nothing outside and sees no process from outside", async () => {
    const [run] = await inWorld({ interfaces: [{ name: "infc9", addresses: [] }] }, [sh("touch /etc/infc-world-was-here /tmp/infc-world-was-here; rm -f /etc/hostname; ps -e | wc -l")]);
    expect(Number(run!.stdout)).toBeLessThan(10);
    expect(existsSync("/etc/infc-world-was-here") || existsSync("/tmp/infc-world-was-here")).toBe(false);
    expect(Object.keys(networkInterfaces())).not.toContain("infc9");
  });

  test("that cannot be made says why", async () => {
    await expect(inWorld({ interfaces: [{ name: "a-name-too-long-for-linux", addresses: [] }] }, [])).rejects.toThrow(/not a valid ifname/);
    await expect(inWorld({ interfaces: [{ name: "eth0", addresses: ["192.168.0.300/24"] }] }, [])).rejects.toThrow(/192\.168\.0\.300/);
  });
});
