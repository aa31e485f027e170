import { describe, expect, test } from "vitest";
import { check } from "./checker.js";
import { expectFault, type Fault } from "./plant.js";
import { requireDaemon } from "./require.js";
import { squid } from "./squid.js";

const path = "/etc/squid/squid.conf";
const text = `# the edge
http_port 80 accel defaultsite=www.example.com
cache_peer 192.168.0.21 parent 80 0 no-query originserver name=origin

acl ours dstdomain \\
    www.example.com
acl theirs dstdomain www.example.org
http_access allow ours
http_access deny all
cache_peer_access origin allow ours
cache_peer_access origin deny all
refresh_pattern . 0 20% 4320
connect_timeout 60 seconds
visible_hostname edge1.example.com
`;

// The statuses are those of squid 5; where it says 0, only the words tell.
const faults: Readonly<Record<string, Fault>> = {
  "an undefined acl (status 1)": { from: "allow ours\nhttp", to: "allow our\nhttp", says: /ACL not found: our/, line: 8 },
  "an unknown peer (status 0)": { from: "cache_peer_access origin deny", to: "cache_peer_access orign deny", says: /No cache_peer 'orign'/, line: 11 },
  "quotes, which mean a file (status 0)": { from: "dstdomain www.example.org", to: 'dstdomain "www.example.org"', says: /Can not open file www\.example\.org/, line: 7 },
  "an invalid expression (status 0)": { from: "refresh_pattern .", to: "refresh_pattern (", says: /Invalid regular expression/, line: 12 },
  "an unknown directive (status 0)": { from: "visible_hostname", to: "visible_name", says: /unrecognized: 'visible_name'/, line: 14 },
  "a time without a unit (status 1)": { from: "60 seconds", to: "60", says: /missing time unit/, line: 13 },
  "two modes on one port (status 1)": { from: "accel", to: "intercept accel", says: /Accelerator mode requires its own port/, line: 2 },
  "a port that is none (status 1)": { from: "http_port 80", to: "http_port http", says: /Bungled|http_port/, line: 2 },
  "an absent include (status 1)": { from: "visible", to: "include /etc/squid/none.conf\nvisible", says: /Unable to find configuration file/, line: 14 },
  "an unknown kind of cache (status 0)": { from: "visible", to: "cache_dir coss /var/x 10 16 256\nvisible", says: /does not support the 'coss' cache type/, line: 14 },
};

describe.runIf(requireDaemon(squid))("squid's checker", () => {
  test("is content with a sound file", async () => {
    expect(await check(squid, { path, text })).toEqual([]);
  });

  test.each(Object.entries(faults))("finds %s", async (_, fault) => {
    await expectFault(squid, { path, text }, {}, fault);
  });

  test("names the included file, and its own line after it", async () => {
    const files = [{ path: "/etc/squid/more.conf", content: "\nforwarded_for on\nnonsense 1\n" }];
    const main = text.replace("visible", "include /etc/squid/more.conf\nnonsense 2\nvisible");
    expect(await check(squid, { path, text: main }, { files })).toMatchObject([
      { file: "/etc/squid/more.conf", line: 3 },
      { file: path, line: 15 },
    ]);
  });
});
