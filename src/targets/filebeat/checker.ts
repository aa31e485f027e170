import { addStatus, type Checker } from "../../emit/checker.js";

/** `filebeat test config`, which opens no path and connects to nothing. It stops at the first fault: `Exiting: …`. */
export const filebeatChecker: Checker = {
  name: "filebeat",
  programs: ["filebeat", "/usr/share/filebeat/bin/filebeat"],
  package: { name: "filebeat", from: "Elastic's own repository" },
  version: { argv: ["version"], pattern: /version (\d+(?:\.\d+)*)/ },
  complete: ({ program }) => ({ programs: [program] }),
  commands: ({ path, program }) => [{ argv: [program, "test", "config", "-c", path, "--path.data", "/tmp/infc-filebeat", "--path.logs", "/tmp/infc-filebeat"] }],
  read([run], subject) {
    const faults = [...`${run!.stdout}\n${run!.stderr}`.matchAll(/^(?:Exiting|Error): (.+)$/gm)].map(([, text = ""]) => {
      const line = /\bline (\d+)\b/.exec(text)?.[1];
      return { severity: "error" as const, text, file: subject.path, ...(line === undefined ? {} : { line: Number(line) }) };
    });
    return addStatus(faults, run!, subject);
  },
};
