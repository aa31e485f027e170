import { valueType } from "./value-type.js";

/** The code of a report, as it stands in brackets behind `warning`. Which there are, is looked up where all are known. */
export const reportCode = valueType<string>({
  name: "code",
  title: "the code of a report",
  accepts: "as it stands in the brackets of a report: `even-quorum` of `warning[even-quorum]`",
  examples: ["even-quorum"],
  splits: false,
  read: (word) => (/^[a-z]+(-[a-z]+)*$/i.test(word) ? word.toLowerCase() : { problem: "not the code of a report: small letters, with `-` between words" }),
  print: (value) => value,
});

/** Why something is as it is: prose, which only quotes hold together, so that no clause is ever taken for it. */
export const reason = valueType<string>({
  name: "reason",
  title: "a reason in quotes",
  accepts: "a text of one line, in quotes, that is not empty",
  examples: ['"two servers until the new rack stands"'],
  splits: false,
  read(word, quoted) {
    if (!quoted) return { problem: "not a reason in quotes" };
    if (word.trim() === "") return { problem: "no reason" };
    return /[\u0000-\u001f\u007f\u0085\u2028\u2029]/.test(word) ? { problem: "no reason of one line" } : word;
  },
  print: (value) => value,
});
