import { defineDiagnostic, type Report } from "../../diagnostics/define.js";
import type { Vrrp } from "../../ir/vip.js";
import type { VirtualAddress } from "./model.js";
import { familyOf, quoteAddress, quoteInterface, quoteWord, type Text } from "./quote.js";

type Address = Vrrp["addresses"][number];

/** An address with its length and the interface that it is to stand on, on one member. */
export function lowerAddress(item: Address, { vmac }: Vrrp, member: Vrrp["members"][number], report: Report): VirtualAddress {
  const { address, length, origin } = item;
  // With a MAC of its own the address belongs on the interface that keepalived makes for it.
  const dev = item.interface ?? (vmac === null ? member.interface : null);
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
