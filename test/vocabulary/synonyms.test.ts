import { expect, it } from "vitest";
import { wordsOfLanguage } from "../../src/cli/explain-words.js";
import { synonymOf, synonyms } from "../../src/vocabulary/synonyms.js";

const words = wordsOfLanguage();

it.each(Object.entries(synonyms))("%s is answered in words of infc", (_, text) => {
  const phrases = [...text.matchAll(/`([^` ]+)[^`]*`/g)].map(([, first]) => first!);
  expect(phrases.filter((first) => !words.has(first) && !/^(\/|x\d)/.test(first))).toEqual([]);
});

it("knows a word with a colon, with dashes and in capitals", () => {
  expect([synonymOf("Ports:"), synonymOf("cache-peer"), synonymOf("constructor")]).toEqual([synonyms["ports"], synonyms["cache_peer"], undefined]);
});
