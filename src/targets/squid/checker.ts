import { addStatus, type Checker, type Complaint } from "../../emit/checker.js";

// What `squid -k parse` says of a sound file, and what it says when it ends. Everything else is a complaint: its exit
// status is 0 for many faults, and their wording has no common mark.
const harmless = [
  /^(Startup: Initializ|Initializing https:\/\/ proxy context|(Starting|Disabling) Authentication on port|Set Current Directory to )/,
  /^(Initializing (https_port|cache_peer) .* TLS contexts?$|Using (certificate|key) in )/,
  /^(Not currently OK to rewrite swap log|storeDirWriteCleanLogs: Operation aborted|Squid Cache \(Version .*Terminated abnormally)/,
  /^(CPU Usage: |Maximum Resident Size: |Page faults with physical i\/o: |\s*exception location: |\s*$)/,
  // The place of the complaint in the next line, which says what is wrong.
  /^(aclParseAccessLine: )?\/\S+ line \d+: /,
];

/** `squid -k parse`. It echoes each directive as it comes to it, so the last echo is the place of a complaint. */
export const squidChecker: Checker = {
  name: "squid",
  programs: ["squid"],
  package: { name: "squid" },
  version: { argv: ["-v"], pattern: /^Squid Cache: Version (\d+(?:\.\d+)*)/ },
  commands: ({ path, program }) => [{ argv: [program, "-k", "parse", "-f", path] }],
  read([run], subject) {
    const complaints: Complaint[] = [];
    const place = new Place(subject.path, (path) => textOf(subject, path));
    for (const raw of `${run!.stdout}\n${run!.stderr}`.split("\n")) {
      const text = raw.replace(/^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d(?: kid\d+)?\| /, "");
      const [, file, depth] = /^Processing Configuration File: (\S+) \(depth (\d+)\)$/.exec(text) ?? [];
      if (file !== undefined) place.enter(file, Number(depth));
      else if (text.startsWith("Processing: ")) place.advance(text.slice("Processing: ".length));
      else if (!harmless.some((pattern) => pattern.test(text))) complaints.push({ severity: /^warning/i.test(text) ? "warning" : "error", text, ...place.current });
    }
    // `FATAL: Bungled FILE line N` ends a run; where the reason stands before it, it adds nothing.
    const bungled = (text: string): boolean => text.startsWith("FATAL: Bungled");
    const reasons = new Set(complaints.filter(({ text }) => !bungled(text)).map(({ file, line }) => `${file}:${line}`));
    return addStatus(
      complaints.filter(({ text, file, line }) => !bungled(text) || !reasons.has(`${file}:${line}`)),
      run!,
      subject,
    );
  },
};

function textOf({ path, text, world }: { path: string; text: string; world: { files?: readonly { path: string; content: unknown }[] } }, wanted: string): string {
  if (wanted === path) return text;
  const content = world.files?.find((file) => file.path === wanted)?.content;
  return typeof content === "string" ? content : "";
}

/** Follows the echoes through a file and those that it includes. */
class Place {
  readonly #stack: { readonly file: string; readonly lines: readonly string[]; line: number }[] = [];
  readonly #read: (path: string) => string;

  constructor(path: string, read: (path: string) => string) {
    this.#read = read;
    this.enter(path, 0);
  }

  get current(): { readonly file: string; readonly line?: number } {
    const { file, line } = this.#stack.at(-1)!;
    return line === 0 ? { file } : { file, line };
  }

  enter(file: string, depth: number): void {
    this.#stack.splice(depth, this.#stack.length, { file, lines: this.#read(file).split("\n"), line: 0 });
  }

  /** To the next line that begins with the echo's first word: of the included file, else of the one that included it. */
  advance(echo: string): void {
    const word = echo.split(/\s/, 1)[0];
    for (let depth = this.#stack.length - 1; depth >= 0; depth--) {
      const frame = this.#stack[depth]!;
      const found = frame.lines.findIndex((line, index) => index >= frame.line && line.trim().split(/\s/, 1)[0] === word);
      if (found < 0) continue;
      frame.line = found + 1;
      this.#stack.length = depth + 1;
      return;
    }
  }
}
