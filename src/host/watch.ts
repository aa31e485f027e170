import { existsSync } from "node:fs";
import { dirname, relative } from "node:path";
import { watch as watchFolders } from "chokidar";
import type { Watch } from "./host.js";

/** `Host.watch` on the file system. It watches the folders, not the files: editors replace a file by another one of its name, and imports come and go. */
export function watch(changed: () => void): Watch {
  const watcher = watchFolders([], { depth: 0, ignoreInitial: true });
  let wanted = new Set<string>();
  let folders: readonly string[] = [];
  watcher.on("all", (_event, path) => {
    if (wanted.has(relative("", path))) changed();
  });
  return {
    setPaths(paths) {
      wanted = new Set(paths.map((path) => relative("", path)));
      const now = [...new Set(paths.map((path) => dirname(path)))].filter((folder) => existsSync(folder));
      watcher.add(now.filter((folder) => !folders.includes(folder)));
      folders = now;
      return now.length > 0;
    },
    close: () => watcher.close(),
  };
}
