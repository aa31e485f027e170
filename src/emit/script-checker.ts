import { addStatus, type Checker, type Complaint, type Subject } from "./checker.js";
import type { Run } from "./world.js";

/** `shellcheck -s sh` at its strictest, then this machine's own `sh -n`. */
export const scriptChecker: Checker = {
  name: "shellcheck",
  programs: ["shellcheck"],
  package: { name: "shellcheck" },
  version: { argv: ["--version"], pattern: /^version: (\d+(?:\.\d+)*)/m },
  commands: ({ path, program }) => [{ argv: [program, "-s", "sh", "-f", "json1", path] }, { argv: ["sh", "-n", path] }],
  read: ([lint, parse], subject) => [...readLint(lint!, subject), ...readParse(parse!, subject)],
};

interface LintReport {
  readonly comments: readonly { readonly file: string; readonly line: number; readonly level: string; readonly code: number; readonly message: string }[];
}

function readLint(run: Run, subject: Subject): readonly Complaint[] {
  const report: LintReport = run.stdout.startsWith("{") ? (JSON.parse(run.stdout) as LintReport) : { comments: [] };
  const complaints = report.comments.map(({ file, line, level, code, message }) => ({
    severity: level === "error" ? ("error" as const) : ("warning" as const),
    text: `SC${code}: ${message}`,
    file,
    line,
  }));
  return addStatus(complaints, run, subject);
}

function readParse(run: Run, subject: Subject): readonly Complaint[] {
  const complaints = [...run.stderr.matchAll(/^(\/\S+): (\d+): (.*)$/gm)].map(([, file, line, text]) => ({ severity: "error" as const, text: text!, file: file!, line: Number(line) }));
  return addStatus(complaints, run, subject);
}
