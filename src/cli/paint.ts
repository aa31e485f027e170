import type { Paint } from "../diagnostics/render-text.js";
import type { Host } from "../host/host.js";

/** Colors for what goes to `stream`: on a terminal, unless NO_COLOR is set; elsewhere only with FORCE_COLOR. NO_COLOR wins. */
export function paintFor(host: Host, stream: "stdout" | "stderr"): Paint & { readonly good: (text: string) => string } {
  const { NO_COLOR, FORCE_COLOR, TERM } = host.env;
  const forced = FORCE_COLOR !== undefined && FORCE_COLOR !== "" && FORCE_COLOR !== "0";
  const isWanted = !NO_COLOR && (forced || (FORCE_COLOR !== "0" && TERM !== "dumb" && host.terminal[stream]));
  return isWanted ? colored : plain;
}

const same = (text: string): string => text;
const plain = { error: same, warning: same, info: same, good: same, bold: same, dim: same };

/** ECMA-48, select graphic rendition: what begins a style, and what ends it. A style goes on where one inside it ends. */
function style(begin: number, end: number): (text: string) => string {
  const [open, close] = [`\u001b[${begin}m`, `\u001b[${end}m`];
  return (text) => `${open}${text.replaceAll(close, `${close}${open}`)}${close}`;
}

const bold = style(1, 22);
const boldly = (color: (text: string) => string) => (text: string) => bold(color(text));
const colored = { error: boldly(style(31, 39)), warning: boldly(style(33, 39)), info: boldly(style(36, 39)), good: style(32, 39), bold, dim: style(2, 22) };
