import { expect, test } from "vitest";
import type { Proxy as IrProxy } from "../../../src/ir/traffic.js";
import { haproxy } from "../../../src/targets/haproxy/index.js";
import { emitSite, linesWithoutOrigin } from "../../kit/site.js";
import { everything } from "./everything.js";

/** Texts that break out of a place that is not quoted, or that no line can hold. */
const hostile = ["a b", "a#b", "a$b", "'", '"', "\\", "{ } ; }", "%[src]", "-i", "--", "a\nfrontend evil", "a\r\nb", "\0", "\uE0000\uE000", "\u2028", "\ud800", "商品", "", "x".repeat(20_000), "()),", "*", "..", "if TRUE"];

/** Fields whose words are the schema's own, or the name of another part of the site. */
const fixed = new Set(["engine", "kind", "nodes", "machines", "protocol", "form", "mode", "method", "verify", "minimum", "by", "do", "where", "on", "per", "match", "forward", "transport", "onDown", "via", "cluster", "proxyProtocol", "pool", "password", "auth", "origin"]);

type Path = readonly (string | number)[];

/** The places of all texts of a value that a program chooses freely. */
function places(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value === "string") return [path];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const isName = key === "name" && path.length === 2 && path[0] === "pools";
    return fixed.has(key) || isName || (key === "name" && path.length === 0) ? [] : places(inner, [...path, Array.isArray(value) ? Number(key) : key]);
  });
}

function replaced(value: unknown, [key, ...rest]: Path, text: string): unknown {
  if (key === undefined) return text;
  if (Array.isArray(value)) return value.map((item, at) => (at === key ? replaced(item, rest, text) : item));
  return { ...(value as object), [key]: replaced((value as Record<string, unknown>)[key], rest, text) };
}

const secrets = { stats: "secret", cache: "secret" };
const proxies = everything().proxies;
const usual = emitSite(haproxy, everything(), { secrets }).files[0]!.text;

/** Emits the site with `text` at some places of one balancer, and looks at what must hold whatever the text is. */
function expectSound(name: string, at: readonly Path[], text: string): void {
  const site = everything((proxy) => (proxy.name === name ? (at.reduce<unknown>((value, path) => replaced(value, path, text), proxy) as IrProxy) : proxy));
  const { files, diagnostics } = emitSite(haproxy, site, { secrets });
  const where = at.map((path) => path.join(".")).join(" ");
  expect(files[0]!.text, where).not.toMatch(/[\0\r\u2028\uE000\uE001]|\p{Surrogate}/u);
  expect(files[0]!.text, where).not.toMatch(/^\s*frontend evil/m);
  expect(linesWithoutOrigin(files[0]!), where).toEqual([]);
  // A name that is told apart, or resolved, takes lines of its own; a text that is cut in two would take more.
  const refused = diagnostics.some(({ severity }) => severity === "error");
  if (at.length === 1 && !refused) expect(files[0]!.text.split("\n").length - usual.split("\n").length, where).toBeLessThanOrEqual(30);
}

test.each(hostile.map((text) => [JSON.stringify(text).slice(0, 30), text]))("%s everywhere at once", (_, text) => {
  for (const proxy of proxies) expectSound(proxy.name, places(proxy), text);
});

test.each(["a\nfrontend evil", "' \" # $x \\ { } %[src]"])("%j in each place alone", (text) => {
  for (const proxy of proxies) for (const path of places(proxy)) expectSound(proxy.name, [path], text);
});

test("a line end is reported wherever it would be written", () => {
  for (const proxy of proxies) {
    for (const path of places(proxy)) {
      const { files, diagnostics } = emitSite(haproxy, everything((each) => (each.name === proxy.name ? (replaced(proxy, path, "a\nb") as IrProxy) : each)), { secrets });
      if (files[0]!.text !== usual) expect(diagnostics.length, path.join(".")).toBeGreaterThan(0);
    }
  }
});

test("a password that no line can hold is reported without its text", () => {
  const { diagnostics } = emitSite(haproxy, everything(), { secrets: { stats: "pass\nword", cache: "secret" } });
  expect(diagnostics.map(({ message }) => message)).toEqual(["haproxy cannot hold a line end here"]);
});
