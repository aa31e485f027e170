import type { Origin } from "../source/origin.js";
import { formatSpan } from "../source/source.js";
import type { Site } from "./site.js";

/**
 * A site as JSON: what `infc ir` prints, and what `grammar/site.schema.json` describes. An origin is its place, `site.infra:14:5`, then, where
 * nobody wrote it, a blank and the default that says why. Texts of secrets are left out.
 */
export function siteToJson(site: Site): string {
  return `${JSON.stringify(site, (key, value: unknown) => (isOrigin(key) && value !== null ? printOrigin(value as Origin) : key === "literal" ? hidden : value), 2)}\n`;
}

/** `origin`, `addressOrigin`. */
function isOrigin(key: string): boolean {
  return key === "origin" || key.endsWith("Origin");
}

// A secret that stands in the program as it is.
const hidden = "(not shown)";

/** Its place, then the default where nobody wrote it. */
export function printOrigin({ span, because }: Origin): string {
  return because === undefined ? formatSpan(span) : `${formatSpan(span)} ${because}`;
}
