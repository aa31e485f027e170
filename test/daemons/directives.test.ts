import { execFile, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Directive, DirectiveTable } from "../../src/emit/directives.js";
import { compareVersions } from "../../src/emit/versions.js";
import { directives as haproxy } from "../../src/targets/haproxy/directives.js";
import { directives as keepalived } from "../../src/targets/keepalived/directives.js";
import { directives as nginx } from "../../src/targets/nginx/directives.js";
import { directives as squid } from "../../src/targets/squid/directives.js";

// Each row of a table is put to the daemon on this machine, with the word `1` as often as the row asks for: what the daemon says
// of the value does not count, only what it says of the name, the place and the number of words.

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "infc-directives-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Probe {
  readonly row: Directive;
  readonly section: string;
  readonly words: number;
}

describe.runIf(installed("nginx", "-V"))("nginx knows its table", () => {
  const build = says("nginx", "-V");
  const version = /nginx\/([\d.]+)/.exec(build)?.[1] ?? "";
  const modules = modulesOf(build);
  const blocks = new Set(["types", "map", "geo", "split_clients", "charset_map"]);

  test("every directive in each of its sections, with no fewer and no more words", { timeout: 60_000 }, async () => {
    const probes = nginxProbes();
    const verdicts = await verdictsOf(probes);
    const faults = probes.flatMap((probe, index) => {
      const verdict = verdicts[index]!;
      const { row, fits } = probe;
      if (!isIn(row, version) && (verdict !== "taken" || takenAllTheSame.test(row.name))) return [];
      if (isIn(row, version) && (verdict === (fits ? "taken" : "words") || (verdict === "unknown" && isOptional(row.name)))) return [];
      return [`${describeProbe(probe)}: ${verdict}`];
    });
    expect(faults).toEqual([]);
  });

  test("the lines of its blocks of pairs", async () => {
    const heads: Readonly<Record<string, string>> = { types: "types", map: "map $uri $a", geo: "geo $b", split_clients: "split_clients $uri $c", charset_map: "charset_map koi8-r utf-8" };
    const lines: Readonly<Record<string, string>> = {
      types: "text/html html htm;",
      map: "hostnames; default 1; a.example.com 2;",
      geo: "ranges; default 1; 10.0.0.1-10.0.0.9 2;",
      split_clients: "50% a; * b;",
      charset_map: "80 E282AC;",
    };
    const own = Object.keys(heads);
    expect(nginx.find("*").flatMap(({ sections }) => sections).sort()).toEqual([...own].sort());
    const said = await nginxSays(own.map((section) => `events {} http { ${heads[section]} { ${lines[section]} } }`));
    expect(Object.fromEntries(own.map((section, index) => [section, said[index]]))).toEqual(Object.fromEntries(own.map((section) => [section, ""])));
  });

  /**
   * Each row in all its sections; in the first with the least words, in the others (or there again) with the most, with one too
   * few and with one too many: nginx judges the place before the number of words, so that these tell both.
   */
  function nginxProbes(): readonly (Probe & { readonly fits: boolean })[] {
    const rows = [...nginx.names()].flatMap((name) => nginx.find(name)).filter(({ name }) => name !== "*");
    return rows.flatMap((row) => {
      const sections = row.sections.filter((section) => !blocks.has(section));
      const min = row.words[0];
      // The second word of `keepalive` came later than the directive.
      const max = row.name === "keepalive" && compareVersions(version, "1.29.7") < 0 ? 1 : row.words[1];
      const fitting = max < Infinity && max > min ? [min, max] : [min];
      const beyond = [min - 1, max + 1].filter((words) => words >= 0 && words < Infinity && !(words === 0 && row.name.endsWith("_by_lua_block")));
      const probes = [...fitting.map((words) => ({ row, words, fits: true })), ...(isIn(row, version) && row.name !== "if" ? beyond.map((words) => ({ row, words, fits: false })) : [])];
      const more = Array.from({ length: Math.max(0, sections.length - probes.length) }, () => probes[0]!);
      return sections.length === 0 ? [] : [...probes, ...more].map((probe, index) => ({ ...probe, section: sections[index % sections.length]! }));
    });
  }

  /** Without effect and with a warning where it is too old; brought back to an older version by a distribution where it is too new. */
  const takenAllTheSame = /^(http2_|max_headers$)/;

  function isOptional(name: string): boolean {
    return /^(upsync|upstream_show$|geoip_|image_filter|xslt_|xml_|perl|http3|quic_|lua_|.*by_lua)/.test(name) && !isBuiltIn(name);
  }

  function isBuiltIn(name: string): boolean {
    return /lua/.test(name) && modules.some((path) => path.includes("http_lua"));
  }

  /** What nginx says of each probe. A shell starts it: some two thousand times, and Node is slower at starting it than nginx at answering. */
  async function verdictsOf(probes: readonly Probe[]): Promise<readonly ("taken" | "unknown" | "misplaced" | "words")[]> {
    const said = await nginxSays(probes.map(({ row, section, words }) => {
      // The module reads a block's body to its brace; a text goes out between braces.
      const isText = row.name.endsWith("_by_lua_block");
      const list = Array.from({ length: isText ? words - 1 : words }, () => (row.name === "if" ? "($uri = 1)" : "1")).join(" ");
      return nest(section, `${row.name} ${list} ${row.opens !== undefined || isText ? "{ }" : ";"}`);
    }));
    return probes.map(({ row }, index) => {
      const text = said[index]!;
      if (text.includes(`unknown directive "${row.name}"`)) return "unknown";
      if (text.includes(`"${row.name}" directive is not allowed here`)) return "misplaced";
      return text.includes(`invalid number of arguments in "${row.name}" directive`) ? "words" : "taken";
    });
  }

  function nest(section: string, line: string): string {
    const inHttp = (text: string): string => `events {} http { ${text} }`;
    const inServer = (text: string): string => inHttp(`server { ${text} }`);
    const inStream = (text: string): string => `events {} stream { ${text} }`;
    switch (section) {
      case "main": return `${line} events {}`;
      case "events": return `events { ${line} }`;
      case "http": return inHttp(line);
      case "server": return inServer(line);
      case "server-if": return inServer(`if ($uri = 1) { ${line} }`);
      case "location": return inServer(`location / { ${line} }`);
      case "location-if": return inServer(`location / { if ($uri = 1) { ${line} } }`);
      case "limit_except": return inServer(`location / { limit_except GET { ${line} } }`);
      case "upstream": return inHttp(`upstream a { ${line} }`);
      case "stream": return inStream(line);
      case "stream-server": return inStream(`server { ${line} }`);
      case "stream-upstream": return inStream(`upstream a { ${line} }`);
      default: throw new Error(`no way into the section ${section}`);
    }
  }

  async function nginxSays(texts: readonly string[]): Promise<readonly string[]> {
    const loads = modules.map((module) => `load_module ${module};`).join("\n");
    const place = mkdtempSync(join(folder, "nginx-"));
    texts.forEach((text, index) => writeFileSync(join(place, `${index}.conf`), `${loads}\n${text}\n`));
    const loop = (from: number): string => `i=${from}; while [ $i -lt ${texts.length} ]; do echo "== $i"; nginx -t -q -p ${place}/ -e stderr -g 'pid ${place}/pid;' -c $i.conf 2>&1; i=$((i + 4)); done`;
    const outputs = await Promise.all([0, 1, 2, 3].map((from) => run("sh", ["-c", loop(from)])));
    const parts = outputs.flatMap((output) => output.split(/^== /m).slice(1));
    const said = new Map(parts.map((part) => [Number.parseInt(part, 10), part.replace(/^\d+\n/, "")]));
    return texts.map((_, index) => said.get(index)!);
  }
});

describe.runIf(installed("haproxy", "-v"))("haproxy knows its table", () => {
  const version = /version ([\d.]+)/.exec(says("haproxy", "-v"))?.[1] ?? "";
  /** What a build may lack. */
  const optional = /^(51degrees-|deviceatlas-|wurfl-|tune\.zlib\.|profiling\.memory$|ssl-engine$|ssl-provider|ssl-propquery$|tune\.quic\.)/;

  test.each(haproxy.sections)("every keyword of %s", { timeout: 30_000 }, async (section) => {
    const isOpened = section === "main" || haproxy.find(section).some((row) => row.opens === section && isIn(row, version));
    const probes = probesOf(haproxy).filter((probe) => isOpened && probe.section === section);
    const known = probes.filter(({ row }) => isIn(row, version));
    const foreign = probes.filter(({ row }) => !isIn(row, version));
    const unknown = new Set(await refused(section, probes));
    expect(known.filter((probe) => unknown.has(probe) && !optional.test(probe.row.name)).map(describeProbe)).toEqual([]);
    expect(foreign.filter((probe) => !unknown.has(probe)).map(describeProbe)).toEqual([]);
  });

  /** Those of `probes` that the daemon does not know in the section. It stops at fifty faults, and at some it stops at once: the rest is put to it again. */
  async function refused(section: string, probes: readonly Probe[]): Promise<readonly Probe[]> {
    const chunks = Array.from({ length: Math.ceil(probes.length / 40) }, (_, index) => probes.slice(index * 40, index * 40 + 40));
    return (await all(chunks, (chunk) => refusedOf(section, chunk))).flat();
  }

  async function refusedOf(section: string, probes: readonly Probe[]): Promise<readonly Probe[]> {
    const head = section === "main" ? [] : [`${section}${["global", "traces"].includes(section) ? "" : " of"}`];
    const before = ["global", "  expose-experimental-directives", ...head];
    const after = section === "main" ? ["global"] : [];
    const path = join(folder, `haproxy-${section}-${probes[0]!.row.name.replace(/\W/g, "-")}-${probes.length}.cfg`);
    writeFileSync(path, `${[...before, ...probes.map(({ row, words }) => line(row, words)), ...after, "  no-such-keyword"].join("\n")}\n`);
    const said = await run("haproxy", ["-c", "-f", path]);
    const unknown = probes.filter(({ row }, index) => complaints(said, path, before.length + 1 + index).some((text) => isUnknown(text, row.name)));
    if (said.includes("no-such-keyword")) return unknown;
    const last = Math.max(...[...said.matchAll(/\[[^\]\s]+:(\d+)\]/g)].map(([, number]) => Number(number)));
    const rest = probes.slice(Math.max(1, last - before.length));
    return rest.length === 0 ? unknown : [...unknown, ...(await refusedOf(section, rest))];
  }

  function line({ name }: Directive, words: number): string {
    // Of these actions the word has parentheses: `http-request set-var(1) 1`.
    const hasParentheses = /^http-\S+ (set-var(-fmt)?|unset-var|(add|del)-acl|(set|del)-map|sc-\S+|do-resolve)$/.test(name);
    return ["", name + (hasParentheses ? "(1)" : ""), ...Array.from({ length: words }, () => "1")].join(" ");
  }

  function complaints(said: string, path: string, at: number): readonly string[] {
    return said.split("\n").filter((text) => text.includes(`[${path}:${at}]`));
  }

  function isUnknown(text: string, name: string): boolean {
    const [family = "", member = ""] = name.split(" ");
    return (
      text.includes(`unknown keyword '${family}'`) ||
      text.includes(`unknown option '${member}'`) ||
      (member !== "" && (text.includes(`but got '${member}`) || text.includes(`(got '${member}')`) || text.includes(`unknown stats parameter '${member}'`))) ||
      / has no (backend|frontend) capability/.test(text) ||
      /not allowed (in|because)|not supported any more/.test(text)
    );
  }
});

describe.runIf(installed("keepalived", "-v"))("keepalived knows its table", () => {
  const version = /v([\d.]+)/.exec(says("keepalived", "-v"))?.[1] ?? "";
  /** What a build may lack. */
  const optional = /^(enable_snmp|snmp_|enable_traps|enable_dbus|dbus_|nftables|linkbeat|vrrp_ipsets|vrrp_iptables|namespace_with_ipsets|json_|vrrp_rlimit|BFD|bfd_|track_bfd|debug$|regex|multihop|flag-|sh-|mh-|vrf$|use_ipvlan|config_save_dir)/;

  test.each(keepalived.sections.filter((section) => section !== "lines"))("every keyword of %s", async (section) => {
    const probes = probesOf(keepalived).filter((probe) => probe.section === section && probe.row.name !== "include");
    const opened = keepalived.find(section).every((row) => isIn(row, version));
    const known = opened ? probes.filter(({ row }) => isIn(row, version)) : [];
    const foreign = opened ? probes.filter(({ row }) => !isIn(row, version)) : [];
    // A block that it does not know unsettles keepalived: each goes alone.
    const unknown = new Set([...(await refused(section, known)), ...(await all(foreign, (probe) => refused(section, [probe]))).flat()]);
    expect(known.filter((probe) => unknown.has(probe) && !optional.test(probe.row.name)).map(describeProbe)).toEqual([]);
    expect(foreign.filter((probe) => !unknown.has(probe)).map(describeProbe)).toEqual([]);
  });

  /** Those of `probes` that the daemon does not know in the section. At some values it stops, or breaks down. */
  async function refused(section: string, probes: readonly Probe[]): Promise<readonly Probe[]> {
    const path = way(section);
    const lines = path.map((head) => `${head} {`);
    const at = new Map<number, Probe>();
    for (const probe of probes) {
      const { name, opens } = probe.row;
      at.set(lines.push(`${name} ${Array.from({ length: probe.words }, () => "1").join(" ")}${opens === undefined ? "" : " {"}`), probe);
      if (opens !== undefined) lines.push("}");
    }
    lines.push("no-such-keyword", ...path.map(() => "}"));
    const file = join(folder, `keepalived-${section}-${probes[0]?.row.name}-${probes.length}.conf`);
    writeFileSync(file, `${lines.join("\n")}\n`);
    const said = await run("keepalived", ["-t", "-f", file]);
    if (!said.includes("no-such-keyword") && probes.length > 1) {
      const middle = Math.ceil(probes.length / 2);
      return [...(await refused(section, probes.slice(0, middle))), ...(await refused(section, probes.slice(middle)))];
    }
    return [...said.matchAll(/Line (\d+)\) Unknown keyword/g)].flatMap(([, line]) => at.get(Number(line)) ?? []);
  }

  /** The headings that lead into a section, from the top. */
  function way(section: string): readonly string[] {
    if (section === "main" || section === "lines") return [];
    const row = [...keepalived.names()].flatMap((name) => keepalived.find(name)).find(({ opens }) => opens === section)!;
    const words = section === "virtual_server" || section === "real_server" ? "192.0.2.9 80" : Array.from({ length: row.words[0] }, () => `of-${section}`).join(" ");
    return [...way(row.sections[0]!), `${row.name} ${words}`];
  }
});

describe.runIf(installed("squid", "-v"))("squid knows its table", () => {
  const version = /Version ([\d.]+)/.exec(says("squid", "-v"))?.[1] ?? "";

  test("every directive", { timeout: 60_000 }, async () => {
    const probes = probesOf(squid);
    const quarter = Math.ceil(probes.length / 4);
    const verdicts = (await all([0, 1, 2, 3], (part) => verdictsOf(probes.slice(part * quarter, (part + 1) * quarter)))).flat();
    expect(probes.filter(({ row }, index) => isIn(row, version) && verdicts[index] === "unknown").map(describeProbe)).toEqual([]);
    expect(probes.filter(({ row }, index) => !isIn(row, version) && verdicts[index] === "taken").map(describeProbe)).toEqual([]);
  });

  /** Squid echoes each line before it judges it, and stops at some: the rest is put to it again. */
  async function verdictsOf(probes: readonly Probe[]): Promise<readonly ("taken" | "unknown" | "not built")[]> {
    const verdicts: ("taken" | "unknown" | "not built")[] = [];
    while (verdicts.length < probes.length) {
      const rest = probes.slice(verdicts.length);
      const path = join(folder, `squid-${rest[0]!.row.name}.conf`);
      writeFileSync(path, rest.map(({ row, words }) => `${row.name} ${Array.from({ length: words }, () => "1").join(" ")}\n`).join(""));
      const said = (await run("squid", ["-k", "parse", "-f", path])).split(/\| Processing: /).slice(1);
      if (said.length === 0) throw new Error(`squid says nothing of ${path}`);
      said.forEach((text, index) => {
        const { name } = rest[index]!.row;
        const isUnknown = text.includes(`unrecognized: '${name}'`) || text.includes(`Directive '${name}' is obsolete`);
        verdicts.push(isUnknown ? "unknown" : text.includes(`'${name}' requires`) ? "not built" : "taken");
      });
    }
    return verdicts;
  }
});

function probesOf(table: DirectiveTable): readonly Probe[] {
  const rows = [...table.names()].flatMap((name) => table.find(name));
  return rows.flatMap((row) => row.sections.map((section) => ({ row, section, words: row.words[0] })));
}

function isIn({ since, until }: Directive, version: string): boolean {
  return (since === undefined || compareVersions(version, since) >= 0) && (until === undefined || compareVersions(version, until) < 0);
}

function describeProbe({ row, section, words }: Probe): string {
  return `${row.name} with ${words} words in ${section}`;
}

function modulesOf(build: string): readonly string[] {
  const folderOfModules = /--modules-path=(\S+)/.exec(build)?.[1] ?? "";
  // In the order in which they need one another.
  const names = ["ndk_http_module", "ngx_http_lua_module", "ngx_stream_module", "ngx_http_geoip_module", "ngx_stream_geoip_module"];
  return names.map((name) => join(folderOfModules, `${name}.so`)).filter((path) => existsSync(path));
}

function installed(program: string, flag: string): boolean {
  if (spawnSync(program, [flag]).error === undefined) return true;
  const words = `NOT CHECKED: the directives of ${program}, which is not installed`;
  if (process.env["INFC_REQUIRE_DAEMONS"] === "1") throw new Error(words);
  console.warn(words);
  return false;
}

function says(program: string, flag: string): string {
  const { stdout, stderr } = spawnSync(program, [flag], { encoding: "utf8" });
  return `${stdout}${stderr}`;
}

function run(program: string, words: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    // Some of them write to the files that they are told of: to one named `1`.
    execFile(program, words, { cwd: folder, timeout: 60_000, maxBuffer: 1 << 24 }, (_, stdout, stderr) => resolve(`${stdout}${stderr}`));
  });
}

async function all<Item, Value>(items: readonly Item[], work: (item: Item) => Promise<Value>): Promise<readonly Value[]> {
  const values: Value[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) values[index] = await work(items[index]!);
  };
  await Promise.all(Array.from({ length: 4 }, worker));
  return values;
}
