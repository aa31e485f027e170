import { describe, expect, test } from "vitest";
import type { NativeText } from "../../kit/native.js";
import { nativeOf, proxyOf } from "../../kit/site.js";
import { codesOf, edgeOf, hostsOf, lowerOn, vrrpCheckOf } from "./kit.js";

const lower = (statements: readonly NativeText[]) => {
  const gateway = proxyOf("edge", { nodes: ["lb1", "lb2"], native: [nativeOf("keepalived", statements), nativeOf("nginx", [["worker_processes", "1"]])] });
  const { model, diagnostics } = lowerOn(hostsOf({ proxies: [gateway], vrrps: [edgeOf({ checks: [vrrpCheckOf("nginx")] })] }));
  const lines = (list: readonly { readonly text: string }[]) => list.map(({ text }) => text);
  const { conf } = model;
  return { global: lines(conf.global_defs.native), main: lines(conf.native), instance: lines(conf.vrrp_instance[0]!.native), script: lines(conf.vrrp_script[0]!.native), conf, codes: codesOf(diagnostics) };
};

describe("a native block of a gateway", () => {
  test("puts each directive into its section", () => {
    const { global, instance, main, codes } = lower([["vrrp_startup_delay", "5"], ["dont_track_primary"], ["vrrp_track_file", "mine", [["file", "/run/a b"]]]]);
    expect({ global, instance, main, codes }).toEqual({
      global: ["    vrrp_startup_delay 5"],
      instance: ["    dont_track_primary"],
      main: ["vrrp_track_file mine {", '    file "/run/a b"', "}"],
      codes: [],
    });
  });

  test("extends generated blocks with the same heading", () => {
    const { global, instance, script, main } = lower([
      ["global_defs", [["enable_traps"]]],
      ["vrrp_instance", "edge", [["accept"]]],
      ["vrrp_script", "nginx", [["init_fail"]]],
      ["vrrp_instance", "other", [["accept"]]],
    ]);
    expect({ global, instance, script, main }).toEqual({ global: ["    enable_traps"], instance: ["    accept"], script: ["    init_fail"], main: ["vrrp_instance other {", "    accept", "}"] });
  });

  test("replaces what infc would choose", () => {
    expect(lower([["vrrp_garp_master_refresh", "30"]]).conf.global_defs.vrrp_garp_master_refresh).toBeNull();
    expect(lower([]).conf.global_defs.vrrp_garp_master_refresh).toBe(60);
  });

  test("lets raw text go out as it stands", () => {
    expect(lower([["raw", "'! mine\ninclude /etc/keepalived/own.conf\n\n"]])).toMatchObject({ main: ["! mine\ninclude /etc/keepalived/own.conf"], codes: ["unchecked-text"] });
    for (const text of ["a\0b", "a\u{e000}0", "a\rb"]) expect(lower([["raw", `'${text}`]]).codes).toEqual(["unchecked-text", "unrepresentable-text"]);
  });

  test("has its words quoted again", () => {
    expect(lower([["snmp_socket", "'a # b"], ["dbus_service_name", "a,"]]).global).toEqual(['    snmp_socket "a # b"', "    dbus_service_name a,"]);
    expect(lower([["snmp_socket", "'$_PWD"]]).codes).toEqual(["unrepresentable-text"]);
    expect(lower([["snmp_socket", "'a\nb"]]).codes).toEqual(["unrepresentable-text"]);
  });

  test("says what is unknown, or needs a block around it", () => {
    expect(lower([["vrrp_startup_dely", "5"]]).codes).toEqual(["unknown-directive"]);
    expect(lower([["auth_type", "AH"]]).codes).toEqual(["misplaced-directive"]);
    expect(lower([["interval", "5"]]).codes).toEqual(["misplaced-directive"]);
  });
});
