import { describe, expect, it } from "vitest";
import { errorsOf, filesOf, found } from "../kit/files.js";

const hosts = "network lan 192.168.0.0/24\nhost lb[1..2] 192.168.0.[11..12]\nhost node[1..4] 192.168.0.[31..34]\n";
const web = `${hosts}service web on node[1..2] port 8000\nservice api on node[3..4] port 9000\n`;

/** The sections of haproxy.cfg: the heading, and the lines below it. */
function sectionsOf(text: string): readonly { readonly heading: string; readonly lines: readonly string[] }[] {
  const files = filesOf(text, { stats: "x" });
  const config = [...files].find(([path]) => path.endsWith("/haproxy.cfg"))![1];
  return config.split(/\n(?=\S)/).map((section) => {
    const [heading = "", ...lines] = section.split("\n");
    return { heading, lines: lines.map((line) => line.trim()).filter((line) => line !== "") };
  });
}

describe("a section of haproxy.cfg", () => {
  it("has the mode of what it sends to, and of what is sent to it", () => {
    const sections = sectionsOf(`${web}balancer front on lb1 { listen 80 http; listen 443 tcp -> api; listen 8080 http -> api; route { / -> web; /api -> api } }`);
    const modes = new Map(sections.map(({ heading, lines }) => [heading.split(" ")[1], lines.find((line) => line.startsWith("mode "))]));
    const sending = sections.flatMap(({ lines }) => lines.flatMap((line) => (/^(?:use|default)_backend (\S+)/.test(line) ? [[lines.find((each) => each.startsWith("mode ")), modes.get(line.split(" ")[1])]] : [])));
    expect(sending.length).toBeGreaterThan(1);
    for (const [front, back] of sending) expect(front).toBe(back);
  });

  it("leads to sections that are there, and binds a port", () => {
    const sections = sectionsOf(`${web}balancer front on lb1 { listen 80 http; listen 9000 -> api; route { /api -> api; / -> web } }\nbalancer more on lb1 { listen 81 http { route { / -> web } } }`);
    const names = sections.map(({ heading }) => heading);
    for (const { heading, lines } of sections.filter((each) => /^(frontend|listen) /.test(each.heading))) {
      expect(lines.some((line) => line.startsWith("bind ")), heading).toBe(true);
      for (const line of lines) {
        const [, name] = /^(?:use|default)_backend (\S+)/.exec(line) ?? [];
        if (name !== undefined) expect(names).toContain(`backend ${name}`);
      }
    }
    expect(errorsOf(`${hosts}balancer front on lb1 { listen 80 }`)).toEqual(["listen-without-target"]);
  });

  it("waits for nobody for ever: connect, client and server have a time, whatever is left out", () => {
    for (const clauses of ["listen 80 -> web", "timeouts connect 3s; listen 80 -> web; listen 81 -> api timeouts server 5m", "listen 80 http -> web timeouts client 30s"]) {
      const [defaults] = sectionsOf(`${web}balancer front on lb1 { ${clauses} }`).filter(({ heading }) => heading === "defaults");
      for (const event of ["connect", "client", "server"]) expect(defaults!.lines.some((line) => line.startsWith(`timeout ${event} `)), `${event} of ${clauses}`).toBe(true);
    }
  });

  it("has each time with its unit, and none that a timer cannot hold", () => {
    const lines = sectionsOf(`${web}balancer front on lb1 { timeouts connect 1500ms client 90s server 2h tunnel 1d; listen 80 http -> web }`).flatMap((section) => section.lines);
    const times = lines.flatMap((line) => /^timeout \S+ (\S+)$/.exec(line)?.[1] ?? []);
    expect(times.length).toBeGreaterThan(5);
    for (const time of times) expect(time).toMatch(/^\d+(ms|s|m|h|d)$/);
    expect(errorsOf(`${web}balancer front on lb1 { listen 80 -> web timeouts connect 5 }`)).toEqual(["invalid-value"]);
    expect(errorsOf(`${web}balancer front on lb1 { listen 80 -> web timeouts client 30d }`)).toEqual(["haproxy-time"]);
  });

  it("tells its servers of the client, unless it is told not to", () => {
    const http = sectionsOf(`${web}balancer front on lb1 { listen 80 http -> web; listen 81 http { route { / -> api } } }`).filter(({ lines }) => lines.some((line) => line.startsWith("bind ")));
    for (const { heading, lines } of http) expect(lines, heading).toContain("http-request set-header X-Forwarded-For %[src]");
    expect(found(filesOf(`${web}balancer front on lb1 { listen 80 http -> web forward no }`), "/haproxy.cfg", /(X-Forwarded-For)/g)).toEqual([]);
  });

  it("keeps what a listen with an arrow says of its requests", () => {
    const text = sectionsOf(`${web}balancer front on lb1 { listen 80 http -> web limit 5r/s header response X-Frame-Options DENY body 1KB }`).flatMap(({ lines }) => lines).join("\n");
    expect(text).toContain("429");
    expect(text).toContain("http-response set-header X-Frame-Options DENY");
    expect(text).toContain("deny deny_status 413 if { req.body_size gt 1024 }");
  });
});

describe("a server", () => {
  it("has a name that no other of its section has, and a cookie of that name", () => {
    const sections = sectionsOf(`${hosts}service 网 on node[1..2] port 80\nservice ext at 10.0.0.1:80, 10.0.0.2:80, 10.0.0.3:80\nbalancer front on lb1 { listen 80 http -> ext sticky cookie SRV; listen 81 http -> 网 sticky cookie SRV }`);
    const balanced = sections.map(({ lines }) => lines.filter((line) => line.startsWith("server "))).filter(({ length }) => length > 0);
    expect(balanced.map(({ length }) => length).sort()).toEqual([2, 3]);
    for (const servers of balanced) {
      const names = servers.map((line) => line.split(" ")[1]!);
      expect(new Set(names).size).toBe(names.length);
      expect(servers.map((line) => / cookie (\S+)/.exec(line)?.[1])).toEqual(names);
    }
  });

  it("has a port, which is where its check goes", () => {
    const servers = found(filesOf(`${web}rabbitmq rabbit on node[1..3]\nbalancer front on lb1 { listen 80 -> web; listen 5672 -> rabbit }`), "/haproxy.cfg", /^ +server \S+ (\S+)/gm);
    expect(servers.length).toBe(5);
    for (const server of servers) expect(server).toMatch(/:\d+$/);
    expect(errorsOf(`${hosts}service web at 10.0.0.1\nbalancer front on lb1 { listen 80 -> web }`)).toEqual(["invalid-value"]);
  });

  it("has a weight that HAProxy holds", () => {
    expect(errorsOf(`${hosts}service web on node[1..2] port 80 weight 300\nbalancer front on lb1 { listen 80 -> web }`)).toEqual(["unsupported-by-haproxy"]);
  });

  it("speaks TLS only with a word on how it is checked", () => {
    const lines = (tls: string): readonly string[] => found(filesOf(`${hosts}service web on node[1..2] protocol https port 443 ${tls}\nbalancer front on lb1 { listen 80 http -> web }`), "/haproxy.cfg", /^ +default-server (.* ssl .*)$/gm);
    expect(lines("tls ca /etc/ssl/ca.pem")[0]).toContain("ssl verify required ca-file /etc/ssl/ca.pem");
    expect(lines("tls verify no")[0]).toContain("ssl verify none");
    expect(errorsOf(`${hosts}service web on node[1..2] protocol https port 443\nbalancer front on lb1 { listen 80 http -> web }`)).toEqual(["haproxy-authority"]);
  });
});

describe("a word", () => {
  it("with signs that HAProxy reads itself stands in quotes", () => {
    const [header] = found(filesOf(`${web}balancer front on lb1 { listen 80 http -> web header X-A "a#b $c \\"d\\" e" }`), "/haproxy.cfg", /set-header X-A (.*)$/gm);
    expect(header).toBe(`'a#b $c "d" e'`);
  });

  it("of old versions is refused in a native block", () => {
    for (const block of ["global { nbproc 4 }", 'front-80 { reqrep ^Host:.* "Host: x" }']) {
      expect(errorsOf(`${web}balancer front on lb1 version 2.8 { listen 80 http -> web; haproxy { ${block} } }`), block).not.toEqual([]);
    }
    expect(errorsOf(`${web}balancer front on lb1 version 2.4 { listen 80 http -> web }`)).toEqual(["unsupported-by-haproxy"]);
    expect(errorsOf(`${web}balancer front on lb1 version latest { listen 80 http -> web }`)).toEqual(["invalid-value"]);
  });

  it("of a check has no line ends in it", () => {
    const text = found(filesOf(`${web}balancer front on lb1 { listen 80 http -> web check http /health host www.example.com }`), "/haproxy.cfg", /^ +(.*http-?check.*)$/gm).join("\n");
    expect(text).toContain("http-check send");
    expect(text).not.toMatch(/\\r|\\n/);
  });
});
