import { z } from "zod";
import { origin } from "./basics.js";
import { site } from "./site.js";

/** The JSON Schema, draft 2020-12, of what `siteToJson` gives. */
export function siteSchema(): string {
  return printSchema("A site, as `infc ir` prints it", site);
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
