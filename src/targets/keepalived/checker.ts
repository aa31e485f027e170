import { addStatus, type Checker } from "../../emit/checker.js";

// These only sum up what stands beside them.
const summaries = /^Non-existent interface specified in configuration$/;

/**
 * `keepalived -t`, which prints nothing about a file without faults: so every line counts. Statuses differ by version
 * (4, 5, 6) and are 0 for some faults, such as an `include` of nothing. The interfaces must exist.
 */
export const keepalivedChecker: Checker = {
  name: "keepalived",
  programs: ["keepalived"],
  package: { name: "keepalived" },
  version: { argv: ["--version"], pattern: /^Keepalived v(\d+(?:\.\d+)*)/ },
  // Before it looks at a script as the script's user, keepalived ends itself (SIGTERM) unless its parent is the process that it remembers,
  // which for a test is none: the first process of a namespace has no parent in it.
  commands: ({ path, program }) => [{ argv: ["unshare", "--pid", "--fork", program, "-t", "-f", path] }],
  read([run], subject) {
    const lines = `${run!.stdout}\n${run!.stderr}`.split("\n").filter((line) => line.trim() !== "");
    const complaints = lines.filter((line, _, { length }) => length === 1 || !summaries.test(line)).map((line) => {
      const [, file, at, words] = /^\((?:(\S+): )?Line (\d+)\) (.*)$/.exec(line) ?? [];
      const severity = /deprecated|Config files missing/i.test(line) ? ("warning" as const) : ("error" as const);
      return { severity, text: words ?? line, file: file ?? subject.path, ...(at === undefined ? {} : { line: Number(at) }) };
    });
    return addStatus(complaints, run!, subject);
  },
};
