import type { NativeDirective } from "../../emit/native.js";
import type { Context } from "../../emit/target.js";
import type { Daemon } from "../../ir/place.js";
import type { Listen, Proxy } from "../../ir/traffic.js";
import type { Vrrp } from "../../ir/vip.js";
import { lowerGlobal } from "./lower-global.js";
import { groupInstances, lowerGroup } from "./lower-group.js";
import { lowerImage } from "./lower-image.js";
import { lowerInstance, type Member } from "./lower-instance.js";
import { lowerScripts, type Scripts } from "./lower-scripts.js";
import { lowerVirtualServer } from "./lower-virtual-server.js";
import type { Keepalived, NativeLine, VirtualServer, VrrpInstance, VrrpSyncGroup } from "./model.js";
import { collectNatives, type Natives, printNative } from "./natives.js";
import { reportLimits } from "./report-limits.js";
import { reportOnce } from "./report-once.js";
import { findNamed } from "../../source/group.js";

/** The addresses that a machine can hold and the LVS balancers that it directs. */
export function lowerKeepalived(daemon: Daemon, whole: Context): Keepalived {
  const context = { ...whole, report: reportOnce(whole.report) };
  const { site, index, report } = context;
  const machine = index.machine(daemon.machine);
  const instances = site.vrrps.flatMap((vrrp) => {
    const member = vrrp.members.find((each) => each.machine === daemon.machine);
    return member === undefined ? [] : [[vrrp, member] as const];
  });
  const proxies = site.proxies.filter((proxy) => runsOn(proxy, daemon));
  const holders = [...proxies, ...site.caches.filter((cache) => runsOn(cache, daemon))];
  const natives = new Map(holders.map((holder) => [holder.name, collectNatives(holder.native, "main", daemon.version, report)]));
  const directed = proxies.filter(({ engine }) => engine === "lvs");
  const work = { daemon, context, instances, directed, natives };
  const scripts = lowerScripts(instances.map(([vrrp]) => vrrp), daemon, machine, report);
  const parts = {
    vrrp_script: scripts.vrrp_script.map((script) => ({ ...script, native: extensions(work, "vrrp_script", [script.name]) })),
    vrrp_sync_group: lowerGroups(work, scripts),
    vrrp_instance: lowerInstances(work, scripts),
    virtual_server: lowerServers(work),
  };
  const global = [...natives.values()].flatMap((each) => [...each.inSection("global_defs"), ...each.inBlock("global_defs", [])]);
  const main = [...natives.values()].flatMap((each) => each.inSection("main"));
  for (const each of natives.values()) each.reportRest();
  const users = usersOf(parts, main.length > 0);
  return {
    conf: {
      origin: daemon.origin,
      global_defs: lowerGlobal({ daemon, machine, instances, directed, runsScripts: users.size > 0, native: global }, report),
      ...parts,
      native: printNative(main, 0, report),
    },
    scripts: scripts.files,
    sysusers: machine.kind === "host" && users.has("keepalived_script") ? { origin: daemon.origin } : null,
    image: lowerImage(daemon, machine, site, index),
    otherUser: [...users].some((user) => user !== "root"),
    secret: instances.some(([{ auth }]) => auth !== null),
  };
}

interface Work {
  readonly daemon: Daemon;
  readonly context: Context;
  readonly instances: readonly (readonly [Vrrp, Member])[];
  readonly directed: readonly Proxy[];
  /** The native statements of each gateway, balancer and cache of this machine, by its name. */
  readonly natives: ReadonlyMap<string, Natives>;
}

function runsOn({ machines, nodes }: Pick<Proxy, "machines" | "nodes">, daemon: Daemon): boolean {
  // A container beside a gateway's node is another machine than the node.
  return machines.includes(daemon.machine) || nodes.some((node) => daemon.nodes.includes(node));
}

/** The lines by which native blocks extend a generated block of the top of the file. */
function extensions({ natives, context }: Work, name: string, words: readonly string[]): readonly NativeLine[] {
  return printNative([...natives.values()].flatMap((each) => each.inBlock(name, words)), 1, context.report);
}

function lowerGroups(work: Work, scripts: Scripts): readonly VrrpSyncGroup[] {
  const groups = groupInstances(work.instances.map(([vrrp]) => vrrp));
  return [...groups].map(([name, members]) => lowerGroup(name, members, scripts, extensions(work, "vrrp_sync_group", [name]), work.context.report));
}

function lowerInstances(work: Work, scripts: Scripts): readonly VrrpInstance[] {
  const { instances, natives, context, daemon } = work;
  const { report } = context;
  const grouped = new Set([...groupInstances(instances.map(([vrrp]) => vrrp)).values()].flat());
  // What a gateway's native block says of instances goes for each address that it holds.
  const general = new Map([...natives].map(([name, each]) => [name, each.inSection("vrrp_instance")]));
  return instances.map(([vrrp, member]) => {
    const own = collectNatives(vrrp.native, "vrrp_instance", daemon.version, report);
    const native = [
      ...printNative([...(general.get(vrrp.entity) ?? []), ...own.inSection("vrrp_instance")], 1, report),
      ...extensions(work, "vrrp_instance", [vrrp.name]),
    ];
    own.reportRest();
    return lowerInstance(vrrp, member, { track_script: grouped.has(vrrp) ? null : scripts.trackedBy(vrrp), native }, context);
  });
}

function lowerServers(work: Work): readonly VirtualServer[] {
  const { directed, natives, context } = work;
  return directed.flatMap((proxy) => {
    reportLimits(proxy, context.report);
    const general = natives.get(proxy.name)!.inSection("virtual_server");
    return proxy.listens.flatMap((listen) => lowerListen(listen, proxy, general, work));
  });
}

function lowerListen(listen: Listen, proxy: Proxy, general: readonly NativeDirective[], work: Work): readonly VirtualServer[] {
  const { report } = work.context;
  const action = listen.routes[0]?.action;
  const poolName = listen.pool ?? (action?.do === "proxy" ? action.pool : undefined);
  const pool = poolName === undefined ? undefined : findNamed(proxy.pools, poolName);
  if (pool === undefined) return [];
  const own = collectNatives([...pool.native, ...listen.native], "virtual_server", work.daemon.version, report);
  const native = [...general, ...own.inSection("virtual_server")];
  own.reportRest();
  const arrivals = listen.binds.flatMap((bind) => Array.from({ length: bind.to - bind.from + 1 }, (_, at) => ({ bind, port: bind.from + at })));
  return arrivals.flatMap(({ bind, port }) => {
    // Reported: there is no virtual server without an address.
    if (bind.address === null) return [];
    const lines = [...printNative(native, 1, report), ...extensions(work, "virtual_server", [bind.address, String(port)])];
    return lowerVirtualServer({ bind, port }, pool, proxy, lines, report);
  });
}

/** The users that something runs a script as; empty when nothing does. */
function usersOf(
  parts: Pick<Keepalived["conf"], "vrrp_script" | "vrrp_instance" | "virtual_server" | "vrrp_sync_group">,
  hasNative: boolean,
): ReadonlySet<string> {
  const native = [...parts.vrrp_instance, ...parts.virtual_server, ...parts.vrrp_sync_group].some((each) => each.native.length > 0);
  const checks = parts.virtual_server.flatMap((each) => each.real_server.flatMap(({ checker }) => checker?.misc ?? []));
  return new Set([
    ...[...parts.vrrp_script, ...checks].map(({ user }) => user ?? "root"),
    ...(hasNative || native || parts.vrrp_instance.some(({ notify }) => notify.length > 0) ? ["root"] : []),
  ]);
}
