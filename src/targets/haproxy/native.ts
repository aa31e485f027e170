import { defineDiagnostic } from "../../diagnostics/define.js";
import { type NativeDirective, placeNative } from "../../emit/native.js";
import type { NativeBlock, NativeWord } from "../../ir/native.js";
import { directives } from "./directives.js";
import type { Line, NativeLines, NativeSection, Proxy } from "./model.js";
import { join, type Quoted } from "./quote.js";
import type { Scope } from "./scope.js";
import { noNative } from "./section.js";

/** Checks native blocks at `place`; those of other engines are none of this target's. */
export function placeBlocks({ daemon, report }: Scope, blocks: readonly NativeBlock[], place: string): readonly NativeDirective[] {
  return blocks.filter(({ engine }) => engine === "haproxy").flatMap((block) => placeNative(block, directives, place, daemon.version, report));
}

export function lineOf(scope: Scope, { name, words: given, origin, section }: NativeDirective): Line {
  if (name === "raw") {
    const text = scope.quote.lines(given.map((word) => word.text).join("\n"), origin);
    return { origin, text: section === "main" ? text : join(text.split("\n") as Quoted[], "\n    ") };
  }
  return { origin, text: join([...name.split(" ").map((word) => scope.quote.word(word, origin)), ...given.map((word) => wordOf(scope, word))]) };
}

function wordOf({ quote }: Scope, { text, comma, origin }: NativeWord): Quoted {
  return quote.word(comma ? `${text},` : text, origin);
}

/** A section of a native block, as it stands. */
export function nativeSection(scope: Scope, directive: NativeDirective): NativeSection {
  const { text } = lineOf(scope, directive);
  return { origin: directive.origin, heading: text, lines: (directive.block?.directives ?? []).map((each) => lineOf(scope, each)) };
}

/** Adds native lines to a section, each where HAProxy takes it without a warning: what it warns of is rules that stand after later ones. */
export function extendProxy(scope: Scope, proxy: Proxy, added: readonly NativeDirective[]): Proxy {
  if (added.length === 0) return proxy;
  const groups = added.map((directive) => ({ group: groupOf(directive.name), line: lineOf(scope, directive) }));
  const lines = (group: keyof NativeLines): readonly Line[] => [...proxy.native[group], ...groups.flatMap((each) => (each.group === group ? [each.line] : []))];
  return { ...proxy, native: Object.fromEntries(Object.keys(noNative).map((group) => [group, lines(group as keyof NativeLines)])) as unknown as NativeLines };
}

function groupOf(name: string): keyof NativeLines {
  const [first = ""] = name.split(" ");
  if (first === "acl" || first === "default-server") return first === "acl" ? "acl" : "default_server";
  if (first === "monitor") return "monitor";
  if (first === "tcp-request" || first === "tcp-response") return "tcp_request";
  return ["http-request", "http-response", "http-after-response", "redirect"].includes(first) ? "http_rules" : "rest";
}

/** Native lines of several declarations for a section that they share: those of one name are the same in all that have it, and there once. */
export function mergeShared(scope: Scope, lists: readonly (readonly NativeDirective[])[]): readonly Line[] {
  const known = new Map<string, readonly Line[]>();
  return lists.flatMap((list) => {
    const names = [...new Set(list.map(({ name }) => name))];
    return names.flatMap((name) => {
      const lines = list.filter((directive) => directive.name === name).map((directive) => lineOf(scope, directive));
      const before = name === "raw" ? undefined : known.get(name);
      if (before === undefined) return known.set(name, lines) && lines;
      const other = lines.findIndex(({ text }, at) => text !== before[at]?.text);
      if (other >= 0) reportDisagreement(scope, name, lines[other]!, before[other] ?? before[0]!);
      else if (lines.length < before.length) reportDisagreement(scope, name, lines[0]!, before.at(-1)!);
      return [];
    });
  });
}

export function reportDisagreement({ report }: Scope, what: string, here: Line, there: Line): void {
  const related = [{ span: there.origin.span, text: `\`${there.text}\`` }];
  report(sharedProcess, { at: here.origin, label: `\`${here.text}\``, related, data: { what } });
}

export const sharedProcess = defineDiagnostic({
  code: "shared-haproxy",
  severity: "error",
  summary: "Two declarations share one HAProxy process and disagree about what it has only once.",
  explanation: `
Declarations that run haproxy on the same hosts share one process and one haproxy.cfg. Some settings belong to the process: how many connections it takes at all, what native
blocks say in \`global\` and \`defaults\`. Where two declarations say other things, neither is right for both.

    balancer mq on lb[1..2] { maxconn 4000 }
    balancer db on lb[1..2] { maxconn 2000 }     # error
`,
  message: (data: { readonly what: string }) => `two declarations share one haproxy and disagree about \`${data.what}\``,
  help: ({ what }) => (what === "maxconn" ? "say it once, or the same in both; what a single listen takes is `maxconn` in the listen" : "say it in one of them, or the same in both"),
});

