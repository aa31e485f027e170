import type { Site } from "../ir/site.js";
import type { SiteIndex } from "../ir/site-index.js";
import { defineRule } from "./rule.js";
import { findNamed } from "../source/group.js";

/** Consul's servers keep the cluster's state. In a folder that goes with the container, or at the next start, it is gone. */
export const registryStateLost = defineRule({
  code: "registry-state-lost",
  severity: "warning",
  summary: "Servers of Consul keep their state where it does not stay.",
  explanation: `
A server of Consul that comes back without its state is a new one: with most of them the keys, the services and the votes are gone. By itself infc keeps it on a volume,
or where the package does.

    consul registry x3 { consul { data_dir /tmp/consul } }        # warning
    consul registry x3
`,
  message: ({ name, folder, container }: { readonly name: string; readonly folder: string; readonly container: boolean }) =>
    container ? `\`${name}\` keeps its state in \`${folder}\`, which no volume holds: it goes with the container` : `\`${name}\` keeps its state in \`${folder}\`, which is emptied when the host starts`,
  help: ({ container }) => `leave \`data_dir\` out: it is ${container ? "a volume" : "`/opt/consul`"} then`,

  check(site, report, index) {
    for (const { name, native, servers } of site.consuls) {
      const [server] = servers;
      const said = native.flatMap(({ statements }) => statements).find(({ words }) => words[0]?.text === "data_dir");
      const folder = said?.words[1]?.text;
      if (server === undefined || said === undefined || folder === undefined || stays(folder, server.machine, site, index)) continue;
      report({ at: said.origin, data: { name, folder, container: index.machine(server.machine).kind === "container" } });
    }
  },
});

/** Whether what is in a folder of a machine is there after a restart. */
function stays(folder: string, name: string, { engines }: Site, index: SiteIndex): boolean {
  const machine = index.machine(name);
  if (machine.kind !== "container") return !/^\/(tmp|run|var\/run|dev\/shm)(\/|$)/.test(folder);
  const container = findNamed(engines.find((engine) => engine.machine === machine.engine)?.containers ?? [], name);
  return container?.mounts.some(({ target }) => `${folder}/`.startsWith(`${target.replace(/\/+$/, "")}/`)) ?? true;
}
