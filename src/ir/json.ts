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
  const generated = z.toJSONSchema(schema, {
    unrepresentable: "any",
    override({ zodSchema, jsonSchema }) {
      if (zodSchema === origin) Object.assign(jsonSchema, { type: "string", pattern: "^.+:[0-9]+:[0-9]+( .+)?$" });
    },
  });
  return `${JSON.stringify({ title: "A site, as `infc ir` prints it", ...generated }, undefined, 2)}\n`;
}

// A secret that stands in the program as it is.
const hidden = "(not shown)";

function printOrigin({ span, because }: Origin): string {
  return because === undefined ? formatSpan(span) : `${formatSpan(span)} ${because}`;
}
