import type { Label, Origin } from "../source/origin.js";
import { inFile, type Span } from "../source/source.js";
import type { Diagnostic, Severity, TextEdit } from "./diagnostic.js";

/** The fixed part of a diagnostic: everything known before any file is read. `Data` is what its words need. */
export interface DiagnosticDefinition<Data> {
  readonly code: string;
  readonly severity: Severity;
  /** One line for lists: `infc explain`, editor hovers. Ends with a full stop. */
  readonly summary: string;
  /** Markdown for `infc explain CODE`: why it matters, a bad example, a good one. */
  readonly explanation: string;
  readonly message: (data: Data) => string;
  readonly help?: (data: Data) => string | undefined;
}

/** The part that differs from one report to the next. */
export interface Occurrence<Data> {
  /** The place; of an `Origin`, the places behind it are added to `related`. */
  readonly at: Span | Origin;
  readonly data: Data;
  /** The few words beside the primary span. */
  readonly label?: string | undefined;
  readonly related?: readonly Label[];
  readonly notes?: readonly string[];
  readonly fix?: readonly TextEdit[] | undefined;
}

/** Reports one occurrence. The only way in which a diagnostic comes into being. */
export type Report = <Data>(definition: DiagnosticDefinition<Data>, occurrence: Occurrence<Data>) => void;

/** Identity: it fixes `Data` from the parameter of `message`, so that places of use are checked. */
export function defineDiagnostic<Data>(definition: DiagnosticDefinition<Data>): DiagnosticDefinition<Data> {
  return definition;
}

/** Makes a `report` function and the list that it fills. */
export function collectDiagnostics(): { readonly report: Report; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const report: Report = (definition, { at, data, label, related = [], notes = [], fix }) => {
    const span = inFile("source" in at ? at : at.span);
    const via = "source" in at ? [] : (at.via ?? []);
    const help = definition.help?.(data);
    diagnostics.push({
      code: definition.code,
      severity: definition.severity,
      message: definition.message(data),
      primary: label === undefined ? { span } : { span, text: label },
      related: [...related, ...via].map(placed),
      notes,
      ...(help === undefined ? {} : { help }),
      ...(fix === undefined ? {} : { fix: fix.map(placed) }),
    });
  };
  return { report, diagnostics };
}

/** The same with its place in the whole file. */
function placed<Item extends { readonly span: Span }>(item: Item): Item {
  const span = inFile(item.span);
  return span === item.span ? item : { ...item, span };
}
