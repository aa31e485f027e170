import type { Host } from "../../src/host/host.js";
import { nodeHost } from "../../src/host/node-host.js";
import { findNeed, needs } from "../../tools/machine.js";

/** This machine, with the programs that the tests unpacked beside it. */
export const daemonHost: Host = {
  ...nodeHost,
  findProgram(names) {
    const need = needs.find(({ name }) => names.includes(name) || names.includes(`docker-${name}`));
    return need === undefined ? nodeHost.findProgram(names) : findNeed(need.name);
  },
};
