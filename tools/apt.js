import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C.UTF-8" };

/** A program was ended from outside: whoever catches this cleans up and stops. */
export class Interrupted extends Error {}

/** Runs a program and throws with the end of its output when it fails. */
function run(program, args, options = {}) {
  const { status, signal, stdout, stderr, error } = spawnSync(program, args, { encoding: "utf8", env: environment, maxBuffer: 1 << 28, ...options });
  if (error !== undefined) throw error;
  if (signal !== null) throw new Interrupted(`${program} was ended by ${signal}`);
  if (status === 0) return stdout;
  const tail = `${stdout}${stderr}`.trim().split("\n").slice(-8).join("\n  ");
  throw new Error(`${program} ${args.at(0)} failed:\n  ${tail}`);
}

/** Installs packages on this machine without starting or enabling any service; returns those that apt does not know. */
export function installPackages(names) {
  // A failing update is no reason to stop: one foreign source out of reach fails it, and the lists may do as they are.
  spawnSync("apt-get", ["update", "-q"], { env: environment, stdio: "ignore" });
  const known = names.filter((name) => spawnSync("apt-cache", ["show", name], { env: environment, stdio: "ignore" }).status === 0);
  if (known.length > 0) {
    const before = listUnits();
    withoutServices(() => run("apt-get", ["install", "-q", "-y", "-o", "DPkg::Lock::Timeout=300", "--no-install-recommends", ...known]));
    disableUnits(listUnits().filter((unit) => !before.includes(unit)));
  }
  return names.filter((name) => !known.includes(name));
}

const policyFile = "/usr/sbin/policy-rc.d";

/** While `action` runs, packages being installed may not start their services: Debian asks policy-rc.d, 101 is "no". */
function withoutServices(action) {
  const forbidden = existsSync(policyFile) && spawnSync(policyFile, ["nginx", "start"], { stdio: "ignore" }).status === 101;
  if (forbidden) return action();
  const saved = `${policyFile}.before-infc`;
  if (existsSync(policyFile)) renameSync(policyFile, saved);
  writeFileSync(policyFile, "#!/bin/sh\nexit 101\n");
  chmodSync(policyFile, 0o755);
  // With a listener Ctrl-C ends apt but not this process, which then comes to the `finally`.
  const stay = () => {};
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, stay);
  try {
    return action();
  } finally {
    rmSync(policyFile);
    if (existsSync(saved)) renameSync(saved, policyFile);
    for (const signal of ["SIGINT", "SIGTERM"]) process.off(signal, stay);
  }
}

function listUnits() {
  const folder = "/etc/systemd/system/multi-user.target.wants";
  return existsSync(folder) ? readdirSync(folder) : [];
}

/** Packages enable their services for the next boot; tests want the programs only. */
function disableUnits(units) {
  if (units.length > 0) spawnSync("systemctl", ["disable", "--quiet", ...units], { env: environment, stdio: "ignore" });
}

/**
 * Downloads one package and unpacks it into `folder`, installing nothing.
 *
 * With `suite` the package comes from another release of this machine's own distribution: apt gets a source list made
 * from the machine's own, and lists and a cache of its own, so that the machine's are left alone.
 */
export function unpackPackage({ name, suite, own, folder }) {
  const work = `${folder}.apt-${process.pid}`;
  rmSync(work, { recursive: true, force: true });
  for (const part of ["lists/partial", "cache/archives/partial", "root"]) mkdirSync(join(work, part), { recursive: true });
  try {
    const sources = join(work, "other.sources");
    writeFileSync(sources, suite === undefined ? "" : sourcesFor(suite, own));
    const options = [
      ["Dir::Etc::sourcelist", sources],
      ["Dir::Etc::sourceparts", "/dev/null"],
      ["Dir::State::lists", join(work, "lists")],
      ["Dir::Cache", join(work, "cache")],
      ["APT::Sandbox::User", "root"],
      ["Acquire::Languages", "none"],
    ].flatMap(([key, value]) => (suite === undefined ? [] : ["-o", `${key}=${value}`]));
    if (suite !== undefined) run("apt-get", ["update", "-q", ...options]);
    run("apt-get", ["download", "-q", ...options, name], { cwd: work });
    const archive = readdirSync(work).find((file) => file.endsWith(".deb"));
    if (archive === undefined) throw new Error(`apt-get download ${name} left no package`);
    run("dpkg-deb", ["-x", join(work, archive), join(work, "root")]);
    rmSync(folder, { recursive: true, force: true });
    renameSync(join(work, "root"), folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The machine's own sources for its release `own`, with the release replaced; sources.list(5), both formats. */
function sourcesFor(suite, own) {
  const entries = readSources().filter((entry) => entry.suites.includes(own));
  if (entries.length === 0) throw new Error(`apt's sources name no release ${own}`);
  return entries
    .map(({ uris, components, signedBy }) =>
      ["Types: deb", `URIs: ${uris.join(" ")}`, `Suites: ${suite}`, `Components: ${components.join(" ")}`, ...(signedBy === undefined ? [] : [`Signed-By: ${signedBy}`]), ""].join("\n"),
    )
    .join("\n");
}

function readSources() {
  const folder = "/etc/apt/sources.list.d";
  const files = ["/etc/apt/sources.list", ...(existsSync(folder) ? readdirSync(folder).map((file) => join(folder, file)) : [])];
  return files.filter((file) => existsSync(file)).flatMap((file) => {
    const text = readFileSync(file, "utf8").replace(/^#.*\n/gm, "");
    if (file.endsWith(".sources")) return text.split(/\n{2,}/).map(readStanza).filter((entry) => entry.types.includes("deb"));
    return file.endsWith(".list") ? text.split("\n").map(readLine).filter((entry) => entry !== undefined) : [];
  });
}

function readStanza(stanza) {
  const field = (key) => new RegExp(`^${key}:((?:.*\n?)(?:[ \t].*\n?)*)`, "mi").exec(stanza)?.[1]?.trimEnd();
  const words = (key) => field(key)?.trim().split(/\s+/) ?? [];
  return { types: words("Types"), uris: words("URIs"), suites: words("Suites"), components: words("Components"), signedBy: field("Signed-By")?.trimStart() };
}

function readLine(line) {
  const match = /^\s*deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s+([^#]+)/.exec(line);
  if (match === null) return undefined;
  const [, options = "", uri, suite, components] = match;
  return { uris: [uri], suites: [suite], components: components.trim().split(/\s+/), signedBy: /signed-by=(\S+)/i.exec(options)?.[1] };
}
