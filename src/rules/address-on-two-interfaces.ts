import { defineRule } from "./rule.js";

/** One address on two interfaces of a host. */
export const addressOnTwoInterfaces = defineRule({
  code: "address-on-two-interfaces",
  severity: "error",
  summary: "Two interfaces of a host have the same address.",
  explanation: `
An address stands on one interface. Of two, either answers for it, and which one is a matter of chance.

    host lb1 { interface eth0 192.168.0.11; interface eth1 192.168.0.11 }        # error
    host lb1 { interface eth0 192.168.0.11; interface eth1 10.9.0.11 }
`,
  message: (data: { readonly host: string; readonly address: string; readonly interfaces: readonly string[] }) =>
    `\`${data.address}\` of \`${data.host}\` is on ${data.interfaces.map((name) => `\`${name}\``).join(" and on ")}`,
  help: () => "give one of the two another address, or take its address away",

  check(site, report) {
    for (const { name: host, interfaces } of site.hosts) {
      const byAddress = new Map<string, (typeof interfaces)[number]>();
      for (const each of interfaces) {
        if (each.address === null) continue;
        const first = byAddress.get(each.address);
        if (first === undefined) byAddress.set(each.address, each);
        else if (first.name !== each.name) report({ at: each.origin, data: { host, address: each.address, interfaces: [first.name, each.name] }, related: [{ span: first.origin.span, text: "the first" }] });
      }
    }
  },
});
