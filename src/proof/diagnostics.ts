import { defineDiagnostic } from "../diagnostics/define.js";
import { installing, type Package } from "../emit/checker.js";

interface Said {
  /** The program: `nginx`. */
  readonly daemon: string;
  readonly text: string;
}

const explanation = `
\`infc check --daemons\` gives every generated file to its own daemon, on a stand-in for the machine that it is for: with its interfaces
and addresses, the names that resolve there, its users, and throw-away certificates. What the daemon says comes back at the line of the
program that the faulty line was written for. Most of what it can say concerns native blocks and \`raw\` text.

    gateway edge on lb1 {
      nginx { client_max_body_size 10mb }        # error: nginx knows no such size
      nginx { client_max_body_size 10m }
    }
`;

export const daemonComplaint = defineDiagnostic({
  code: "daemon-complaint",
  severity: "error",
  summary: "A daemon does not take a generated file.",
  explanation,
  message: ({ daemon, text }: Said) => `${daemon} says: ${text}`,
});

export const daemonWarning = defineDiagnostic({
  code: "daemon-warning",
  severity: "warning",
  summary: "A daemon takes a generated file with a warning.",
  explanation,
  message: ({ daemon, text }: Said) => `${daemon} warns: ${text}`,
});

export const daemonMissing = defineDiagnostic({
  code: "daemon-missing",
  severity: "warning",
  summary: "A daemon is not installed here, so that nobody judged its files.",
  explanation: `
\`infc check --daemons\` runs the daemons' own tests. What is not installed judges nothing, and that is said and not passed over. Install
it on the machine that checks; the daemon need not run. Where that cannot be, \`--deny warnings\` without this code keeps the rest strict.

    infc check --daemons                         # warning: squid is not installed
    apt-get install squid && infc check --daemons
`,
  message: ({ daemon, count }: { readonly daemon: string; readonly package: Package; readonly count: number }) => `${daemon} is not installed here, so that ${count === 1 ? "1 file was" : `${count} files were`} not judged`,
  help: (data) => installing(data.package),
});

export const notJudged = defineDiagnostic({
  code: "not-judged",
  severity: "info",
  summary: "A part of a file could not be judged here.",
  explanation: `
A daemon's test needs what the file uses: nginx with upsync needs the upsync module, and an old Consul does not know newer settings. What
is missing here is left out of the test, and all the rest is judged.

    infc check --daemons             # note: nginx did not judge the upsync directives
`,
  message: ({ daemon, what }: { readonly daemon: string; readonly what: string }) => `${daemon} did not judge ${what}`,
});

export const otherVersion = defineDiagnostic({
  code: "other-version",
  severity: "info",
  summary: "The daemon that judged is of another version than the site says.",
  explanation: `
The site says for which version its files are; the daemon that is installed here is of another. Its word then counts for what both
versions know. To have the last word, check where that version is installed.

    gateway edge nginx { version 1.28 }        # note where nginx 1.22 is installed
`,
  message: ({ daemon, installed, stated }: { readonly daemon: string; readonly installed: string; readonly stated: string }) => `${daemon} ${installed} judged files for ${daemon} ${stated}`,
});

export const proofDiagnostics = [daemonComplaint, daemonWarning, daemonMissing, notJudged, otherVersion] as const;
