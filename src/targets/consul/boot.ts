import { type Booting, plainBoot } from "../../emit/boot.js";
import { withoutNewer } from "./checker.js";

/** The agent of one machine. An old Consul is given its files without the settings that it does not know. */
export const bootConsul: Booting = (files, { versionOf }) => {
  const own = files.flatMap(({ target, text }) => (target === null ? [] : [{ path: target, text }]));
  const folder = own[0]?.path.slice(0, own[0].path.lastIndexOf("/"));
  if (folder === undefined) return [];
  const data = own.flatMap(({ text }) => /^data_dir\s*=\s*"([^"]+)"/m.exec(text)?.[1] ?? []);
  const given = own.map(({ path, text }) => ({ path, content: withoutNewer(path, text, versionOf("consul")) }));
  return [plainBoot("consul", ["consul"], ["agent", `-config-dir=${folder}`], { prepare: data.map((path) => ["mkdir", "-p", path]), files: given.filter(({ content }, index) => content !== own[index]!.text) })];
};
