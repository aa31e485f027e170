import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { renderReference } from "../src/reference.js";
import { expectText } from "./kit/golden.js";

it("has a reference page that is made from the vocabulary", () => {
  expectText("grammar/reference.md", renderReference());
});

it("links to headings that are there, each of its own name", () => {
  const pages = { "reference.md": renderReference(), "language.md": readFileSync(join(import.meta.dirname, "../grammar/language.md"), "utf8") };
  const anchorsOf = (page: string): readonly string[] => [...page.matchAll(/^#+ (.*)$/gm)].map(([, title]) => title!.toLowerCase().replace(/[^\w -]/g, "").replaceAll(" ", "-"));
  for (const [name, page] of Object.entries(pages)) {
    expect(anchorsOf(page)).toHaveLength(new Set(anchorsOf(page)).size);
    for (const [, other, anchor] of page.matchAll(/\]\(([\w.-]*)#([^)]*)\)/g)) expect(anchorsOf(pages[(other || name) as keyof typeof pages])).toContain(anchor);
  }
});
