import { z } from "zod";

const position = z
  .strictObject({ line: z.int().min(1), column: z.int().min(1).describe("In UTF-16 code units."), offset: z.int().min(0).describe("From the beginning of the file, from 0, in UTF-16 code units.") })
  .meta({ id: "position", description: "A place between two characters." });

const range = {
  file: z.string().describe("From the current folder; `-` is standard input, `--set` and `--env` are words of the command line."),
  start: position,
  end: position.describe("After the last character; equal to `start` where something is missing."),
};

const place = z.strictObject({ ...range, label: z.string().nullable().describe("The few words beside it.") }).meta({ id: "place", description: "A range of a file." });export type PlaceJson = z.infer<typeof place>;

const edit = z.strictObject({ ...range, text: z.string().describe("What stands there then.") }).meta({ id: "edit", description: "A range of a file, and the text that is to replace it." });
export type EditJson = z.infer<typeof edit>;

const diagnostic = z
  .strictObject({
    code: z.string().describe("What `infc explain` explains."),
    severity: z.enum(["error", "warning", "note"]),
    message: z.string().describe("What is wrong, in one sentence without a full stop."),
    place,
    related: z.array(place).describe("The other places: the first of two that clash, where a value came from."),
    notes: z.array(z.string()).describe("Why it matters."),
    help: z.string().nullable().describe("What to do."),
    fix: z.array(edit).nullable().describe("Edits that mend it, none of which overlap; null where no mend is certain."),
  })
  .meta({ id: "diagnostic", description: "One thing to tell the user." });

const count = z.int().min(0);

const schema = z
  .strictObject({
    version: z.literal(1).describe("Of this form: another number is another form."),
    infc: z.string().describe("The version of infc."),
    counts: z.strictObject({ errors: count, warnings: count, notes: count }),
    diagnostics: z.array(diagnostic).describe("By file, then by place."),
  })
  .meta({ title: "What `infc --format json` reports" });
export type ReportJson = z.infer<typeof schema>;

/** The JSON Schema, draft 2020-12, of what `renderJson` gives. */
export function diagnosticsSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(schema), undefined, 2)}\n`;
}
