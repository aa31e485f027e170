import type { Report } from "../../diagnostics/define.js";
import { misplacedDirective, placeNative, uncheckedText } from "../../emit/native.js";
import { mergeYaml, withOrigin, withRaw, type YamlMapping } from "../../emit/yaml.js";
import { repeatedKey, valueOf } from "../../emit/yaml-native.js";
import type { NativeBlock, NativeStatement, NativeWord } from "../../ir/native.js";
import type { Origin } from "../../source/origin.js";
import { directives, isList } from "./directives.js";

/** The sections of a Compose file that have names of their own below them. */
type Section = "main" | "service" | "network" | "volume";

/** What native blocks add: to the top of the file, to every service, network and volume, and to those by name. */
export interface Natives {
  readonly main: YamlMapping;
  readonly service: YamlMapping;
  readonly network: YamlMapping;
  readonly volume: YamlMapping;
  readonly networks: YamlMapping;
  readonly volumes: YamlMapping;
}

const nothing: Natives = { main: {}, service: {}, network: {}, volume: {}, networks: {}, volumes: {} };

/** Reads the blocks of the site or a host: what belongs to a service goes to every one of them. */
export function readNatives(blocks: readonly NativeBlock[], report: Report): Natives {
  return read(blocks, "main", report);
}

/** Reads the blocks of a declaration, whose place is its service. */
export function readServiceNatives(blocks: readonly NativeBlock[], report: Report): YamlMapping {
  return read(blocks, "service", report).service;
}

function read(blocks: readonly NativeBlock[], place: Section, report: Report): Natives {
  if (blocks.length === 0) return nothing;
  let natives = nothing;
  const seen = new Map<string, Origin>();
  const statements = blocks.filter(({ engine }) => engine === directives.engine).flatMap((block) => block.statements);
  for (const statement of statements) {
    const key = statement.words[0];
    const found = key === undefined ? undefined : readStatement(key, statement, place, report);
    if (key === undefined || found === undefined) continue;
    const first = found.repeats ? undefined : seen.get(key.text);
    if (first !== undefined) report(repeatedKey, { at: key.origin, data: { engine: directives.engine, key: key.text }, related: [{ span: first.span, text: "the first" }] });
    seen.set(key.text, statement.origin);
    natives = { ...natives, [found.part]: mergeYaml(natives[found.part], found.more) };
  }
  return natives;
}

interface Found {
  readonly part: keyof Natives;
  readonly more: YamlMapping;
  /** True for what may be said more than once. */
  readonly repeats: boolean;
}

function readStatement(key: NativeWord, statement: NativeStatement, place: Section, report: Report): Found | undefined {
  const engine = directives.engine;
  if (!key.quoted && key.text === "raw") {
    report(uncheckedText, { at: statement.origin, data: { engine } });
    return { part: place, more: withRaw({}, statement.words[1]?.text ?? "", statement.origin), repeats: true };
  }
  const section = sectionOf(statement, place, report);
  if (section === undefined) return undefined;
  if (section === "main" && (key.text === "networks" || key.text === "volumes")) {
    return { part: key.text, more: readNamed(statement, key.text === "networks" ? "network" : "volume", report), repeats: true };
  }
  const value = valueOf(engine, statement, statement.words.slice(1), report);
  if (value === undefined) return undefined;
  const whole = isList(key.text, section) && !Array.isArray(value) ? [value] : value;
  return { part: section, more: { [key.text]: withOrigin(statement.origin, whole) }, repeats: false };
}

/** `networks { lan { attachable true } }`: the names, each with a block of keys of `section`. */
function readNamed(statement: NativeStatement, section: "network" | "volume", report: Report): YamlMapping {
  return (statement.block ?? []).reduce<YamlMapping>((named, { words, block, origin }) => {
    const name = words[0]?.text;
    if (name === undefined) return named;
    const inner = read([{ engine: directives.engine, statements: block ?? [], origin }], section, report)[section];
    return mergeYaml(named, { [name]: withOrigin(origin, inner) });
  }, {});
}

/** The section of a statement, checked by the table as to its key; what stands in its block is Compose's to check. */
function sectionOf(statement: NativeStatement, place: Section, report: Report): Section | undefined {
  // Compose's extension fields: of any name, in every section, with any value.
  if (statement.words[0]!.text.startsWith("x-")) return place;
  const alone = { ...statement, block: statement.block === null ? null : [] };
  const [directive] = placeNative({ engine: directives.engine, statements: [alone], origin: statement.origin }, directives, place, null, report);
  if (directive === undefined) return undefined;
  const section = directive.section as Section;
  if (place === "main" || section === place) return section;
  const sections = directives.find(directive.name).flatMap((row) => row.sections);
  report(misplacedDirective, { at: statement.words[0]!.origin, data: { engine: directives.engine, directive: directive.name, sections, seen: place } });
  return undefined;
}
