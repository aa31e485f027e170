import { defineDiagnostic, type Report } from "../../diagnostics/define.js";
import type { Cache, CacheDisk } from "../../ir/cache.js";
import type { Origin } from "../../source/origin.js";
import { inexactForSquid } from "./lower-helpers.js";
import type { CacheDir, Folder, Store } from "./model.js";
import { quoteWord, type Text, words } from "./quote.js";

const [kilobyte, megabyte] = [1024, 1024 ** 2];
/** squid reads the size of a disk into 32 bits. */
const mostMegabytes = 2 ** 31 - 1;

const policies = { lru: null, lfuda: words`heap LFUDA`, gdsf: words`heap GDSF` } as const;

export function lowerStore({ memory }: Cache, disks: readonly CacheDisk[], report: Report): Store {
  if (memory.objectBytes > memory.bytes) report(objectTooLarge, { at: memory.origin, data: { object: amount(memory.objectBytes), store: amount(memory.bytes), where: "memory" } });
  // squid asks the disks in order, so that those for small objects come first.
  const ordered = [...disks].sort((a, b) => a.objectBytes - b.objectBytes);
  const largest = ordered.at(-1)?.objectBytes ?? null;
  return {
    cache_mem: sizeOf(memory.bytes),
    maximum_object_size_in_memory: sizeOf(memory.objectBytes),
    memory_replacement_policy: policies[memory.replace],
    maximum_object_size: largest === null ? null : sizeOf(largest),
    cache_dirs: ordered.map((disk, at) => lowerDisk(disk, ordered[at - 1], largest!, report)),
    origin: memory.origin,
  };
}

function lowerDisk(disk: CacheDisk, before: CacheDisk | undefined, largest: number, report: Report): CacheDir {
  const { origin, bytes, objectBytes, format, path, replace } = disk;
  const megabytes = bytes / megabyte;
  if (!Number.isInteger(megabytes)) report(inexactForSquid, { at: origin, data: { what: "the size of a disk", unit: "whole megabytes" } });
  else if (megabytes < 1 || megabytes > mostMegabytes) report(inexactForSquid, { at: origin, data: { what: "the size of a disk", unit: "1MB to 2048TB" } });
  if (objectBytes > bytes) report(objectTooLarge, { at: origin, data: { object: amount(objectBytes), store: amount(bytes), where: `\`${path}\`` } });
  const folders = format === "rock" ? words`` : words` 16 256`;
  const most = objectBytes === largest ? words`` : words` max-size=${objectBytes}`;
  const changes = (before?.replace ?? "lru") !== replace;
  return {
    cache_replacement_policy: changes ? (policies[replace] ?? words`lru`) : null,
    type: format,
    path: quoteWord(path, origin, report),
    megabytes: Math.max(1, Math.floor(megabytes)),
    rest: words`${folders}${most}`,
    origin,
  };
}

/** A number and a unit: without the blank between them squid refuses it, without the unit it counts bytes. */
function sizeOf(bytes: number): Text {
  if (bytes % megabyte === 0) return words`${bytes / megabyte} MB`;
  return bytes % kilobyte === 0 ? words`${bytes / kilobyte} KB` : words`${bytes} bytes`;
}

function amount(bytes: number): string {
  return bytes % megabyte === 0 ? `${bytes / megabyte}MB` : bytes % kilobyte === 0 ? `${bytes / kilobyte}KB` : `${bytes}B`;
}

/** The folders that `squid -z` of Debian's unit cannot make, as only /var/spool/squid belongs to its user. */
export function foldersOf(disks: readonly CacheDisk[], report: Report): readonly Folder[] {
  return disks.filter(({ path }) => !/^\/var\/spool\/squid(\/|$)/.test(path)).map(({ path, origin }) => ({ path: quoteFolder(path, origin, report), origin }));
}

/** A path in tmpfiles.d, where `%` begins a specifier. */
function quoteFolder(path: string, at: Origin, report: Report): Text {
  return quoteWord(path.replaceAll("%", "%%"), at, report);
}

export const objectTooLarge = defineDiagnostic({
  code: "object-too-large",
  severity: "error",
  summary: "The largest object that is kept does not fit where it is to be kept.",
  explanation: `
\`object\` is the largest object that memory or a disk keeps. Larger than the whole, none of that size is ever kept.

    cache cdn { memory 128MB object 1GB }     # error
    cache cdn { memory 1GB object 4MB }
`,
  message: (data: { readonly object: string; readonly store: string; readonly where: string }) => `an object of ${data.object} does not fit into the ${data.store} of ${data.where}`,
  help: ({ store }) => `make \`object\` smaller than ${store}`,
});
