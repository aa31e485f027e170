import { expect, it } from "vitest";
import type { Origin } from "../../../src/source/origin.js";
import { line, section } from "../../../src/targets/nginx/directive.js";
import { Printer } from "../../../src/targets/nginx/printer.js";
import { fixed } from "../../../src/targets/nginx/quote.js";

const source = { path: "site.infra", text: "gateway edge listen 80\n" };

/** Another object each time: a directive may be kept from the compilation before, and its neighbor be new. */
function originAt(start: number, more: Omit<Origin, "span"> = {}): Origin {
  return { span: { source, start, end: start + 1 }, ...more };
}

function rangesOf(origins: readonly Origin[]): readonly string[] {
  const printer = new Printer();
  printer.lines(origins.map((origin) => line(origin, "gzip", fixed("on"))));
  return printer.end().ranges.provenance().map(({ first, last, origin }) => `${first}-${last} ${origin.span.start}${origin.because ?? ""}`);
}

it("lines that stand there for one reason are one range, whoever made the reason", () => {
  expect(rangesOf([originAt(1), originAt(1), originAt(2)])).toEqual(["1-2 1", "3-3 2"]);
  expect(rangesOf([originAt(1, { because: "a default" }), originAt(1)])).toEqual(["1-1 1a default", "2-2 1"]);
  const via = (text: string): Origin => originAt(1, { via: [{ span: { source, start: 0, end: 7 }, text }] });
  expect(rangesOf([via("a"), via("a"), via("b"), originAt(1)])).toEqual(["1-2 1", "3-3 1", "4-4 1"]);
});

it("what is the reason of a block is not told of a line in it once more", () => {
  const printer = new Printer();
  printer.lines([section(originAt(1), "server", [], [line(originAt(1), "gzip", fixed("on")), line(originAt(2), "etag", fixed("on"))])]);
  expect(printer.end().ranges.provenance().map(({ first, last, origin }) => `${first}-${last} ${origin.span.start}`)).toEqual(["1-5 1", "4-4 2"]);
});
