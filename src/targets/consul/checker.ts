import { addStatus, type Checker, type Complaint, type Subject } from "../../emit/checker.js";
import { compareVersions } from "../../emit/versions.js";

// What `consul validate` says of every sound file of a server.
// What a server that stands alone is told is what its program says.
const harmless = /^(Configuration is valid!|bootstrap_expect > 0: expecting \d+ servers|BootstrapExpect is set to 1; this is the same as Bootstrap mode\.|bootstrap = true: do not enable unless necessary|\d+ error(\(s\)|s?)( occurred| decoding)?:|)$/;

// Settings and blocks that are younger than the last Consul that Debian packaged, 1.8, and the version that brought each.
const since = { ui_config: "1.9", initial_management: "1.11", tls: "1.12", peering: "1.13", grpc_tls: "1.14" } as const;

/**
 * `consul validate` of one file, HCL or JSON. It judges a copy of the file in which the settings that its version does
 * not know are blank, so that lines stay where they are.
 */
export const consulChecker: Checker = {
  name: "consul",
  programs: ["consul"],
  package: { name: "consul", from: "HashiCorp's own repository" },
  version: { argv: ["version"], pattern: /^Consul v(\d+(?:\.\d+)*)/ },
  complete: ({ path, text, program, version }) => ({
    programs: [program],
    files: [{ path: copyOf(path), content: withoutNewer(path, text, version) }],
  }),
  unjudged({ text, version }) {
    const found = newerThan(version).filter((key) => new RegExp(`^\\s*"?${key}\\b`, "m").test(text));
    return found.length === 0 ? undefined : `${found.map((key) => `\`${key}\``).join(", ")}, as consul ${version} is older`;
  },
  commands: ({ path, program }) => [{ argv: [program, "validate", copyOf(path)] }],
  read([run], subject) {
    const complaints = `${run!.stdout}\n${run!.stderr}`.split("\n").flatMap((raw): readonly Complaint[] => {
      const text = raw
        .replace(/^Config validation failed: /, "")
        .replace(/^failed to parse \S+: /, "")
        .replace(/^\s*\* /, "")
        .trim();
      if (harmless.test(text)) return [];
      const severity = run!.status === 0 ? ("warning" as const) : ("error" as const);
      return [{ severity, text, file: subject.path, ...lineOf(text, subject) }];
    });
    return addStatus(complaints, run!, subject);
  },
};

/** Consul goes by the ending, so the copy keeps it. */
function copyOf(path: string): string {
  return path.replace(/(\.\w+)?$/, ".infc$1");
}

/** The same lines without the settings that a version of Consul does not know. */
export function withoutNewer(path: string, text: string, version: string | null): string {
  return path.endsWith(".json") ? dropNewer(text, newerThan(version)) : blankNewer(text, newerThan(version));
}

function newerThan(version: string | null): readonly string[] {
  return Object.entries(since).flatMap(([key, first]) => (version !== null && compareVersions(version, first) < 0 ? [key] : []));
}

function blankNewer(text: string, newer: readonly string[]): string {
  if (newer.length === 0) return text;
  return text.replace(new RegExp(`^[ \\t]*(?:${newer.join("|")})\\s*(?:=\\s*)?(?=\\S)`, "gm"), "\0$&").split("\0").map(blankFirst).join("");
}

/** Blanks the setting or block that a piece begins with; the text before the first mark begins with none. */
function blankFirst(piece: string, index: number): string {
  if (index === 0) return piece;
  let depth = 0;
  for (const match of piece.matchAll(/"(?:\\.|[^"\\\n])*"|[{}\n]/g)) {
    if (match[0] === "{") depth++;
    else if (match[0] === "}") depth--;
    else if (match[0] !== "\n") continue;
    if (depth > 0) continue;
    const end = match.index + 1;
    return piece.slice(0, end).replace(/[^\n]/g, "") + piece.slice(end);
  }
  return piece;
}

function dropNewer(text: string, newer: readonly string[]): string {
  if (!newer.some((key) => text.includes(`"${key}"`))) return text;
  try {
    return JSON.stringify(JSON.parse(text, (key, value: unknown) => (newer.includes(key) ? undefined : value)), null, 2);
  } catch {
    return text;
  }
}

/** The line that a message names, else the line that sets the key that it names. */
function lineOf(message: string, { text }: Subject): { readonly line?: number } {
  const at = /\bAt (\d+):\d+:/.exec(message)?.[1];
  if (at !== undefined) return { line: Number(at) };
  const key = /invalid config key (?:\S+\.)?(\w+)/.exec(message)?.[1] ?? /^'(?:\S+\.)?(\w+)' expected/.exec(message)?.[1];
  const found = text.split("\n").findIndex((line) => key !== undefined && new RegExp(`\\b${key}\\b`).test(line));
  return found < 0 ? {} : { line: found + 1 };
}
