import { defineDiagnostic } from "../../diagnostics/define.js";
import type { Context } from "../../emit/target.js";
import type { Site } from "../../ir/site.js";
import type { Vrrp } from "../../ir/vip.js";
import type { VirtualAddress } from "./model.js";
import { familyOf, quoteAddress, quoteInterface, quoteWord, type Text } from "./quote.js";
import { findNamed } from "../../source/group.js";

type Address = Vrrp["addresses"][number];
type Member = Vrrp["members"][number];

/** An address with its length and the interface that it is to stand on, on one member. */
export function lowerAddress(item: Address, { vmac }: Vrrp, member: Member, { site, report }: Context): VirtualAddress {
  const { address, length, origin } = item;
  const own = item.interface ?? interfaceOf(item, member, site);
  // With a MAC of its own the address belongs on the interface that keepalived makes for it.
  const dev = vmac !== null && own === member.interface ? null : own;
  return {
    address: quoteAddress(address, origin, report),
    length,
    dev: dev === null ? null : quoteInterface(dev, origin, report),
    label: item.label === null ? null : lowerLabel(item.label, dev ?? vmac ?? member.interface),
    origin,
  };

  /** A label starts with its interface: `eth0:web`. */
  function lowerLabel(text: string, on: string): Text {
    const label = text.includes(":") ? text : `${on}:${text}`;
    const refuse = (problem: string): void => report(vipLabel, { at: origin, data: { label, problem } });
    if (familyOf(address) === "ipv6") refuse("IPv6 addresses have no labels");
    else if (!label.startsWith(`${on}:`)) refuse(`the address stands on \`${on}\``);
    else if (new TextEncoder().encode(label).length > 15) refuse("the kernel takes 15 bytes, and keepalived would leave the address out");
    return quoteWord(label, origin, report);
  }
}

/** The member's interface in the network of an address; that of its adverts where it has none there. */
function interfaceOf({ network }: Address, { machine, node, interface: usual }: Member, { hosts, nodes }: Site): string {
  const host = findNamed(hosts, machine);
  if (host !== undefined) return host.interfaces.find((each) => each.network === network && each.address !== null)?.name ?? usual;
  const at = findNamed(nodes, node)?.addresses.findIndex((each) => each.network === network) ?? -1;
  return at < 0 ? usual : `eth${at}`;
}

export const vipLabel = defineDiagnostic({
  code: "vip-label",
  severity: "error",
  summary: "The label of an address is one that the kernel does not take.",
  explanation: `
A label names an address for tools such as ifconfig: the interface, a colon and a word, fifteen bytes in all. infc writes the interface
before a label without a colon.

    vip 192.168.0.146 label customers-and-partners     # error: too long, and keepalived would drop the address
    vip 192.168.0.146 label web
`,
  message: ({ label, problem }: { readonly label: string; readonly problem: string }) => `\`${label}\` cannot be the label: ${problem}`,
  help: () => "use a shorter word without a colon, or leave `label` out",
});
