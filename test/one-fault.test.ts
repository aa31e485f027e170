import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { analyze } from "../src/compile.js";
import type { Diagnostic } from "../src/diagnostics/diagnostic.js";
import { applyFixes } from "../src/diagnostics/fix.js";
import { printProgram } from "../src/elaborate/print.js";
import { analyzeText, dedent, faultsOf } from "./kit/compile.js";

const site = `
network lan 10.20.0.0/24
host lb[1..2] 10.20.0.[11..12]
host app[1..2] 10.20.0.[21..22] runtime docker
host es1 10.20.0.31
gateway edge on lb[1..2] { listen 80; vip 10.20.0.100 auth secret vrrp prefer lb1; route { / -> web } }
service web on app[1..2] port 8080 image acme/web:1.2
elasticsearch search on es1
logstash pipe on es1
logs access from edge through pipe to search
`;

/** The site with one fault in it, what is said of it, and what is to be typed. */
const faults: readonly [name: string, from: string, to: string, code: string, help: string][] = [
  ["bits of a host in a network", "10.20.0.0/24", "10.20.0.1/24", "invalid-value", "write `10.20.0.0/24`"],
  ["a network in fewer octets", "network lan 10.20.0.0/24", "network lan 10/8", "invalid-value", "write `10.0.0.0/8`"],
  ["a network that cannot be read", "10.20.0.0/24", "10.200.300.0/24", "invalid-value", "for example `192.168.0.0/24`"],
  ["a network elsewhere", "10.20.0.0/24", "10.21.0.0/24", "address-outside-networks", "use an address of 10.21.0.0/24 (`lan`), such as `10.21.0.2`, or declare the network that holds it: `network NAME 10.20.0.0/24`"],
  ["a range of names that runs backwards", "host lb[1..2]", "host lb[2..1]", "bad-range", "write `lb[1..2]`"],
  ["a range of names that is much longer than its addresses", "host lb[1..2]", "host lb[10..2]", "bad-range", "write `lb[2..10]`"],
  ["a range that is not closed", "host lb[1..2]", "host lb[1..2", "invalid-value", "for example `goods`"],
  ["more addresses than names", "10.20.0.[11..12]", "10.20.0.[11..13]", "unexpected-list", "write `10.20.0.[11..12]`, or as many names"],
  ["a misspelt host", "service web on app[1..2]", "service web on ap[1..2]", "unknown-reference", "did you mean `app1`?"],
  ["a misspelt runtime", "runtime docker", "runtime dokcer", "invalid-value", "did you mean `docker`?"],
  ["a misspelt kind that others name", "gateway edge", "gatway edge", "unknown-kind", "did you mean `gateway`?"],
  ["a kind and a name in one word", "elasticsearch search", "elasticsearchsearch", "unknown-kind", "did you mean `elasticsearch search`?"],
  ["a name that others say otherwise", "elasticsearch search", "elasticsearch sarch", "unknown-reference", "did you mean `sarch`?"],
  ["a preferred host that is not there", "prefer lb1", "prefer lb3", "preferred-stranger", "prefer `lb1` or `lb2`"],
  ["a sign of assignment", "port 8080", "port = 8080", "unexpected-word", "write `port 8080`"],
  ["a port that goes on", "port 8080 image", "port 8080image", "invalid-value", "for example `8080`"],
  ["a quote that nothing opens", "acme/web:1.2", 'acme/web:1.2"', "glued-words", 'write `acme/web:1.2`, or the other `"` where the text begins'],
  ["a misspelt clause with clauses of its own", "auth secret vrrp", "auht secret vrrp", "unexpected-word", "did you mean `auth`?"],
  ["a misspelt secret", "auth secret", "auth secrte", "invalid-value", "write `secret vrrp`"],
  ["a missing line that opens a block", "gateway edge on lb[1..2] { listen 80; ", "listen 80\n", "missing-brace", "begin its block with a line such as `gateway NAME {`"],
  ["a block that ends too early", "listen 80;", "listen 80 }\n", "missing-brace", "take away the `}` that ends it too early, or begin a block with a line of its own"],
  ["a brace twice", "{ listen 80", "{ { listen 80", "block-without-statement", "put `{` on the line of the statement it belongs to"],
  ["a declaration twice", "service web", "service web port 81\nservice web", "duplicate-name", "rename one of the two"],
];

describe("one fault is one report", () => {
  it("in a site that is sound", () => {
    expect(faultsOf(site).map(({ message }) => message)).toEqual([]);
  });

  it.each(faults)("%s", (_, from, to, code, help) => {
    expect(site).toContain(from);
    const found = faultsOf(site.replace(from, to));
    expect(found.map((each) => [each.code, each.help])).toEqual([[code, help]]);
  });

  it.each([
    ["a cache's times without their sign", "fresh 1h 1m share 20%", "write `.. 1m`"],
    ["a network of a match in fewer octets", "match office from 0/0; allow office", "write `0.0.0.0/0`"],
  ])("%s", (_, words, help) => {
    const found = faultsOf(`network lan 10.20.0.0/24\nhost c1 10.20.0.5\ncache squid on c1 { ${words} }`);
    expect(found.map((each) => each.help)).toEqual([help]);
  });

  it("of names that a file which cannot be read may declare nothing is said", () => {
    expect(faultsOf("import ./lost.infra\ngateway edge is p { route ${domain} { / -> goods } }").map(({ code }) => code)).toEqual(["unknown-import"]);
  });

  it("of a name that many say, all places are shown", () => {
    const [only, ...more] = faultsOf("let a = ${b}\nservice web port 80 behind egde\nservice pay port 81 behind egde\ngateway front { route { /w -> web; /p -> pay } }".slice(13));
    expect([only!.code, only!.related.length, more.length]).toEqual(["unknown-reference", 1, 0]);
  });

  it("what stands on nothing wrong is judged", () => {
    const codes = faultsOf(`${site}network far 10.9.0.0/24\nhost z1 10.9.0.5 in lan\nservice other on es1 prot 81`).map(({ code }) => code);
    expect(codes).toEqual(["address-outside-networks", "unexpected-word"]);
  });

  it.each(["bits of a host in a network", "a network in fewer octets", "a sign of assignment"])("%s is mended", (name) => {
    const [, from, to] = faults.find(([each]) => each === name)!;
    const text = dedent(site.replace(from, to));
    const fixed = applyFixes("site.infra", text, analyzeText(text).diagnostics);
    expect(fixed.applied).toHaveLength(1);
    expect(fixed.text).not.toBe(text);
  });
});

const onDocker = "network lan 10.20.0.0/24\nhost app1 10.20.0.21 runtime docker\n";

describe("a program that is written out", () => {
  it.each([
    ["a RabbitMQ of a Docker host", `${onDocker}rabbitmq rabbit on app1`, []],
    ["a RabbitMQ of a Docker host in the internet", "network lan 8.8.4.0/24\nhost app1 8.8.4.21 runtime docker\nrabbitmq rabbit on app1", ["guest-user"]],
    ["a Redis of a Docker host in the internet", "network lan 8.8.4.0/24\nhost app1 8.8.4.21 runtime docker\nredis cache on app1", ["published-without-auth"]],
    ["a gateway on a macvlan", "network lan 10.20.0.0/24 driver macvlan parent eth0\ngateway edge { route { / -> web } }\nservice web port 8080 image acme/web:1.2", []],
    ["a published gateway on a macvlan", "network lan 10.20.0.0/24 driver macvlan parent eth0\ngateway edge publish 8080 -> 80 { route { / -> web } }\nservice web port 8080 image acme/web:1.2", ["publish-without-bridge"]],
    ["a listen twice", "gateway edge { listen 80; listen 80; route { / -> web } }\nservice web port 8080 image acme/web:1.2", ["port-conflict"]],
  ])("is told the same: %s", (_, text, codes) => {
    const told = faultsOf(text).map(({ code }) => code).filter((code) => code !== "public-network");
    expect(told).toEqual(codes);
    expect(faultsOf(printProgram(analyzeText(text).program)).map(({ code }) => code).filter((code) => code !== "public-network")).toEqual(codes);
  });
});

describe("of services with one port on a Docker host", () => {
  const notesOf = (text: string): readonly string[] => analyzeText(text).diagnostics.flatMap(({ code, message }) => (code === "published-elsewhere" ? [message] : []));

  it("the second is told where it is published", () => {
    expect(notesOf(`${onDocker}service pay on app1 port 8080 image acme/pay:1\nservice web on app1 port 8080 image acme/web:1`)).toEqual(["`web` is published on port 20000 of `app1`, where `pay` has port 8080"]);
  });

  it("nothing is said of instances of one service, or of a port that is written", () => {
    expect(notesOf(`${onDocker}service pay x3 on app1 port 8080 image acme/pay:1`)).toEqual([]);
    expect(notesOf(`${onDocker}service pay on app1 port 8080 image acme/pay:1\nservice web on app1 port 8080 image acme/web:1 publish 8081 -> 8080`)).toEqual([]);
  });
});

const root = join(import.meta.dirname, "..");
const programs = ["examples", "test/cases"].flatMap((folder) => readdirSync(join(root, folder)).map((name) => [`${folder}/${name}`, readFileSync(join(root, folder, name, "site.infra"), "utf8")] as const));

function errorsOf(text: string): readonly Diagnostic[] {
  return analyze({ entry: { path: "site.infra", text } }).diagnostics.filter(({ severity }) => severity === "error");
}

/** Where a word that is no comment's begins, of at least four letters. */
function wordsOf(text: string): readonly { readonly word: string; readonly at: number }[] {
  const code = text.replace(/(^|\s)#.*$/gm, (comment) => " ".repeat(comment.length));
  return [...code.matchAll(/[A-Za-z]{4,}/g)].map(({ 0: word, index }) => ({ word, at: index }));
}

/** The text with each of its words misspelt once: a letter of it, which changes from word to word, is left out. */
function misspellings(text: string): readonly string[] {
  return wordsOf(text).map(({ word, at }) => {
    const letter = at + 1 + (at % (word.length - 2));
    return text.slice(0, letter) + text.slice(letter + 1);
  });
}

/** The text with each brace, or each line, left out or said twice. */
function without(text: string, pattern: RegExp, twice: boolean): readonly string[] {
  return [...text.matchAll(pattern)].map(({ 0: found, index }) => text.slice(0, index) + (twice ? found + found : "") + text.slice(index + found.length));
}

/** Every so many of the changes are tried: always the same ones, and other ones in each program. */
const step = 7;

/** The ways in which a program is changed in one place. */
const classes: readonly [name: string, changed: (text: string) => readonly string[]][] = [
  ["a misspelt word", misspellings],
  ["a line twice", (text) => without(text, /^[^\n#{}]+\n/gm, true)],
  ["a number too large", (text) => [...text.matchAll(/\b\d+\b/g)].map(({ 0: number, index }) => `${text.slice(0, index)}999999${text.slice(index + number.length)}`)],
  ["a missing bracket", (text) => without(text, /[[\]]/g, false)],
  ["a missing comma", (text) => without(text, /,(?= )/g, false)],
];

describe("a program that is changed in one place", () => {
  it.each(classes)("%s gives one error", (_, changed) => {
    const several = programs.flatMap(([name, text]) => {
      const faulty = changed(text).filter((_, place) => (place + text.length) % step === 0).map(errorsOf).filter((errors) => errors.length > 1);
      return faulty.length > 0 ? [`${name}: ${faulty.map((errors) => errors.map(({ code }) => code).join(" ")).join("; ")}`] : [];
    });
    expect(several).toEqual([]);
  });

  it("tries a fair number of changes", () => {
    for (const [name, changed] of classes) expect(programs.flatMap(([, text]) => changed(text)).length, name).toBeGreaterThan(30);
  });
});
