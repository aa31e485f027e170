import { listedQuoted } from "../source/listed.js";
import { compareNames } from "../source/order.js";
import { defineRule } from "./rule.js";

/** A VIP on an interface that its hosts, which name theirs, do not have. */
export const unknownInterface = defineRule({
  code: "unknown-interface",
  severity: "warning",
  summary: "A VIP is to stand on an interface that its host does not name among its own.",
  explanation: `
keepalived looks for the interface when it starts, on the host itself: elsewhere nothing notices that it is called otherwise there.

    host lb1 192.168.0.11 interface ens33
    gateway edge on lb1 { vip 192.168.0.146 dev eth0 }                   # warning: lb1 has ens33
    host lb1 192.168.0.11 { interface ens33; interface eth0 }
`,
  message: ({ dev, host, known }: { readonly dev: string; readonly host: string; readonly known: readonly string[] }) =>
    `\`${host}\` has no interface \`${dev}\`, only ${listedQuoted(known, "and")}`,
  help: ({ dev, host }) => `leave \`dev\` out, which takes the interface of the VIP's network, or declare it on \`${host}\`: \`interface ${dev}\``,

  check(site, report, index) {
    for (const { addresses, members, clauses, origin } of site.vrrps) {
      const dev = addresses[0]!.interface;
      if (dev === null || dev === "lo") continue;
      const hosts = members.flatMap(({ node }) => index.node(node).host ?? []);
      // Without a word on its interfaces, a host may have any.
      const lacking = hosts.find((name) => index.host(name).interfaces.every((each) => each.name !== dev && each.origin.because === undefined));
      if (lacking === undefined) continue;
      const { interfaces } = index.host(lacking);
      const known = [...new Set(interfaces.map(({ name }) => name))].sort(compareNames);
      const at = clauses.find(({ word }) => word === "dev")?.origin ?? origin;
      report({ at, data: { dev, host: lacking, known }, related: [{ span: interfaces[0]!.origin.span, text: `the interface of \`${lacking}\`` }] });
    }
  },
});
