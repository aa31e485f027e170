import type { Origin } from "../source/origin.js";
import { placeKey } from "../source/source.js";

/** The clauses that parts of a site come from. */
export interface Clauses {
  /** Whether one clause says both, in one breath. */
  isOne(some: Origin, other: Origin): boolean;
  /** Equal for what one clause says. */
  placeOf(origin: Origin): string;
}

export const clausesOfOrigins: Clauses = { isOne: (some, other) => some === other, placeOf: ({ span }) => placeKey(span) };
