import { describe, expect, test } from "vitest";
import { mailServer } from "../../src/vocabulary/values/addresses.js";
import { bodyText } from "../../src/vocabulary/values/logs.js";
import { addressLabel, cipherList, interfaceName, version } from "../../src/vocabulary/values/texts.js";
import { isProblem, type ValueType } from "../../src/vocabulary/values/value-type.js";

const types: readonly (readonly [ValueType<string>, readonly string[], readonly string[]])[] = [
  [interfaceName, ["eth0", "bond0.12", "br-lan", "vrrp.51", "x".repeat(15)], ["", "eth0:1", "a b", "-e", "..", 'a"', "$x", "x".repeat(16), "é"]],
  [addressLabel, ["web", "eth0:web"], ["", ":web", "a b", "a\nb", "`x`"]],
  [version, ["2.8", "1.27.3-alpine", "latest", "v3.5"], ["", "-1", "1 2", '"', "1;", "x".repeat(129), "1/2"]],
  [cipherList, ["HIGH:!aNULL", "ECDHE+AESGCM:@SECLEVEL=2", "!RC4"], ["", "/", "$$", 'a"b', "a;b", " a"]],
  [mailServer, ["192.168.0.2", "fe80::1", "mail.example.com", "mail.example.com:587", "[::1]:25"], ["", "#", "a b", "22:22", "10.0.0.0/8", "mail.example.com:0", "-x"]],
  [bodyText, ["ok", "/o+k/", "/", "{"], ["", "/o[k/", "a\nb"]],
];

describe.each(types.map(([type, reads, refuses]) => [type.name, { type, reads, refuses }] as const))("%s", (_, { type, reads, refuses }) => {
  test.each([...reads])("reads %j", (word) => {
    expect(type.read(word, true)).toBe(word);
  });

  test.each([...refuses])("refuses %j", (word) => {
    expect(isProblem(type.read(word, true))).toBe(true);
  });
});
