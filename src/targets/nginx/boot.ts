import { type Booting, plainBoot } from "../../emit/boot.js";
import { blanked, certificatesOf, modulesFor, upsyncModule } from "./checker.js";

/** In the foreground. Without the upsync module it serves from the list of servers that is there before it has asked Consul. */
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
        lacks: lacksUpsync ? "nginx here lacks the upsync module, so that it keeps to its first list of servers" : null,
      }),
    ];
  });
