import { appendFileSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { watch } from "../../src/host/watch.js";
import { temporaryFolder } from "./temporary.js";

/** Watches, and counts how often it was told. */
function watching(...paths: readonly string[]) {
  const told = { count: 0 };
  const watcher = watch(() => told.count++);
  onTestFinished(() => watcher.close());
  expect(watcher.setPaths(paths)).toBe(true);
  return {
    watcher,
    told,
    async sees(action: () => void) {
      const before = told.count;
      action();
      await expect.poll(() => told.count, { timeout: 15_000 }).toBeGreaterThan(before);
    },
  };
}

it("tells of a file that is written, replaced, removed and made", async () => {
  const file = join(temporaryFolder(), "site.infra");
  const { sees } = watching(file);
  await sees(() => writeFileSync(file, "one\n"));
  await sees(() => appendFileSync(file, "two\n"));
  await sees(() => (writeFileSync(`${file}.new`, "three\n"), renameSync(`${file}.new`, file)));
  await sees(() => rmSync(file));
  await sees(() => writeFileSync(file, "four\n"));
});

it("tells of no other file of the folder", async () => {
  const file = join(temporaryFolder(), "site.infra");
  writeFileSync(file, "one\n");
  const { sees, told } = watching(file);
  await sees(() => {
    for (let other = 0; other < 100; other++) writeFileSync(`${file}.${other}`, "one\n");
    renameSync(`${file}.0`, file);
  });
  expect(told.count).toBeLessThan(50);
});

it("tells of what a link leads to", async () => {
  const [folder, elsewhere] = [temporaryFolder(), temporaryFolder()];
  writeFileSync(join(elsewhere, "real.infra"), "one\n");
  symlinkSync(join(elsewhere, "real.infra"), join(folder, "site.infra"));
  const { sees } = watching(join(folder, "site.infra"));
  await sees(() => writeFileSync(join(elsewhere, "real.infra"), "two\n"));
});

it("tells of a file whose folder was replaced, and goes on there", async () => {
  const folder = join(temporaryFolder(), "program");
  const file = join(folder, "site.infra");
  mkdirSync(folder);
  writeFileSync(file, "one\n");
  const { watcher, sees } = watching(file);
  await sees(() => (renameSync(folder, `${folder}.old`), mkdirSync(folder), writeFileSync(file, "other\n")));
  watcher.setPaths([file]);
  await sees(() => writeFileSync(file, "last\n"));
});

it("has nothing to see where there is no folder", async () => {
  const watcher = watch(() => undefined);
  expect(watcher.setPaths([join(temporaryFolder(), "nowhere/site.infra")])).toBe(false);
  await watcher.close();
});
