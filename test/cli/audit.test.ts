import { Ajv2020 } from "ajv/dist/2020.js";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { auditSchema } from "../../src/audit/schema.js";
import { base } from "../kit/audit.js";
import { readExample } from "../kit/examples.js";
import { expectText } from "../kit/golden.js";
import { memoryHost, run, sentence } from "../kit/memory-host.js";

const edge = "gateway edge on lb1, lb2 { vip 192.168.0.100; listen 80; route { / -> goods } }\n";
const sound = `${base}service goods on app1, app2 port 8080\n${edge}`;
const weak = `${base}service goods on app1 port 8080\n${edge}`;
const torn = `${sound}etcd state x3 on app1, app2\n`;

const code = async (text: string, line: string): Promise<number> => (await run(memoryHost({ "site.infra": text }), line)).code;

describe("the exit code", () => {
  it.each<readonly [string, string, string, number]>([
    ["of a weak site is 0 unless it is asked for", weak, "audit", 0],
    ["is 1 for a single point of failure", weak, "audit --fail-on spof", 1],
    ["is 0 without one", sound, "audit --fail-on spof", 0],
    ["is 1 for a cluster that one host takes the majority of", torn, "audit --fail-on spof,quorum", 1],
    ["counts what is asked for alone", torn, "audit --fail-on spof", 0],
    ["is 1 for an entry that is lost in a case", sound, "audit --without app1,app2 --fail-on spof", 1],
    ["is 0 for a case that loses none, whatever else is weak", weak, "audit --without lb1 --fail-on spof", 0],
    ["is 1 for a majority that is lost in a case", torn, "audit --without app1 --fail-on quorum", 1],
    ["is 1 for a program with errors", "servce a\n", "audit", 1],
    ["is 2 for a name that there is not", sound, "audit --without lb9", 2],
    ["is 2 for a finding that there is not", sound, "audit --fail-on warnings", 2],
    ["is 2 for no name at all", sound, "audit --without ,", 2],
  ])("%s", async (_, text, line, expected) => {
    expect(await code(text, line)).toBe(expected);
  });
});

describe("the text", () => {
  it("names the place from the current folder, the path and what to write", async () => {
    const { stdout } = await run(memoryHost({ "sites/a.infra": weak }), "audit sites/a.infra");
    expect(stdout).toContain("  goods runs on app1 alone  sites/a.infra:4\n    192.168.0.100:80/ -> edge (lb1, lb2) -> goods (app1)\n    write `goods on app1, app2`\n");
  });

  it("says what a case leaves", async () => {
    const { stdout } = await run(memoryHost({ "site.infra": sound }), "audit --without lb1,app1 --without app2");
    expect(stdout).toBe(
      [
        "site without lb1, app1, app2: 0 of 1 entry answer",
        "  lost   192.168.0.100:80/ -> edge (lb1, lb2) -> goods (app1, app2), ends at goods",
        "  moved  192.168.0.100 from lb1 to lb2 (140), after 3.5 s at most",
        "  fewer  edge: 1 of 2 left",
        "         goods: none of 2 left",
        "",
      ].join("\n"),
    );
  });

  it("says that nothing changes, and suggests a name", async () => {
    expect((await run(memoryHost({ "site.infra": sound }), "audit --without lb3")).stdout).toBe("site without lb3: 1 of 1 entry answers; nothing changes\n");
    expect((await run(memoryHost({ "site.infra": sound }), "audit --without nginx@lb3")).stderr).toBe("error: `nginx@lb3` is no host, zone, instance, declaration or daemon of the site; did you mean `nginx@lb1`?\n");
  });

  it("says the ground of a site once, and that an empty one has nothing to reach", async () => {
    expect((await run(memoryHost({}, sentence), "audit -")).stdout).toMatch(/^site: 1 entry, no single point of failure\nAll of it runs in containers of one Docker engine: without its machine nothing is left\./);
    expect((await run(memoryHost({}, "site a\n"), "audit -")).stdout).toBe("a: nothing that clients reach\n");
  });

  it("tells which servers nobody looks at, and that a backup then has no turn", async () => {
    const { stdout } = await run(memoryHost({}, `${base}service goods on app1, app2 { port 8080; check no }\nbalancer edge on lb1, lb2 { vip 192.168.0.100; listen 80 -> goods }\n`), "audit -");
    expect(stdout).toContain("edge (lb1, lb2) -> goods (app1, app2, no check)\n");
    expect(stdout).toContain("Not checked\n  edge goes on sending to an instance of goods that is gone, and what it sends there fails\n");
  });

  it("cuts long lists, the weakest first", async () => {
    const services = Array.from({ length: 60 }, (_, at) => `service s${at} on app1${at === 59 ? "" : ", app2"} port ${2000 + at} behind edge at /s${at}\n`);
    const { stdout } = await run(memoryHost({}, `${base}${services.join("")}gateway edge on lb1, lb2 { vip 192.168.0.100; listen 80 }\n`), "audit -");
    expect(stdout).toMatch(/^survives .*\nnothing +192\.168\.0\.100:80\/s59 /m);
    expect(stdout).toContain("\nand 20 more, none of them weaker\n");
  });

  it("is painted on a terminal alone", async () => {
    const host = memoryHost({ "site.infra": weak });
    expect((await run(host, "audit")).stdout).not.toContain("\u001b[");
    host.terminal.stdout = true;
    expect((await run(host, "audit")).stdout).toContain("\u001b[31m");
  });
});

describe("a point of failure that is accepted", () => {
  const accepted = weak.replace("service goods on app1", 'service goods accept spof "one rack for now" on app1');

  it("does not count, and is shown with its reason", async () => {
    const host = memoryHost({ "site.infra": accepted });
    const { code, stdout, stderr } = await run(host, "audit --fail-on spof");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^site: 1 entry, 1 accepted and no other single point of failure\n/);
    expect(stdout).toContain("Accepted points of failure\n  goods runs on app1 alone  site.infra:4\n    192.168.0.100:80/ -> edge (lb1, lb2) -> goods (app1)\n    accepted: one rack for now\n");
    const { spofs } = JSON.parse((await run(host, "audit --format json")).stdout) as { readonly spofs: readonly object[] };
    expect(spofs).toMatchObject([{ subject: "goods", accepted: "one rack for now" }]);
  });

  it("is accepted for the whole program too", async () => {
    expect(await code(`accept spof "a lab"\n${weak}`, "audit --fail-on spof")).toBe(0);
  });

  it("counts beside another one", async () => {
    const other = `${accepted}service pay on app1 port 8090 behind edge at /pay\n`;
    expect(await code(other, "audit --fail-on spof")).toBe(1);
  });

  it("is idle where there is none, which the audit alone says", async () => {
    const idle = sound.replace("service goods", 'accept spof "one rack for now"\nservice goods');
    const { code, stderr } = await run(memoryHost({ "site.infra": idle }), "audit --fail-on spof");
    expect(code).toBe(0);
    expect(stderr).toMatch(/^warning\[unused-accept\]: nothing of the program is reported as `spof`\n/);
    expect((await run(memoryHost({ "site.infra": idle }), "check")).stderr).not.toContain("unused-accept");
    const heard = idle.replace("accept spof", 'accept unused-accept "only in prod"\naccept spof');
    expect((await run(memoryHost({ "site.infra": heard }), "audit")).stderr).toBe("");
  });

  it("is explained by what the audit does", async () => {
    const { stdout } = await run(memoryHost(), "explain spof");
    expect(stdout).toMatch(/only `infc audit` says it, and gives 1 for it with `--fail-on spof`\./);
  });
});

describe("the JSON", () => {
  const validate = new Ajv2020({ strict: false }).compile(JSON.parse(auditSchema()) as object);
  const examples = readdirSync(join(import.meta.dirname, "../../examples"));

  it.each(examples)("is what the schema describes: %s", async (example) => {
    const { stdout } = await run(memoryHost({ "site.infra": readExample(example, "site.infra")! }), "audit --format json");
    validate(JSON.parse(stdout));
    expect(validate.errors ?? []).toEqual([]);
    expect(stdout).toMatch(/"origin": "site\.infra:\d+:\d+/);
  });

  it("has the one case that is asked for", async () => {
    const { stdout } = await run(memoryHost({ "site.infra": sound }), "audit --format json --without lb1,goods");
    const { failures } = JSON.parse(stdout) as { readonly failures: readonly { readonly units: readonly { readonly name: string }[] }[] };
    expect(failures.map(({ units }) => units.map(({ name }) => name))).toEqual([["lb1", "goods-1", "goods-2"]]);
  });

  it("has a schema, which lies in grammar/", async () => {
    const { stdout } = await run(memoryHost(), "audit --schema");
    expect(stdout).toBe(auditSchema());
    expectText("grammar/audit.schema.json", stdout);
  });
});
