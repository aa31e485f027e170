import { type DiagnosticDefinition, defineDiagnostic } from "../diagnostics/define.js";

export const unknownCode = defineDiagnostic({
  code: "unknown-code",
  severity: "error",
  summary: "`accept` names a report that there is not.",
  explanation: `
\`accept\` takes the code of a report, which stands in brackets behind \`warning\` or \`note\`.

    accept even-quorm "two servers until the new rack stands"        # error: did you mean \`even-quorum\`?
    accept even-quorum "two servers until the new rack stands"
`,
  message: (data: { readonly code: string; readonly near: string | undefined }) => `no report has the code \`${data.code}\``,
  help: ({ near }) => (near === undefined ? "write the code that stands in the brackets of the report" : `did you mean \`${near}\`?`),
});

export const acceptedError = defineDiagnostic({
  code: "accepted-error",
  severity: "error",
  summary: "`accept` names an error, and errors cannot be accepted.",
  explanation: `
A warning says that a site works and will hurt: that can be a decision. An error says that it cannot work as it is written, and no decision changes that.

    service goods x2 port 80 accept port-conflict "known"        # error
`,
  message: (data: { readonly code: string }) => `\`${data.code}\` is an error, and errors cannot be accepted`,
  help: ({ code }) => `take the accept away and mend what is reported; \`infc explain ${code}\` shows how`,
});

export const unusedAccept = defineDiagnostic({
  code: "unused-accept",
  severity: "warning",
  summary: "An `accept` left nothing out.",
  explanation: `
What was accepted is not reported any more: it was mended, or the \`accept\` never stood where the report is. Left in place, it would hide the next
report of that code. On a line an \`accept\` holds for its statement, in a block for the statement that the block belongs to, and as a statement of the file for
the whole program.

    service goods x2 port 80 accept even-quorum "two for now"        # warning: a service has no quorum
    consul registry x2 accept even-quorum "two for now"

The same code with the same reason in several places is one decision: it is enough that one of them leaves something out. Where it depends on the env whether
there is something to accept, say so: \`accept unused-accept "only in prod"\`.
`,
  message: (data: { readonly code: string; readonly everywhere: boolean }) => `nothing of ${data.everywhere ? "the program" : "this statement"} is reported as \`${data.code}\``,
  help: ({ everywhere }) => (everywhere ? "take it away" : "take it away, or move it to the statement that the report points at"),
});

export const acceptDiagnostics: readonly DiagnosticDefinition<never>[] = [unknownCode, acceptedError, unusedAccept];
