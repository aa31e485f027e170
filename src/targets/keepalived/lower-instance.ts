import { defineDiagnostic } from "../../diagnostics/define.js";
import type { Context } from "../../emit/target.js";
import type { SecretUse } from "../../ir/basics.js";
import type { Vrrp } from "../../ir/vip.js";
import type { Origin } from "../../source/origin.js";
import { secondsOf } from "./duration.js";
import { lowerAddress } from "./lower-address.js";
import type { NativeLine, Tracked, VrrpInstance } from "./model.js";
import { lowerNotify } from "./notify.js";
import { familyOf, quoteAddress, quoteInterface, quoteWord, type Text } from "./quote.js";
import { findNamed } from "../../source/group.js";

export type Member = Vrrp["members"][number];

/** What stands in an instance besides what the site says of its address. */
export interface InstanceParts {
  /** The scripts that it tracks alone; null when its group tracks them. */
  readonly track_script: readonly Tracked[] | null;
  readonly native: readonly NativeLine[];
}

/** One address group as `member` takes part in it. */
export function lowerInstance(vrrp: Vrrp, member: Member, { track_script, native }: InstanceParts, context: Context): VrrpInstance {
  const { report } = context;
  const { origin, version } = vrrp;
  const family = familyOf(vrrp.addresses[0]?.address ?? "");
  const addresses = vrrp.addresses.map((address) => ({ family: familyOf(address.address), lowered: lowerAddress(address, vrrp, member, context) }));
  const own = addresses.filter((each) => each.family === family);
  const others = [...own.slice(advertised[family ?? "ipv4"]), ...addresses.filter((each) => each.family !== family)];
  const unicast = vrrp.transport === "unicast" && vrrp.members.length > 1 ? lowerUnicast(vrrp, member, family, context) : null;
  if (member.priority === 255 && (vrrp.preempt === "no" || vrrp.checks.some(({ check }) => (check.weight ?? 0) !== 0))) report(addressOwner, { at: member.origin, data: {} });
  return {
    name: quoteWord(vrrp.name, origin, report),
    interface: quoteInterface(member.interface, member.origin, report),
    use_vmac: vrrp.vmac === null ? null : quoteInterface(vrrp.vmac, origin, report),
    vmac_xmit_base: vrrp.vmac !== null && unicast !== null,
    version: version === 3 ? 3 : null,
    virtual_router_id: vrrp.routerId,
    priority: member.priority,
    advert_int: secondsOf(vrrp.advertiseMs, version === 3 ? advertsOf3 : advertsOf2, origin, report),
    nopreempt: vrrp.preempt === "no",
    preempt_delay: typeof vrrp.preempt === "object" ? secondsOf(vrrp.preempt.afterMs, preemption, origin, report) : null,
    unicast,
    authentication: vrrp.auth === null ? null : { auth_pass: lowerPassword(vrrp.auth, vrrp, context) },
    virtual_ipaddress: own.slice(0, advertised[family ?? "ipv4"]).map(({ lowered }) => lowered),
    virtual_ipaddress_excluded: others.length === 0 ? null : others.map(({ lowered }) => lowered),
    track_script: track_script !== null && track_script.length > 0 ? track_script : null,
    notify: lowerNotify(vrrp, report),
    smtp_alert: vrrp.mail[0] === undefined ? null : { origin: vrrp.mail[0].origin },
    native,
    origins: {
      interface: clauseOf(vrrp, "dev") ?? nicOf(member, context),
      use_vmac: clauseOf(vrrp, "vmac"),
      virtual_router_id: clauseOf(vrrp, "vrid"),
      priority: member.origin,
      advert_int: clauseOf(vrrp, "advertise"),
      preempt: clauseOf(vrrp, "preempt"),
      authentication: clauseOf(vrrp, "auth"),
    },
    origin,
  };
}

/** Where the VIP says `word`. */
function clauseOf({ clauses }: Vrrp, word: string): Origin | null {
  return clauses.find((each) => each.word === word)?.origin ?? null;
}

/** What says that a member has its interface; null for a container, whose interfaces nobody writes. */
function nicOf({ machine, interface: name }: Member, { site }: Context): Origin | null {
  return findNamed(site.hosts, machine)?.interfaces.find((nic) => nic.name === name)?.origin ?? null;
}

/** How many addresses an advert holds: its count is a byte, and IPv6's fill a packet of 1500 bytes. keepalived complains of more. */
const advertised = { ipv4: 255, ipv6: 89 } as const;

const advertsOf2 = { what: "the interval of VRRP version 2's adverts", least: 1000, most: 255_000, step: 1000 };
const advertsOf3 = { what: "the interval of VRRP version 3's adverts", least: 10, most: 40_950, step: 10 };
const preemption = { what: "the delay of a preemption", least: 0, most: 1_000_000, step: 1 };

function lowerUnicast(vrrp: Vrrp, member: Member, family: string | undefined, context: Context): VrrpInstance["unicast"] {
  const { report } = context;
  const foreign = vrrp.members.find(({ address }) => familyOf(address) !== family);
  if (foreign !== undefined) report(peerFamily, { at: foreign.origin, data: { peer: foreign.address, address: vrrp.addresses[0]?.address ?? "" } });
  const peers = vrrp.members.filter((each) => each !== member);
  return {
    unicast_src_ip: quoteAddress(member.address, member.origin, report),
    unicast_peer: peers.map((each) => ({ address: quoteAddress(each.address, each.origin, report), origin: nicOf(each, context) ?? vrrp.origin })),
  };
}

function lowerPassword(auth: SecretUse, vrrp: Vrrp, { reveal, report }: Context): Text {
  const origin = clauseOf(vrrp, "auth") ?? vrrp.origin;
  const text = reveal(auth);
  const bytes = new TextEncoder().encode(text).length;
  if (vrrp.version === 3) report(vrrpPassword, { at: origin, data: { problem: "VRRP version 3 has no passwords", cure: "leave `auth` out, or use whole seconds between the adverts of an IPv4 address" } });
  else if (bytes > 8) report(vrrpPassword, { at: origin, data: { problem: `VRRP's password has ${bytes} bytes and keepalived reads 8`, cure: "use a secret of at most 8 bytes" } });
  return quoteWord(text, origin, report);
}

const explanationOfPasswords = `
The password of VRRP version 2 has eight bytes at most: keepalived cuts off the rest, with a complaint at every start. It keeps apart
what was mixed up, and keeps no attacker out, as it is sent in clear. Version 3 has none.

    vip 192.168.0.146 auth secret vrrp_pass                   # vrrp_pass has at most 8 bytes
    vip 192.168.0.146 auth secret vrrp_pass advertise 200ms   # error: adverts below a second need version 3
`;

export const vrrpPassword = defineDiagnostic({
  code: "vrrp-password",
  severity: "error",
  summary: "The password of an address is too long, or its version of VRRP has none.",
  explanation: explanationOfPasswords,
  message: ({ problem }: { readonly problem: string; readonly cure: string }) => problem,
  help: ({ cure }) => cure,
});

export const addressOwner = defineDiagnostic({
  code: "address-owner",
  severity: "error",
  summary: "A node of priority 255 is to be held back.",
  explanation: `
Priority 255 says that the address is the node's own: it always takes it. keepalived then drops \`preempt no\` and every check with a weight.

    vip 192.168.0.146 { priority 255, 100; preempt no }     # error
    vip 192.168.0.146 { priority 150, 100; preempt no }
`,
  message: (_: Record<string, never>) => "a node of priority `255` always takes the address, whatever `preempt no` and weights say",
  help: () => "use a priority of at most 254",
});

export const peerFamily = defineDiagnostic({
  code: "vrrp-peer-family",
  severity: "error",
  summary: "The nodes of an address speak to each other over another family than that of the address.",
  explanation: `
VRRP advertises IPv6 addresses over IPv6 and IPv4 addresses over IPv4. With unicast peers each node needs an address of that family on the
interface.

    vip fd00::146     # error when the nodes have IPv4 addresses alone
`,
  message: ({ peer, address }: { readonly peer: string; readonly address: string }) => `\`${peer}\` cannot take part in the election for \`${address}\`, which is of another family`,
  help: () => "give the nodes addresses of that family",
});
