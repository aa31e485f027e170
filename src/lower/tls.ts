import { type Bound, find } from "../bind/bound.js";
import type { Tls } from "../ir/basics.js";
import { tls as declaration } from "../vocabulary/clauses/everywhere.js";

export function lowerTls(bound: Bound<typeof declaration>): Tls {
  return {
    certificate: bound.args.certificate?.value ?? null,
    key: find(bound, "key")?.args.path.value ?? null,
    authority: find(bound, "ca")?.args.path.value ?? null,
    minimum: find(bound, "min")?.args.version.value ?? "1.2",
    ciphers: find(bound, "ciphers")?.args.ciphers.value ?? null,
    verify: find(bound, "verify")?.args.verify.value ?? "yes",
    origin: bound.origin,
  };
}
