import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { hasErrors } from "../../src/diagnostics/diagnostic.js";
import { hostileSites } from "../kit/hostile-sites.js";
import { build, type Choice, hostileTexts, type Position, positionsOf, putAll } from "../kit/hostile.js";
import { requireWorld } from "./require.js";
import { checkSite } from "./site.js";

/** How often each place gets another text; INFC_HOSTILE=40 is a long look. */
const rounds = Number(process.env["INFC_HOSTILE"] ?? 2);

/** Programs without what the daemons at hand do not have. */
const programs = Object.entries(hostileSites).map(([name, text]) => [name, text.replace(/^ *(?:version \S+|vmac .*)\n/gm, "").replaceAll("vrrp.51:", "eth0:").replace(name === "nginx" ? /^ *sticky .*\n/m : "", "")] as const);

/** Types whose texts a daemon looks up, so that most mean nothing to it. */
const lookedUp = new Set(["name", "interface", "label", "ciphers", "version", "mail server", "source of logs", "index"]);

/** The same of single places: capabilities, encodings, log formats, users, folders. */
const otherwise = /cap capabilities|encoding|parse |format |user user$|folder$/;

describe.runIf(requireWorld()).each(programs)("the program for %s", (_, source) => {
  it("is accepted by its daemons as it is", { timeout: 60_000 }, async () => {
    expect(await judge(source, [])).toEqual([]);
  });

  it.each(Array.from({ length: rounds }, (_, round) => [round + 1]))("is accepted with hostile texts everywhere, round %i", { timeout: 60_000 }, async (round) => {
    const choices = choose(source, round);
    expect(await judge(source, choices), choices.map(({ position, text }) => `${position.name}: ${JSON.stringify(text.slice(0, 60))}`).join("\n")).toEqual([]);
  });
});

/** For each place a hostile text that infc takes there, if one of a few is. */
function choose(source: string, round: number): readonly Choice[] {
  const positions = positionsOf(source).filter(({ type, name }) => !lookedUp.has(type) && !otherwise.test(name));
  return positions.reduce<readonly Choice[]>((chosen, position, index) => {
    // Of two that are sound alone one may be a fault beside the other.
    const choice = candidates(position, round * 37 + index * 11).map((text): Choice => ({ position, text })).find((each) => isSound(source, [...chosen, each]));
    return choice === undefined ? chosen : [...chosen, choice];
  }, []);
}

function candidates({ type, text }: Position, from: number): readonly string[] {
  const isPath = type === "path" || type === "route path";
  return [0, 1, 2, 3].map((index) => {
    const hostile = hostileTexts[(from + index * 17) % hostileTexts.length]!;
    return index % 2 === 0 ? text + hostile : isPath ? `/${hostile}` : hostile;
  }).filter((each) => !each.startsWith("/") || canStand(each));
}

/** Whether a file can have that path as it is, and a check can lay it there. */
function canStand(path: string): boolean {
  return path.split("/").every((part, index) => (part !== "" || index === 0) && part !== "." && part !== ".." && Buffer.byteLength(part) < 200);
}

function isSound(source: string, choices: readonly Choice[]): boolean {
  return !hasErrors(build(putAll(source, choices), secrets).diagnostics);
}

const secrets = new Proxy({}, { get: (_, name) => (name === "gossip" ? Buffer.alloc(32, "k").toString("base64") : "s3cr-abc"), has: () => true }) as Readonly<Record<string, string>>;

/** What the daemons say of a program's files, on machines that have every file that they name. */
async function judge(source: string, choices: readonly Choice[]): Promise<readonly unknown[]> {
  const { files, site, diagnostics } = build(putAll(source, choices), secrets);
  expect(hasErrors(diagnostics)).toBe(false);
  const complaints = await checkSite(site, files, neededBy(source, choices).map(([path, content]) => ({ path, content, mode: 0o755 })));
  return complaints.filter(({ text }) => !taste.test(text));
}

/** What shellcheck says of a text in single quotes that looks like more: that it is none is the point. */
const taste = /^SC(?:1003|2016|2088):/;

/** The files that a program names and does not bring, with a text that their readers take. */
function neededBy(source: string, choices: readonly Choice[]): readonly (readonly [string, string])[] {
  const chosen = new Map(choices.map(({ position, text }) => [position.span.start, text]));
  const named = positionsOf(source).flatMap(({ type, name, span, text }) => (/^(?:path|file|filter|line)$/.test(type) && !/folder$/.test(name) ? [[name, chosen.get(span.start) ?? text] as const] : []));
  const listed = named.filter(([, text]) => text.startsWith("/") && canStand(text)).map(([name, text]) => [/ (?:by|command|check path)$/.test(name) ? text.split(" ")[0]! : text, / to file path$/.test(name) ? ".example.com\n" : certificate] as const);
  return listed;
}

const certificate = execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=infc.invalid", "-keyout", "-", "-out", "-"], { stdio: ["ignore", "pipe", "ignore"], encoding: "utf8" });
