import { printOrigin } from "../ir/json.js";
import type { Origin } from "../source/origin.js";
import type { Audit } from "./audit.js";

/** An audit as JSON, which `grammar/audit.schema.json` describes. Origins are places, as in the JSON of a site. */
export function auditToJson(audit: Audit): string {
  return `${JSON.stringify(audit, (key, value: unknown) => (key === "origin" ? printOrigin(value as Origin) : value), 2)}\n`;
}
