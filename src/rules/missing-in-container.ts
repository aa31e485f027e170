import type { Tls } from "../ir/basics.js";
import type { Cache } from "../ir/cache.js";
import type { Container } from "../ir/container.js";
import type { SiteIndex } from "../ir/site-index.js";
import type { Proxy } from "../ir/traffic.js";
import { findNamed } from "../source/group.js";
import type { Origin } from "../source/origin.js";
import { defineRule } from "./rule.js";

/** A file that a daemon reads, and where the program says so. */
interface Needed {
  readonly path: string;
  readonly origin: Origin;
}

/** A container has the files of its image and what is mounted: nothing of the machine that it runs on. */
export const missingInContainer = defineRule({
  code: "missing-in-container",
  severity: "error",
  summary: "A daemon in a container reads a file that neither its image nor a mount brings.",
  explanation: `
What is placed on a host finds the host's files. A container has those of its image, the ones that infc writes, and its mounts. With a certificate that is not
there nginx, HAProxy and squid do not start; a folder of pages that is not there answers 404 to everything.

    gateway edge { listen 443 tls /etc/ssl/shop.pem }                                  # error: no such file in the image
    gateway edge {
      listen 443 tls /etc/ssl/shop.pem
      mount ./files/shop.pem -> /etc/ssl/shop.pem
    }

An \`image\` or \`build\` of your own is trusted to hold what it needs.
`,
  message: (data: { readonly name: string; readonly path: string; readonly image: string }) => `\`${data.name}\` reads \`${data.path}\`, which its container does not have: the image \`${data.image}\` has no such file, and nothing is mounted there`,
  help: ({ path }) => `mount it, from beside the compose file: \`mount ./files${path.slice(path.lastIndexOf("/"))} -> ${path}\``,

  check(site, report, index) {
    const look = ({ name, machines, nodes }: Proxy | Cache, needed: () => readonly Needed[]): void => {
      // A container has the name of its node.
      const own = machines.filter((machine, place) => machine === nodes[place]);
      const container = own.map((machine) => containerOf(machine, index)).find((each) => each !== undefined && isStock(each));
      if (container === undefined) return;
      const reported = new Set<string>();
      for (const { path, origin } of needed()) {
        if (reported.has(path) || isThere(path, container)) continue;
        reported.add(path);
        report({ at: origin, data: { name, path, image: container.image ?? "" } });
      }
    };
    for (const proxy of site.proxies) if (proxy.engine !== "lvs") look(proxy, () => neededBy(proxy));
    for (const cache of site.caches) look(cache, () => neededByCache(cache));
  },
});

function containerOf(name: string, index: SiteIndex): Container | undefined {
  const { kind, engine } = index.machine(name);
  return kind === "container" && engine !== null ? findNamed(index.engine(engine).containers, name) : undefined;
}

/** The images that the daemons' own makers give out: they hold nobody's files. What a raw text mounts nobody has read. */
function isStock({ image, build, native }: Container): boolean {
  const isRaw = native.some(({ statements }) => statements.some(({ words }) => words[0]?.text === "raw"));
  return build === null && !isRaw && /^(docker\.io\/)?((library\/)?(nginx|haproxy)|openresty\/openresty|ubuntu\/squid)(:|@|$)/.test(image ?? "");
}

/** Mounted itself or in a folder, or part of every image. */
function isThere(path: string, { mounts }: Container): boolean {
  return /^\/(usr|lib|bin|sbin|dev|proc|sys)\/|^\/etc\/(ssl\/certs|nginx|squid\/squid\.conf)(\/|$)/.test(path) || mounts.some(({ target }) => `${path}/`.startsWith(`${target.replace(/\/+$/, "")}/`));
}

function ofTls(tls: Tls | null): readonly Needed[] {
  return tls === null ? [] : [tls.certificate, tls.key, tls.authority].flatMap((path) => (path === null ? [] : [{ path, origin: tls.origin }]));
}

function neededBy({ listens, pools, lua, origin }: Proxy): readonly Needed[] {
  const answers = listens.flatMap(({ routes }) => routes.flatMap(({ action, origin: at }) => (action.do === "files" ? [{ path: action.path, origin: at }] : action.do === "lua" ? [{ path: action.file, origin: at }] : [])));
  const scripts = [...lua.phases.map(({ file, origin: at }) => ({ path: file, origin: at })), ...lua.paths.map((path) => ({ path: path.replace(/\/[^/]*\?.*$/, ""), origin }))];
  return [...listens.flatMap(({ tls }) => ofTls(tls)), ...pools.flatMap(({ tls }) => ofTls(tls)), ...answers, ...scripts];
}

function neededByCache({ listens, origins, rules, matches, login, errors }: Cache): readonly Needed[] {
  const lists = [...rules, ...matches].flatMap(({ when }) => when.flat()).flatMap(({ form, values }) => (form === "file" ? values.map(({ text, origin }) => ({ path: text, origin })) : []));
  const signing = login?.how === "file" ? [{ path: login.path, origin: login.origin }] : [];
  return [...listens.flatMap(({ tls }) => ofTls(tls)), ...origins.flatMap(({ tls }) => ofTls(tls)), ...lists, ...signing, ...(errors === null ? [] : [{ path: errors.folder, origin: errors.origin }])];
}
