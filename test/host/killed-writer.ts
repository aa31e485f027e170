import childProcess from "node:child_process";
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

/*
 * Started by killed.test.ts: `node killed-writer.mjs FOLDER CALL` changes every file of FOLDER to "new", and kills itself with SIGKILL right
 * before its CALL-th change of the file system. Ends with 0 when there are fewer.
 */
const [, , folder, call] = process.argv;
let left = Number(call);

function count(module: object, name: string): void {
  const functions = module as Record<string, (...args: unknown[]) => unknown>;
  const original = functions[name]!;
  functions[name] = (...args) => {
    if (--left === 0) process.kill(process.pid, "SIGKILL");
    const result = original(...args);
    // Its own process may have been killed with its work done.
    if (name === "spawnSync" && --left === 0) process.kill(process.pid, "SIGKILL");
    return result;
  };
}

for (const name of ["mkdirSync", "mkdtempSync", "writeFileSync", "openSync", "writeSync", "closeSync", "chmodSync", "chownSync", "linkSync", "symlinkSync", "copyFileSync", "utimesSync", "renameSync", "rmdirSync", "rmSync"]) count(fs, name);
count(childProcess, "spawnSync");
syncBuiltinESMExports();

const { updateFolder } = await import("../../src/host/output-folder.js");
updateFolder(folder!, (before) => ({
  write: new Map([...[...before].filter(([, { kind }]) => kind === "file").map(([path]) => path), "d/added"].filter((path) => !["a/kept", "c/removed"].includes(path)).map((path) => [path, { parts: ["new\n"], mode: 0o644 }])),
  remove: new Set(["c/removed"]),
}));
