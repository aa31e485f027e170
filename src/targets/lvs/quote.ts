import type { Report } from "../../diagnostics/define.js";
import { type Quoted, reportText } from "../../emit/quoted.js";
import type { Origin } from "../../source/origin.js";

/** A word that a shell takes as it stands: only addresses and labels come here. */
export type Text = Quoted<"lvs">;

/** An IPv4 or IPv6 address, with its family; undefined, and reported, for anything else. */
export function quoteAddress(text: string, at: Origin, report: Report): { readonly address: Text; readonly family: "ipv4" | "ipv6" } | undefined {
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return { address: text as Text, family: "ipv4" };
  if (/^[\da-f]*:[\da-f:.]+$/i.test(text)) return { address: text as Text, family: "ipv6" };
  reportText(report, at, "the loopback", "what is no address");
  return undefined;
}

/** The name of the `index`th (from 0) address with a name on a device. */
export function labelOf(device: "lo" | "tunl0", index: number): Text {
  return `${device}:${index}` as Text;
}
