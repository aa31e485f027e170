import { z } from "zod";
import { origin } from "./basics.js";

/** A word of a daemon's own configuration. */
export const nativeWord = z.strictObject({
  /** With interpolations replaced and escapes resolved. */
  text: z.string(),
  /** True when it was quoted in the program. */
  quoted: z.boolean(),
  /** True when a comma follows: part of the text for most daemons, a list in YAML. */
  comma: z.boolean(),
  origin,
});
export type NativeWord = z.infer<typeof nativeWord>;

export interface NativeStatement {
  /** At least one; `raw` with one text goes out as it stands. */
  words: NativeWord[];
  block: NativeStatement[] | null;
  origin: z.infer<typeof origin>;
}

export const nativeStatement: z.ZodType<NativeStatement> = z.strictObject({
  words: z.array(nativeWord),
  get block() {
    return z.array(nativeStatement).nullable();
  },
  origin,
});

/** A block named after an engine: that daemon's own directives, at the place of the statement that holds it. */
export const nativeBlock = z.strictObject({ engine: z.string(), statements: z.array(nativeStatement), origin });
export type NativeBlock = z.infer<typeof nativeBlock>;
