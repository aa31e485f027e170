import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { projectFolder } from "../../tools/machine.js";
import { peers } from "./peers/index.js";
import { filesOf } from "./same-bytes/files.js";
import { programOf, servicesOf } from "./site.js";

const node = process.execPath;
const cli = join(projectFolder, "dist/cli.js");

/** The most services that the peers' programs number: beyond, a host has no ports left. */
const mostOfPeers = 40_000;

/**
 * All that is run for `count` services, each in a folder of its own below `scratch`. Of each: `start`, its command; `prepare`, which is not timed
 * and makes every run a cold one; `folder`, where it writes; `judge`, which says what is wrong with what it wrote.
 */
export function contestantsOf(count, { scratch, modules, wanted }) {
  const base = join(scratch, String(count));
  mkdirSync(base, { recursive: true });
  const data = join(base, "services.json");
  writeFileSync(data, JSON.stringify({ services: servicesOf(count) }));
  const declarations = infc(count, "declarations", base);
  return [
    { name: "start", title: "`node -e 0`", start: [node, "-e", "0"], prepare() {}, judge: () => undefined },
    copyOf(declarations, base),
    sameBytes(count, base),
    declarations,
    infc(count, "ranges", base),
    ...(count > mostOfPeers ? [] : peersOf(count, { base, data, scratch, modules, wanted })),
  ];
}

function infc(count, form, base) {
  const home = join(base, `infc-${form}`);
  const folder = join(home, "out");
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, "site.infra"), programOf(count, form));
  return {
    name: form,
    title: `infc, ${form}`,
    cwd: home,
    folder,
    start: [node, cli, "build", "site.infra"],
    prepare() {
      rmSync(folder, { recursive: true, force: true });
      rmSync(join(home, "site.lock"), { force: true });
    },
    judge: () => (form === "declarations" ? differenceFrom(filesOf(count), folder) : undefined),
  };
}

/** `cp -r` of what infc wrote, as a floor. */
function copyOf({ folder: built }, base) {
  const source = join(base, "copy-of");
  const folder = join(base, "copy");
  return {
    name: "copy",
    title: "`cp -r` of the same bytes",
    folder,
    after: "declarations",
    start: ["cp", "-r", source, folder],
    prepare() {
      rmSync(folder, { recursive: true, force: true });
      if (!isFolder(source)) cpSync(built, source, { recursive: true });
    },
    judge: () => undefined,
  };
}

function sameBytes(count, base) {
  const folder = join(base, "same-bytes");
  return {
    name: "same-bytes",
    title: "plain Node, the same bytes as infc",
    folder,
    start: [node, join(import.meta.dirname, "same-bytes/write.js"), String(count), folder],
    prepare: () => rmSync(folder, { recursive: true, force: true }),
    judge: () => differenceFrom(filesOf(count), folder),
  };
}

function peersOf(count, { base, data, scratch, modules, wanted }) {
  const reference = join(base, "peer-node");
  return peers.filter(({ name }) => wanted === undefined || name === "node" || wanted.includes(name)).map((peer) => {
    const folder = join(base, `peer-${peer.name}`);
    const found = peer.find(modules);
    const title = found?.version === undefined ? peer.title : `${peer.title} ${found.version}`;
    return {
      name: peer.name,
      title,
      folder,
      isPeer: true,
      absent: found === undefined ? `not installed: ${peer.needs}` : undefined,
      start: found && peer.start(found, { count: String(count), folder, data, scratch: join(scratch, peer.name) }),
      prepare() {
        rmSync(folder, { recursive: true, force: true });
        mkdirSync(folder, { recursive: true });
      },
      judge: () => differenceFrom(readFiles(reference), folder, (text) => text.trimEnd()),
    };
  });
}

/** The first file of `expected` that is not in `folder` as it should be, in words; undefined when all are. */
function differenceFrom(expected, folder, read = (text) => text) {
  const actual = new Map(readFiles(folder).map(({ path, text }) => [path, text]));
  const strange = [...actual.keys()].find((path) => !expected.some((file) => file.path === path));
  if (strange !== undefined) return `wrote ${strange}, which it should not`;
  const wrong = expected.find(({ path, text }) => !actual.has(path) || read(actual.get(path)) !== read(text));
  return wrong && `wrote another ${wrong.path}`;
}

function readFiles(folder) {
  return pathsIn(folder).map((path) => ({ path: relative(folder, path), text: readFileSync(path, "utf8") }));
}

/** How many bytes the files below a folder have. */
export function sizeOf(folder) {
  return pathsIn(folder).reduce((sum, path) => sum + statSync(path).size, 0);
}

function pathsIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function isFolder(path) {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
