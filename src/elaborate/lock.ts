import type { Report } from "../diagnostics/define.js";
import { defineDiagnostic } from "../diagnostics/define.js";
import { compareNames } from "../source/order.js";
import type { Span } from "../source/source.js";
import type { File, Statement } from "../syntax/index.js";
import { address } from "../vocabulary/values/addresses.js";
import { port, routerId } from "../vocabulary/values/numbers.js";
import { isProblem } from "../vocabulary/values/value-type.js";

/**
 * What was allocated, as `site.lock` keeps it, one statement a line: `address goods-1 192.168.0.7`, `vrid 192.168.0.146 146`,
 * `port goods-1 18306 30001` (the node, its own port, the published one).
 */
export interface LockEntry {
  readonly what: "address" | "vrid" | "port";
  /** The node, the VIP, or the node and its port with a blank between. */
  readonly key: string;
  readonly value: string;
  /** Where the lock says it; absent in an entry that this build made. */
  readonly span?: Span;
}

export const badLock = defineDiagnostic({
  code: "bad-lock",
  severity: "error",
  summary: "A line of the lock says nothing that infc writes there.",
  explanation: "`site.lock` is written by infc: `address NODE ADDRESS`, `vrid VIP ID`, `port NODE PORT PUBLISHED`. Delete a broken line, and the next build allocates again.",
  message: (data: { readonly line: string }) => `\`${data.line}\` is no line of a lock`,
  help: () => "delete the line, and build again",
});

/** Reads a parsed lock. The first of two equal entries counts; what is no entry is reported. */
export function readLock(file: File | undefined, report: Report): readonly LockEntry[] {
  return (file?.body.statements ?? []).flatMap((statement) => {
    const entry = readEntry(statement);
    if (entry === undefined) {
      report(badLock, { at: statement.span, data: { line: statement.words.map(({ raw }) => raw).join(" ") } });
      return [];
    }
    return [{ what: entry.what, key: entry.key, value: entry.value, span: statement.span }];
  });
}

function readEntry({ words, block }: Statement): LockEntry | undefined {
  const [what, first, second, third, ...more] = words.map(({ raw }) => raw);
  if (block || more.length > 0 || first === undefined || second === undefined) return undefined;
  if (what === "address" && third === undefined && !isProblem(address.read(second, false))) return { what, key: first, value: second };
  if (what === "vrid" && third === undefined && !isProblem(routerId.read(second, false))) return { what, key: first, value: second };
  if (what === "port" && third !== undefined && !isProblem(port.read(third, false))) return { what, key: `${first} ${second}`, value: third };
  return undefined;
}

/** The text of a lock, sorted. Empty when nothing was allocated. */
export function printLock(entries: readonly LockEntry[]): string {
  if (entries.length === 0) return "";
  const lines = entries.map(({ what, key, value }) => `${what} ${key} ${value}`).sort(compareNames);
  return `# What infc allocated. Keep it with the program: it keeps addresses, router ids and ports as they are.\n${lines.join("\n")}\n`;
}
