import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Compilation, compile, createMemory, type Memory, printProgram, renderText, siteToJson } from "../src/index.js";
import { printOrigin } from "../src/ir/json.js";
import { createTypist } from "./kit/edits.js";
import { exampleSecrets } from "./kit/examples.js";
import { leaning } from "./kit/leaning.js";

const examples = join(import.meta.dirname, "../examples");

/** All that a compilation says, as text, with places in the files as they are now. */
function told({ program, site, lock, diagnostics, files }: Compilation): unknown {
  const isWhole = !diagnostics.some(({ severity }) => severity === "error");
  return {
    diagnostics: diagnostics.map((each) => renderText(each)),
    ...(isWhole && { lock, program: printProgram(program), site: siteToJson(site) }),
    files: files.map(({ path, text, mode, provenance }) => ({ path, text, mode, lines: provenance.map(({ first, last, origin }) => `${first}-${last} ${printOrigin(origin)}`).join("\n") })),
  };
}

/** So many services of three instances behind a gateway and a balancer, as there are many in large sites; with a host whose name lists have, too. */
const servicesOf = (count: number): string => `site many
network lan 10.0.0.0/16
host edge 10.0.0.10
host app[1..3] 10.0.[1..3].1 { runtime docker }
host nodes 10.0.4.1 { runtime docker }
gateway web on edge
balancer pool on edge listen 8000 http
${Array.from({ length: count }, (_, at) => `service svc${at} on app[1..3] port ${10_000 + (at % 7)} image example/svc${at}:1.0 behind web domain svc${at}.example.com behind pool domain svc${at}.example.com`).join("\n")}
service plain[1..4] port 80 image example/plain
service near[1..2] on nodes port 80 image example/nearby
`;

function filesOf(example: string): Record<string, string> {
  const folder = join(examples, example);
  return Object.fromEntries(readdirSync(folder).flatMap((file) => (file.endsWith(".infra") ? [[file, readFileSync(join(folder, file), "utf8")]] : [])));
}

const programs: readonly (readonly [string, Record<string, string>])[] = [["a dozen", { "site.infra": servicesOf(12) }], ["hundreds", { "site.infra": servicesOf(240) }], ["leaning", { "site.infra": leaning }], ...readdirSync(examples).map((name) => [name, filesOf(name)] as const)];

// More of them, and others, are tried by `ROUNDS=500 SEED=7 npx vitest run test/workspace-edits.test.ts --testTimeout 300000`.
const rounds = Number(process.env["ROUNDS"] ?? 40);
const seed = Number(process.env["SEED"] ?? 0);

describe("a program that is edited again and again", () => {
  it.each(programs)("%s is compiled with a memory as without", (_, files) => {
    const typist = createTypist(files["site.infra"]!.length + seed);
    const memory = createMemory();
    const paths = Object.keys(files);
    let [stored, written, lock, sound] = [files, files, "", 0];
    for (let round = 0; round < rounds; round++) {
      const path = paths[typist.below(paths.length)]!;
      const next = { ...written, [path]: typist.edit(written[path]!) };
      const compiled = (memory?: Memory): Compilation =>
        compile({ entry: { path: "site.infra", text: next["site.infra"]! }, read: (path) => next[path], ...(lock !== "" && { lock: { path: "site.lock", text: lock } }), ...(memory && { memory }) }, exampleSecrets);
      const anew = compiled();
      expect(told(compiled(memory)), next[path]).toEqual(told(anew));
      // Most random edits are faults: mostly one goes on from those that are none.
      const isSound = anew.files.length > 0;
      if (isSound) [stored, lock] = [next, anew.lock];
      written = isSound || typist.below(3) === 0 ? next : stored;
      if (isSound) sound++;
    }
    expect(sound).toBeGreaterThan(2);
  });
});
