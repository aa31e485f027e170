import { type Booting, plainBoot } from "../../emit/boot.js";

/** Its folders are made first, as the package's unit does. */
export const bootSquid: Booting = (files) =>
  files.flatMap(({ target, check, text }) => {
    if (target === null || check === null) return [];
    const disks = [...text.matchAll(/^cache_dir \S+ (\S+)/gm)].map((match) => match[1]!);
    const folders = ["/var/log/squid", "/var/spool/squid", "/run/squid", ...disks];
    return [plainBoot("squid", ["squid"], ["-N", "-f", target], { prepare: [["mkdir", "-p", ...folders], ["chown", "proxy:proxy", ...folders], ["", "-N", "-z", "-f", target]] })];
  });
