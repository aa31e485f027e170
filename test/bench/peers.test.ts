import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { peers } from "./peers/index.js";

it("every folder of a peer is in the list, and every peer has a folder", () => {
  const folders = readdirSync(join(import.meta.dirname, "peers"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).sort()).toEqual(peers.map(({ name }) => name).sort());
});

it("a peer whose package is not there is not found", () => {
  expect(peers.find(({ name }) => name === "nunjucks")!.find("/nowhere")).toBeUndefined();
});
