import { describe, expect, it } from "vitest";
import { errorsOf, filesOf, found } from "../kit/files.js";

const hosts = "network lan 192.168.0.0/24\nhost lb[1..2] 192.168.0.[11..12]\nhost node[1..3] 192.168.0.[31..33]\n";
const portal = "service portal on node[1..3] port 80\n";
const web = (clauses: string): string => `${hosts}${portal}balancer web lvs on lb[1..2] { ${clauses} }`;
const conf = "/keepalived.conf";
const script = "/usr/local/sbin/lvs-real-server";

/** The virtual servers of a director. */
function serversOf(files: ReadonlyMap<string, string>, director: string): string {
  const text = files.get(`hosts/${director}/etc/keepalived/keepalived.conf`)!;
  return text.slice(text.indexOf("virtual_server"));
}

describe("the servers of LVS", () => {
  it.each([
    ["dr", "lo"],
    ["tun", "tunl0"],
  ])("in mode %s all have the VIP on %s, and are quiet about it", (mode, device) => {
    const files = filesOf(web(`mode ${mode}; vip 192.168.0.148; listen 80 -> portal`));
    for (const name of ["node1", "node2", "node3"]) {
      expect(files.get(`hosts/${name}${script}`)).toContain(`192.168.0.148/32 ${device}`);
      const settings = files.get(`hosts/${name}/etc/sysctl.d/60-lvs-real-server.conf`);
      for (const setting of ["all.arp_ignore = 1", "all.arp_announce = 2", "lo.arp_ignore = 1", "lo.arp_announce = 2"]) expect(settings).toContain(`net.ipv4.conf.${setting}`);
    }
    expect(files.get(`hosts/lb1${script}`)).toBeUndefined();
  });

  it("have one script for all balancers that send to them, in either mode", () => {
    const files = filesOf(`${web("mode dr; vip 192.168.0.148; listen 80 -> portal")}\nbalancer more lvs on lb[1..2] { mode tun; vip 192.168.0.149; listen 80 -> portal }`);
    const text = files.get(`hosts/node1${script}`)!;
    expect([...text.matchAll(/"\$1" ([\d.]+\/32 \w+)/g)].map(([, each]) => each).sort()).toEqual(["192.168.0.148/32 lo", "192.168.0.149/32 tunl0"]);
    expect(text).toContain("modprobe ipip");
  });

  it("have a VIP that another declaration holds", () => {
    const files = filesOf(`${hosts}${portal}gateway edge on lb[1..2] { vip 192.168.0.146; listen 8080; route { / -> portal } }\nbalancer web lvs on lb[1..2] { mode dr; listen 192.168.0.146:80 -> portal }`);
    expect(files.get(`hosts/node1${script}`)).toContain("192.168.0.146/32 lo");
  });

  it("of mode nat have nothing of it", () => {
    expect([...filesOf(web("mode nat; vip 192.168.0.148; listen 80 -> portal")).keys()].filter((path) => path.includes("lvs-real-server"))).toEqual([]);
  });

  it("in containers are not asked to have an address", () => {
    expect(errorsOf("network back 172.28.1.0/24\nservice portal x2 port 80\nbalancer web x2 lvs { mode dr; vip 172.28.1.100; listen 80 -> portal }")).toContain("lvs-container");
  });
});

describe("the directors of LVS", () => {
  it("have the same servers, one as the other", () => {
    const files = filesOf(web("mode dr; vip 192.168.0.148; listen 80 -> portal"));
    expect(serversOf(files, "lb1")).toBe(serversOf(files, "lb2"));
    expect(serversOf(files, "lb1").match(/real_server/g)).toHaveLength(3);
  });

  it("route where they translate, of both families", () => {
    const settings = filesOf(web("mode nat; vip 192.168.0.148; listen 80 -> portal")).get("hosts/lb2/etc/sysctl.d/60-infc.conf");
    expect(settings).toContain("net.ipv4.ip_forward = 1");
    const both = "network lan 192.168.0.0/24\nnetwork six fd00::/64\nhost lb1 192.168.0.11, fd00::11\nhost lb2 192.168.0.12, fd00::12\nhost node1 192.168.0.31, fd00::31\nservice portal on node1 port 80\nservice other at [fd00::31]:80\n";
    const directors = "balancer web lvs on lb[1..2] { mode nat; vip 192.168.0.148; listen 80 -> portal }\nbalancer more lvs on lb[1..2] { mode nat; vip fd00::148; listen 80 -> other }";
    const dual = filesOf(`${both}${directors}`).get("hosts/lb1/etc/sysctl.d/60-infc.conf");
    expect([dual?.includes("net.ipv4.ip_forward = 1"), dual?.includes("net.ipv6.conf.all.forwarding = 1")]).toEqual([true, true]);
  });

  it("always say the protocol, the mode and the scheduler, in keepalived's own words", () => {
    const files = filesOf(`${hosts}service names on node[1..2] port 53, 53/udp protocol dns\nbalancer dns lvs on lb[1..2] { mode dr; vip 192.168.0.148; listen 53 -> names; listen 53/udp -> names balance wlc }`);
    const text = serversOf(files, "lb1");
    expect([...text.matchAll(/^ {4}protocol (\w+)/gm)].map(([, each]) => each)).toEqual(["TCP", "UDP"]);
    expect([...text.matchAll(/lb_kind (\w+)/g)].map(([, each]) => each)).toEqual(["DR", "DR"]);
    expect([...text.matchAll(/lb_algo (\w+)/g)].map(([, each]) => each)).toEqual(["rr", "wlc"]);
    expect(errorsOf(web("mode DRR; vip 192.168.0.148; listen 80 -> portal"))).toContain("invalid-value");
    expect(errorsOf(web("mode dr; vip 192.168.0.148; listen 80 -> portal balance roundrobbin"))).toContain("invalid-value");
  });

  it("check in words that keepalived has, and by HTTP always with a path", () => {
    const files = filesOf(web("mode dr; vip 192.168.0.148; listen 80 -> portal check http /health every 6s timeout 3s retries 3 pause 3s"));
    expect(found(files, conf, /(nb_get_retry)/g)).toEqual([]);
    expect(found(files, conf, /HTTP_GET \{\s+url \{\s+path (\S+)/g)).toEqual(Array.from({ length: 6 }, () => "/health"));
    expect(errorsOf(web("mode dr; vip 192.168.0.148; listen 80 -> portal check http"))).toContain("check-argument");
  });

  it("send every packet to its own port, a spare server as well", () => {
    expect(errorsOf(web("mode dr; vip 192.168.0.148; listen 8080 -> portal"))).toEqual(["lvs-port"]);
    expect(errorsOf(`${hosts}service portal on node[1..2] port 8080 backup node2\nbalancer web lvs on lb[1..2] { mode tun; vip 192.168.0.148; listen 80 -> portal }`)).toEqual(["lvs-port"]);
  });

  it("do not wait for a connection to a server that speaks UDP", () => {
    const files = filesOf(`${hosts}service syslog on node[1..2] port 514/udp protocol udp\nbalancer logs lvs on lb[1..2] { mode dr; vip 192.168.0.148; listen 514/udp -> syslog }`);
    expect(found(files, conf, /(TCP_CHECK)/g)).toEqual([]);
  });

  it("may be the router that their servers' network names", () => {
    const inner = "network lan 192.168.0.0/24\nnetwork inner 10.9.0.0/24 { gateway 10.9.0.1 }\nhost lb[1..2] { interface eth0 192.168.0.[11..12]; interface eth1 10.9.0.[11..12] }\nhost node1 10.9.0.31\nservice portal on node1 port 8080\n";
    expect(errorsOf(`${inner}balancer web lvs on lb[1..2] { mode nat; vip 192.168.0.148; vip 10.9.0.1; listen 192.168.0.148:80 -> portal }`)).toEqual([]);
    expect(errorsOf(`${inner}balancer web on lb[1..2] { vip 10.9.0.1; listen 80 -> portal }`)).toEqual(["duplicate-address"]);
    expect(errorsOf(inner.replace("gateway 10.9.0.1", "gateway 10.9.0.11"))).toEqual([]);
  });
});
