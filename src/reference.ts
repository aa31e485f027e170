import { catalogue } from "./catalogue.js";
import { targets } from "./targets/index.js";
import type { Argument, Declaration } from "./vocabulary/declaration.js";
import { kinds } from "./vocabulary/index.js";
import { env, importKind, letKind, param, profile } from "./vocabulary/kinds/program.js";

/** The reference page: every kind, clause and type, every target and every code, from their own declarations. Markdown. */
export function renderReference(): string {
  const organizing = [importKind, letKind, param, env, profile];
  return [
    "# Reference\n",
    "Made from the declarations that the compiler itself reads. `infc explain WORD` prints the same for one kind or clause, `infc explain CODE` for one report.\n",
    "A declaration is `KIND NAME [xN] ARGUMENT… CLAUSE…`, or has its clauses in a block, one a statement; both mean the same. Arguments in `[…]` can be left out, `…` marks a list.\n",
    "## What organizes a program\n",
    ...organizing.map((kind) => renderKind(kind.kind, kind)),
    "## Kinds\n",
    ...Object.entries(kinds).map(([name, kind]) => renderKind(name, kind)),
    "## Clauses with clauses of their own\n",
    ...renderShared(),
    "## Types of words\n",
    ...renderTypes(),
    "## What is written\n",
    ...targets.map(({ name, summary }) => `- **${name}**: ${summary}`),
    "\n## Reports\n",
    ...[...catalogue].sort(([a], [b]) => (a < b ? -1 : 1)).map(([code, { severity, summary }]) => `- \`${code}\` (${severity}): ${summary}`),
    "",
  ].join("\n");
}

function renderKind(name: string, kind: Declaration): string {
  const rows = Object.entries(kind.clauses).map(([word, clause]) => `| \`${signature(word, clause)}\` | ${cell(clause.doc)} | ${cell(clause.default ?? "")} |`);
  const entry = kind.entry ? [`\nIts block holds entries, \`${signature("", kind.entry).trim()}\`: ${kind.entry.doc}\n`] : [];
  const table = rows.length === 0 ? [] : ["| clause | means | otherwise |", "| --- | --- | --- |", ...rows, ""];
  return [`### ${signature(name, kind)}\n`, `${kind.doc}\n`, `    ${kind.example}\n`, ...table, ...entry].join("\n");
}

/** Clauses that hold clauses, each once, under every path that leads to it. */
function renderShared(): readonly string[] {
  const found = new Map<string, { readonly clause: Declaration; readonly kinds: string[] }>();
  const visit = (kind: string, declaration: Declaration): void => {
    for (const [word, clause] of Object.entries(declaration.clauses)) {
      if (Object.keys(clause.clauses).length === 0 && !clause.entry) continue;
      const key = `${word} ${Object.keys(clause.clauses).join(" ")}`;
      const known = found.get(key);
      if (known) {
        if (!known.kinds.includes(kind)) known.kinds.push(kind);
        continue;
      }
      found.set(key, { clause, kinds: [kind] });
      visit(kind, clause);
      if (clause.entry) visit(kind, clause.entry);
    }
  };
  for (const [name, kind] of Object.entries(kinds)) visit(name, kind);
  return [...found].map(([key, { clause, kinds: owners }]) => `${renderKind(key.split(" ")[0]!, clause)}\nIn: ${owners.join(", ")}.\n`);
}

function renderTypes(): readonly string[] {
  const types = new Map<string, Argument["type"]>();
  const visit = (declaration: Declaration): void => {
    for (const { type } of Object.values(declaration.args)) if (!type.choices) types.set(type.name, type);
    for (const clause of Object.values(declaration.clauses)) visit(clause);
    if (declaration.entry) visit(declaration.entry);
  };
  for (const kind of Object.values(kinds)) visit(kind);
  return [...types].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, { title, examples }]) => `- **${name}**: ${title}; ${examples.map((example) => `\`${example}\``).join(", ")}`).concat("");
}

/** The word with its arguments: `balance METHOD [KEY] [NAME]`. */
function signature(word: string, { args }: Declaration): string {
  const words = Object.entries(args).map(([name, { type, optional, list }]) => {
    const shown = type.choices && type.choices.length <= 4 ? type.choices.join("\\|") : name.toUpperCase();
    const text = `${shown}${list ? "…" : ""}`;
    return optional ? `[${text}]` : text;
  });
  return [word, ...words].join(" ");
}

/** A text as a cell of a table. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
