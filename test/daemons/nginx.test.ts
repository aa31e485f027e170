import { describe, expect, test } from "vitest";
import { check } from "./checker.js";
import { nginx } from "./nginx.js";
import { expectFault, type Fault } from "./plant.js";
import { requireDaemon } from "./require.js";
import type { World } from "./world.js";

const world: World = { interfaces: [{ name: "eth0", addresses: ["192.168.0.11/24"] }], hosts: [{ address: "192.168.0.21", names: ["app1"] }], users: ["nginx"] };

const path = "/etc/nginx/nginx.conf";
const text = `user nginx;
events {}
http {
    upstream goods {
        least_conn;
        upsync 192.168.0.5:8500/v1/kv/upstreams/goods/ upsync_timeout=6m upsync_interval=500ms upsync_type=consul strong_dependency=off;
        upsync_dump_path /var/lib/nginx/goods.conf;
        upsync_lb least_conn;
        server app1:8080;
    }
    server {
        listen 192.168.0.11:80;
        listen 192.168.0.11:443 ssl;
        server_name one.example;
        ssl_certificate /etc/ssl/site.pem;
        ssl_certificate_key /etc/ssl/site.pem;
        location / {
            proxy_pass http://goods;
        }
        location = /upstreams {
            upstream_show;
        }
        location = /lua {
            content_by_lua_block { ngx.say("hello") }
        }
    }
    server {
        listen 192.168.0.11:80;
        server_name two.example;
    }
}
stream {
    server {
        listen 192.168.0.11:3306;
        proxy_pass app1:3306;
    }
}
`;

const faults: Readonly<Record<string, Fault>> = {
  "an unknown directive": { from: "least_conn;", to: "least_con;", says: /unknown directive "least_con"/, line: 5 },
  "a warning": { from: "two.example", to: "one.example", says: /conflicting server name/, line: null },
  "an address on no interface": { from: "192.168.0.11:80", to: "192.168.0.12:80", says: /bind\(\) to 192\.168\.0\.12:80 failed/, line: null },
  "a name that does not resolve": { from: "server app1:8080", to: "server app9:8080", says: /host not found in upstream "app9:8080"/, line: 9 },
  "an absent user": { from: "user nginx", to: "user nginy", says: /getpwnam\("nginy"\) failed/, line: 1 },
  "upsync without a type": { from: " upsync_type=consul", to: "", says: /needs upsync_type/, line: 6 },
  "upsync with a wrong type": { from: "upsync_type=consul", to: "upsync_type=consol", says: /invalid upsync_type "consol"/, line: 6 },
  "upsync with a wrong time": { from: "500ms", to: "500x", says: /invalid time "upsync_interval=500x"/, line: 6 },
  "upsync with a time of zero": { from: "500ms", to: "0", says: /invalid time/, line: 6 },
  "upsync with an unknown parameter": { from: "strong_dependency=off", to: "strong=off", says: /unknown parameter "strong=off"/, line: 6 },
  "upsync with a wrong switch": { from: "strong_dependency=off", to: "strong_dependency=no", says: /invalid strong_dependency "no"/, line: 6 },
  "upsync with a scheme": { from: "upsync 192", to: "upsync http://192", says: /scheme is not allowed/, line: 6 },
  "upsync without a path": { from: ":8500/v1/kv/upstreams/goods/", to: ":8500", says: /no path/, line: 6 },
  "upsync with a wrong port": { from: ":8500/", to: ":85000/", says: /invalid port/, line: 6 },
  "upsync with a name that does not resolve": { from: "192.168.0.5:8500", to: "consul1:8500", says: /host not found/, line: 6 },
  "upsync with IPv6": { from: "192.168.0.5:8500", to: "[::1]:8500", says: /no IPv6/, line: 6 },
  "upsync twice": { from: "        upsync_dump_path", to: "        upsync 192.168.0.5/x upsync_type=consul;\n        upsync_dump_path", says: /"upsync" directive is duplicate/, line: 7 },
  "upsync without a dump path": { from: "        upsync_dump_path /var/lib/nginx/goods.conf;\n", to: "", says: /without upsync_dump_path in upstream "goods"/, line: 4 },
  "a mistyped upsync_lb": { from: "upsync_lb least_conn", to: "upsync_lb least-conn", says: /invalid upsync_lb "least-conn"/, line: 8 },
  "upstream_show outside a location": { from: "        server_name one.example;", to: "        upstream_show;", says: /"upstream_show" directive is not allowed here/, line: 14 },
};

describe.runIf(requireDaemon(nginx))("nginx's checker", () => {
  test("is content with a sound file that uses upsync, lua, stream and a certificate", async () => {
    expect(await check(nginx, { path, text }, world)).toEqual([]);
  });

  test("is content with a file that loads its modules itself", async () => {
    const loads = "load_module modules/ndk_http_module.so;\nload_module modules/ngx_http_lua_module.so;\nload_module modules/ngx_stream_module.so;\nload_module modules/ngx_http_upsync_module.so;\n";
    expect(await check(nginx, { path, text: loads + text }, world)).toEqual([]);
  });

  test("reads included files and names them", async () => {
    const files = [{ path: "/etc/nginx/conf.d/site.conf", content: "upstream x {\n    server app1;\n    upsync_lb nonsense;\n}\n" }];
    const main = "events {}\nhttp {\n    include /etc/nginx/conf.d/*.conf;\n}\n";
    expect(await check(nginx, { path, text: main }, { ...world, files })).toMatchObject([{ file: "/etc/nginx/conf.d/site.conf", line: 3 }]);
  });

  test.each(Object.entries(faults))("finds %s", async (_, fault) => {
    await expectFault(nginx, { path, text }, world, fault);
  });
});
