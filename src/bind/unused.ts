import { defineDiagnostic, type Report } from "../diagnostics/define.js";
import { type Diagnostic, hasErrors } from "../diagnostics/diagnostic.js";
import type { Source, Span } from "../source/source.js";
import type { File, Statement } from "../syntax/index.js";
import type { Value } from "./bound.js";

export const unusedDefinition = defineDiagnostic({
  code: "unused-definition",
  severity: "warning",
  summary: "A `let`, a `param`, a profile, a secret or a format of logs is declared, and nothing uses it.",
  explanation: `
What nothing uses changes nothing: mostly the place where it was meant says something else. Reported is what stands in the program's own file;
an imported one may be for other programs too.

    let domain = shop.example.com                     # warning: the route below does not say \${domain}
    gateway edge { route www.example.com { / -> goods } }
    gateway edge { route \${domain} { / -> goods } }
`,
  message: (data: { readonly what: string; readonly name: string; readonly use: string }) => `nothing uses the ${data.what} \`${data.name}\``,
  help: ({ use }) => `write \`${use}\` where it is meant, or take it away`,
});

/** In a program with errors nothing is said to be unused: what could not be read may have used it. */
export function withoutUnused(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return hasErrors(diagnostics) ? diagnostics.filter(({ code }) => code !== unusedDefinition.code) : diagnostics;
}

/** Reports the lets, params and profiles of the entry file that nothing in the program names. */
export function reportUnused(files: readonly File[], definitions: readonly Statement[], unusedProfiles: readonly Value[], report: Report): void {
  const entry = files[0]!;
  const declared = definitions.flatMap(({ words: [what, name] }) => (name === undefined || !isIn(entry.source, name.span) ? [] : [{ what: what.raw.toLowerCase(), name }]));
  const used = new Set<string>();
  if (declared.length > 0) for (const { body } of files) collectNames(body.statements, used);
  for (const { what, name } of declared) {
    if (used.has(name.raw)) continue;
    report(unusedDefinition, { at: name.span, data: { what, name: name.raw, use: `\${${name.raw}}` } });
  }
  for (const { text, origin } of unusedProfiles.filter(({ origin }) => isIn(entry.source, origin.span))) report(unusedDefinition, { at: origin, data: { what: "profile", name: text, use: `is ${text}` } });
}

function isIn({ path }: Source, { source }: Span): boolean {
  return source.path === path;
}

function collectNames(statements: readonly Statement[], used: Set<string>): void {
  for (const { words, block } of statements) {
    for (const { pieces } of words) for (const piece of pieces) if (piece.kind === "reference") used.add(piece.name);
    if (block) collectNames(block.statements, used);
  }
}
