import { addStatus, type Checker, type Complaint } from "../../emit/checker.js";

// These only sum up what stands before them.
const summaries = /^(Error\(s\) found in configuration file|Fatal errors found in configuration|Some warnings were found|Failed to initialize server\(s\) addr)/;

/** `haproxy -c` with warnings made fatal (`-dW`). Does not listen; resolves the names of servers. */
export const haproxyChecker: Checker = {
  name: "haproxy",
  programs: ["haproxy"],
  package: { name: "haproxy" },
  version: { argv: ["-v"], pattern: /^HAProxy version (\d+(?:\.\d+)*)/i },
  complete: ({ text }) => ({ certificates: certificatesOf(text) }),
  commands: ({ path, program }) => [{ argv: [program, "-c", "-dW", "-f", path] }],
  read([run], subject) {
    const complaints: Complaint[] = [];
    for (const [, level, words = ""] of run!.stderr.matchAll(/^\[(\w+)\]\s+(?:\S+ )?\(\d+\) : (.*(?:\n {3}\|.*)*)$/gm)) {
      const text = words.replace(/^config : /, "").replace(/\n {3}\| */g, " ");
      if (level === "NOTICE" || summaries.test(text)) continue;
      const place = /\[([^\]\s]+):(\d+)\]/.exec(text);
      const where = place === null ? {} : { file: place[1]!, line: Number(place[2]) };
      complaints.push({ severity: level === "WARNING" ? "warning" : "error", text: text.replace(/^(?:parsing )?\[[^\]\s]+:\d+\] ?:? ?/, ""), ...where });
    }
    // Status 2 is a file without a fault with which haproxy will not start: it listens nowhere.
    if (run!.status === 2) complaints.push({ severity: "error", file: subject.path, text: run!.stdout.trim() });
    return addStatus(complaints, run!, subject);
  },
};

/** The paths at which a file wants a certificate, a key or a list of authorities. */
export function certificatesOf(text: string): readonly string[] {
  return [...text.matchAll(/^[^#\n]*?\s(?:crt|ca-file|ca-base|crt-base)\s+(\/\S+)/gm)].map((match) => match[1]!);
}
