import { spawnSync } from "node:child_process";

export type { Command, Run, World, WorldFile } from "../../src/emit/world.js";
export { inWorld } from "../../src/host/world.js";

/** Whether this machine lets a world be made: it takes root, namespaces and an overlay file system. */
export function canMakeWorld(): boolean {
  const script = "mount -t tmpfs infc-world /sys && cd /sys && mkdir upper work root && mount -t overlay -o lowerdir=/,upperdir=/sys/upper,workdir=/sys/work infc-world root";
  return process.platform === "linux" && spawnSync("unshare", ["--mount", "--net", "--propagation", "private", "sh", "-c", script]).status === 0;
}
