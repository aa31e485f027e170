/**
 * infc as a library: a typed description of a whole topology in, the configurations of its daemons out.
 *
 * Everything here is pure: it reads no file, starts nothing, asks for no time, and runs in a browser. Faults of a program are diagnostics, never
 * thrown; what is thrown is a bug in infc.
 *
 *     const { files, diagnostics } = compile({ entry: { path: "site.infra", text } });
 *     for (const diagnostic of diagnostics) console.error(renderText(diagnostic));
 */

// The pipeline. `analyze` reads a program, `generate` writes its files, `compile` is both.
export { analyze, compile, generate, withAccepts } from "./compile.js";
export type { Analysis, Compilation, Input } from "./compile.js";
export type { Secrets } from "./emit/emit.js";

// A program while people work on it: what an editor has open counts, and files that did not change are not parsed again.
export { createWorkspace } from "./workspace.js";
export type { Edit, Workspace, WorkspaceInput } from "./workspace.js";
export { createMemory } from "./memory.js";
export type { Memory } from "./memory.js";

// What comes out: files as data, each line with the statement that it exists because of.
export { manifestOf, printManifest } from "./emit/manifest.js";
export type { Manifest, ManifestEntry } from "./emit/manifest.js";
export type { OutputFile, Provenance } from "./emit/output-file.js";

// The site: the topology resolved, for tools that read it, and as JSON with its schema.
export { siteToJson } from "./ir/json.js";
export { siteSchema } from "./ir/schema.js";
export type { Site } from "./ir/site.js";

// What a site survives: what is lost and what moves when something fails.
export { auditSite } from "./audit/audit-site.js";
export type { Audit } from "./audit/audit.js";
export { auditToJson } from "./audit/json.js";
export { auditSchema } from "./audit/schema.js";

// The text of programs: the tree, the formatter, and the program with everything implied written out.
export { printProgram } from "./elaborate/print.js";
export { formatFile, parse } from "./syntax/index.js";
export type { File, Parse, Statement, Word } from "./syntax/index.js";

// What is said of a program: plain data, its rendering, and all that can be said.
export { catalogue } from "./catalogue.js";
export { hasErrors } from "./diagnostics/diagnostic.js";
export type { Diagnostic, Outcome, Severity, TextEdit } from "./diagnostics/diagnostic.js";
export type { DiagnosticDefinition } from "./diagnostics/define.js";
export { type Accept } from "./bind/accept.js";
export { applyFixes, type Fixed } from "./diagnostics/fix.js";
export { atLevels, type Levels } from "./diagnostics/levels.js";
export { renderGithub } from "./diagnostics/render-github.js";
export { diagnosticsSchema } from "./diagnostics/json-schema.js";
export { renderJson } from "./diagnostics/render-json.js";
export { renderJunit } from "./diagnostics/render-junit.js";
export { renderList } from "./diagnostics/render-list.js";
export { renderSarif, type Tool } from "./diagnostics/render-sarif.js";
export { renderText } from "./diagnostics/render-text.js";
export type { Paint } from "./diagnostics/render-text.js";

// Places in sources.
export { formatSpan, inFile, positionAt } from "./source/source.js";
export type { Label, Origin } from "./source/origin.js";
export type { Position, Source, Span } from "./source/source.js";
export type { Observer, Phase } from "./source/phases.js";

// The words of the language, for editors and references.
export { kinds } from "./vocabulary/index.js";
export type { Argument, Declaration, Kind } from "./vocabulary/declaration.js";
