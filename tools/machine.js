import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const projectFolder = dirname(dirname(fileURLToPath(import.meta.url)));

/** Where everything lies that is made or fetched for tests: inside the project, never under version control. */
export const cacheFolder = join(projectFolder, "node_modules", ".cache", "infc");

/**
 * Everything that tests need besides Node. `paths` are the places to look, the first that exists counts;
 * `package` is installed on the machine, `unpack` is unpacked into the cache folder and installed nowhere.
 */
export const needs = [
  { name: "haproxy", package: "haproxy", paths: ["/usr/sbin/haproxy"] },
  { name: "keepalived", package: "keepalived", paths: ["/usr/sbin/keepalived"] },
  { name: "nginx", package: "nginx", paths: ["/usr/sbin/nginx"] },
  { name: "nginx-stream", package: "libnginx-mod-stream", paths: ["/usr/lib/nginx/modules/ngx_stream_module.so"] },
  { name: "nginx-lua", package: "libnginx-mod-http-lua", paths: ["/usr/lib/nginx/modules/ngx_http_lua_module.so"] },
  { name: "nginx-dev", package: "nginx-dev", paths: ["/usr/share/nginx/src/conf_flags"] },
  { name: "gcc", package: "gcc", paths: ["/usr/bin/gcc"] },
  { name: "libc", package: "libc6-dev", paths: ["/usr/include/stdio.h"] },
  { name: "make", package: "make", paths: ["/usr/bin/make"] },
  { name: "squid", package: "squid", paths: ["/usr/sbin/squid"] },
  { name: "shellcheck", package: "shellcheck", paths: ["/usr/bin/shellcheck"] },
  { name: "ipvsadm", package: "ipvsadm", paths: ["/usr/sbin/ipvsadm", "/sbin/ipvsadm"] },
  // Programs of images that a lab runs.
  { name: "redis-server", package: "redis-server", paths: ["/usr/bin/redis-server"] },
  { name: "redis-cli", package: "redis-tools", paths: ["/usr/bin/redis-cli"] },
  { name: "postgres", package: "postgresql", paths: [18, 17, 16, 15, 14, 13].map((version) => `/usr/lib/postgresql/${version}/bin/postgres`) },
  { name: "etcd", package: "etcd-server", paths: ["/usr/bin/etcd"] },
  { name: "rabbitmq-server", package: "rabbitmq-server", paths: ["/usr/sbin/rabbitmq-server"] },
  { name: "ip", package: "iproute2", paths: ["/usr/sbin/ip", "/sbin/ip", "/usr/bin/ip"] },
  // A kernel with IPVS that boots as a process, and what loads its modules.
  { name: "uml", package: "user-mode-linux", paths: ["/usr/bin/linux.uml"] },
  { name: "modprobe", package: "kmod", paths: ["/usr/sbin/modprobe", "/sbin/modprobe"] },
  { name: "unshare", package: "util-linux", paths: ["/usr/bin/unshare"] },
  { name: "openssl", package: "openssl", paths: ["/usr/bin/openssl"] },
  // Programs that generated files name: keepalived refuses a check whose program is absent.
  { name: "curl", package: "curl", paths: ["/usr/bin/curl"] },
  { name: "killall", package: "psmisc", paths: ["/usr/bin/killall"] },
  { name: "pgrep", package: "procps", paths: ["/usr/bin/pgrep"] },
  {
    name: "compose",
    package: "docker-compose (version 2)",
    // Version 1 misses undefined networks and refuses modern files, so only places that hold version 2 count.
    paths: [
      join(cacheFolder, "compose/usr/libexec/docker/cli-plugins/docker-compose"),
      join(cacheFolder, "compose/usr/bin/docker-compose"),
      "/usr/libexec/docker/cli-plugins/docker-compose",
      "/usr/lib/docker/cli-plugins/docker-compose",
    ],
    unpack: { debian: { suite: "trixie", package: "docker-compose" }, ubuntu: { package: "docker-compose-v2" } },
  },
  {
    name: "consul",
    package: "consul",
    paths: [join(cacheFolder, "consul/usr/bin/consul"), "/usr/bin/consul", "/usr/local/bin/consul"],
    // The last Debian release that has it.
    unpack: { debian: { suite: "bullseye", package: "consul" }, ubuntu: { suite: "jammy", package: "consul" } },
  },
];

/** The first place where the need called `name` is met, or undefined. */
export function findNeed(name) {
  const need = needs.find((candidate) => candidate.name === name);
  if (need === undefined) throw new Error(`no need is called ${name}`);
  return need.paths.find((path) => existsSync(path));
}

/** What is not there yet. */
export function missingNeeds() {
  return needs.filter((need) => findNeed(need.name) === undefined);
}

/** `{ id: "debian", suite: "bookworm" }` and the like; undefined where there is no apt. */
export function readDistribution() {
  if (!existsSync("/usr/bin/apt-get") || !existsSync("/etc/os-release")) return undefined;
  const text = readFileSync("/etc/os-release", "utf8");
  const field = (key) => new RegExp(`^${key}="?([^"\n]*)`, "m").exec(text)?.[1] ?? "";
  return { id: field("ID"), suite: field("VERSION_CODENAME") };
}
