import { describe, expect, test } from "vitest";
import { containerOf, daemonOf, engineOf, hostOf, machineOf, nodeOf, originOf, siteOf } from "../../kit/site.js";
import { discoveryOf, edgeTo, emitted, find, goods, inContainer, onHost } from "./conf.js";

const found = edgeTo(goods({ discovery: discoveryOf() }));
const fileAt = (files: readonly { readonly path: string }[], path: string) => files.find((file) => file.path === path);

describe("on a host", () => {
  test("nginx is Debian's", () => {
    const { files, conf } = emitted(onHost([edgeTo(goods())]));
    expect(files).toHaveLength(1);
    expect(files[0]).toMatchObject({ path: "hosts/lb1/etc/nginx/nginx.conf", target: "/etc/nginx/nginx.conf", machine: "lb1", daemon: "nginx", mode: 0o644, seed: false, check: ["nginx", "-t", "-q", "-c", "/etc/nginx/nginx.conf"], reload: ["systemctl", "reload", "nginx"] });
    expect(find(conf, "user")).toEqual([["www-data"]]);
  });

  test("OpenResty has places of its own, Tengine everything built in", () => {
    const openresty = emitted(onHost([edgeTo(goods({ discovery: discoveryOf() }), { proxy: { engine: "openresty" } })]));
    expect(openresty.files[0]).toMatchObject({ target: "/usr/local/openresty/nginx/conf/nginx.conf", check: ["openresty", "-t", "-q", "-c", "/usr/local/openresty/nginx/conf/nginx.conf"], reload: ["systemctl", "reload", "openresty"] });
    expect(find(emitted(onHost([{ ...found, engine: "tengine" }])).conf, "load_module")).toEqual([]);
  });
});

describe("in a container", () => {
  test("nginx with upsync has a Dockerfile beside the compose file", () => {
    const { files, conf } = emitted(inContainer(found));
    expect(files.map(({ path }) => path)).toEqual(["edge/etc/nginx/nginx.conf", "edge/var/lib/nginx/upsync/goods.conf", "build/edge/Dockerfile"]);
    expect(files[2]).toMatchObject({ machine: "local", target: null, check: null, seed: false, reload: ["docker", "compose", "up", "--detach", "--build", "edge"] });
    expect(files[0]!.reload).toEqual(["docker", "compose", "exec", "edge", "nginx", "-s", "reload"]);
    expect(find(conf, "user")).toEqual([["nginx"]]);
    expect(files[2]!.text.match(/^FROM .*/gm)).toEqual(["FROM nginx:1.30.6 AS build", "FROM nginx:1.30.6"]);
  });

  test("the Dockerfile is for the version that the site states", () => {
    const { files, messages } = emitted(inContainer(found, { version: "1.28.0" }));
    expect(files[2]!.text.match(/^FROM .*/gm)).toEqual(["FROM nginx:1.28.0 AS build", "FROM nginx:1.28.0"]);
    expect(messages).toEqual([]);
    expect(emitted(inContainer(found, { version: "1.28\nRUN rm" })).messages).toContainEqual(expect.stringMatching(/unrepresentable-text/));
  });

  test("nodes of one engine share the Dockerfile, each engine has its own", () => {
    const proxy = { ...found, nodes: ["edge-1", "edge-2", "edge-3"], machines: ["edge-1", "edge-2", "edge-3"] };
    const build = { context: "./build/edge", args: [], origin: originOf() };
    const site = siteOf({
      hosts: [hostOf("app1", "192.168.0.21")],
      machines: [machineOf("local", { kind: "local" }), machineOf("app1"), machineOf("edge-1", { kind: "container" }), machineOf("edge-2", { kind: "container" }), machineOf("edge-3", { kind: "container", engine: "app1", root: "hosts/app1/opt/shop/edge-3" })],
      nodes: [nodeOf("edge-1", "192.168.0.5"), nodeOf("edge-2", "192.168.0.6"), nodeOf("edge-3", "192.168.0.7")],
      daemons: ["edge-1", "edge-2", "edge-3"].map((name) => daemonOf("nginx", name)),
      engines: [engineOf(["edge-1", "edge-2"].map((name) => containerOf(name, { image: null, build }))), engineOf([containerOf("edge-3", { image: null, build })], { machine: "app1" })],
      proxies: [proxy],
    });
    const { files } = emitted(site);
    expect(files.map(({ path }) => path).filter((path) => path.endsWith("Dockerfile"))).toEqual(["build/edge/Dockerfile", "hosts/app1/opt/shop/build/edge/Dockerfile"]);
    expect(fileAt(files, "build/edge/Dockerfile")).toMatchObject({ reload: ["docker", "compose", "up", "--detach", "--build", "edge-1", "edge-2"] });
    expect(fileAt(files, "hosts/app1/opt/shop/build/edge/Dockerfile")).toMatchObject({ machine: "app1", reload: ["docker", "compose", "up", "--detach", "--build", "edge-3"] });
  });

  test("the stock image has no upsync, one of the user's own is trusted", () => {
    expect(emitted(inContainer(found, { image: "nginx:1.28" })).messages).toEqual([expect.stringMatching(/nginx-missing-module: the image of this nginx has no module `upsync`/)]);
    const { conf, files, messages } = emitted(inContainer(found, { image: "shop/nginx-upsync:2" }));
    expect([find(conf, "load_module"), find(conf, "user"), files.length, messages]).toEqual([[], [], 2, []]);
    expect(emitted(inContainer({ ...found, engine: "openresty" })).messages).toEqual([expect.stringMatching(/no module `upsync`/)]);
  });

  test("the tag of the stock image is its version", () => {
    const sticky = edgeTo(goods({ sticky: { by: "cookie", name: "SRV", mode: "insert", origin: originOf() } }));
    expect(emitted(inContainer(sticky, { image: "nginx:1.30" })).messages).toEqual([]);
    expect(emitted(inContainer(sticky, { image: "nginx:1.28" })).messages).toEqual([expect.stringMatching(/here it is 1.28/)]);
  });
});
