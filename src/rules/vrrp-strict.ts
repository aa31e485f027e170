import type { NativeBlock, NativeStatement } from "../ir/native.js";
import type { Site } from "../ir/site.js";
import type { SiteIndex } from "../ir/site-index.js";
import type { Vrrp } from "../ir/vip.js";
import { findNamed } from "../source/group.js";
import type { Origin } from "../source/origin.js";
import { defineRule } from "./rule.js";

/** VRRP by the letter: a node that is not the address's owner drops all that comes to it. */
export const vrrpStrict = defineRule({
  code: "vrrp-strict",
  severity: "error",
  summary: "Keepalived is told to drop what comes to a VIP.",
  explanation: `
By the letter of VRRP a node takes no packets for an address that is not its own: it is there to route. With \`vrrp_strict\`, \`strict_mode\` or \`no_accept\` keepalived makes a firewall's
rule of that: it holds the VIP, and every connection to it times out. Unicast peers and passwords are against the letter as well.

    gateway edge on lb[1..2] {
      vip 192.168.0.146
      keepalived { vrrp_strict }          # error: nobody reaches 192.168.0.146
    }

Without it the VIP takes connections.
`,
  message: ({ word, address }: { readonly word: string; readonly address: string }) => `with \`${word}\` keepalived drops every packet to \`${address}\``,
  help: ({ word }) => `take \`${word}\` away`,

  check(site, report, index) {
    if (site.vrrps.length === 0) return;
    const strict = strictMachines(site);
    const arriving = new Set(index.arrivals().map(({ address }) => address));
    const routers = new Set(site.proxies.flatMap(({ name, mode }) => (mode === "nat" ? name : [])));
    const seen = new Set<Origin>();
    for (const vrrp of site.vrrps) {
      const said = faultOf(vrrp, site, strict, index);
      // The router of LVS's servers passes packets on, and takes in none.
      const reached = vrrp.addresses.find(({ address }) => !routers.has(vrrp.entity) || arriving.has(address));
      if (said === undefined || reached === undefined || seen.has(said.origin)) continue;
      seen.add(said.origin);
      const { address, origin } = reached;
      report({ at: said.origin, data: { word: said.words[0]!.text, address }, related: [{ span: origin.span, text: "nobody would reach it" }] });
    }
  },
});

/** What makes a VIP deaf. Only version 3 by multicast may be strict and \`accept\`. */
function faultOf(vrrp: Vrrp, { proxies, caches }: Site, strict: ReadonlyMap<string, NativeStatement>, index: SiteIndex): NativeStatement | undefined {
  const holder = findNamed(proxies, vrrp.entity) ?? findNamed(caches, vrrp.entity);
  const own = [...vrrp.native, ...(holder?.native ?? [])].flatMap(statementsOf);
  const isSaid = (name: string): boolean => own.some(({ words }) => words[0]?.text === name);
  const mode = own.find(({ words }) => words[0]?.text === "strict_mode");
  const isOff = mode !== undefined && /^(off|no|false)$/.test(mode.words[1]?.text ?? "");
  const everywhere = vrrp.members.flatMap(({ machine, node }) => strict.get(index.node(node).host === null ? node : machine) ?? [])[0];
  const said = own.find(({ words }) => words[0]?.text === "no_accept") ?? (isOff ? undefined : (mode ?? everywhere));
  const mayAccept = isSaid("accept") && vrrp.transport === "multicast" && (vrrp.version === 3 || isSaid("version"));
  return mayAccept ? undefined : said;
}

/** The machines whose keepalived is strict with all its VIPs. */
function strictMachines({ proxies, caches }: Site): ReadonlyMap<string, NativeStatement> {
  const found = new Map<string, NativeStatement>();
  for (const { machines, native } of [...proxies, ...caches]) {
    const said = native.flatMap(statementsOf).find(({ words }) => words[0]?.text === "vrrp_strict");
    if (said !== undefined) for (const machine of machines) found.set(machine, said);
  }
  return found;
}

function statementsOf({ engine, statements }: NativeBlock): readonly NativeStatement[] {
  return engine === "keepalived" ? statements.flatMap(withInner) : [];
}

function withInner(statement: NativeStatement): readonly NativeStatement[] {
  return [statement, ...(statement.block ?? []).flatMap(withInner)];
}
