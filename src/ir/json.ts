import { z } from "zod";
import type { Origin } from "../source/origin.js";
import { formatSpan } from "../source/source.js";
import { origin } from "./basics.js";
import { site as schema, type Site } from "./site.js";

/**
 * A site as JSON: what `infc ir` prints, and what `grammar/site.schema.json` describes. An origin is its place, `site.infra:14:5`, then, where
 * nobody wrote it, a blank and the default that says why. Texts of secrets are left out.
 */
export function siteToJson(site: Site): string {
  return `${JSON.stringify(site, (key, value: unknown) => (key === "origin" ? printOrigin(value as Origin) : key === "literal" ? hidden : value), 2)}\n`;
}

/** The JSON Schema, draft 2020-12, of what `siteToJson` gives. */
export function siteSchema(): string {
  return printSchema("A site, as `infc ir` prints it", schema);
}

/** The JSON Schema of JSON in which an origin is what `printOrigin` makes of it. */
export function printSchema(title: string, described: z.ZodType): string {
  const generated = z.toJSONSchema(described, {
    unrepresentable: "any",
    override({ zodSchema, jsonSchema }) {
      if (zodSchema === origin) Object.assign(jsonSchema, { type: "string", pattern: "^.+:[0-9]+:[0-9]+( .+)?$" });
    },
  });
  return `${JSON.stringify({ title, ...generated }, undefined, 2)}\n`;
}

// A secret that stands in the program as it is.
const hidden = "(not shown)";

/** Its place, then the default where nobody wrote it. */
export function printOrigin({ span, because }: Origin): string {
  return because === undefined ? formatSpan(span) : `${formatSpan(span)} ${because}`;
}
