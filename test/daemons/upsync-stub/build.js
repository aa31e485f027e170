import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheFolder, findNeed } from "../../../tools/machine.js";

const here = dirname(fileURLToPath(import.meta.url));
const parts = ["infc_upsync_stub_module.c", "config"];

/**
 * The path of the compiled stand-in for nginx's upsync module, built on first use (about seven seconds) and kept in
 * the cache folder; undefined where nginx's development files are absent. Throws when it does not compile.
 */
export function buildUpsyncStub({ log = () => {} } = {}) {
  if (["nginx", "nginx-dev", "gcc", "libc", "make"].some((name) => findNeed(name) === undefined)) return undefined;
  const hash = createHash("sha256");
  for (const part of parts) hash.update(readFileSync(join(here, part)));
  // A module loads only into the build of nginx that it was compiled for.
  const { size, mtimeMs } = statSync(findNeed("nginx"));
  const built = join(cacheFolder, `upsync-stub-${hash.update(`${size} ${mtimeMs}`).digest("hex").slice(0, 16)}.so`);
  if (existsSync(built)) return built;

  log("setup: compiling the stand-in for nginx's upsync module");
  const work = mkdtempSync(join(tmpdir(), "infc-upsync-"));
  try {
    cpSync(dirname(findNeed("nginx-dev")), work, { recursive: true });
    const addon = join(work, "infc-addon");
    mkdirSync(addon);
    for (const part of parts) cpSync(join(here, part), join(addon, part));
    // conf_flags sets a bash array: the flags that this nginx was configured with.
    const script = `. ./conf_flags && bash ./configure "\${NGX_CONF_FLAGS[@]}" --with-cc-opt="-O1 -fPIC -Wall -Werror" --add-dynamic-module=./infc-addon && make -f objs/Makefile modules`;
    const { status, stdout, stderr } = spawnSync("bash", ["-c", script], { cwd: work, encoding: "utf8" });
    if (status !== 0) throw new Error(`${stdout}${stderr}`.trim().split("\n").slice(-15).join("\n"));
    mkdirSync(cacheFolder, { recursive: true });
    const arriving = `${built}.${process.pid}`;
    cpSync(join(work, "objs", "infc_upsync_stub_module.so"), arriving);
    renameSync(arriving, built);
    return built;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
