import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "./machine.js";

/** Sees to it that the packages of package-lock.json are installed; false when they could not be. Needs Node alone. */
export function providePackages(log) {
  if (packagesAreInstalled()) return true;
  log("installing the packages of package-lock.json");
  return spawnSync("npm", ["ci", "--include=dev", "--no-audit", "--no-fund"], { cwd: projectFolder, stdio: "inherit" }).status === 0;
}

/** Whether node_modules holds what the lock says; packages for other machines may be absent. Touches no network. */
function packagesAreInstalled() {
  const [lock, installed] = ["package-lock.json", "node_modules/.package-lock.json"].map((file) => {
    const path = join(projectFolder, file);
    return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")).packages : {};
  });
  return Object.entries(lock).every(([path, { version, optional }]) => path === "" || (installed[path] === undefined ? optional === true : installed[path].version === version));
}
