import { z } from "zod";
import type { Origin } from "../source/origin.js";

/** Why this part of the site exists. In JSON it is the place, `site.infra:14:5`, and the default where nobody wrote it. */
export const origin = z.custom<Origin>().meta({ id: "origin", description: "Why it exists: `FILE:LINE:COLUMN`, then the default or rule where nobody wrote it." });

export const port = z.int().min(1).max(65_535);
export const transport = z.enum(["tcp", "udp"]);
/** Whole milliseconds. */
export const milliseconds = z.int().min(0);
/** Whole bytes. */
export const bytes = z.int().min(0);
/** An IPv4 or IPv6 address in canonical text. */
export const address = z.string();

/** An address or a name, with a port. */
export const endpoint = z.strictObject({ host: z.string(), port });
export type Endpoint = z.infer<typeof endpoint>;

/** A secret: its name, or the literal that stands in the program. Its text is never part of the site. */
export const secret = z.union([z.strictObject({ name: z.string() }), z.strictObject({ literal: z.string() })]);
export type SecretUse = z.infer<typeof secret>;

export const tls = z.strictObject({
  /** PEM file on the machine; of a server its certificate chain, for a client its own certificate. */
  certificate: z.string().nullable(),
  key: z.string().nullable(),
  authority: z.string().nullable(),
  minimum: z.enum(["1.0", "1.1", "1.2", "1.3"]),
  ciphers: z.string().nullable(),
  /** `client` on a listen: the client must show a certificate. */
  verify: z.enum(["yes", "no", "client"]),
  origin,
});
export type Tls = z.infer<typeof tls>;
