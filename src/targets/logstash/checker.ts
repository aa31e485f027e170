import { addStatus, type Checker } from "../../emit/checker.js";

/** `logstash --config.test_and_exit` of one pipeline's file. A Java program: it takes up to a minute. */
export const logstashChecker: Checker = {
  name: "logstash",
  programs: ["/usr/share/logstash/bin/logstash", "logstash"],
  package: { name: "logstash", from: "Elastic's own repository" },
  version: { argv: ["--version"], pattern: /^logstash (\d+(?:\.\d+)*)/m },
  complete: ({ program }) => ({ programs: [program] }),
  commands: ({ path, program }) => [{ argv: [program, "--config.test_and_exit", "--path.config", path, "--path.data", "/tmp/infc-logstash", "--path.logs", "/tmp/infc-logstash"], timeout: 180 }],
  read([run], subject) {
    const faults = [...`${run!.stdout}\n${run!.stderr}`.matchAll(/^.*?(?:Reason: |\[(?:ERROR|FATAL) *\]\[[^\]]+\] *)(.+)$/gm)].map(([, text = ""]) => {
      const line = /\bat line (\d+)\b/.exec(text)?.[1];
      return { severity: "error" as const, text, file: subject.path, ...(line === undefined ? {} : { line: Number(line) }) };
    });
    return addStatus(faults, run!, subject);
  },
};
