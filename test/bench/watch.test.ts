import { expect, it } from "vitest";
import { compile } from "../../src/index.js";
import { programOf } from "./site.js";
import { editsOf } from "./watch.js";

const text = programOf(30);
const { line, ways } = editsOf(30);

it.each(ways)("an edit of the $name shows in one file, and not before", ({ edit, file, shown }) => {
  const [before, after] = [text, text.replace(line, edit(1))].map((each) => compile({ entry: { path: "site.infra", text: each } }));
  expect(after!.diagnostics).toEqual([]);
  const textOf = ({ files }: NonNullable<typeof before>) => files.find(({ path }) => path === file)!.text;
  expect(textOf(before!)).not.toContain(shown(1));
  expect(textOf(after!)).toContain(shown(1));
  expect(textOf(after!)).not.toContain(shown(2));
});
