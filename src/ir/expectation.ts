import { z } from "zod";
import { address, milliseconds, origin, port } from "./basics.js";

/** Who is to answer: a node of one of these names; empty for whoever does. */
const answer = { from: z.array(z.string()), fails: z.boolean(), withinMs: milliseconds.nullable(), origin };

/** One step of an expectation. */
export const step = z.discriminatedUnion("do", [
  z.strictObject({ do: z.literal("get"), url: z.string(), /** A cache or a node of one; null: straight. */ through: z.string().nullable(), status: z.int().nullable(), ...answer }),
  z.strictObject({ do: z.literal("connect"), host: z.string(), port, /** By TLS. */ secure: z.boolean(), ...answer }),
  z.strictObject({ do: z.literal("vip"), address, /** Machines, one of which is to hold it; empty for any. */ on: z.array(z.string()), withinMs: milliseconds.nullable(), origin }),
  z.strictObject({ do: z.literal("log"), collection: z.string(), /** A part of a line. */ text: z.string(), withinMs: milliseconds.nullable(), origin }),
  z.strictObject({ do: z.literal("kill"), machines: z.array(z.string()), daemon: z.string().nullable(), origin }),
  z.strictObject({ do: z.literal("cut"), machines: z.array(z.string()), origin }),
  /** Empty: all of them. */
  z.strictObject({ do: z.literal("heal"), machines: z.array(z.string()), origin }),
  z.strictObject({ do: z.literal("wait"), ms: milliseconds, origin }),
]);
export type Step = z.infer<typeof step>;

/** What the running site is to do, step by step. */
export const expectation = z.strictObject({
  name: z.string(),
  steps: z.array(step),
  /** Names as clients see them, besides those of routes. */
  resolve: z.array(z.strictObject({ domain: z.string(), address })),
  /** What the kernel must have. */
  only: z.array(z.enum(["ipvs"])),
  origin,
});
export type Expectation = z.infer<typeof expectation>;
