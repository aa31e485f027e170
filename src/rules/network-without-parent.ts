import type { NativeStatement } from "../ir/native.js";
import { defineRule } from "./rule.js";

/** A macvlan or ipvlan on no interface: Docker makes one that leads nowhere. */
export const networkWithoutParent = defineRule({
  code: "network-without-parent",
  severity: "error",
  summary: "A network of driver macvlan or ipvlan does not say on which interface of its machine it is.",
  explanation: `
With these drivers containers are in the network of their machine's interface. Without one, Docker makes an interface that leads nowhere: the
containers start, and reach each other alone.

    network lan 192.168.0.0/24 { driver macvlan }                       # error: on which interface?
    network lan 192.168.0.0/24 { driver macvlan; parent eth0 }
`,
  message: (data: { readonly network: string; readonly driver: string }) => `\`${data.network}\` is ${data.driver === "ipvlan" ? "an" : "a"} ${data.driver} on no interface, so that its containers reach nothing outside their machine`,
  help: () => "say which interface of the machine is in that network: `parent eth0`",

  check(site, report) {
    const joined = new Set(site.engines.flatMap(({ networks }) => networks));
    const native = site.engines.flatMap((engine) => engine.native.flatMap(({ statements }) => statements));
    for (const { name, driver, parent, clauses, origin } of site.networks) {
      if (driver === "bridge" || parent !== null || !joined.has(name) || native.some((statement) => says(statement, "parent"))) continue;
      report({ at: clauses.find(({ word }) => word === "driver")?.origin ?? origin, data: { network: name, driver } });
    }
  },
});

/** Whether the word begins a statement of the block, at any depth. */
function says({ words, block }: NativeStatement, word: string): boolean {
  return words[0]?.text === word || (block ?? []).some((statement) => says(statement, word));
}
