import { describe, expect, it } from "vitest";
import { errorsOf, filesOf, found } from "../kit/files.js";

const hosts = "network lan 192.168.0.0/24\nhost lb[1..2] 192.168.0.[11..12]\nhost node[1..4] 192.168.0.[31..34]\n";
const web = `${hosts}service web on node[1..2] port 8000\nservice api on node[3..4] port 9000\n`;
const registry = `${hosts}consul registry on node[1..3] client lb1\nservice goods on node[3..4] port 9000 discover registry\n`;

describe("an upstream of nginx", () => {
  it("has a server to start with, even where the registry fills it", () => {
    expect(found(filesOf(`${web}gateway edge on lb1 { route { / -> web; /api -> api } }`), "/nginx.conf", /^ +server (\S+:\d+)/gm).toSorted()).toEqual(["192.168.0.31:8000", "192.168.0.32:8000", "192.168.0.33:9000", "192.168.0.34:9000"]);
    expect(found(filesOf(`${registry}gateway edge on lb1 { route { / -> goods } }`), "/upsync/goods.conf", /^server (\S+)/gm)).toEqual(["192.168.0.33:9000", "192.168.0.34:9000"]);
    expect(errorsOf(`${hosts}service web on node[1..2] port 80 backup node1, node2\ngateway edge on lb1 { route { / -> web } }`)).toEqual(["nginx-empty-upstream"]);
  });

  it("is asked without a path, so that the path of the request stays as it is", () => {
    const passed = found(filesOf(`${web}gateway edge on lb1 { route { / -> web; /api/ -> api; ~ ^/b -> api; = /x -> web } }`), "/nginx.conf", /proxy_pass (\S+);/g);
    expect(passed.length).toBe(4);
    for (const url of passed) expect(url).toMatch(/^http:\/\/[\w-]+$/);
  });
});

describe("a limit", () => {
  it("counts in a zone that is there once, and large enough", () => {
    const files = filesOf(`${web}gateway edge on lb1 { limit 60r/m; listen 80; listen 81; route { / -> web; /api -> api { limit 5r/s per header X-Key burst 3; limit 100r/s per all burst 50 } } }`);
    const declared = found(files, "/nginx.conf", /limit_req_zone .* zone=(\w+:\w+)/g);
    const names = declared.map((zone) => zone.split(":")[0]!);
    expect(new Set(names).size).toBe(names.length);
    // Below 32 KB nginx does not start.
    for (const zone of declared) expect(zone).toMatch(/:(\d+m|64k)$/);
    for (const used of found(files, "/nginx.conf", /limit_req zone=(\w+)/g)) expect(names).toContain(used);
  });

  it("has a zone of its own name beside Lua's", () => {
    const files = filesOf(`${web}gateway edge openresty on lb1 { lua { share edge_api 1MB; share edge 1MB }; route { /api -> api { limit 5r/s }; / -> web { limit 5r/s } } }`);
    const dictionaries = found(files, "/nginx.conf", /lua_shared_dict (\w+)/g);
    expect(dictionaries).toEqual(["edge_api", "edge"]);
    for (const zone of found(files, "/nginx.conf", /zone=(\w+):/g)) expect(dictionaries).not.toContain(zone);
  });

  it("lets as many come at once as the rate has in a second, unless it is told", () => {
    const burst = (limit: string): readonly string[] => found(filesOf(`${web}gateway edge on lb1 { route { / -> web { limit ${limit} } } }`), "/nginx.conf", /limit_req zone=\w+ (.*);/g);
    expect(burst("10r/s")).toEqual(["burst=10 nodelay"]);
    expect(burst("60r/m")).toEqual(["burst=1 nodelay"]);
    expect(burst("60r/m burst 20")).toEqual(["burst=20 nodelay"]);
  });

  it("is in whole requests a second or a minute, which nginx has", () => {
    for (const rate of ["0.5r/s", "30r/h", "5r/d"]) expect(errorsOf(`${web}gateway edge on lb1 { route { / -> web { limit ${rate} } } }`), rate).toEqual(["invalid-value"]);
  });

  it("for each address counts clients and not the balancer in front, whichever of its addresses that comes from", () => {
    const files = filesOf("network lan 192.168.0.0/24\nnetwork dmz 192.168.9.0/24\nhost lb1 192.168.9.11, 192.168.0.11\nhost web1 192.168.0.31\nhost app1 192.168.0.41\nservice web on app1 port 80\ngateway edge on web1 behind front { route { / -> web { limit 5r/s per ip } } }\nbalancer front on lb1 { listen 80 http }");
    expect(found(files, "/nginx.conf", /set_real_ip_from (\S+);/g)).toEqual(["192.168.9.11/32", "192.168.0.11/32"]);
    expect(found(files, "/nginx.conf", /real_ip_header (\S+);/g)).toEqual(["X-Forwarded-For"]);
    expect(found(files, "/haproxy.cfg", /set-header X-Forwarded-For (\S+)/g)).toEqual(["%[src]"]);
  });
});

describe("a server of nginx", () => {
  it("has each domain of a port once, and for each a path once", () => {
    const files = filesOf(`${web}gateway edge on lb1 { listen 80, 81; route a.example.com { / -> web }; route a.example.com, b.example.com { /api -> api }; route { /all -> web } }`);
    const names = found(files, "/nginx.conf", /server_name ([^;]+);/g).flatMap((list) => list.split(" "));
    for (const name of ["a.example.com", "b.example.com"]) expect(names.filter((each) => each === name).length).toBe(1);
    expect(errorsOf(`${web}gateway edge on lb1 { route a.example.com { / -> web }; route a.example.com { / -> api } }`)).toEqual(["duplicate-route"]);
  });

  it("speaks HTTP/2 in the words of its version", () => {
    const text = (version: string): string => [...filesOf(`${web}gateway edge on lb1 ${version} { listen 443 tls /etc/ssl/x.pem; route { / -> web } }`).values()].join("\n");
    expect(text("version 1.22")).toMatch(/listen 443 default_server ssl http2;/);
    expect(text("version 1.22")).not.toMatch(/http2 on;/);
    expect(text("version 1.26")).toMatch(/http2 on;/);
    expect(errorsOf(`${web}gateway edge on lb1 version 1.10 { route { / -> web } }`)).toEqual(["nginx-version"]);
    expect(errorsOf(`${web}gateway edge on lb1 version all { route { / -> web } }`)).toEqual(["invalid-value"]);
  });
});

describe("Lua", () => {
  it("answers a path, or what is behind does, never both", () => {
    const [, text = ""] = [...filesOf(`${web}gateway edge openresty on lb1 { route { / -> web; /l -> lua /opt/lua/l.lua } }`)].find(([path]) => path.endsWith("nginx.conf"))!;
    for (const location of text.split("location ").slice(1)) {
      const block = location.slice(0, location.indexOf("}"));
      expect([/proxy_pass /.test(block), /content_by_lua/.test(block)].filter(Boolean).length).toBeLessThan(2);
    }
  });

  it("finds its modules: a path holds a `?`", () => {
    expect(errorsOf(`${web}gateway edge openresty on lb1 { lua { path /opt/lua }; route { / -> web } }`)).toEqual(["invalid-value"]);
    expect(found(filesOf(`${web}gateway edge openresty on lb1 { lua { path /opt/lua/?.lua }; route { / -> web } }`), "/nginx.conf", /lua_package_path "(.*)"/g)).toEqual(["/opt/lua/?.lua;;"]);
  });

  it("and upsync are refused in an image that has neither", () => {
    expect(errorsOf("gateway edge { image nginx:1.27; mount ./lua -> /opt/lua; lua { access /opt/lua/a.lua }; route { / -> deny 403 } }")).toEqual(["nginx-missing-module"]);
    expect(errorsOf("consul registry x3\nservice goods port 80 image goods discover registry\ngateway edge { image nginx:1.27; route { / -> goods } }")).toEqual(["nginx-missing-module"]);
  });
});

describe("upsync", () => {
  it("keeps its servers where no include of a folder reads them, in a folder that its workers own", () => {
    const files = filesOf(`${registry}gateway edge on lb1 { route { / -> goods } }`);
    expect(found(files, "/nginx.conf", /upsync_dump_path (\S+);/g)).toEqual(["/var/lib/nginx/upsync/goods.conf"]);
    for (const included of found(files, "/nginx.conf", /include (\S+);/g)) expect(included).not.toContain("*");
    expect(found(files, "/nginx.conf", /^user (\S+);/gm)).toEqual(["www-data"]);
    expect(found(files, "/nginx-upsync.conf", /^d (\S+ \d+ \S+)/gm)).toEqual(["/var/lib/nginx/upsync 0755 www-data"]);
  });

  it("reads the very keys that the registrars write, by address and by the port of the service", () => {
    for (const key of ["", " key upstreams/goods", " key /upstreams//goods/"]) {
      const files = filesOf(`${registry.replace("discover registry", `discover registry${key}`)}gateway edge on lb1 { route { / -> goods } }`);
      const [read] = found(files, "/nginx.conf", /upsync 127\.0\.0\.1:8500\/v1\/kv\/(\S+) /g);
      expect(read).toBe("upstreams/goods/");
      const written = ["registrar-goods-1", "registrar-goods-2"].flatMap((name) => found(files, `/${name}`, /^key='(.*)'$/gm));
      expect(written).toEqual([`${read}192.168.0.33:9000`, `${read}192.168.0.34:9000`]);
    }
  });

  it("asks Consul for what its type can read", () => {
    const asked = (via: string): readonly string[] => found(filesOf(`${registry.replace("discover registry", `discover registry via ${via}`)}gateway edge on lb1 { route { / -> goods } }`), "/nginx.conf", /upsync (\S+ .* upsync_type=\w+)/g).map((line) => line.replace(/ .* upsync_type=/, " ").replace(/^[^/]*/, ""));
    expect(asked("upsync")).toEqual(["/v1/kv/upstreams/goods/ consul"]);
    expect(asked("services")).toEqual(["/v1/catalog/service/goods consul_services"]);
    expect(asked("health")).toEqual(["/v1/health/service/goods consul_health"]);
  });

  it("does not keep nginx from starting, and asks the agent of its own host", () => {
    const files = filesOf(`${registry}gateway edge on lb1 { route { / -> goods } }`);
    expect(found(files, "/nginx.conf", /strong_dependency=(\w+)/g)).toEqual(["off"]);
    expect(found(files, "/nginx.conf", /upsync (\S+?)\//g)).toEqual(["127.0.0.1:8500"]);
    expect(found(files, "hosts/lb1/etc/consul.d/consul.hcl", /^server = (\w+)/gm)).toEqual(["false"]);
  });

  it("is told of no instance whose address it would skip", () => {
    const text = "network six fd00::/64\nhost lb1 fd00::11\nhost app1 fd00::21\nhost node[1..3] 192.168.0.[31..33]\nnetwork lan 192.168.0.0/24\nconsul registry on node[1..3]\nservice goods on app1 port 9000 discover registry\n";
    expect(errorsOf(`${text}gateway edge on lb1 { route { / -> goods } }`)).toEqual(["upsync-address"]);
  });
});
