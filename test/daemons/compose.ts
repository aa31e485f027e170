import { findNeed } from "../../tools/machine.js";
import { addStatus, type Checker, type Complaint } from "./checker.js";

const program = (): string => findNeed("compose") ?? "docker-compose";

/** `docker-compose config -q` of Compose v2, which needs no engine. Some faults are only warnings with status 0. */
export const compose: Checker = {
  name: "compose",
  needs: ["compose"],
  complete: () => ({ programs: [program()] }),
  commands: ({ path }) => [{ argv: [program(), "-f", path, "config", "-q"], cwd: path.slice(0, path.lastIndexOf("/")) || "/" }],
  read([run], subject) {
    const complaints = `${run!.stdout}\n${run!.stderr}`.split("\n").flatMap((line): readonly Complaint[] => {
      const logged = /^time=\S+ level=(\w+) msg=(".*")/.exec(line);
      const text = (logged === null ? line : (JSON.parse(logged[2]!) as string)).trim();
      // A heading: the faults stand in the lines below it.
      if (text === "" || text === "yaml: unmarshal errors:") return [];
      const at = /\bline (\d+):/.exec(text)?.[1];
      const severity = logged?.[1] === "warning" ? ("warning" as const) : ("error" as const);
      return [{ severity, text, file: subject.path, ...(at === undefined ? {} : { line: Number(at) }) }];
    });
    return addStatus(complaints, run!, subject);
  },
};
