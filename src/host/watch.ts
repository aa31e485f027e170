import { existsSync, type FSWatcher, realpathSync, statSync, watch as watchFolder } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Watch } from "./host.js";

/** So often each file is looked at: where its file system tells nothing, as over a network, or a folder was replaced by another of its name. */
const lookMs = 1000;

/** `Host.watch` on the file system. It watches the folders, not the files: editors replace a file by another one of its name, and imports come and go. */
export function watch(changed: () => void): Watch {
  const folders = new Map<string, { readonly id: string; readonly watcher: FSWatcher }>();
  let states: ReadonlyMap<string, string> = new Map();
  const looks = setInterval(look, lookMs);
  let wanted: ReadonlySet<string> = new Set();
  return {
    setPaths(paths) {
      states = new Map(paths.map((path) => [path, states.get(path) ?? stateOf(path)]));
      // Behind a link, what is written is elsewhere.
      const places = [...paths, ...paths.map(followed)];
      wanted = new Set(places.map((path) => join(dirname(path), basename(path))));
      const now = new Set(places.map((path) => dirname(path)).filter((folder) => existsSync(folder)));
      for (const folder of folders.keys()) if (!now.has(folder)) leave(folder);
      for (const folder of now) enter(folder);
      return now.size > 0;
    },
    async close() {
      clearInterval(looks);
      for (const folder of folders.keys()) leave(folder);
    },
  };

  function look(): void {
    const now = new Map([...states.keys()].map((path) => [path, stateOf(path)]));
    const isChanged = [...now].some(([path, state]) => state !== states.get(path));
    states = now;
    if (isChanged) changed();
  }

  function enter(folder: string): void {
    try {
      const { dev, ino } = statSync(folder);
      const id = `${dev} ${ino}`;
      if (folders.get(folder)?.id === id) return;
      leave(folder);
      const watcher = watchFolder(folder, (_, name) => {
        if (name === null || wanted.has(join(folder, name))) changed();
      });
      watcher.on("error", () => leave(folder));
      folders.set(folder, { id, watcher });
    } catch {
      // It is gone again, or the system has no watches left: a look each second has to do.
    }
  }

  function leave(folder: string): void {
    folders.get(folder)?.watcher.close();
    folders.delete(folder);
  }
}

/** Something that is another one after each change of the file; empty where there is none. */
function stateOf(path: string): string {
  try {
    const { dev, ino, size, mtimeMs, ctimeMs } = statSync(path);
    return [dev, ino, size, mtimeMs, ctimeMs].join(" ");
  } catch {
    return "";
  }
}

/** Where a link leads; the path itself where there is nothing yet. */
function followed(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
