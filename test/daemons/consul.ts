import { findNeed } from "../../tools/machine.js";
import { addStatus, type Checker, type Complaint, type Subject } from "./checker.js";

const program = (): string => findNeed("consul") ?? "consul";

// What `consul validate` says of every sound file of a server.
const harmless = /^(Configuration is valid!|bootstrap_expect > 0: expecting \d+ servers|\d+ error(\(s\)|s?)( occurred| decoding)?:|)$/;

// Settings and blocks that came after version 1.8: 1.9, 1.11, 1.12, 1.13, 1.14.
const newer = ["ui_config", "initial_management", "tls", "peering", "grpc_tls"];

/**
 * `consul validate` of one file, HCL or JSON.
 *
 * The version at hand is 1.8, the last that Debian packaged: it judges a copy of the file in which newer settings are
 * blank, so that lines stay where they are.
 */
export const consul: Checker = {
  name: "consul",
  needs: ["consul"],
  complete: ({ path, text }) => ({ programs: [program()], files: [{ path: copyOf(path), content: path.endsWith(".json") ? dropNewer(text) : blankNewer(text) }] }),
  commands: ({ path }) => [{ argv: [program(), "validate", copyOf(path)] }],
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

function blankNewer(text: string): string {
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

function dropNewer(text: string): string {
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
