import { expect } from "vitest";
import { nginx } from "../../../src/targets/nginx/index.js";
import type { Diagnostic } from "../../../src/diagnostics/diagnostic.js";
import type { OutputFile } from "../../../src/emit/output-file.js";
import type { Site } from "../../../src/ir/site.js";
import type { Discovery, Listen, Pool, Proxy, Route } from "../../../src/ir/traffic.js";
import { consulOf, containerOf, daemonOf, emitSite, engineOf, hostOf, listenOf, machineOf, networkOf, nodeOf, originOf, poolOf, proxyOf, routeOf, serverOf, siteOf } from "../../kit/site.js";

/** A directive of a nginx.conf as nginx itself would read it: quotes and escapes taken off. */
export interface Parsed {
  readonly words: readonly string[];
  readonly block: readonly Parsed[] | null;
}

/** Reads a nginx.conf by nginx's own rules, as ngx_conf_file.c has them; throws on what nginx would refuse. */
export function parseConf(text: string): readonly Parsed[] {
  let at = 0;
  const read = (inside: boolean): readonly Parsed[] => {
    const directives: Parsed[] = [];
    for (let words: string[] = []; ; ) {
      const token = nextToken();
      if (token === undefined || token === "}") {
        if (words.length > 0 || inside !== (token === "}")) throw new Error(`unexpected ${token ?? "end"} at ${at}`);
        return directives;
      }
      if (typeof token === "object") words.push(token.word);
      else {
        if (words.length === 0) throw new Error(`unexpected ${token} at ${at}`);
        directives.push({ words, block: token === "{" ? read(true) : null });
        words = [];
      }
    }
  };
  const nextToken = (): "{" | "}" | ";" | { readonly word: string } | undefined => {
    at += /^(?:\s+|#[^\n]*)*/.exec(text.slice(at))![0].length;
    const first = text[at];
    if (first === undefined) return undefined;
    if (first === ";" || first === "{" || first === "}") return text[at++] as ";";
    const quote = first === '"' || first === "'" ? first : undefined;
    if (quote !== undefined) at++;
    let word = "";
    for (; ; at++) {
      const character = text[at];
      if (character === undefined) throw new Error("no end of a word");
      if (quote === undefined ? /[\s;]/.test(character) || (character === "{" && text[at - 1] !== "$") : character === quote) break;
      if (character !== "\\") word += character;
      else {
        const next = text[++at]!;
        word += { t: "\t", r: "\r", n: "\n", '"': '"', "'": "'", "\\": "\\" }[next] ?? `\\${next}`;
      }
    }
    if (quote !== undefined && !/[\s;{)]/.test(text[++at] ?? "")) throw new Error(`unexpected ${text[at]} after a quote`);
    return { word };
  };
  return read(false);
}

/** The directives named `name` in the blocks that `path` leads to, each as its words after the name. */
export function find(conf: readonly Parsed[], ...path: readonly string[]): readonly (readonly string[])[] {
  const [head, ...rest] = path;
  const found = conf.filter(({ words }) => words[0] === head || words.join(" ") === head);
  return rest.length === 0 ? found.map(({ words }) => words.slice(1)) : found.flatMap(({ block }) => find(block ?? [], ...rest));
}

/** The block that `path` leads to, as lines; for comparing a whole block. */
export function blockOf(conf: readonly Parsed[], ...path: readonly string[]): readonly string[] {
  const [head, ...rest] = path;
  const found = conf.find(({ words }) => words[0] === head || words.join(" ") === head);
  expect(found, `${head} among ${conf.map(({ words }) => words.join(" ")).join("; ")}`).toBeDefined();
  return rest.length === 0 ? linesOf(found!.block ?? []) : blockOf(found!.block ?? [], ...rest);
}

function linesOf(directives: readonly Parsed[], indent = ""): readonly string[] {
  return directives.flatMap(({ words, block }) => [`${indent}${words.join(" ")}${block === null ? "" : " {"}`, ...(block === null ? [] : linesOf(block, `${indent}  `))]);
}

export interface Emitted {
  readonly conf: readonly Parsed[];
  readonly text: string;
  readonly files: readonly OutputFile[];
  readonly diagnostics: readonly Diagnostic[];
  /** The messages of all reports, with their codes. */
  readonly messages: readonly string[];
}

export function emitted(site: Site): Emitted {
  const { files, diagnostics } = emitSite(nginx, site);
  const text = files.find(({ path }) => path.endsWith("/nginx.conf"))!.text;
  return {
    // Lua between braces is not nginx's own syntax, so a test of it reads the text alone.
    get conf() {
      return parseConf(text);
    },
    text,
    files,
    diagnostics,
    messages: diagnostics.map(({ code, message }) => `${code}: ${message}`),
  };
}

/** Gateways on the host `lb1`, 192.168.0.11. */
export function onHost(proxies: readonly Proxy[], parts: Partial<Site> = {}, version: string | null = null): Site {
  const placed = proxies.map((proxy) => ({ ...proxy, nodes: ["lb1"], machines: ["lb1"] }));
  return siteOf({
    networks: [networkOf()],
    hosts: [hostOf("lb1", "192.168.0.11")],
    machines: [machineOf("lb1")],
    nodes: [nodeOf("lb1", "192.168.0.11", { host: "lb1" })],
    daemons: [daemonOf("nginx", "lb1", { entities: proxies.map(({ name }) => name), version })],
    proxies: placed,
    ...parts,
  });
}

/** One gateway in a container of its name, of the image, or of the one that infc builds. */
export function inContainer(proxy: Proxy, { image = null, version = null, parts = {} }: { readonly image?: string | null; readonly version?: string | null; readonly parts?: Partial<Site> } = {}): Site {
  const build = image === null ? { context: `./build/${proxy.name}`, args: [], origin: originOf("build") } : null;
  return siteOf({
    networks: [networkOf()],
    machines: [machineOf("local", { kind: "local" }), machineOf(proxy.name, { kind: "container" })],
    nodes: [nodeOf(proxy.name, "192.168.0.5")],
    daemons: [daemonOf("nginx", proxy.name, { version })],
    engines: [engineOf([containerOf(proxy.name, { image, build })])],
    proxies: [proxy],
    ...parts,
  });
}

/** A gateway `edge` that sends everything to `pool`, by one listen on port 80. */
export function edgeTo(pool: Pool, parts: { readonly route?: Partial<Route>; readonly listen?: Partial<Listen>; readonly proxy?: Partial<Proxy> } = {}): Proxy {
  const route = routeOf("/", pool.name, parts.route);
  return proxyOf("edge", { listens: [listenOf(80, { routes: [route], ...parts.listen })], pools: [pool], ...parts.proxy });
}

export function goods(parts: Partial<Pool> = {}): Pool {
  return poolOf("goods", [serverOf("goods-1", "192.168.0.21", 8080), serverOf("goods-2", "192.168.0.22", 8080)], parts);
}

export function discoveryOf(parts: Partial<Discovery> = {}): Discovery {
  const agents = ["edge", "lb1"].map((node) => ({ node, endpoint: { host: "192.168.0.2", port: 8500 } }));
  return { cluster: "consul", via: "upsync", key: "upstreams/goods/", service: "goods", everyMs: 500, timeoutMs: 360_000, strict: false, agents, origin: originOf("discover consul"), ...parts };
}

export { consulOf };
