import { type Booting, plainBoot } from "../../emit/boot.js";

const ipvs = "/proc/net/ip_vs";

/** Where the kernel has no IPVS, the checker for virtual servers would end the whole daemon: then it is run for VRRP alone. */
export const bootKeepalived: Booting = (files, { has }) =>
  files.flatMap(({ target, text }) => {
    if (target === null || !target.endsWith("/keepalived.conf")) return [];
    const isLvs = /^virtual_server/m.test(text);
    const lacks = isLvs && !has(ipvs) ? "this kernel has no IPVS, so that LVS forwards nothing" : null;
    return [plainBoot("keepalived", ["keepalived"], [...(has(ipvs) ? [] : ["-P"]), "-n", "-l", "-D", "-f", target], { lacks })];
  });
