import { catalogue } from "./catalogue.js";
import { clusterPorts } from "./elaborate/clusters.js";
import { targets } from "./targets/index.js";
import { check } from "./vocabulary/clauses/check.js";
import { conditions } from "./vocabulary/clauses/conditions.js";
import { at, container, dns, logs, memory, placement, tls } from "./vocabulary/clauses/everywhere.js";
import { traffic } from "./vocabulary/clauses/traffic.js";
import { vip } from "./vocabulary/clauses/vip.js";
import type { Argument, Clauses, Declaration } from "./vocabulary/declaration.js";
import { kinds } from "./vocabulary/index.js";
import { organizing } from "./vocabulary/kinds/program.js";
import { reached, withClause } from "./vocabulary/kinds/service.js";
import { walkDeclarations, wordTypes } from "./vocabulary/walk.js";

/** Clauses that several kinds share: described once, and linked wherever they stand. */
interface Group {
  readonly title: string;
  readonly intro: string;
  readonly clauses: Clauses;
}

const { listen, route, trust, stats, status, health, lua, ...passing } = traffic;
const groups: readonly Group[] = [
  { title: "Where it runs", intro: "", clauses: { ...placement, at } },
  { title: "Containers", intro: "Only what runs in a container has them.", clauses: { ...container, dns, memory } },
  { title: "Ports of clusters", intro: usualPorts(), clauses: { port: kinds.mysql.clauses.port } },
  { title: "Checks", intro: "Which forms there are depends on who looks; another one is an error. HAProxy: all but `dns`, `script` and `process`. LVS: `tcp`, `http`, `smtp`, `dns`, `script`. A registrar, and an agent of Consul: `tcp`, `http`, and on a host `script` and `process`. nginx looks at no server itself: one is left out after requests to it have failed, as with `passive`, and a note says so where a check is written.", clauses: { check } },
  { title: "Traffic that reaches it", intro: "", clauses: { behind: reached.behind, weight: reached.weight, maxconn: reached.maxconn, backup: reached.backup } },
  { title: "Listens and routes", intro: "Of gateways and balancers.", clauses: { listen, route, trust, stats, status, health, lua } },
  {
    title: "How traffic is passed on",
    intro: "A gateway or balancer says them for all that it does; a `listen` and a path of a `route` say them again for themselves. What an engine cannot do is an error.",
    clauses: without(passing, ["check", "tls"]),
  },
  { title: "TLS and logs", intro: "", clauses: { tls, logs } },
  { title: "VIPs", intro: "Each `vip` is one VRRP instance; with several addresses they move together.", clauses: { vip, with: withClause } },
  {
    title: "Conditions of caches",
    intro: "Different conditions must all hold, values of one and its repetitions are alternatives, and `not` turns the list after it round. A `match` gives conditions a name, and rules begin with such names: a comma between them is *or*, side by side, at most three times, is *and*. Of each decision the first rule that matches wins; what no rule allows is refused.",
    clauses: conditions,
  },
];

/** The reference page: every kind, clause and type, every target and every code, from their own declarations. Markdown. */
export function renderReference(): string {
  return [
    "# Reference\n",
    "Every word of the language, made from the declarations that the compiler itself reads; [`language.md`](language.md) has the rules by which words make a program. `infc explain WORD` prints the same for one kind or clause, `infc explain CODE` for one report.\n",
    ...contents(Object.keys(organizing)),
    "In the tables capitals stand for words of yours, `[…]` can be left out, and `…` is a list with commas. A clause under another, after `└`, stands on its line or in its block. The last column is what holds when the clause is not said.\n",
    "## What organizes a program\n",
    ...Object.entries(organizing).map(([name, kind]) => renderKind(name, kind)),
    "## Kinds\n",
    ...Object.entries(kinds).map(([name, kind]) => renderKind(name, kind)),
    "## Clauses that many kinds share\n",
    ...groups.map(renderGroup),
    "## Native blocks\n",
    "A block of the daemon's own directives: [how they are written](language.md#native-blocks-and-raw-text).\n",
    ...renderNatives(),
    "## Types of words\n",
    ...renderTypes(),
    "## What is written\n",
    ...targets.map(({ name, summary }) => `- **${name}**: ${summary}`),
    "\n## Reports\n",
    "What stands in the brackets of a report. Warnings and notes can be [accepted](language.md#reports), errors cannot. `--format json` gives them as [`diagnostics.schema.json`](diagnostics.schema.json) describes.\n",
    ...[...catalogue].sort(([a], [b]) => (a < b ? -1 : 1)).map(([code, { severity, summary }]) => `- \`${code}\` (${severity === "info" ? "note" : severity}): ${summary}`),
    "",
  ].join("\n");
}

function contents(organizing: readonly string[]): readonly string[] {
  const links = (titles: readonly string[]): string => titles.map((title) => link(title)).join(", ");
  return [
    `- ${link("What organizes a program")}: ${links(organizing)}`,
    `- ${link("Kinds")}: ${links(Object.keys(kinds))}`,
    `- ${link("Clauses that many kinds share")}: ${links(groups.map(({ title }) => title))}`,
    `- ${links(["Native blocks", "Types of words", "What is written", "Reports"])}\n`,
  ];
}

/** A link to a heading of the page, by the anchor that GitHub gives it. */
function link(title: string): string {
  return `[${title}](#${title.toLowerCase().replaceAll(" ", "-")})`;
}

function renderKind(name: string, kind: Declaration): string {
  const natives = Object.keys(kind.clauses).filter((word) => kind.clauses[word]!.native !== undefined);
  const shared = sharedOf(kind.clauses);
  const entry = kind.entry ? [`Its block holds entries, \`${signature("", kind.entry).trim()}\`: ${kind.entry.doc}\n`] : [];
  return [
    `### ${name}\n`,
    `${kind.doc}\n`,
    `\`${signature(name, kind)}\`${wordsAfter(kind)}\n`,
    `    ${kind.example}\n`,
    ...table([...rows(kind.clauses, 0, undefined)]),
    ...entry,
    ...(shared.length === 0 ? [] : ["It shares with others:\n", ...shared.map(([{ title }, words]) => `- ${link(title)}: ${code(words)}`), ""]),
    ...(natives.length === 0 ? [] : [`${link("Native blocks")}: ${code(natives)}\n`]),
  ].join("\n");
}

/** What the words after a kind's name are, where its signature does not say it. */
function wordsAfter(kind: Declaration): string {
  const rest = argumentsOf(kind).filter(([name, { type }]) => name !== "name" && type.name !== "times" && !isSpelt(type));
  return rest.map(([name, { type }]) => `; ${name.toUpperCase()}: ${described(type)}`).join("");
}

function renderGroup(group: Group): string {
  return [`### ${group.title}\n`, ...(group.intro === "" ? [] : [`${group.intro}\n`]), ...table([...rows(group.clauses, 0, group)])].join("\n");
}

function table(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ["| clause | takes | means | otherwise |", "| --- | --- | --- | --- |", ...lines, ""];
}

/** A row for each clause, those that it holds right under it; of a group's clauses that stand further in, one row that links it. */
function* rows(clauses: Clauses, depth: number, home: Group | undefined): Generator<string> {
  const lead = depth === 0 ? "" : `${"&emsp;".repeat(depth - 1)}└ `;
  for (const [word, clause] of Object.entries(clauses)) {
    if (clause.native !== undefined || isShared(word, clause, depth, home)) continue;
    yield row(`${lead}\`${cell(signature(word, clause))}\``, clause);
    yield* rows(clause.clauses, depth + 1, home);
    if (clause.entry) {
      yield row(`${"&emsp;".repeat(depth)}└ \`${cell(signature("", clause.entry).trim())}\``, clause.entry);
      yield* rows(clause.entry.clauses, depth + 2, home);
    }
  }
  if (depth === 0) return;
  for (const [{ title }, words] of sharedOf(clauses)) yield `| ${lead}${code(words)} | | As in ${link(title)}, for this part alone. | |`;
}

function row(first: string, clause: Declaration): string {
  const many = clause.repeats ? " May be said more than once." : "";
  return `| ${first} | ${cell(takes(clause))} | ${cell(clause.doc)}${many}<br>\`${cell(clause.example)}\` | ${cell(clause.default ?? "")} |`;
}

function isShared(word: string, clause: Declaration, depth: number, home: Group | undefined): boolean {
  const group = groupOf(word, clause);
  return group !== undefined && (depth > 0 || group !== home);
}

/** The groups that clauses of a declaration belong to, with the words. */
function sharedOf(clauses: Clauses): readonly (readonly [Group, readonly string[]])[] {
  const words = (group: Group): readonly string[] => Object.entries(clauses).flatMap(([word, clause]) => (groupOf(word, clause) === group ? [word] : []));
  return groups.map((group) => [group, words(group)] as const).filter(([, found]) => found.length > 0);
}

/** The group in which a clause is described; one of the same word that means something else is in none. */
function groupOf(word: string, clause: Declaration): Group | undefined {
  const meaning = ({ doc, clauses, native }: Declaration): string => JSON.stringify([doc, native, Object.keys(clauses)]);
  return groups.find(({ clauses }) => Object.hasOwn(clauses, word) && clause.native === undefined && meaning(clauses[word]!) === meaning(clause));
}

function renderNatives(): readonly string[] {
  const places = new Map<string, Set<string>>();
  walkDeclarations(({ native }, path) => {
    if (native !== undefined) places.set(native, (places.get(native) ?? new Set()).add(path.slice(0, -1).join(" ")));
  });
  return [...places].sort(([a], [b]) => (a < b ? -1 : 1)).map(([engine, paths]) => `- \`${engine}\` in ${code([...paths])}`).concat("");
}

function renderTypes(): readonly string[] {
  const lines = [...wordTypes()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, type]) => `| ${name} | ${cell(type.accepts ?? type.title)} | ${type.examples.map((each) => `\`${cell(each)}\``).join(", ")} |`);
  return ["Where a choice of words is taken, the words are there. Choices and keywords are the same in large and small letters.\n", "| type | accepts | examples |", "| --- | --- | --- |", ...lines, ""];
}

/** The arguments as they are written. The names of matches, which can be said three times, are one. */
function argumentsOf({ args }: Declaration): readonly (readonly [string, Argument])[] {
  return Object.entries(args).filter(([name]) => !("matches" in args) || !["andNot", "and", "thenNot", "then"].includes(name));
}

/** The word with its arguments: `balance METHOD [KEY] [NAME]`. */
function signature(word: string, declaration: Declaration): string {
  const words = argumentsOf(declaration).map(([name, { type, optional, list }]) => {
    const shown = type.name === "times" ? "xN" : type.name === "secret" ? "secret NAME" : isSpelt(type) ? type.choices!.join("|") : name.toUpperCase();
    const text = `${shown}${list ? "…" : ""}`;
    return optional ? `[${text}]` : text;
  });
  return [word, ...words].join(" ");
}

/** Whether a signature shows the words of a choice. */
function isSpelt({ choices }: Argument["type"]): boolean {
  return choices !== undefined && choices.length <= 4;
}

/** The types of the arguments, each with its name where there are several. */
function takes(declaration: Declaration): string {
  const told = argumentsOf(declaration).filter(([, { type }]) => !isSpelt(type) && type.name !== "secret" && type.name !== "times");
  return told.map(([name, { type }]) => (told.length === 1 ? described(type) : `${name.toUpperCase()}: ${described(type)}`)).join("; ");
}

function described(type: Argument["type"]): string {
  if (type.choices) return code(type.choices);
  const { kinds: owners = [] } = type as { readonly kinds?: readonly string[] };
  return owners.length === 0 ? type.name : `${type.name} to ${owners.join(", ")}`;
}

function usualPorts(): string {
  const list = Object.entries(clusterPorts).map(([kind, ports]) => `${kind} ${Object.entries(ports).map(([name, port]) => `\`${name}\` ${port}`).join(", ")}`);
  return `The usual ones by their names, the first for traffic: ${list.join("; ")}. \`rabbit:management\` refers to one.`;
}

function without(clauses: Clauses, words: readonly string[]): Clauses {
  return Object.fromEntries(Object.entries(clauses).filter(([word, { native }]) => native === undefined && !words.includes(word)));
}

function code(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(", ");
}

/** A text as a cell of a table. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
