import pico from "picocolors";
import type { Paint } from "../diagnostics/render-text.js";
import type { Host } from "../host/host.js";

/** Colors for what goes to `stream`: on a terminal, unless NO_COLOR is set; elsewhere only with FORCE_COLOR. NO_COLOR wins. */
export function paintFor(host: Host, stream: "stdout" | "stderr"): Paint & { readonly good: (text: string) => string } {
  const { NO_COLOR, FORCE_COLOR, TERM } = host.env;
  const forced = FORCE_COLOR !== undefined && FORCE_COLOR !== "" && FORCE_COLOR !== "0";
  const wanted = !NO_COLOR && (forced || (host.terminal[stream] && TERM !== "dumb" && FORCE_COLOR !== "0"));
  // Never undefined, for which picocolors decides by itself, and paints in every CI.
  const colors = pico.createColors(Boolean(wanted));
  const bold = (color: (text: string) => string) => (text: string) => colors.bold(color(text));
  return { error: bold(colors.red), warning: bold(colors.yellow), info: bold(colors.cyan), good: colors.green, bold: colors.bold, dim: colors.dim };
}
