import { clause, required } from "../declaration.js";
import { reason, reportCode } from "../values/reports.js";

/**
 * The one clause that every statement takes, whatever it is of: it says something of the statement that it stands in, and is no part of
 * what the statement declares.
 */
export const accept = clause({
  doc: "Warnings and notes of this code are not reported, with the reason why: on a line those of its statement, in a block those of the statement that the block belongs to, as a statement of the file those of the whole program.",
  example: 'accept even-quorum "two servers until the new rack stands"',
  args: { code: required(reportCode), reason: required(reason) },
  repeats: true,
});
