import { addStatus, type Checker } from "./checker.js";

/**
 * `keepalived -t`, which prints nothing about a file without faults: so every line counts. Statuses differ by version
 * (4, 5, 6) and are 0 for some faults, such as an `include` of nothing. The interfaces must exist.
 */
export const keepalived: Checker = {
  name: "keepalived",
  needs: ["keepalived"],
  commands: ({ path }) => [{ argv: ["keepalived", "-t", "-f", path] }],
  read([run], subject) {
    const lines = `${run!.stdout}\n${run!.stderr}`.split("\n").filter((line) => line.trim() !== "");
    const complaints = lines.map((line) => {
      const [, file, at, words] = /^\((?:(\S+): )?Line (\d+)\) (.*)$/.exec(line) ?? [];
      const severity = /deprecated|Config files missing/i.test(line) ? ("warning" as const) : ("error" as const);
      return { severity, text: words ?? line, file: file ?? subject.path, ...(at === undefined ? {} : { line: Number(at) }) };
    });
    return addStatus(complaints, run!, subject);
  },
};
