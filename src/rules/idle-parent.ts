import { defineRule } from "./rule.js";

/** A bridge on an interface: Docker does not look at it, and the containers are not where they are meant to be. */
export const idleParent = defineRule({
  code: "idle-parent",
  severity: "warning",
  summary: "A network says `parent`, and its driver has none.",
  explanation: `
A bridge is a network of its own inside its machine. Only macvlan and ipvlan put containers into the network of one of the machine's interfaces.

    network lan 192.168.0.0/24 { parent eth0 }                          # warning: a bridge, which eth0 is no part of
    network lan 192.168.0.0/24 { driver macvlan; parent eth0 }
`,
  message: (data: { readonly network: string; readonly parent: string }) => `\`${data.network}\` is a bridge, which has nothing to do with \`${data.parent}\``,
  help: () => "write `driver macvlan` beside it, or take `parent` away",

  check(site, report) {
    for (const { name, driver, parent, clauses, origin } of site.networks) {
      if (driver === "bridge" && parent !== null) report({ at: clauses.find(({ word }) => word === "parent")?.origin ?? origin, data: { network: name, parent } });
    }
  },
});
