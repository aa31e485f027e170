import type { Cache } from "../../../src/ir/cache.js";
import { squid } from "../../../src/targets/squid/index.js";
import { daemonOf, emitSite, machineOf, siteOf } from "../../kit/site.js";

/** What squid's target writes for these caches on one host, and the codes of what it reported. */
export function emitCaches(...caches: Cache[]) {
  const site = siteOf({ machines: [machineOf("node1")], caches, daemons: [daemonOf("squid", "node1", { entities: caches.map(({ name }) => name) })] });
  const { files, diagnostics } = emitSite(squid, site, { secrets: { manager: "s3cret" } });
  const [file] = files;
  return { file: file!, files, diagnostics, codes: diagnostics.map(({ code }) => code), lines: file!.text.split("\n").filter((line) => line !== "" && !line.startsWith("#")) };
}

/** The lines of some directives, without their names when there is one of them. */
export function linesOf({ lines }: { readonly lines: readonly string[] }, ...directives: readonly string[]): readonly string[] {
  const found = lines.filter((line) => directives.includes(line.split(" ")[0]!));
  return directives.length === 1 ? found.map((line) => line.slice(directives[0]!.length + 1)) : found;
}
