import type { CacheDisk } from "../ir/cache.js";
import type { Site } from "../ir/site.js";
import { groupBy } from "../source/group.js";
import type { Origin } from "../source/origin.js";
import { defineRule } from "./rule.js";

/** One folder as two disks of one process: squid takes the second for a new size of the first. */
export const duplicateDisk = defineRule({
  code: "duplicate-disk",
  severity: "error",
  summary: "Two disks of a cache are one folder.",
  explanation: `
Squid reads the second \`disk\` of a folder as another size of the first, and its check says nothing.

    disk /var/spool/squid 10GB
    disk /var/spool/squid 20GB object 64MB          # error: squid has one disk, of 20GB
    disk /srv/large 20GB object 64MB

Caches on one machine are one squid, so that this holds for the disks of all of them.
`,
  message: (data: { readonly path: string }) => `\`${data.path}\` is a disk of this squid already`,
  help: ({ path }) => `give it a folder of its own, such as \`${path}-2\``,

  check(site, report, index) {
    const reported = new Set<Origin>();
    for (const [, disks] of disksByMachine(site)) {
      const known = new Map<string, CacheDisk>();
      for (const disk of disks) {
        const path = disk.path.replace(/(.)\/+$/, "$1");
        const first = known.get(path);
        if (first === undefined) known.set(path, disk);
        else if (!index.clauses().isOne(first.origin, disk.origin) && !reported.has(disk.origin)) {
          reported.add(disk.origin);
          report({ at: disk.origin, data: { path }, related: [{ span: first.origin.span, text: "the first one" }] });
        }
      }
    }
  },
});

function disksByMachine({ caches }: Site): ReadonlyMap<string, readonly CacheDisk[]> {
  const all = caches.flatMap(({ machines, disks }) => machines.flatMap((machine) => disks.map((disk) => ({ machine, disk }))));
  return new Map([...groupBy(all, ({ machine }) => machine)].map(([machine, group]) => [machine, group.map(({ disk }) => disk)]));
}
