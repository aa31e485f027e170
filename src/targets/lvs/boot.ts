import { type Booting, plainBoot } from "../../emit/boot.js";

/** The script sets the addresses and ends. */
export const bootLvs: Booting = (files) => files.flatMap(({ target, mode }) => (target === null || mode !== 0o755 ? [] : [plainBoot("lvs-real-server", [], [], { prepare: [[target, "start"]] })]));
