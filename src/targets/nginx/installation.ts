import { defineDiagnostic } from "../../diagnostics/define.js";
import { compareVersions } from "../../emit/versions.js";
import type { Container } from "../../ir/container.js";
import type { Daemon, Machine } from "../../ir/place.js";
import type { Proxy } from "../../ir/traffic.js";
import type { SiteIndex } from "../../ir/site-index.js";
import type { Word } from "./model.js";
import { fixed } from "./quote.js";

export type Module = "stream" | "lua" | "upsync";

/** Which nginx runs on a machine, what it has and where its things are. */
export interface Installation {
  /** What it understands, as a version of nginx itself. */
  readonly version: string;
  /** The version that its native blocks are checked against; null when it is not certain. */
  readonly certain: string | null;
  readonly path: Word;
  readonly program: string;
  /** The user of its workers; null for the one that it was built with. */
  readonly user: Word | null;
  readonly pid: Word;
  readonly accessLog: Word;
  readonly streamLog: Word;
  readonly errorLog: Word;
  /** What must be loaded for a module, in order; empty when it is built in, null when it is not there. */
  readonly modules: Readonly<Record<Module, readonly Word[] | null>>;
  readonly container: Container | null;
  /** The folder that its image is built in, when infc writes the Dockerfile: `build/edge`. */
  readonly imageFolder: string | null;
  readonly reload: readonly string[];
}

/** The stable release that infc's own image is made of, and Debian 12's, the oldest that is written for. */
export const pinnedVersion = "1.30.6";
export const oldestVersion = "1.22.1";

const inDebian = {
  stream: [fixed("modules/ngx_stream_module.so")],
  // The Lua module uses symbols of the first one.
  lua: [fixed("modules/ndk_http_module.so"), fixed("modules/ngx_http_lua_module.so")],
  upsync: [fixed("modules/ngx_http_upsync_module.so")],
};
const builtIn = { stream: [], lua: [], upsync: [] };

const nginxPlaces = {
  path: fixed("/etc/nginx/nginx.conf"),
  program: "nginx",
  pid: fixed("/run/nginx.pid"),
  accessLog: fixed("/var/log/nginx/access.log"),
  streamLog: fixed("/var/log/nginx/stream.log"),
  errorLog: fixed("/var/log/nginx/error.log"),
};
// Source: OpenResty's own packages and image.
const openrestyPlaces = {
  path: fixed("/usr/local/openresty/nginx/conf/nginx.conf"),
  program: "openresty",
  pid: fixed("/usr/local/openresty/nginx/logs/nginx.pid"),
  accessLog: fixed("/usr/local/openresty/nginx/logs/access.log"),
  streamLog: fixed("/usr/local/openresty/nginx/logs/stream.log"),
  errorLog: fixed("/usr/local/openresty/nginx/logs/error.log"),
};
// The images lead access.log and error.log to the container's own output; another file would stay inside.
const containerLogs = { streamLog: fixed("/dev/stdout") };

export function installationOf(daemon: Daemon, machine: Machine, engine: Proxy["engine"], index: SiteIndex): Installation {
  return machine.kind === "host" ? onHost(daemon, engine) : inContainer(daemon, machine, engine, index);
}

function onHost(daemon: Daemon, engine: Proxy["engine"]): Installation {
  const openresty = engine === "openresty";
  return {
    ...(openresty ? openrestyPlaces : nginxPlaces),
    version: dialect(engine, daemon.version, oldestVersion),
    certain: engine === "nginx" ? daemon.version : null,
    user: fixed("www-data"),
    modules: engine === "nginx" ? inDebian : { ...builtIn, upsync: engine === "tengine" ? [] : inDebian.upsync },
    container: null,
    imageFolder: null,
    reload: ["systemctl", "reload", openresty ? "openresty" : "nginx"],
  };
}

function inContainer(daemon: Daemon, machine: Machine, engine: Proxy["engine"], index: SiteIndex): Installation {
  const container = index.container(machine.name) ?? null;
  const openresty = engine === "openresty";
  const places = { ...(openresty ? openrestyPlaces : nginxPlaces), ...containerLogs };
  const generated = daemon.entities.find((entity) => container?.build?.context.replace(/^\.\//, "") === `build/${entity}`);
  const tagged = generated === undefined ? versionOfImage(container?.image ?? "") : null;
  const isStock = generated !== undefined || (container?.build == null && /^(?:docker\.io\/)?(?:library\/)?nginx(?::|@|$)/.test(container?.image ?? "nginx"));
  return {
    ...places,
    version: dialect(engine, daemon.version ?? tagged, pinnedVersion),
    certain: engine === "nginx" ? (daemon.version ?? tagged ?? (generated === undefined ? null : pinnedVersion)) : null,
    user: isStock && !openresty ? fixed("nginx") : null,
    modules: modulesInside(engine, isStock, generated !== undefined),
    container,
    imageFolder: generated === undefined ? null : `build/${generated}`,
    reload: ["docker", "compose", "exec", machine.name, places.program, "-s", "reload"],
  };
}

/** The stock image has `stream` built in; an image of the user's own is trusted to have what the site needs. */
function modulesInside(engine: Proxy["engine"], isStock: boolean, isGenerated: boolean): Installation["modules"] {
  if (isGenerated) return engine === "nginx" ? { stream: [], lua: null, upsync: inDebian.upsync } : { ...builtIn, upsync: null };
  return isStock && engine === "nginx" ? { stream: [], lua: null, upsync: null } : builtIn;
}

/** OpenResty's versions begin with nginx's; Tengine's own count says nothing of the nginx in it. */
function dialect(engine: Proxy["engine"], stated: string | null, otherwise: string): string {
  if (engine === "tengine") return oldestVersion;
  return stated !== null && /^\d/.test(stated) ? stated : otherwise;
}

function versionOfImage(image: string): string | null {
  return /(?:^|\/)(?:nginx|openresty):(\d+\.\d+(?:\.\d+)*)/.exec(image)?.[1] ?? null;
}

export function isSince(installation: Installation, version: string): boolean {
  return compareVersions(installation.version, version) >= 0;
}

export const missingModule = defineDiagnostic({
  code: "nginx-missing-module",
  severity: "error",
  summary: "The image of a gateway lacks a module of nginx that the site needs.",
  explanation: `
The stock image of nginx has no Lua, and neither it nor any distribution has nginx-upsync-module. infc writes a Dockerfile with the latter where a
service is discovered by upsync and the gateway states no image of its own.

    gateway edge { lua { access /opt/lua/access.lua } }               # error
    gateway edge openresty { lua { access /opt/lua/access.lua } }
`,
  message: (data: { readonly module: Module; readonly engine: Proxy["engine"] }) => `the image of this nginx has no ${data.module === "lua" ? "Lua" : `module \`${data.module}\``}`,
  help: ({ module, engine }) => {
    if (module === "lua") return "write `openresty` after the gateway's name, or say an `image` that has Lua";
    return engine === "nginx" ? "leave out `image`, so that infc writes a Dockerfile with it, or say an `image` that has it" : "say an `image` that has it";
  },
});
