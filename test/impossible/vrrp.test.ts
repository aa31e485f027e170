import { describe, expect, it } from "vitest";
import { errorsOf, filesOf, found, servicesOf } from "../kit/files.js";

const hosts = "network lan 192.168.0.0/24\nhost lb1 192.168.0.11 interface eth0\nhost lb2 192.168.0.12 interface ens33\nhost lb3 192.168.0.13 interface bond0.12\nhost app1 192.168.0.21\nservice goods on app1 port 8081\n";
const edge = (vip: string): string => `${hosts}gateway edge on lb1, lb2, lb3 {\n  ${vip}\n  route { / -> goods }\n}`;
const conf = "/keepalived.conf";
const secrets = { vrrp_pass: "s3cret" };

/** What each of the three says once in its keepalived.conf. */
function each(vip: string, pattern: RegExp): readonly string[] {
  return found(filesOf(edge(vip), secrets), conf, pattern);
}

describe("the nodes of a VIP", () => {
  it("have one router id, written or not", () => {
    expect(each("vip 192.168.0.146 vrid 51", /virtual_router_id (\d+)/g)).toEqual(["51", "51", "51"]);
    expect(new Set(each("vip 192.168.0.146", /virtual_router_id (\d+)/g)).size).toBe(1);
  });

  it("all start as backup, and the priority decides", () => {
    expect(each("vip 192.168.0.146 prefer lb2", /state (\w+)/g)).toEqual(["BACKUP", "BACKUP", "BACKUP"]);
    expect(each("vip 192.168.0.146 prefer lb2", /priority (\d+)/g)).toEqual(["140", "150", "130"]);
    expect(errorsOf(edge("vip 192.168.0.146 { keepalived { state MASTER } }"))).toEqual(["typed-directive"]);
    expect(errorsOf(edge("vip 192.168.0.146 prefer lb2 priority 150, 140, 130"))).toEqual(["vip-preference"]);
  });

  it("have the same time between adverts, in a version of VRRP that can say it", () => {
    expect(each("vip 192.168.0.146 advertise 5s", /advert_int ([\d.]+)/g)).toEqual(["5", "5", "5"]);
    const fast = "vip 192.168.0.146 advertise 200ms";
    expect([each(fast, /advert_int ([\d.]+)/g), each(fast, /version (\d)/g)]).toEqual([["0.2", "0.2", "0.2"], ["3", "3", "3"]]);
    expect(errorsOf(edge("vip 192.168.0.146 advertise 41s"))).toEqual([]);
    expect(errorsOf(edge("vip 192.168.0.146 advertise 1500ms"))).toEqual([]);
    expect(errorsOf(edge("vip 192.168.0.146 advertise 41500ms"))).toEqual(["keepalived-duration"]);
  });

  it("have the same password, and none that keepalived cuts off", () => {
    expect(each("vip 192.168.0.146 auth secret vrrp_pass", /auth_pass (\S+)/g)).toEqual(["s3cret", "s3cret", "s3cret"]);
    expect(errorsOf(edge("vip 192.168.0.146 auth supersecret"))).toEqual(["vrrp-password"]);
  });

  it("have no password where VRRP has none", () => {
    expect(errorsOf(edge("vip 192.168.0.146 auth secret vrrp_pass advertise 200ms"))).toEqual(["vrrp-password"]);
    const six = "network lan fd00::/64\nhost lb[1..2] fd00::[11..12]\ngateway edge on lb[1..2] { vip fd00::100 auth secret vrrp_pass; route { / -> deny 403 } }";
    expect(errorsOf(six)).toEqual(["vrrp-password"]);
  });

  it("each have all others as peers and never themselves, and speak from their own address", () => {
    const files = filesOf(edge("vip 192.168.0.146"));
    const peers = [...files].filter(([path]) => path.endsWith(conf)).map(([, text]) => [/unicast_src_ip (\S+)/.exec(text)![1], [.../unicast_peer \{([^}]*)\}/.exec(text)![1]!.matchAll(/[\d.]+/g)].map(([peer]) => peer)]);
    expect(peers).toEqual([
      ["192.168.0.11", ["192.168.0.12", "192.168.0.13"]],
      ["192.168.0.12", ["192.168.0.11", "192.168.0.13"]],
      ["192.168.0.13", ["192.168.0.11", "192.168.0.12"]],
    ]);
    expect(errorsOf(edge("vip 192.168.0.146 { keepalived { unicast_peer { 192.168.0.12 } } }"))).toEqual(["typed-directive"]);
  });

  it("hold the same addresses, each on its host's own interface", () => {
    const lines = each("vip 192.168.0.146, 192.168.0.147", /(192\.168\.0\.14\d\/24 dev \S+)/g);
    expect(lines).toEqual(["eth0", "ens33", "bond0.12"].flatMap((nic) => [`192.168.0.146/24 dev ${nic}`, `192.168.0.147/24 dev ${nic}`]));
    expect(each("vip 192.168.0.146", /^ {4}interface (\S+)/gm)).toEqual(["eth0", "ens33", "bond0.12"]);
  });

  it("put an address of another network on the interface that is there", () => {
    const two = "network lan 192.168.0.0/24\nnetwork inner 10.9.0.0/24\nhost lb[1..2] { interface eth0 192.168.0.[11..12]; interface eth1 10.9.0.[11..12] }\ngateway edge on lb[1..2] { vip 192.168.0.146, 10.9.0.146; route { / -> deny 403 } }";
    expect(found(filesOf(two), conf, /(\S+ dev \S+)/g)).toEqual(["192.168.0.146/24 dev eth0", "10.9.0.146/24 dev eth1", "192.168.0.146/24 dev eth0", "10.9.0.146/24 dev eth1"]);
  });

  it("may say never to take the address back, as none is the master from the start", () => {
    expect(each("vip 192.168.0.146 preempt no", /(nopreempt)/g)).toHaveLength(3);
    expect(errorsOf(edge("vip 192.168.0.146 preempt no priority 255, 100, 90"))).toEqual(["address-owner"]);
  });

  it("may hold more addresses than an advert has room for", () => {
    const many = "network lan 10.1.0.0/16\nhost lb[1..2] 10.1.0.[11..12]\ngateway edge on lb[1..2] { vip 10.1.1.[1..200], 10.1.2.[1..100]; route { / -> deny 403 } }";
    for (const [path, text] of filesOf(many)) {
      if (!path.endsWith(conf)) continue;
      const [, advertised = "", beside = ""] = /virtual_ipaddress \{([^}]*)\}\s*virtual_ipaddress_excluded \{([^}]*)\}/.exec(text) ?? [];
      expect([advertised.match(/dev/g)?.length, beside.match(/dev/g)?.length]).toEqual([255, 45]);
    }
  });
});

describe("the ids of VIPs", () => {
  it("differ on an interface that two networks share", () => {
    const shared = "network lan 192.168.0.0/24\nnetwork more 10.9.0.0/24\nhost lb[1..2] { interface eth0 192.168.0.[11..12]; interface eth0 10.9.0.[11..12] }\ngateway edge on lb[1..2] { vip 192.168.0.146; vip 10.9.0.146; route { / -> deny 403 } }";
    expect(new Set(found(filesOf(shared), "lb1/etc/keepalived/keepalived.conf", /virtual_router_id (\d+)/g)).size).toBe(2);
    expect(errorsOf(shared.replace("0.146;", "0.146 vrid 7;").replace("10.9.0.146;", "10.9.0.146 vrid 7;"))).toEqual(["duplicate-router-id"]);
  });

  it("are from 1 to 255, and no more than there are", () => {
    expect(errorsOf(edge("vip 192.168.0.146 vrid 0"))).toEqual(["invalid-value"]);
    expect(errorsOf(edge("vip 192.168.0.146 vrid 256"))).toEqual(["invalid-value"]);
    const vips = Array.from({ length: 256 }, (_, at) => `vip 10.1.${1 + (at >> 7)}.${1 + (at & 127)}`).join("\n");
    expect(errorsOf(`network lan 10.1.0.0/16\nhost lb[1..2] 10.1.0.[11..12]\ngateway edge on lb[1..2] {\n${vips}\nroute { / -> deny 403 }\n}`)).toEqual(["no-free-router-id"]);
  });
});

describe("the scripts of keepalived", () => {
  it("are defined before they are tracked, and all are tracked", () => {
    for (const [path, text] of filesOf(edge("vip 192.168.0.146\n  vip 192.168.0.147 check script /usr/local/bin/check-edge\n  vip 192.168.0.148 failover together\n  vip 192.168.0.149 failover together"))) {
      if (!path.endsWith(conf)) continue;
      const defined = [...text.matchAll(/^vrrp_script (\S+)/gm)].map(([, name]) => name);
      const tracked = [...text.matchAll(/track_script \{([^}]*)\}/g)].flatMap(([, names]) => names!.trim().split(/\s+/));
      expect(defined.length).toBeGreaterThan(0);
      expect(new Set(tracked)).toEqual(new Set(defined));
      expect(text.lastIndexOf("vrrp_script ")).toBeLessThan(text.indexOf("track_script"));
    }
  });

  it("run under keepalived's script security, as a user that is named", () => {
    expect(each("vip 192.168.0.146", /(enable_script_security)/g)).toHaveLength(3);
    expect(each("vip 192.168.0.146", /script_user (\w+)/g)).toEqual(["root", "root", "root"]);
  });

  it("that infc writes are written where they are named, and only look", () => {
    const files = filesOf(edge("vip 192.168.0.146"));
    for (const path of found(files, "lb1/etc/keepalived/keepalived.conf", /script "([^"]*)"/g)) {
      const text = files.get(`hosts/lb1${path}`);
      expect(text).toMatch(/^#!\/bin\/sh\n/);
      expect(text).not.toMatch(/systemctl|service |kill |restart/);
    }
  });

  it("take no weight that keepalived ignores", () => {
    expect(errorsOf(edge("vip 192.168.0.146 check process nginx weight -254"))).toEqual(["invalid-value"]);
    expect(errorsOf(edge("vip 192.168.0.146 check process nginx weight 254"))).toEqual(["invalid-value"]);
  });

  it("wait for no connection on a port of UDP", () => {
    const dns = `${hosts}service names on app1 port 53/udp protocol udp\nbalancer dns nginx on lb1, lb2 { vip 192.168.0.150; listen 53/udp -> names }`;
    expect(found(filesOf(dns), "lb1/etc/keepalived/check-dns", /(pgrep|ss) /g)).toEqual(["pgrep"]);
    const alone = `${hosts}service syslog on lb1, lb2 port 514/udp protocol udp vip 192.168.0.150`;
    expect(found(filesOf(alone), conf, /(vrrp_script)/g)).toEqual([]);
    const both = "network lan 172.28.0.0/24\nservice names x2 port 53/udp protocol udp\nbalancer dns x2 nginx { vip 172.28.0.150; listen 53/udp -> names }";
    expect(found(filesOf(both), conf, /(vrrp_script)/g)).toEqual([]);
  });
});

describe("VIPs that move together", () => {
  it("follow the one that says where it belongs", () => {
    const files = filesOf(edge("vip 192.168.0.146\n  vip 192.168.0.147 prefer lb3 failover together"));
    expect(found(files, "lb1/etc/keepalived/keepalived.conf", /^ {4}priority (\d+)/gm)).toEqual(["140", "140"]);
    expect(found(files, "lb3/etc/keepalived/keepalived.conf", /^ {4}priority (\d+)/gm)).toEqual(["150", "150"]);
  });

  it("are all moved by a weight that one of them says", () => {
    const text = edge("vip 192.168.0.146 failover together check process nginx weight -5\n  vip 192.168.0.147 check tcp 80 weight -50");
    expect(errorsOf(text)).toEqual([]);
    expect(new Set(found(filesOf(text), "lb1/etc/keepalived/keepalived.conf", /^ {4}priority (\d+)/gm)).size).toBe(1);
  });
});

describe("keepalived in a container", () => {
  const sentence = "service goods x2 port 80\ngateway edge x2 { vip 172.30.0.100; route { / -> goods } }";

  it("has the network of its gateway and the rights to change it", () => {
    const sidecars = [...servicesOf(filesOf(sentence))].filter(([name]) => name.endsWith("-keepalived")).map(([, service]) => service as unknown as Readonly<Record<string, unknown>>);
    expect(sidecars.map((service) => service["network_mode"])).toEqual(["service:edge-1", "service:edge-2"]);
    for (const service of sidecars) expect(service["cap_add"]).toEqual(["NET_ADMIN", "NET_BROADCAST", "NET_RAW"]);
  });

  it("lets the gateway listen on the VIP before it comes", () => {
    const settings = ["edge-1", "edge-2"].map((name) => (servicesOf(filesOf(sentence)).get(name) as unknown as Readonly<Record<string, Readonly<Record<string, unknown>>>>)["sysctls"]);
    for (const own of settings) expect(own?.["net.ipv4.ip_nonlocal_bind"]).toBe(1);
  });
});

describe("a daemon that listens on a VIP", () => {
  it("may do so on every host, the one that waits as well", () => {
    const files = filesOf(edge("vip 192.168.0.146"));
    expect(["lb1", "lb2", "lb3"].map((name) => files.get(`hosts/${name}/etc/sysctl.d/60-infc.conf`)?.includes("net.ipv4.ip_nonlocal_bind = 1"))).toEqual([true, true, true]);
  });

  it("may do so where another declaration holds it, LVS as well", () => {
    const files = filesOf(`${hosts}service portal on app1 port 80\nbalancer web lvs on lb1, lb2 { mode dr; vip 192.168.0.148; listen 80 -> portal }\nbalancer api on lb1, lb2 { listen 192.168.0.148:8080 -> goods }`);
    expect(["lb1", "lb2"].map((name) => files.get(`hosts/${name}/etc/sysctl.d/60-infc.conf`)?.includes("net.ipv4.ip_nonlocal_bind = 1"))).toEqual([true, true]);
  });

  it("is not asked to do so on a host that never holds it", () => {
    expect(errorsOf(`${edge("vip 192.168.0.146")}\nbalancer api on app1 { listen 192.168.0.146:8080 -> goods }`)).toEqual(["listen-elsewhere"]);
  });
});

describe("a network that says that it has no multicast", () => {
  it("is not spoken to by multicast", () => {
    const closed = (vip: string): string => `network lan 192.168.0.0/24 { multicast no }\nhost lb[1..2] 192.168.0.[11..12]\ngateway edge on lb[1..2] { ${vip}; route { / -> deny 403 } }`;
    expect(errorsOf(closed("vip 192.168.0.146 peers multicast"))).toEqual(["multicast-refused"]);
    expect(errorsOf(closed("vip 192.168.0.146 sync-sessions"))).toEqual(["multicast-refused"]);
    expect(found(filesOf(closed("vip 192.168.0.146")), conf, /(unicast_peer)/g)).toHaveLength(2);
  });
});
