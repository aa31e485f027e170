import { describe, expect, test } from "vitest";
import { memberOf, nativeOf, originOf, vrrpOf } from "../../kit/site.js";
import { codesOf, edgeOf, hostsOf, lowerOn, members } from "./kit.js";

const origin = originOf();
const one = (parts: Parameters<typeof edgeOf>[0]) => {
  const { model, diagnostics } = lowerOn(hostsOf({ vrrps: [edgeOf(parts)] }));
  return { instance: model.conf.vrrp_instance[0]!, model, codes: codesOf(diagnostics), messages: diagnostics.map(({ message }) => message) };
};

describe("an instance", () => {
  test("has its machine's priority and address, and all others as peers", () => {
    const [first, second] = ["lb1", "lb2"].map((machine) => lowerOn(hostsOf({ vrrps: [edgeOf()] }), machine).model.conf.vrrp_instance[0]!);
    expect(first).toMatchObject({ name: "edge", interface: "eth0", priority: 150, virtual_router_id: 146, advert_int: 1, version: null, nopreempt: false, preempt_delay: null });
    expect(first!.unicast).toMatchObject({ unicast_src_ip: "192.168.0.11", unicast_peer: [{ address: "192.168.0.12" }] });
    expect(second).toMatchObject({ priority: 140, unicast: { unicast_src_ip: "192.168.0.12", unicast_peer: [{ address: "192.168.0.11" }] } });
  });

  test("is on its members' machines alone", () => {
    expect(lowerOn(hostsOf({ vrrps: [edgeOf({ members: members.slice(1) })] })).model.conf.vrrp_instance).toEqual([]);
  });

  test("speaks multicast where that is said, and where it is alone: unicast without peers would be refused", () => {
    expect(one({ transport: "multicast" }).instance.unicast).toBeNull();
    expect(one({ members: members.slice(0, 1) })).toMatchObject({ instance: { unicast: null }, codes: [] });
  });

  test("takes its address back at once, never, or after a while", () => {
    expect(one({ preempt: "no" }).instance).toMatchObject({ nopreempt: true, preempt_delay: null });
    expect(one({ preempt: { afterMs: 2500 } }).instance).toMatchObject({ nopreempt: false, preempt_delay: 2.5 });
    expect(one({ preempt: { afterMs: 1_000_001 } }).messages).toEqual(["keepalived cannot keep `1000001ms` as the delay of a preemption"]);
  });

  test("of version 3 counts in hundredths of a second", () => {
    expect(one({ version: 3, advertiseMs: 200 }).instance).toMatchObject({ version: 3, advert_int: 0.2 });
    expect(one({ version: 3, advertiseMs: 205 }).codes).toEqual(["keepalived-duration"]);
    expect(one({ version: 3, advertiseMs: 41_000 }).codes).toEqual(["keepalived-duration"]);
    expect(one({ advertiseMs: 1500 }).codes).toEqual(["keepalived-duration"]);
  });

  test("has addresses of one family in its adverts, the others beside them", () => {
    const addresses = ["192.168.0.146", "fd00::146", "192.168.0.147"].map((address) => ({ address, length: address.includes(":") ? 64 : 24, network: null, interface: null, label: null, origin }));
    const { instance } = one({ addresses });
    expect(instance.virtual_ipaddress.map(({ address }) => address)).toEqual(["192.168.0.146", "192.168.0.147"]);
    expect(instance.virtual_ipaddress_excluded).toMatchObject([{ address: "fd00::146", length: 64, dev: "eth0" }]);
  });

  test("of IPv6 needs peers of IPv6", () => {
    const six = vrrpOf("edge", "fd00::146", members, { version: 3, routerId: 46 });
    expect(codesOf(lowerOn(hostsOf({ vrrps: [six] })).diagnostics)).toEqual(["vrrp-peer-family"]);
    const sound = { ...six, members: [memberOf("lb1", "fd00::11", 150), memberOf("lb2", "fd00::12", 140)] };
    expect(codesOf(lowerOn(hostsOf({ vrrps: [sound] })).diagnostics)).toEqual([]);
  });

  test("with a MAC of its own puts the address on that interface, and speaks from the one below", () => {
    const addresses = [{ address: "192.168.0.146", length: 24, network: null, interface: null, label: null, origin }];
    expect(one({ vmac: "vrrp146", addresses }).instance).toMatchObject({ use_vmac: "vrrp146", vmac_xmit_base: true, virtual_ipaddress: [{ dev: null }] });
    expect(one({ vmac: "vrrp146", transport: "multicast" }).instance.vmac_xmit_base).toBe(false);
    expect(one({ vmac: "a-very-long-name" }).codes).toEqual(["unrepresentable-text"]);
  });

  test.each([
    ["web", "eth0:web", []],
    ["eth0:web", "eth0:web", []],
    ["eth1:web", "eth1:web", ["vip-label"]],
    ["elevenbytes", "eth0:elevenbytes", ["vip-label"]],
    ["éééééé", '"eth0:éééééé"', ["vip-label"]],
  ])("labels an address %j as %s", (label, expected, codes) => {
    const { instance, codes: seen } = one({ addresses: [{ address: "192.168.0.146", length: 24, network: null, interface: "eth0", label, origin }] });
    expect(instance.virtual_ipaddress[0]!.label).toBe(expected);
    expect(seen).toEqual(codes);
  });

  test("gives an IPv6 address no label", () => {
    const addresses = [{ address: "fd00::146", length: 64, network: null, interface: "eth0", label: "web", origin }];
    expect(one({ addresses, version: 3, transport: "multicast" }).codes).toEqual(["vip-label"]);
  });

  test("of priority 255 cannot be held back", () => {
    const owners = [memberOf("lb1", "192.168.0.11", 255), members[1]!];
    expect(one({ members: owners, preempt: "no" }).codes).toEqual(["address-owner"]);
    expect(one({ members: owners }).codes).toEqual([]);
  });

  test("takes native directives of its own", () => {
    const { instance } = one({ native: [nativeOf("keepalived", [["dont_track_primary"], ["track_interface", [["eth1", "weight", "-20"]]]])] });
    expect(instance.native.map(({ text }) => text)).toEqual(["    dont_track_primary", "    track_interface {", "        eth1 weight -20", "    }"]);
  });

  test("refuses native directives of another place, or that a clause says", () => {
    expect(one({ native: [nativeOf("keepalived", [["quorum", "2"]])] }).codes).toEqual(["misplaced-directive"]);
    expect(one({ native: [nativeOf("keepalived", [["priority", "200"]])] }).codes).toEqual(["typed-directive"]);
    expect(one({ native: [nativeOf("haproxy", [["priority", "200"]])] }).codes).toEqual([]);
  });
});

describe("the password", () => {
  const secret = { name: "vrrp_pass" };
  test.each([
    ["1234", "1234", []],
    ["a!b#c{d@", '"a!b#c{d@"', []],
    ["pa$$5678", '""', ["unrepresentable-text"]],
    ["123456789", "123456789", ["vrrp-password"]],
    ["ééééé", '"ééééé"', ["vrrp-password"]],
    ["", '""', ["unrepresentable-text"]],
    ["a\nb", '""', ["unrepresentable-text"]],
  ])("%j is written as %s", (text, expected, codes) => {
    const { model, diagnostics } = lowerOn(hostsOf({ vrrps: [edgeOf({ auth: secret })] }), "lb1", {}, { vrrp_pass: text });
    expect(model.conf.vrrp_instance[0]!.authentication).toEqual({ auth_pass: expected });
    expect(codesOf(diagnostics)).toEqual(codes);
    expect(model.secret).toBe(true);
    if (text.length > 2) expect(JSON.stringify(diagnostics.map(({ message, help }) => [message, help]))).not.toContain(text);
  });

  test("is an error in version 3", () => expect(one({ auth: secret, version: 3 }).codes).toEqual(["vrrp-password"]));
});

describe("instances of a group", () => {
  const mate = vrrpOf("mate", "192.168.0.147", members, { group: "pair" });
  test("fail over together", () => {
    const { model } = lowerOn(hostsOf({ vrrps: [edgeOf({ group: "pair" }), mate] }));
    expect(model.conf.vrrp_sync_group).toMatchObject([{ name: "pair", group: [{ name: "edge" }, { name: "mate" }], track_script: null }]);
  });
  test("are none when one is left on this machine", () => {
    expect(lowerOn(hostsOf({ vrrps: [edgeOf({ group: "pair" }), { ...mate, members: members.slice(1) }] })).model.conf.vrrp_sync_group).toEqual([]);
  });
});

describe("what is told of a change", () => {
  const notify = (on: "any" | "master", script: string) => ({ on, script, origin });
  test("is a script for each state", () => {
    expect(one({ notify: [notify("master", "/usr/local/bin/up now"), notify("any", "/usr/local/bin/log")] }).instance.notify).toMatchObject([
      { keyword: "notify_master", script: '"/usr/local/bin/up now"' },
      { keyword: "notify", script: '"/usr/local/bin/log"' },
    ]);
    expect(one({ notify: [notify("master", "/a"), notify("master", "/b")] }).codes).toEqual(["vrrp-notify-twice"]);
    expect(one({ notify: [notify("master", "relative.sh")] }).codes).toEqual(["unrepresentable-text"]);
  });

  const mail = (to: string, via = "mail.example.com:587") => [{ to, from: "ka@example.com", via, origin }];
  test("is a mail, the same for all addresses of a machine", () => {
    expect(one({ mail: mail("ops@example.com") }).model.conf.global_defs.mail).toMatchObject({
      notification_email: [{ address: "ops@example.com" }],
      notification_email_from: "ka@example.com",
      smtp_server: "mail.example.com 587",
    });
    const other = (to: string, via?: string) => codesOf(lowerOn(hostsOf({ vrrps: [edgeOf({ mail: mail("a@x") }), vrrpOf("b", "192.168.0.9", members, { mail: mail(to, via) })] })).diagnostics);
    expect(other("a@x")).toEqual([]);
    expect(other("b@x")).toContain("keepalived-mail");
    expect(other("a@x", "[fd00::25]:25")).toEqual(["keepalived-mail"]);
  });
});
