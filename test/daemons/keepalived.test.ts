import { describe, expect, test } from "vitest";
import { check } from "./checker.js";
import { keepalived } from "./keepalived.js";
import { expectFault, type Fault } from "./plant.js";
import { requireDaemon } from "./require.js";
import type { World } from "./world.js";

const world: World = { interfaces: [{ name: "eth0", addresses: ["192.168.0.11/24"] }] };

const path = "/etc/keepalived/keepalived.conf";
const text = `global_defs {
    router_id lb1
    script_user root
    enable_script_security
}

vrrp_script haproxy {
    script "/usr/bin/killall -0 haproxy"
    interval 2
}

vrrp_instance web {
    state BACKUP
    interface eth0
    virtual_router_id 51
    priority 100
    virtual_ipaddress {
        192.168.0.146/24
    }
    track_script {
        haproxy
    }
}

virtual_server 192.168.0.146 80 {
    lb_algo wrr
    lb_kind DR
    protocol TCP
    real_server 192.168.0.21 80 {
        TCP_CHECK {
            connect_timeout 3
        }
    }
}
`;

const faults: Readonly<Record<string, Fault>> = {
  "an unknown keyword": { from: "priority 100", to: "priorty 100", says: /Unknown keyword 'priorty'/, line: 16 },
  "a number out of range": { from: "router_id 51", to: "router_id 300", says: /outside range \[1, 255\]/, line: 15 },
  "an interface that is not there": { from: "eth0", to: "eth9", says: /interface eth9 for vrrp_instance web doesn't exist/, line: 14 },
  "a script that is not defined": { from: "        haproxy\n", to: "        nginx\n", says: /track script nginx not found/, line: 21 },
  "a program that is not there": { from: "/usr/bin/killall", to: "/usr/bin/infc-none", says: /Disabling track script haproxy/, line: null },
  "scripts without security": { from: "    enable_script_security\n", to: "", says: /SECURITY VIOLATION/, line: null },
  "two addresses in one line": { from: "192.168.0.146/24", to: "192.168.0.146/24 192.168.0.147/24", says: /Unknown configuration entry '192\.168\.0\.147\/24'/, line: 18 },
  "a missing brace": { from: "    }\n}\n\nvirtual_server", to: "    }\n\nvirtual_server", says: /Unknown|missing '}'s/, line: null },
  "an unknown scheduler": { from: "wrr", to: "wr", says: /Invalid lvs_scheduler 'wr'/, line: 26 },
  "a port that is changed in silence": { from: "192.168.0.21 80", to: "192.168.0.21 8080", says: /ports don't match - resetting/, line: null },
  "an include of nothing, which leaves the status 0": { from: "global_defs {", to: "include /etc/keepalived/none.conf\nglobal_defs {", says: /missing '\/etc\/keepalived\/none.conf'/, line: 1 },
};

describe.runIf(requireDaemon(keepalived))("keepalived's checker", () => {
  test("is content with a sound file, for its interface is there and it needs no IPVS", async () => {
    expect(await check(keepalived, { path, text }, world)).toEqual([]);
  });

  test("is not content with the same file where the interface is absent", async () => {
    expect(await check(keepalived, { path, text }, {})).not.toEqual([]);
  });

  test.each(Object.entries(faults))("finds %s", async (_, fault) => {
    await expectFault(keepalived, { path, text }, world, fault);
  });
});
