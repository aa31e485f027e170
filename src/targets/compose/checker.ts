import { addStatus, type Checker, type Complaint } from "../../emit/checker.js";

/** `docker-compose config -q` of Compose v2, which needs no engine. Some faults are only warnings with status 0. */
export const composeChecker: Checker = {
  name: "compose",
  // Version 1 misses undefined networks and refuses modern files.
  programs: ["/usr/libexec/docker/cli-plugins/docker-compose", "/usr/lib/docker/cli-plugins/docker-compose", "/usr/local/lib/docker/cli-plugins/docker-compose", "docker-compose"],
  package: { name: "docker-compose-plugin", from: "Docker's own repository" },
  version: { argv: ["version", "--short"], pattern: /^v?(\d+(?:\.\d+)*)/, minimum: "2" },
  complete: ({ program }) => ({ programs: [program] }),
  commands: ({ path, program }) => [{ argv: [program, "-f", path, "config", "-q"], cwd: path.slice(0, path.lastIndexOf("/")) || "/" }],
  read([run], subject) {
    const complaints = `${run!.stdout}\n${run!.stderr}`.split("\n").flatMap((line): readonly Complaint[] => {
      const logged = /^time=\S+ level=(\w+) msg=(".*")/.exec(line);
      const text = (logged === null ? line : (JSON.parse(logged[2]!) as string)).trim();
      // A heading: the faults stand in the lines below it.
      if (text === "" || text === "yaml: unmarshal errors:" || text.startsWith("decoding failed due to the following error")) return [];
      const at = /\bline (\d+):/.exec(text)?.[1];
      const severity = logged?.[1] === "warning" ? ("warning" as const) : ("error" as const);
      return [{ severity, text, file: subject.path, ...(at === undefined ? {} : { line: Number(at) }) }];
    });
    return addStatus(complaints, run!, subject);
  },
};
