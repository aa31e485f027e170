import { expect, test } from "vitest";
import { joinSources } from "../../src/lower/log-joining.js";
import { sourceOf } from "../kit/logs.js";

const files = (...paths: readonly string[]) => ({ where: "files" as const, paths: [...paths] });
const docker = (containers: string[] | null, stream: "all" | "stdout" = "all") => ({ where: "docker" as const, project: "site", containers, stream });

test("a file that two declarations write is read once, and is of neither", () => {
  const joined = joinSources([sourceOf("goods", { entity: "goods", from: files("/var/log/a.log") }), sourceOf("wares", { entity: "wares", from: files("/var/log/a.log") })]);
  expect(joined.map(({ name, entity }) => [name, entity])).toEqual([["goods", null]]);
});

test("what a declaration writes of one kind is one source, each file once", () => {
  const each = (...paths: readonly string[]) => sourceOf("goods", { entity: "goods", from: files(...paths) });
  const joined = joinSources([each("/a", "/b"), each("/b", "/c"), each("/d")]);
  expect(joined.map(({ from }) => from)).toEqual([files("/a", "/b", "/c", "/d")]);
});

test("a place that came to be by joining is a place like any other", () => {
  const joined = joinSources([
    sourceOf("goods", { entity: "goods", from: files("/a") }),
    sourceOf("goods", { entity: "goods", from: files("/b") }),
    sourceOf("wares", { entity: "wares", from: files("/a") }),
    sourceOf("both", { entity: "both", from: files("/a", "/b") }),
  ]);
  expect(joined.map(({ name, entity, from }) => [name, entity, from])).toEqual([["goods", null, files("/a", "/b")], ["wares", "wares", files("/a")]]);
});

test("outputs are joined by their stream; all containers are a source of their own", () => {
  const each = (from: ReturnType<typeof docker>) => sourceOf("goods", { entity: "goods", from });
  const joined = joinSources([each(docker(["goods-1"])), each(docker(["goods-2"], "stdout")), each(docker(["goods-3"])), sourceOf("all", { from: docker(null) }), sourceOf("all", { from: docker(null) })]);
  expect(joined.map(({ from }) => from)).toEqual([docker(["goods-1", "goods-3"]), docker(["goods-2"], "stdout"), docker(null)]);
});

test("lines of two formats are two sources, wherever their formats were said", () => {
  const each = (path: string, form: "plain" | "nginx-error") => sourceOf("edge", { entity: "edge", from: files(path), format: { form, origin: { span: { source: { path: "site.infra", text: "" }, start: path.length, end: path.length } } } });
  expect(joinSources([each("/a", "plain"), each("/bb", "plain"), each("/c", "nginx-error")]).map(({ from }) => from)).toEqual([files("/a", "/bb"), files("/c")]);
});
