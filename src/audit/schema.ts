import { printSchema } from "../ir/schema.js";
import { audit } from "./audit.js";

/** The JSON Schema, draft 2020-12, of what `auditToJson` gives. */
export function auditSchema(): string {
  return printSchema("An audit, as `infc audit --format json` prints it", audit);
}
