import { describe, expect, test } from "vitest";
import type { Site } from "../../../src/ir/site.js";
import { keepalived } from "../../../src/targets/keepalived/index.js";
import { checkOf, daemonOf, emitSite, machineOf, memberOf, nativeOf, originOf, poolOf } from "../../kit/site.js";
import { balancerOf, edgeOf, hostsOf, members, servers, vrrpCheckOf } from "./kit.js";

const origin = originOf();
const http = (parts: Parameters<typeof checkOf>[0]) => vrrpCheckOf("web", { process: null }, { form: "http", path: "/", ...parts });
const vrrp = (parts: Parameters<typeof edgeOf>[0]): Site => hostsOf({ vrrps: [edgeOf(parts)] });
const pool = (check: Parameters<typeof checkOf>[0]): Site => hostsOf({ proxies: [balancerOf({ check: checkOf({ rise: 1, ...check }) })] });

/** Every place where a text of the program can end up. */
const places: Readonly<Record<string, (text: string) => Site>> = {
  "the name of a machine": (text) => hostsOf({ machines: [machineOf(text, { root: "hosts/x" })], daemons: [daemonOf("keepalived", text)], vrrps: [edgeOf({ members: [memberOf(text, "192.168.0.11", 150)] })] }),
  "the name of an instance": (name) => vrrp({ name }),
  "the name of a group": (group) => hostsOf({ vrrps: [edgeOf({ group }), edgeOf({ name: "mate", group })] }),
  "a password": (literal) => vrrp({ auth: { literal } }),
  "an interface": (text) => vrrp({ members: [memberOf("lb1", "192.168.0.11", 150, { interface: text })] }),
  "a device": (text) => vrrp({ addresses: [{ address: "192.168.0.146", length: 24, network: null, interface: text, label: null, origin }] }),
  "a label": (text) => vrrp({ addresses: [{ address: "192.168.0.146", length: 24, network: null, interface: null, label: text, origin }] }),
  "an address": (address) => vrrp({ addresses: [{ address, length: 24, network: null, interface: null, label: null, origin }] }),
  "the address of a peer": (address) => vrrp({ members: [members[0]!, memberOf("lb2", address, 140)] }),
  "a virtual MAC": (vmac) => vrrp({ vmac }),
  "the name of a check": (text) => vrrp({ checks: [vrrpCheckOf(text)] }),
  "a process": (process) => vrrp({ checks: [vrrpCheckOf("x", { process })] }),
  "the path of a check": (text) => vrrp({ checks: [http({ path: `/${text}` })] }),
  "the method of a check": (method) => vrrp({ checks: [http({ method })] }),
  "the host of a check": (host) => vrrp({ checks: [http({ host })] }),
  "the text of a check": (text) => vrrp({ checks: [http({ expect: { text } })] }),
  "the pattern of a check": (regex) => vrrp({ checks: [http({ expect: { regex } })] }),
  "the script of a check": (text) => vrrp({ checks: [vrrpCheckOf("x", {}, { form: "script", path: `/${text}` })] }),
  "the user of a check": (user) => vrrp({ checks: [vrrpCheckOf("x", {}, { user })] }),
  "a script to notify": (script) => vrrp({ notify: [{ on: "any", script: `/${script}`, origin }] }),
  "a recipient": (to) => vrrp({ mail: [{ to, from: "a@x", via: "x", origin }] }),
  "a sender": (from) => vrrp({ mail: [{ to: "a@x", from, via: "x", origin }] }),
  "a mail server": (via) => vrrp({ mail: [{ to: "a@x", from: "a@x", via, origin }] }),
  "a native word": (text) => vrrp({ native: [nativeOf("keepalived", [["notify", `'${text}`]])] }),
  "the address of a server": (address) => hostsOf({ proxies: [balancerOf({ servers: [{ ...servers[0]!, address }] })] }),
  "the path of a server's check": (text) => pool({ form: "http", path: `/${text}` }),
  "the host of a server's check": (host) => pool({ form: "http", host }),
  "the text of a server's check": (text) => pool({ form: "http", expect: { text } }),
  "the pattern of a server's check": (regex) => pool({ form: "http", expect: { regex } }),
  "a name for DNS": (subject) => pool({ form: "dns", subject }),
  "a server's script": (text) => pool({ form: "script", path: `/${text}` }),
};

const hostile = [
  'a"b',
  "a'b",
  "''",
  "a\\",
  "\\n",
  "$_PWD",
  "${_HASH}",
  "$(reboot)",
  "`reboot`",
  "{",
  "}",
  "} vrrp_instance x {",
  "a # b",
  "a ! b",
  "@lb1 priority 255",
  "~SEQ(a,1,9) b",
  "include /etc/passwd",
  "a; reboot",
  "a && reboot",
  "-rf /",
  "a\nb",
  "a\r\nb",
  "a\0b",
  "\u{e000}0\u{e000}",
  "\u{e001}",
  "\u2028",
  "../../../etc/passwd",
  "日本語 ☃",
  "\ud800",
  "",
  " ",
  "x".repeat(5000),
];

/** The text without what stands in quotes; each quoted word is one `Q`. */
function bare(text: string): string {
  return text.replace(/"[^"\n]*"/g, "Q");
}

describe.each(Object.entries(places))("in %s", (_, siteWith) => {
  const lineCount = (text: string): number => text.split("\n").length;
  const samples = new Map(emitSite(keepalived, siteWith("x")).files.map(({ path, text }) => [path, text]));

  test.each(hostile)("%j stays in its place or is refused", (text) => {
    const { files, diagnostics } = emitSite(keepalived, siteWith(text));
    const refused = diagnostics.some(({ severity }) => severity === "error");
    if (refused) return;
    for (const { path, text: output } of files) {
      expect(path.split("/")).not.toContain("..");
      expect(output).not.toMatch(/[\u0000-\u0009\u000b-\u001f\ue000\ue001\u2028]/);
      if (!path.endsWith(".conf")) continue;
      expect(lineCount(output)).toBe(lineCount(samples.get(path)!));
      expect(bare(output)).not.toMatch(/["$\\!]/);
      expect(output).not.toMatch(/\$[\w{]/);
      // Comments stand on lines of their own, a block opens at the end of a line and closes on one.
      expect(bare(output).split("\n").filter((line) => /#/.test(line) && !/^\s*#/.test(line))).toEqual([]);
      expect(bare(output).split("\n").filter((line) => !/^\s*#/.test(line) && /[{}]/.test(line) && !/^[^{}]+ \{$|^\s*\}$/.test(line))).toEqual([]);
      expect(output.split("\n").filter((line) => /^\s*[@~$]/.test(line) || Buffer.byteLength(line) > 1000)).toEqual([]);
    }
  });
});

test("a pool of many servers and an address of many members stay whole", () => {
  const many = Array.from({ length: 200 }, (_, at) => ({ ...servers[0]!, name: `node${at}`, address: `10.0.${at >> 8}.${at & 255}` }));
  const { files, diagnostics } = emitSite(keepalived, hostsOf({ proxies: [balancerOf({}, { pools: [poolOf("portal", many)] })] }));
  expect(diagnostics).toEqual([]);
  expect(files[0]!.text.match(/real_server/g)).toHaveLength(200);
});

test("a site without addresses gives a file that keepalived can read", () => {
  expect(emitSite(keepalived, hostsOf()).files[0]!.text).toBe("# Generated by infc. Do not edit: change the program and build again.\n\nglobal_defs {\n    router_id lb1\n}\n");
});
