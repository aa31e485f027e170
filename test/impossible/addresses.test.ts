import { describe, expect, it } from "vitest";
import { errorsOf, filesOf, found, servicesOf } from "../kit/files.js";

const hosts = "network lan 192.168.0.0/24\nhost lb[1..2] 192.168.0.[11..12]\nhost node[1..3] 192.168.0.[31..33]\n";

describe("an address", () => {
  it("of a VIP that is written without a prefix has that of its network", () => {
    const files = filesOf(`${hosts}gateway edge on lb[1..2] { vip 192.168.0.146; route { / -> deny 403 } }`);
    expect(found(files, "/keepalived.conf", /virtual_ipaddress \{\s+(\S+)/g)).toEqual(["192.168.0.146/24", "192.168.0.146/24"]);
  });

  it("of a VIP is refused with octets, prefixes and groups that no machine has", () => {
    for (const address of ["192.168.0.500", "192.168.0.146/33", "224.1.1.1", "0.0.0.0", "255.255.255.255", "ff02::12"]) {
      expect(errorsOf(`${hosts}gateway edge on lb[1..2] { vip ${address}; route { / -> deny 403 } }`), address).toEqual(["invalid-value"]);
    }
  });

  it("of IPv6 stands in brackets before a port, in every file", () => {
    const files = filesOf("network six fd00::/64\nhost lb1 fd00::11\nhost web1 fd00::21\nservice goods on web1 port 9000\nbalancer tcp on lb1 { listen [fd00::11]:9000 -> goods }\ngateway edge on lb1 { listen [fd00::11]:80; route { / -> goods } }");
    expect(found(files, "/nginx.conf", /server (\S+):9000/g)).toEqual(["[fd00::21]"]);
    expect(found(files, "/nginx.conf", /listen (\S+:80)\b/g)).toEqual(["[fd00::11]:80"]);
    expect(found(files, "/haproxy.cfg", /^ +server goods (\S+)/gm)).toEqual(["[fd00::21]:9000"]);
    expect(found(files, "/haproxy.cfg", /^ +bind (\S+)/gm)).toEqual(["[fd00::11]:9000"]);
    expect(errorsOf(`${hosts}service far at ::1:80\nbalancer tcp on lb1 { listen 80 -> far }`)).toEqual(["invalid-value"]);
  });

  it("of a network with bits of a host is refused, and the network is offered", () => {
    expect(errorsOf("network back 172.20.0.5/24\nservice goods port 80 image x")).toEqual(["invalid-value"]);
  });

  it("is allocated to one container, outside the router's and all that is written", () => {
    const files = filesOf("network back 172.20.0.0/28 { gateway 172.20.0.4 }\nservice goods x6 port 80 image x in back\nservice pay port 81 image x in back address 172.20.0.1");
    const addresses = [...servicesOf(files).values()].map(({ networks }) => networks?.["back"]?.ipv4_address);
    expect(new Set(addresses).size).toBe(7);
    for (const address of ["172.20.0.0", "172.20.0.4", "172.20.0.15"]) expect(addresses).not.toContain(address);
  });
});

describe("a name", () => {
  it("that differs from another by a mark alone keeps its own server, upstream and container", () => {
    const files = filesOf(
      "service web-1 port 80 image x\nservice web_1 port 80 image x\nservice web.1 port 80 image x\nbalancer mq { listen 90 -> web-1; listen 91 -> web_1; listen 92 -> web.1 }\ngateway edge { listen 80; route { / -> web-1; /b -> web_1; /c -> web.1 } }",
    );
    const names = (ending: string, pattern: RegExp) => found(files, ending, pattern);
    for (const [ending, pattern] of [["/haproxy.cfg", /^(?:frontend|listen) (\S+)/gm], ["/haproxy.cfg", /^ +server (\S+)/gm], ["/nginx.conf", /upstream (\S+) \{/g], ["/nginx.conf", /zone (\S+) 64k/g]] as const) {
      expect(new Set(names(ending, pattern)).size, String(pattern)).toBe(3);
    }
    expect([...servicesOf(files).keys()].sort()).toEqual(["edge", "mq", "web-1", "web.1", "web_1"]);
  });

  it("that HAProxy does not take is written in letters that it takes, each otherwise", () => {
    const files = filesOf('service shop port 80 image x\nbalancer web { listen 80 as "WEB_PORT(业务名称)" -> shop; listen 81 as "WEB_PORT(订单名称)" -> shop }');
    const names = found(files, "/haproxy.cfg", /^frontend (\S+)/gm);
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name).toMatch(/^[A-Za-z0-9_.:-]+$/);
  });

  it("that nothing has is never written to a file", () => {
    expect(errorsOf("service web port 80 image x\ngateway edge { route { / -> wbe } }")).toEqual(["unknown-reference"]);
    expect(errorsOf("service web port 80 image x in nope")).toEqual(["unknown-reference"]);
  });
});
