import { defineDiagnostic } from "../../diagnostics/define.js";
import type { DirectiveTable } from "../../emit/directives.js";
import { type NativeDirective, placeNative } from "../../emit/native.js";
import type { NativeBlock, NativeWord } from "../../ir/native.js";
import { common, entry, spaced } from "./directive.js";
import { directives } from "./directives.js";
import { hasUnbalancedLua } from "./lua-text.js";
import type { Directive, Word } from "./model.js";
import { empty, fixed } from "./quote.js";
import { need, type Scope } from "./scope.js";

/** Directives of native blocks, by the section that each belongs in. */
export type Placed = ReadonlyMap<string, readonly Directive[]>;

// What may stand in both belongs, in a file that serves TCP alone, into `stream`.
const streamFirst: DirectiveTable = {
  ...directives,
  sections: ["main", "events", ...directives.sections.filter((name) => name.startsWith("stream")), ...directives.sections.filter((name) => !/^(main|events|stream.*)$/.test(name))],
};

/** Checks native blocks that stand at `place`. nginx's own words are taken whatever the engine is called. */
export function placed(blocks: readonly NativeBlock[], place: string, scope: Scope): Placed {
  const own = blocks.filter(({ engine }) => nginxNames.has(engine));
  if (own.length === 0) return nothing;
  const modes = new Set(scope.proxies.flatMap(({ listens }) => listens.map(({ mode }) => mode)));
  const table = modes.has("tcp") && !modes.has("http") ? streamFirst : directives;
  const sections = new Map<string, Directive[]>();
  for (const block of own) {
    for (const native of opened(placeNative(block, table, place, scope.installation.certain, scope.report))) {
      sections.set(native.section, [...(sections.get(native.section) ?? []), directiveOf(native, scope)]);
    }
  }
  return sections;
}

const nothing: Placed = new Map();

/** `http { … }` and `server { … }` are there already, the latter once for each listen and domain: what stands in them extends them all. */
function opened(natives: readonly NativeDirective[]): readonly NativeDirective[] {
  return natives.flatMap((native) => (native.block !== null && extended.has(native.block.section) ? opened(native.block.directives) : [native]));
}

const extended = new Set(["events", "http", "stream", "server", "stream-server"]);

const nginxNames = new Set(["nginx", "openresty", "tengine"]);

function directiveOf(native: NativeDirective, scope: Scope): Directive {
  const { name, words, block, origin } = native;
  const { quote } = scope;
  const written = (word: NativeWord): Word => quote.native(word.comma ? `${word.text},` : word.text, word.origin);
  if (name === "raw") return { ...entry(origin, fixed(""), fixed("")), rare: { ...common, raw: quote.verbatim(words.map(({ text }) => text).join("\n"), origin) } };
  const own = quote.native(name, origin);
  if (/^lua_|_by_lua/.test(name)) need(scope, "lua", origin);
  if (name === "upstream_show") need(scope, "upsync", origin);
  if (name.endsWith("_by_lua_block")) {
    const code = words.at(-1);
    return { ...entry(origin, own, spaced(...words.slice(0, -1).map(written))), rare: { ...common, lua: code === undefined ? empty : luaOf(code, scope) } };
  }
  return { ...entry(origin, own, spaced(...words.map(written))), block: block?.directives.map((each) => directiveOf(each, scope)) ?? null };
}

/** Lua goes out as it stands between braces, so its own must be in pairs. */
function luaOf({ text, origin }: NativeWord, { quote, report }: Scope): Word {
  if (!hasUnbalancedLua(text)) return quote.verbatim(text.replace(/^\n+/, ""), origin);
  report(unbalancedLua, { at: origin, data: {} });
  return fixed("");
}

export const unbalancedLua = defineDiagnostic({
  code: "nginx-unbalanced-lua",
  severity: "error",
  summary: "A block of Lua has brackets, a text or a comment that do not end in it.",
  explanation: `
nginx finds the end of a block of Lua by its brackets. With one too many or too few the rest of nginx.conf would be read as Lua, or Lua as nginx.conf.

    nginx { content_by_lua_block """ ngx.say("a" } """ }     # error
    nginx { content_by_lua_block """ ngx.say("a") """ }
`,
  message: () => "this Lua has brackets, a text or a comment without an end",
  help: () => "close every bracket, text and comment inside the block",
});
