import { collectDiagnostics } from "../diagnostics/define.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Complaint } from "../emit/checker.js";
import type { OutputFile } from "../emit/output-file.js";
import type { Site } from "../ir/site.js";
import { groupBy } from "../source/group.js";
import type { Origin } from "../source/origin.js";
import { linesOf as startsOf, placeKey, type Source } from "../source/source.js";
import { oncePer } from "../source/once.js";
import { daemonComplaint, daemonMissing, daemonWarning, notJudged, otherVersion } from "./diagnostics.js";
import type { FileComplaint, Gap, Judgment } from "./judgment.js";
import { isIn, type Lines, linesOf } from "./lines.js";

/** What the daemons said, as reports at the statements that their lines came from. One fault on several machines is one report. */
export function reportComplaints(complaints: readonly FileComplaint[]): readonly Diagnostic[] {
  const { report, diagnostics } = collectDiagnostics();
  for (const [first, ...others] of groupBy(faultsOf(complaints), ({ key }) => key).values()) {
    const { daemon, severity, texts, of, line, origin } = first!;
    const elsewhere = others.map((each) => nameOf(each.of, each.line));
    report(severity === "error" ? daemonComplaint : daemonWarning, {
      at: origin,
      data: { daemon, text: texts[0]! },
      related: line === undefined ? [] : [{ span: spanOfLine(of, line), text: `written for \`${of.machine}\`` }],
      notes: [
        ...texts.slice(1).map((text) => `it goes on: ${text}`),
        ...(line === undefined ? [`it says so of ${nameOf(of, line)}, and names no line`] : []),
        ...(elsewhere.length === 0 ? [] : [`the same in ${elsewhere.slice(0, 3).join(", ")}${elsewhere.length > 3 ? ` and ${elsewhere.length - 3} more` : ""}`]),
      ],
    });
  }
  return diagnostics;
}

/** All that one daemon said of one line of one file, or of a file as a whole. */
interface Fault {
  readonly daemon: string;
  readonly severity: Complaint["severity"];
  readonly texts: readonly string[];
  readonly of: OutputFile;
  readonly line: number | undefined;
  readonly origin: Origin;
  /** The same for the same fault on another machine. */
  readonly key: string;
}

function faultsOf(complaints: readonly FileComplaint[]): readonly Fault[] {
  const placed = complaints.map((complaint) => ({ complaint, ...placeOf(complaint) }));
  const groups = groupBy(placed, ({ complaint: { checker, of, text }, line }) => JSON.stringify([checker.name, of.path, line ?? text]));
  return [...groups.values()].map((own): Fault => {
    const { complaint, line, origin } = own[0]!;
    const severity = own.some((each) => each.complaint.severity === "error") ? "error" : "warning";
    const texts = [...new Set(own.map((each) => each.complaint.text))];
    const { span } = origin;
    return { daemon: complaint.checker.name, severity, texts, of: complaint.of, line, origin, key: JSON.stringify([complaint.checker.name, severity, texts, placeKey(span)]) };
  });
}

/** What nobody judged, and what another version judged than the site says. */
export function reportGaps({ gaps, judged }: Judgment, site: Site): readonly Diagnostic[] {
  const { report, diagnostics } = collectDiagnostics();
  for (const [name, own] of groupBy(gaps.filter(({ what }) => what === null), ({ checker }) => checker.name)) {
    report(daemonMissing, { at: originOf(own[0]!.file), data: { daemon: name, package: own[0]!.checker.package, count: own.length } });
  }
  const partial = gaps.filter((gap): gap is Gap & { readonly what: string } => gap.what !== null);
  for (const [, [first]] of groupBy(partial, ({ checker, what }) => `${checker.name} ${what}`)) {
    report(notJudged, { at: originOf(first!.file), data: { daemon: first!.checker.name, what: first!.what } });
  }
  const stated = new Map(site.daemons.map(({ machine, target, version }) => [`${machine} ${target}`, version]));
  const other = judged.flatMap(({ file, checker, version }) => {
    const wanted = stated.get(`${file.machine} ${file.daemon}`);
    return wanted && version !== null && !isWithin(version, wanted) && checker.name === file.daemon ? [{ file, checker, installed: version, stated: wanted }] : [];
  });
  for (const [, [first]] of groupBy(other, (each) => `${each.checker.name} ${each.stated}`)) {
    report(otherVersion, { at: originOf(first!.file), data: { daemon: first!.checker.name, installed: first!.installed, stated: first!.stated } });
  }
  return diagnostics;
}

/** `1.22.1` is within `1.22`. */
function isWithin(version: string, stated: string): boolean {
  return `${version}.`.startsWith(`${stated}.`);
}

/** The line that is meant and the innermost statement behind it. A daemon that names no line names words, which stand in one line perhaps. */
function placeOf({ of, text, line: said }: FileComplaint): { readonly line: number | undefined; readonly origin: Origin } {
  const lines = linesOf(of);
  const words = wordsOf(text);
  // Some faults are found at the end of the block that they are in: a line that has no word of the complaint.
  const isElsewhere = said === undefined || !words.some((word) => isIn(word, lines.textOf(said)));
  const line = isElsewhere ? (lineOfWords(words, lines) ?? said) : said;
  return { line, origin: (line === undefined ? undefined : lines.originOf(line)) ?? originOf(of) };
}

/** The one line that holds the longest of the words which stands in one line alone. */
function lineOfWords(words: readonly string[], lines: Lines): number | undefined {
  for (const word of words) {
    const found = lines.withWord(word);
    if (found.length === 1) return found[0];
  }
  return undefined;
}

/** What stands in quotes, then all other words of four letters or more; the longest first. */
function wordsOf(text: string): readonly string[] {
  const quoted = [...text.matchAll(/"([^"]{2,})"|'([^']{2,})'|`([^`]{2,})`/g)].map((match) => match[1] ?? match[2] ?? match[3]!);
  const bare = text.split(/[\s"'`()[\],;]+/).map((word) => word.replace(/[.:!]+$/, "")).filter((word) => word.length >= 4);
  const byLength = (words: readonly string[]): readonly string[] => [...new Set(words)].sort((a, b) => b.length - a.length);
  return [...byLength(quoted), ...byLength(bare), ...byLength(bare.flatMap((word) => word.split(".")).filter((word) => word.length >= 4))];
}

/** The outermost reason of the file. */
function originOf({ provenance, path }: OutputFile): Origin {
  const first = provenance[0];
  if (first === undefined) throw new Error(`${path} has no provenance`);
  return first.origin;
}

function nameOf({ path }: OutputFile, line: number | undefined): string {
  return line === undefined ? `\`${path}\`` : `\`${path}:${line}\``;
}

const sourceOf = oncePer(({ path, text }: OutputFile): Source => ({ path, text }));

function spanOfLine(file: OutputFile, line: number): { readonly source: Source; readonly start: number; readonly end: number } {
  const source = sourceOf(file);
  const starts = startsOf(source);
  const start = starts[line - 1] ?? 0;
  const end = (starts[line] ?? source.text.length + 1) - 1;
  const text = source.text.slice(start, end);
  return { source, start: start + text.length - text.trimStart().length, end };
}
