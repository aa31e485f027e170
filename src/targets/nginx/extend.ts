import type { Report } from "../../diagnostics/define.js";
import { defineDiagnostic } from "../../diagnostics/define.js";
import type { Directive } from "./model.js";
import { apart, explained, none } from "./directive.js";
import type { Placed } from "./native.js";

/** Directives that nginx takes more than once in a section, each adding to the others. */
const repeatable = new Set(
  `access_log add_header add_trailer allow auth_request_set break charset_map deny env error_log error_page fastcgi_param geo if include js_import
   js_set limit_except load_module log_format map match perl_set proxy_cache_path proxy_cache_valid proxy_cookie_domain proxy_cookie_flags
   proxy_cookie_path proxy_hide_header proxy_pass_header proxy_redirect proxy_ssl_conf_command return rewrite scgi_param set set_by_lua
   set_by_lua_block set_by_lua_file split_clients ssl_conf_command sub_filter userid_p3p uwsgi_param server location upstream
   xslt_param xslt_string_param xslt_stylesheet`.split(/\s+/),
);

/** Adds what native blocks say of the section that `base` is, the outer blocks first: what an inner one says instead counts. */
export function extend(base: readonly Directive[], section: string, levels: readonly Placed[], report: Report): readonly Directive[] {
  return levels.reduce((directives, level) => addDirectives(directives, level.get(section) ?? [], report), base);
}

/** The simple directives among them, which stand before a section's blocks. */
export function simpleOnes(placed: Placed): Placed {
  if (placed.size === 0) return placed;
  return new Map([...placed].map(([section, directives]) => [section, directives.filter(({ block }) => block === null)]));
}

export function blocks(placed: Placed): Placed {
  if (placed.size === 0) return placed;
  return new Map([...placed].map(([section, directives]) => [section, directives.filter(({ block }) => block !== null)]));
}

/**
 * A section whose heading is there already goes on at its end; a simple directive that nginx takes once replaces the one
 * that is there; everything else is added at the end.
 */
export function addDirectives(base: readonly Directive[], native: readonly Directive[], report: Report): readonly Directive[] {
  if (native.length === 0) return base;
  const result = [...base];
  const added = new Map<string, Directive>();
  const hasGaps = base.some(({ gap }) => gap);
  for (const directive of native) {
    const at = result.findIndex((each) => takesPlaceOf(directive, each));
    const earlier = added.get(directive.name);
    if (at < 0) result.push(directive.block !== null || (hasGaps && result.length === base.length) ? apart(directive) : directive);
    else if (directive.block !== null) result[at] = { ...result[at]!, block: addDirectives(result[at]!.block!, directive.block, report) };
    else {
      if (earlier !== undefined && !sameWords(earlier, directive)) reportClash(earlier, directive, report);
      result[at] = inPlaceOf(result[at]!, directive);
    }
    if (directive.block === null) added.set(directive.name, directive);
  }
  return result;
}

/** What is said of the directive that was there is said of the new one, too. */
function inPlaceOf({ gap, rare }: Directive, directive: Directive): Directive {
  const comment = rare?.comment ?? null;
  return comment === null ? { ...directive, gap } : { ...explained(directive, comment), gap };
}

function takesPlaceOf(directive: Directive, present: Directive): boolean {
  if (directive.rare?.raw != null || directive.name !== present.name) return false;
  if (directive.block !== null) return present.block !== null && sameWords(directive, present);
  return present.block === null && !repeatable.has(directive.name);
}

function sameWords(a: Directive, b: Directive): boolean {
  return a.words === b.words;
}

function reportClash(earlier: Directive, later: Directive, report: Report): void {
  report(nativeClash, { at: later.origin, data: { directive: later.name }, related: [{ span: earlier.origin.span, text: "said here already" }] });
}

export const nativeClash = defineDiagnostic({
  code: "nginx-native-clash",
  severity: "error",
  summary: "Two native blocks say one directive of nginx in two ways.",
  explanation: `
All gateways of nginx on the same hosts are one process with one nginx.conf. What only exists once in a section can be said in one way only.

    gateway edge on lb1 { nginx { worker_processes 4 } }
    gateway shop on lb1 { nginx { worker_processes 8 } }     # error
`,
  message: (data: { readonly directive: string }) => `\`${data.directive}\` is said in two ways for one nginx`,
  help: () => "say it once, in the native block of one of them",
});

/**
 * nginx gives a level the `add_header` lines of the next outer level only when it has none of its own. Whoever sets a
 * header for all and another one for a route means both, so a level that sets any repeats those around it: the directive
 * with that done in its block.
 */
export function completeHeaders(directive: Directive, outer: readonly Directive[]): Directive {
  // What is sent to clients is never said of servers.
  if (directive.block === null || directive.name === "upstream") return directive;
  const block = withHeaders(directive.block, outer);
  return block === directive.block ? directive : { ...directive, block };
}

function withHeaders(directives: readonly Directive[], outer: readonly Directive[]): readonly Directive[] {
  const own = ownHeaders(directives);
  const repeated = own.length === 0 ? none : repeatedBeside(own, directives, outer);
  const all = own.length === 0 ? outer : [...repeated, ...own];
  let result: Directive[] | undefined;
  for (let at = 0; at < directives.length; at++) {
    const completed = completeHeaders(directives[at]!, all);
    if (completed !== directives[at]) (result ??= [...directives])[at] = completed;
  }
  if (repeated.length === 0) return result ?? directives;
  const first = directives.findIndex(isHeader);
  return [...(result ?? directives).slice(0, first), ...repeated, ...(result ?? directives).slice(first)];
}

function repeatedBeside(own: readonly Directive[], directives: readonly Directive[], outer: readonly Directive[]): readonly Directive[] {
  if (directives.some(({ name }) => name === "add_header_inherit")) return none;
  const names = new Set(own.map(headerOf));
  return outer.filter((each) => !names.has(headerOf(each)));
}

export function ownHeaders(directives: readonly Directive[]): readonly Directive[] {
  for (let at = 0; at < directives.length; at++) if (isHeader(directives[at]!)) return directives.filter(isHeader);
  return none;
}

function isHeader({ name }: Directive): boolean {
  return name === "add_header";
}

/** The name of the header that a line sets: its first word. */
function headerOf({ words }: Directive): string {
  return /^(?:"(?:[^"\\]|\\.)*"|\S*)/.exec(words)![0].toLowerCase();
}
