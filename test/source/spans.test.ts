import fc from "fast-check";
import { expect, it } from "vitest";
import { indexSpans } from "../../src/source/spans.js";

const source = { path: "site.infra", text: "" };
const span = (start: number, end: number) => ({ source, start, end });

it("gives what is around a span, the innermost first", () => {
  const index = indexSpans([[span(0, 9), "file"], [span(2, 7), "outer"], [span(3, 4), "beside"], [span(5, 7), "inner"], [span(2, 7), "twice"]] as const);
  expect(index.around(span(5, 6))).toEqual(["inner", "outer", "twice", "file"]);
  expect(index.around(span(4, 6))).toEqual(["outer", "twice", "file"]);
  expect(index.around(span(7, 7))).toEqual(["inner", "outer", "twice", "file"]);
  expect(index.around(span(9, 10))).toEqual([]);
});

it("knows one source from another", () => {
  const index = indexSpans([[span(0, 9), "here"]] as const);
  expect(index.around({ source: { path: "other.infra", text: "" }, start: 1, end: 2 })).toEqual([]);
  expect(index.around({ source: { path: "site.infra", text: "another text" }, start: 1, end: 2 })).toEqual(["here"]);
});

/** Spans within spans, as statements make them. */
const nested = fc.array(fc.array(fc.nat(9), { minLength: 1, maxLength: 4 }), { maxLength: 20 }).map((paths) =>
  paths.map((path) => {
    let [start, end] = [0, 10_000];
    for (const step of path) [start, end] = [start + Math.floor(((end - start) * step) / 10), start + Math.floor(((end - start) * (step + 1)) / 10)];
    return span(start, end);
  }),
);

it("finds what a look at every span finds", () => {
  fc.assert(
    fc.property(nested, fc.nat(10_000), fc.nat(50), (spans, start, length) => {
      const wanted = span(start, start + length);
      const all = spans.map((each, item) => ({ each, item })).filter(({ each }) => each.start <= wanted.start && wanted.end <= each.end);
      // Where one ends and the next begins, both are around the point between them: the one that ends there need not be found.
      const found = new Set(indexSpans(spans.map((each, item) => [each, item] as const)).around(wanted));
      for (const { each, item } of all) if (!(length === 0 && each.end === start)) expect(found).toContain(item);
      for (const item of found) expect(all.map((each) => each.item)).toContain(item);
    }),
  );
});
