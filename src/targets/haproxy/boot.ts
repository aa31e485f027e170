import { type Booting, plainBoot } from "../../emit/boot.js";
import { certificatesOf } from "./checker.js";

/** In the foreground with a master, as its unit runs it. */
export const bootHaproxy: Booting = (files) =>
  files.flatMap(({ target, check, text }) => (target === null || check === null ? [] : [plainBoot("haproxy", ["haproxy"], ["-W", "-db", "-f", target], { prepare: [["mkdir", "-p", "/run/haproxy"]], certificates: certificatesOf(text) })]));
