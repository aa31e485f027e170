import { describe, expect, test } from "vitest";
import { haproxy } from "../../../src/targets/haproxy/index.js";
import { check } from "../../daemons/checker.js";
import { haproxy as checker } from "../../daemons/haproxy.js";
import { requireDaemon } from "../../daemons/require.js";
import type { World } from "../../daemons/world.js";
import { emitSite } from "../../kit/site.js";
import { certificatesOfEverything, everything } from "./everything.js";

// A name server that no route leads to is worth a warning to haproxy.
const files = [{ path: "/etc/resolv.conf", content: "nameserver 127.0.0.1\n" }];
const world: World = { files, hosts: [{ address: "192.168.0.21", names: ["app1"] }], users: ["haproxy"], certificates: certificatesOfEverything };

describe.runIf(requireDaemon(checker))("haproxy itself", () => {
  test("takes all that it can be told without a warning", async () => {
    const { files: [file], diagnostics } = emitSite(haproxy, everything(), { secrets: { stats: `p"w'#$d %`, cache: `se"cr'e\\t #$` } });
    expect(diagnostics).toEqual([]);
    expect(await check(checker, { path: file!.target!, text: file!.text }, world)).toEqual([]);
  });
});
