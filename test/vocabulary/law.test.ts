import { describe, expect, it } from "vitest";
import { bindProgram } from "../../src/bind/bind-program.js";
import { renderText } from "../../src/diagnostics/render-text.js";
import { parse } from "../../src/syntax/index.js";
import type { Declaration } from "../../src/vocabulary/declaration.js";
import { kinds } from "../../src/vocabulary/index.js";
import { walkDeclarations, wordTypes } from "../../src/vocabulary/walk.js";

/** Every clause with the path that leads to it and the declarations around it. */
function* walk(path: readonly string[], around: readonly Declaration[], declaration: Declaration): Generator<{ path: readonly string[]; around: readonly Declaration[]; declaration: Declaration }> {
  for (const [name, clause] of Object.entries(declaration.clauses)) {
    const inner = [...path, name];
    yield { path: inner, around: [...around, declaration], declaration: clause };
    yield* walk(inner, [...around, declaration], clause);
  }
  if (declaration.entry) {
    yield { path: [...path, "ENTRY"], around: [...around, declaration], declaration: declaration.entry };
    yield* walk([...path, "ENTRY"], [...around, declaration], declaration.entry);
  }
}

const all = Object.entries(kinds as Readonly<Record<string, Declaration>>).flatMap(([name, kind]) => [...walk([name], [], kind)]);

describe("the law of the vocabulary", () => {
  it("gives no clause the name of a clause of anything around it, unless it narrows that one", () => {
    const clashes = all.filter(({ path, around, declaration }) => {
      const name = path.at(-1)!;
      return !declaration.narrows && around.slice(0, -1).some(({ clauses }) => Object.hasOwn(clauses, name));
    });
    expect(clashes.map(({ path }) => path.join(" > "))).toEqual([]);
  });

  it("declares `narrows` only where there is something to narrow", () => {
    const needed = new Map<Declaration, boolean>();
    for (const { path, around, declaration } of all) {
      if (!declaration.narrows) continue;
      const name = path.at(-1)!;
      needed.set(declaration, (needed.get(declaration) ?? false) || name === "ENTRY" || around.slice(0, -1).some(({ clauses }) => Object.hasOwn(clauses, name)));
    }
    const names = all.filter(({ declaration }) => needed.get(declaration) === false).map(({ path }) => path.join(" > "));
    expect(names).toEqual([]);
  });

  it.each(all.map(({ path, declaration }) => [path.join(" > "), declaration] as const))("says of %s what it is", (_, declaration) => {
    expect(declaration.doc).toMatch(/^[A-Z`].*\.$/s);
    expect(declaration.example).not.toBe("");
  });

  it.each(Object.entries(kinds))("has an example of %s that binds", (_, kind) => {
    const parsed = parse({ path: "example", text: kind.example });
    const bound = bindProgram([parsed.value], kinds, {});
    expect([...parsed.diagnostics, ...bound.diagnostics].map((diagnostic) => renderText(diagnostic))).toEqual([]);
    expect(bound.value.entities.map((entity) => entity.kind)).toContain(kind.kind);
  });
});

describe("the types of words", () => {
  it("have a name each: of one name, all say the same", () => {
    const said = new Map<string, Set<string>>();
    walkDeclarations(({ args, entry }) => {
      for (const { type } of [...Object.values(args), ...Object.values(entry?.args ?? {})]) {
        if (type.choices !== undefined) continue;
        const { name, title, accepts, examples, splits } = type;
        said.set(name, (said.get(name) ?? new Set()).add(JSON.stringify({ title, accepts, examples, splits })));
      }
    });
    expect([...said].filter(([, texts]) => texts.size > 1).map(([name, texts]) => [name, ...texts])).toEqual([]);
    expect([...said.keys()].sort()).toEqual([...wordTypes().keys()].sort());
  });
});

/** The statement that a clause's example begins, up to its first own clause, with `inner` in its block. */
function around(clause: Declaration, inner: string): string {
  const words = clause.example.split(/\s+/);
  const end = words.findIndex((word) => word === "{" || Object.hasOwn(clause.clauses, word.toLowerCase()));
  return `${(end < 0 ? words : words.slice(0, Math.max(1, end))).join(" ")} {\n  ${inner}\n}`;
}

describe("the example of a clause within a clause", () => {
  const nested = all.filter(({ path, declaration }) => path.length === 3 && !path.includes("ENTRY") && declaration.native === undefined);
  it.each(nested.map(({ path, around: [, outer], declaration }) => [path.join(" "), path[0]!, outer!, declaration] as const))("of %s binds there", (_, kind, outer, declaration) => {
    const text = `${kind} thing {\n${around(outer, declaration.example)}\n}\n`;
    const parsed = parse({ path: "example", text });
    const bound = bindProgram([parsed.value], kinds, {});
    expect([...parsed.diagnostics, ...bound.diagnostics].map((diagnostic) => renderText(diagnostic))).toEqual([]);
  });
});

describe("the example of a clause", () => {
  const clauses = all.filter(({ path, declaration }) => path.length === 2 && path[1] !== "ENTRY" && declaration.native === undefined);
  it.each(clauses.map(({ path, declaration }) => [path.join(" "), path[0]!, declaration] as const))("of %s binds in its kind", (_, kind, declaration) => {
    const text = `${kind} thing {\n  ${declaration.example}\n}\n`;
    const parsed = parse({ path: "example", text });
    const bound = bindProgram([parsed.value], kinds, {});
    const found = [...parsed.diagnostics, ...bound.diagnostics].filter(({ code }) => code !== "unknown-profile");
    expect(found.map((diagnostic) => renderText(diagnostic))).toEqual([]);
  });
});
