import { defineDiagnostic, type Report } from "../../diagnostics/define.js";
import type { NativeDirective } from "../../emit/native.js";
import type { Daemon, Machine } from "../../ir/place.js";
import type { Proxy } from "../../ir/traffic.js";
import type { Vrrp } from "../../ir/vip.js";
import type { Member } from "./lower-instance.js";
import type { GlobalDefs } from "./model.js";
import { printNative } from "./natives.js";
import { lowerMail } from "./notify.js";
import { quoteInterface, quoteWord } from "./quote.js";

export interface GlobalParts {
  readonly daemon: Daemon;
  readonly machine: Machine;
  readonly instances: readonly (readonly [Vrrp, Member])[];
  /** The LVS balancers that this machine is a director of. */
  readonly directed: readonly Proxy[];
  readonly runsScripts: boolean;
  readonly native: readonly NativeDirective[];
}

export function lowerGlobal(parts: GlobalParts, report: Report): GlobalDefs {
  const { daemon, machine, instances, runsScripts, native } = parts;
  const vrrps = instances.map(([vrrp]) => vrrp);
  // A container is named after its role; its node is what others know.
  const name = machine.kind === "container" ? (daemon.nodes[0] ?? machine.name) : machine.name;
  return {
    router_id: quoteWord(name, daemon.origin, report),
    mail: lowerMail(vrrps, report),
    script_user: runsScripts ? "root" : null,
    vrrp_garp_master_refresh: vrrps.length === 0 || native.some(({ name: own }) => own === "vrrp_garp_master_refresh") ? null : 60,
    lvs_sync_daemon: lowerSync(parts, report),
    native: printNative(native, 1, report),
  };
}

function lowerSync({ instances, directed }: GlobalParts, report: Report): GlobalDefs["lvs_sync_daemon"] {
  const syncing = instances.filter(
    ([vrrp]) => vrrp.syncSessions || directed.some((proxy) => proxy.syncSessions && vrrp.addresses.some(({ address }) => proxy.addresses.includes(address))),
  );
  const [first, ...others] = syncing;
  for (const [{ name, origin }] of others) report(lvsSync, { at: origin, data: { name } });
  if (first === undefined) return null;
  const [vrrp, member] = first;
  return { interface: quoteInterface(member.interface, member.origin, report), inst: quoteWord(vrrp.name, vrrp.origin, report), origin: vrrp.origin };
}

export const lvsSync = defineDiagnostic({
  code: "lvs-sync-sessions",
  severity: "error",
  summary: "Two addresses of one machine are to pass on their sessions.",
  explanation: `
The kernel has one daemon that tells the other directors of LVS's connections, and it follows one address: the director that holds that
address sends, the others receive.

    vip 192.168.0.148 sync-sessions
    vip 192.168.0.149 sync-sessions     # error on the same hosts
`,
  message: ({ name }: { readonly name: string }) => `the sessions of \`${name}\` cannot be passed on: another address of this machine does it`,
  help: () => "say `sync-sessions` on one address, and hold all that needs it there",
});
