import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { compose } from "./compose.js";
import { haproxy } from "./haproxy.js";
import { keepalived } from "./keepalived.js";
import { nginx } from "./nginx.js";
import { requireDaemon } from "./require.js";
import { checkSite, type ManifestFile, type Place } from "./site.js";

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));

/** An output folder with these files, and its manifest. */
function layOut(files: Readonly<Record<string, readonly [daemon: string, text: string, check?: null]>>): { readonly folder: string; readonly manifest: { readonly files: readonly ManifestFile[] } } {
  const folder = mkdtempSync(join(tmpdir(), "infc-site-"));
  folders.push(folder);
  const listed = Object.entries(files).map(([path, [daemon, text, check]]): ManifestFile => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
    return { path, daemon, mode: "0644", check: check === null ? null : daemon };
  });
  return { folder, manifest: { files: listed } };
}

const places: readonly Place[] = [
  { name: "lb1", tree: "hosts/lb1", interfaces: [{ name: "ens3", addresses: ["192.168.0.11/24"] }], hosts: [{ address: "172.20.0.7", names: ["goods-1"] }], nonlocalBind: true },
  { name: "gateway-1", tree: "gateway-1", interfaces: [{ name: "eth0", addresses: ["172.20.0.5/16"] }], hosts: [{ address: "172.20.0.7", names: ["goods-1"] }], users: ["nginx"] },
];

const files = {
  "hosts/lb1/etc/haproxy/haproxy.cfg": [
    "haproxy",
    "defaults\n    timeout connect 1s\n    timeout client 1s\n    timeout server 1s\nlisten web\n    mode http\n    bind 192.168.0.146:443 ssl crt /etc/haproxy/site.pem\n    server goods-1 goods-1:80\n",
  ],
  "hosts/lb1/etc/keepalived/keepalived.conf": ["keepalived", "vrrp_instance web {\n    interface ens3\n    virtual_router_id 51\n    virtual_ipaddress {\n        192.168.0.146/24\n    }\n}\n"],
  "gateway-1/etc/nginx/nginx.conf": ["nginx", "user nginx;\nevents {}\nhttp {\n    include conf.d/*.conf;\n}\n"],
  "gateway-1/etc/nginx/conf.d/web.conf": ["nginx", "server {\n    listen 172.20.0.5:80;\n    location / {\n        proxy_pass http://goods-1;\n    }\n}\n", null],
  "docker-compose.yml": ["docker-compose", 'name: shop\nservices:\n  gateway-1:\n    image: nginx:1.27\n    volumes:\n      - "./gateway-1/etc/nginx/nginx.conf:/etc/nginx/nginx.conf:ro"\n    env_file: ./gateway-1/env\n'],
  "gateway-1/env": ["env", "WORKERS=2\n", null],
} as const;

describe.runIf([haproxy, keepalived, nginx, compose].map(requireDaemon).every(Boolean))("a whole site", () => {
  test("is judged file by file, each on its own machine", async () => {
    const { folder, manifest } = layOut(files);
    expect(await checkSite(folder, manifest, places)).toEqual([]);
  });

  test("has its complaints at the files of the output folder", async () => {
    const broken = {
      ...files,
      "gateway-1/etc/nginx/conf.d/web.conf": ["nginx", files["gateway-1/etc/nginx/conf.d/web.conf"][1].replace("listen", "lissen"), null],
      "hosts/lb1/etc/keepalived/keepalived.conf": ["keepalived", files["hosts/lb1/etc/keepalived/keepalived.conf"][1].replace("ens3", "eth0")],
    } as const;
    const { folder, manifest } = layOut(broken);
    const complaints = await checkSite(folder, manifest, places);
    expect(complaints).toContainEqual(expect.objectContaining({ daemon: "nginx", path: "gateway-1/etc/nginx/conf.d/web.conf", line: 2, text: 'unknown directive "lissen"' }));
    expect(complaints).toContainEqual(expect.objectContaining({ daemon: "keepalived", path: "hosts/lb1/etc/keepalived/keepalived.conf", line: 2 }));
    expect(new Set(complaints.map(({ daemon }) => daemon))).toEqual(new Set(["nginx", "keepalived"]));
  });
});
