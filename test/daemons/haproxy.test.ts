import { describe, expect, test } from "vitest";
import { check } from "./checker.js";
import { haproxy } from "./haproxy.js";
import { expectFault, type Fault } from "./plant.js";
import { requireDaemon } from "./require.js";
import type { World } from "./world.js";

const world: World = { hosts: [{ address: "192.168.0.21", names: ["app1"] }], users: ["haproxy"], certificates: ["/etc/haproxy/site.pem"] };

const path = "/etc/haproxy/haproxy.cfg";
const text = `global
    user haproxy
    maxconn 1000

defaults
    mode http
    timeout connect 1s
    timeout client 5s
    timeout server 5s

frontend web
    bind 192.168.0.146:80
    bind 192.168.0.146:443 ssl crt /etc/haproxy/site.pem
    default_backend goods

backend goods
    server app1 app1:8080 check
`;

const faults: Readonly<Record<string, Fault>> = {
  "an unknown keyword": { from: "maxconn", to: "maxcon", says: /unknown keyword 'maxcon'/, line: 3 },
  "a missing line end": { from: "check\n", to: "check", says: /Missing LF on last line/, line: 17 },
  "a name that does not resolve": { from: "app1:8080", to: "app9:8080", says: /could not resolve address 'app9'/, line: 17 },
  "a warning, which alone leaves the status 0": { from: "    timeout client 5s\n", to: "", says: /missing timeouts for frontend 'web'.*'client', 'connect', 'server'/, line: null },
  "an undefined backend": { from: "default_backend goods", to: "default_backend good", says: /unable to find required default_backend: 'good'/, line: null },
  "an absent user": { from: "user haproxy", to: "user haproxi", says: /cannot find user id for 'haproxi'/, line: 2 },
  "a file that listens nowhere": { from: text.slice(text.indexOf("frontend"), text.indexOf("backend goods\n    server")), to: "", says: /will not start \(no listener\)/, line: null },
};

describe.runIf(requireDaemon(haproxy))("haproxy's checker", () => {
  test("is content with a sound file", async () => {
    expect(await check(haproxy, { path, text }, world)).toEqual([]);
  });

  test.each(Object.entries(faults))("finds %s", async (_, fault) => {
    await expectFault(haproxy, { path, text }, world, fault);
  });

  test("finds several faults in one run", async () => {
    const complaints = await check(haproxy, { path, text: text.replace("maxconn", "maxcon").replace("mode http", "mode htp") }, world);
    expect(complaints.map(({ line }) => line)).toEqual([3, 6]);
  });
});
