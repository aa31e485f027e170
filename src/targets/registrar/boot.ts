import { type Booting, plainBoot } from "../../emit/boot.js";

export const bootRegistrar: Booting = (files) => files.flatMap(({ target, mode }) => (target === null || mode !== 0o755 ? [] : [plainBoot(`registrar${target.replace(/^.*registrar/, "")}`, ["sh"], [target])]));
