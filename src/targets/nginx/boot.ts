import { type Booting, plainBoot, type ServerList } from "../../emit/boot.js";
import { blanked, certificatesOf, modulesFor, upsyncModule } from "./checker.js";

/** In the foreground. Without the upsync module something else is to ask Consul. */
export const bootNginx: Booting = (files, { has }) =>
  files.flatMap(({ target, check, text }) => {
    if (target === null || check === null) return [];
    const lacksUpsync = /^\s*upsync /m.test(text) && !has(upsyncModule);
    const lists = files.flatMap(({ target: path }) => (path === null ? [] : [path.slice(0, path.lastIndexOf("/"))]));
    return [
      plainBoot("nginx", ["nginx"], ["-c", target, "-g", `daemon off; ${modulesFor(text, has).map((file) => `load_module ${file};`).join(" ")}`.trim()], {
        prepare: [["mkdir", "-p", "/var/log/nginx", "/var/lib/nginx", "/run"], ["chown", "-R", "www-data:www-data", ...new Set(lists.filter((folder) => folder.startsWith("/var/lib/nginx")))]].filter((argv) => argv.length > 3),
        files: lacksUpsync ? blanked(target, text) : [],
        certificates: certificatesOf(text),
        lists: lacksUpsync ? listsOf(text) : [],
        lacks: lacksUpsync ? "nginx here lacks the upsync module: a stand-in asks Consul in its place, and reloads nginx when the servers change" : null,
      }),
    ];
  });

/** The lists that upsync would keep, from its directives. */
function listsOf(text: string): readonly ServerList[] {
  return [...text.matchAll(/^\s*upsync (\S+) ([^;]+);\s*upsync_dump_path ([^\s;]+);/gm)].map(([, asked = "", rest = "", path = ""]) => ({
    path,
    url: `http://${asked}`,
    type: (/\bupsync_type=(\w+)/.exec(rest)?.[1] ?? "consul") as ServerList["type"],
    everyMs: millisecondsOf(/\bupsync_interval=(\w+)/.exec(rest)?.[1] ?? "5s"),
  }));
}

/** A time of nginx, of one unit; a bare number of upsync's is in milliseconds. */
function millisecondsOf(time: string): number {
  const [, count = "0", unit = "ms"] = /^(\d+)([a-z]*)$/.exec(time) ?? [];
  return Number(count) * ({ s: 1000, m: 60_000, h: 3_600_000 }[unit] ?? 1);
}
