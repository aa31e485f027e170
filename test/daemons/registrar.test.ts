import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { findNeed } from "../../tools/machine.js";
import { checkOf } from "../kit/site.js";
import { scriptIn } from "../targets/registrar/sites.js";
import { check } from "./checker.js";
import { requireDaemon } from "./require.js";
import { shell } from "./shell.js";
import { inWorld, type WorldFile } from "./world.js";

const quick = { everyMs: 300, timeoutMs: 500, rise: 2, fall: 2 } as const;
const local = (port: number) => ({ agent: { host: "127.0.0.1", port: 8500 }, probe: { host: "127.0.0.1", port } });

const scripts: Readonly<Record<string, string>> = {
  host: scriptIn("host", { ...local(81), check: checkOf(quick) }).script.text,
  container: scriptIn("container", { ...local(82), check: checkOf(quick) }).script.text,
  page: scriptIn("host", { ...local(83), port: 83, check: checkOf({ ...quick, form: "http", path: "/health", expect: { status: [{ from: 204, to: 204 }] } }) }).script.text,
  catalog: scriptIn("container", { ...local(83), key: null, weight: 3, check: checkOf({ ...quick, form: "http", path: "/body", expect: { text: "all 'well'" } }) }).script.text,
  // The instance accepts and never answers: a check in the middle of its 30 seconds must not hold up the end.
  silent: scriptIn("host", { ...local(81), port: 84, check: checkOf({ ...quick, form: "http", timeoutMs: 30_000 }) }).script.text,
};

/** Listens on a port: `tcp` accepts and says nothing, `http` answers 204, or a body at /body. */
const instance = `
const [kind, port] = process.argv.slice(2);
const answer = (request, response) => (request.url === "/body" ? response.end("all 'well' here") : response.writeHead(204).end());
const server = kind === "tcp" ? require("node:net").createServer() : require("node:http").createServer(answer);
server.listen(Number(port), "127.0.0.1");
`;

// Debian's busybox has an nc without -z; that of Consul's image has it.
const netcat = '#!/bin/bash\n[ "$1" = -z ] || exit 2\n: <"/dev/tcp/$2/$3"\n';

// Prints a line for each thing that happened, with the milliseconds that it took; `never` after eight seconds.
const story = (program: string, node: string, busybox: string): string => `
api=http://127.0.0.1:8500/v1
now() { echo $(($(date +%s%N) / 1000000)); }
tell() { start=$(now); shift; for i in $(seq 80); do if "$@"; then echo "$name $(($(now) - start))"; return; fi; sleep 0.1; done; echo "$name never"; }
it() { name=$1; tell "$@"; }
has() { [ "$(curl -s -m 1 "$api/kv/upstreams/goods/$1?raw")" = '{"weight":1,"max_fails":2,"fail_timeout":10}' ]; }
lacks() { [ "$(curl -s -m 1 -o /dev/null -w '%{http_code}' "$api/kv/upstreams/goods/$1?raw")" = 404 ]; }
served() { curl -s -m 1 "$api/agent/service/goods-1" | grep -q '"Passing": *3'; }
forgotten() { [ "$(curl -s -m 1 -o /dev/null -w '%{http_code}' "$api/agent/service/goods-1")" = 404 ]; }
leads() { curl -s -m 1 "$api/status/leader" | grep -q 8300; }
ends() { ! kill -0 "$1" 2>/dev/null; }
consul() { ${program} agent -dev -bind=127.0.0.1 -client=127.0.0.1 -hcl='disable_update_check = true' >/consul.log 2>&1 & consul=$!; it "$1" leads; }
serve() { ${node} /instance.cjs "$1" "$2" & }

serve tcp 81; one=$!
serve tcp 82; two=$!
serve http 83
sh /host 2>/host.log & host=$!
${busybox} sh /container 2>/container.log & container=$!
sh /page 2>/page.log & page=$!
${busybox} sh /catalog 2>/catalog.log & catalog=$!
sh /silent 2>/silent.log & silent=$!
# They are there before Consul, and wait for it.
sleep 1.5
consul "consul leads"
it "host registers" has 192.168.0.21:80
it "container registers" has 192.168.0.7:80
it "page registers" has 192.168.0.21:83
it "catalog registers" served

kill "$one" "$two"
it "host leaves with its instance" lacks 192.168.0.21:80
it "container leaves with its instance" lacks 192.168.0.7:80
serve tcp 81
serve tcp 82
it "host is back" has 192.168.0.21:80
it "container is back" has 192.168.0.7:80

# All that Consul had is gone with it.
kill -9 "$consul"; wait "$consul" 2>/dev/null
sleep 0.5
consul "consul leads again"
it "host is put back" has 192.168.0.21:80
it "container is put back" has 192.168.0.7:80
it "catalog is put back" served

for each in host container page catalog silent; do
  eval "pid=\\$$each"
  kill -TERM "$pid"
  it "$each ends" ends "$pid"
  wait "$pid"; echo "$each status $?"
done
it "host is removed" lacks 192.168.0.21:80
it "container is removed" lacks 192.168.0.7:80
it "page is removed" lacks 192.168.0.21:83
it "catalog is removed" forgotten

# Without Consul a stop takes a bounded time, and says what stays behind.
sh /host 2>/late.log & late=$!
it "late registers" has 192.168.0.21:80
kill -9 "$consul"
kill -TERM "$late"
it "late ends" ends "$late"
wait "$late"; echo "late status $?"
for each in host container page catalog late; do echo "-- $each"; cat "/$each.log"; done
`;

describe.runIf(requireDaemon(shell))("the registrar's scripts", () => {
  test.each(Object.keys(scripts))("satisfy shellcheck: %s", async (name) => {
    expect(await check(shell, { path: "/usr/local/lib/infc/registrar", text: scripts[name]! })).toEqual([]);
  });
});

describe.runIf(requireDaemon({ name: "registrar", needs: ["consul", "curl"] }))("a registrar with a real Consul", () => {
  test("registers, removes, puts back and goes in time", { timeout: 60_000 }, async () => {
    const program = findNeed("consul")!;
    const busybox = ["/usr/bin/busybox", "/bin/busybox"].find((path) => existsSync(path)) ?? "";
    const files: WorldFile[] = [
      ...Object.entries(scripts).map(([name, content]) => ({ path: `/${name}`, content })),
      { path: "/instance.cjs", content: instance },
      { path: "/usr/local/bin/nc", content: netcat, mode: 0o755 },
      { path: "/story", content: story(program, process.execPath, busybox) },
    ];
    const [run] = await inWorld({ files, programs: [program, process.execPath] }, [{ argv: ["bash", "/story"], timeout: 50 }]);
    const [events = "", ...logs] = run!.stdout.split("-- ");
    const timeline = new Map([...events.matchAll(/^(.+) (\S+)$/gm)].map(([, what, took]) => [what!, took!]));
    const slowest = (limit: number, ...names: string[]): void => {
      for (const name of names) expect(Number(timeline.get(name)), `${name}: ${run!.stdout}${run!.stderr}`).toBeLessThan(limit);
    };
    slowest(5000, "host registers", "container registers", "page registers", "catalog registers");
    slowest(5000, "host leaves with its instance", "container leaves with its instance", "host is back", "container is back");
    slowest(8000, "host is put back", "container is put back", "catalog is put back");
    slowest(2000, "host ends", "container ends", "page ends", "catalog ends", "silent ends");
    slowest(1000, "host is removed", "container is removed", "page is removed", "catalog is removed");
    slowest(8000, "late ends");
    for (const name of ["host", "container", "page", "catalog", "silent"]) expect(timeline.get(`${name} status`)).toBe("0");
    expect(timeline.get("late status")).toBe("1");
    expect(logs.find((log) => log.startsWith("host\n"))).toMatch(
      /^host\nConsul at http:\/\/127\.0\.0\.1:8500 does not take changes, trying again\nConsul answers again\nregistered (\S+)\nremoved \1, as its check fails\n(registered \1\n){2}removed \1, as the registrar stops\n$/,
    );
    expect(logs.find((log) => log.startsWith("late\n"))).toMatch(/^late\nregistered (\S+)\ncould not remove \1: Consul at \S+ does not take changes\n$/);
  });
});
