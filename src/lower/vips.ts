import { type Bound, type Entity, find, findAll } from "../bind/bound.js";
import { instancesOf } from "../elaborate/draft.js";
import type { Vrrp } from "../ir/vip.js";
import type { Vip } from "../elaborate/vips.js";
import { lowerCheck } from "./checks.js";
import { noMembers } from "./diagnostics.js";
import { filterAgain } from "../source/kept-groups.js";
import { type Lowering, nativesOf, ofKind, secretOf } from "./lowering.js";
import { networkOf } from "./places.js";

/** Every VIP: one VRRP instance for each statement. */
export function lowerVips(lowering: Lowering): Vrrp[] {
  const vrrps: Vrrp[] = [];
  for (const { entity, vips } of filterAgain("vips", lowering.sheets.list, ({ vips }) => vips.length > 0, lowering.tables)) {
    for (let place = 0; place < vips.length; place++) {
      const vrrp = lowerVip(vips[place] as unknown as Vip, vips.length === 1 ? entity.name : `${entity.name}-${place + 1}`, entity, lowering);
      if (vrrp !== undefined) vrrps.push(vrrp);
    }
  }
  return vrrps;
}

function lowerVip(vip: Vip, name: string, holder: Entity, lowering: Lowering): Vrrp | undefined {
  const addresses = vip.args.addresses;
  const first = addresses[0];
  if (first === undefined) return undefined;
  const members = membersOf(vip, first.value.address, holder, lowering);
  if (members.length === 0) {
    lowering.report(noMembers, { at: vip.origin, data: { address: first.text, name: holder.name } });
    return undefined;
  }
  const dev = find(vip, "dev")?.args.interface.value ?? null;
  const auth = find(vip, "auth");
  const advertiseMs = find(vip, "advertise")?.args.interval.value ?? 1000;
  const preempt = find(vip, "preempt");
  const notify = findAll(vip, "notify");
  const isMail = (clause: (typeof notify)[number]): boolean => clause.args.on.some(({ value }) => value === "mail");
  return {
    name,
    entity: holder.name,
    addresses: addresses.map(({ value, origin }) => ({
      address: value.address,
      length: value.length ?? (value.family === "ipv4" ? 32 : 128),
      network: networkOf(value.address, lowering.networks)?.name ?? null,
      interface: dev,
      label: find(vip, "label")?.args.label.value ?? null,
      origin,
    })),
    routerId: find(vip, "vrid")?.args.id.value ?? 1,
    version: first.value.family === "ipv6" || advertiseMs % 1000 !== 0 ? 3 : 2,
    auth: auth === undefined ? null : secretOf(auth.args.password.value),
    advertiseMs,
    preempt: preempt?.args.when.value === "after" ? { afterMs: preempt.args.delay?.value ?? 60_000 } : preempt?.args.when.value === "no" ? "no" : "yes",
    transport: find(vip, "peers")?.args.transport.value ?? "unicast",
    vmac: find(vip, "vmac")?.args.interface.value ?? null,
    members,
    checks: checksOf(vip, name, members),
    notify: notify.filter((clause) => !isMail(clause)).flatMap((clause) => {
      const states = clause.args.on.flatMap(({ value }) => (value === "mail" ? [] : [value]));
      return (states.length === 0 ? (["any"] as const) : states).map((on) => ({ on, script: clause.args.target.value, origin: clause.origin }));
    }),
    mail: [...notify.filter(isMail).map((clause) => mailOf(clause, clause.args.target.value)), ...siteMail(lowering)],
    group: find(vip, "failover")?.args.how.value === "together" ? holder.name : null,
    syncSessions: find(vip, "sync-sessions") !== undefined,
    native: nativesOf(vip as unknown as Bound, "keepalived"),
    clauses: vip.clauses.map(({ word, origin }) => ({ word, origin })),
    origin: vip.origin,
  };
}

/** The nodes of the holder, the best first. */
function membersOf(vip: Vip, address: string, holder: Entity, { node: nodeNamed, hosts, networks }: Lowering): Vrrp["members"] {
  const priorities = find(vip, "priority")?.args.priorities;
  const members = instancesOf(holder).flatMap(({ name, host }, index): Vrrp["members"] => {
    const node = nodeNamed(name);
    const priority = priorities?.[index]?.value ?? 100;
    const origin = priorities?.[index]?.origin ?? vip.origin;
    if (node === undefined) return [];
    const network = networkOf(address, networks);
    if (host === undefined) {
      const at = node.addresses.findIndex((each) => each.network === network?.name);
      const own = node.addresses[Math.max(0, at)];
      return own ? [{ machine: `${name}-keepalived`, node: name, interface: `eth${Math.max(0, at)}`, address: own.address, priority, origin }] : [];
    }
    const found = hosts.get(host);
    const nic = found?.interfaces.find((each) => each.network === network?.name && each.address !== null) ?? found?.interfaces.find((each) => each.address !== null);
    const dev = find(vip, "dev")?.args.interface.value;
    return nic?.address ? [{ machine: host, node: name, interface: dev ?? nic.name, address: nic.address, priority, origin }] : [];
  });
  return members.sort((a, b) => b.priority - a.priority);
}

/** A sidecar sees the network of its node, and not its processes: there the port alone is looked at. */
function checksOf(vip: Vip, name: string, members: Vrrp["members"]): Vrrp["checks"] {
  const check = lowerCheck(find(vip, "check") as unknown as Bound | undefined);
  if (check === null) return [];
  const sidecar = members.some(({ machine, node }) => machine === `${node}-keepalived`);
  const process = check.form === "process" && !sidecar ? check.subject : null;
  return [{ name: `check-${name}`, process, port: check.port, check: sidecar && check.form === "process" ? { ...check, form: "tcp", subject: null } : check, origin: check.origin }];
}

function mailOf(clause: Bound, to: string): Vrrp["mail"][number] {
  const argument = (word: string, name: string): string | undefined => {
    const found = clause.clauses.find((each) => each.word === word);
    return (found?.args as Readonly<Record<string, { readonly value: string }>> | undefined)?.[name]?.value;
  };
  return { to, from: argument("from", "address") ?? `keepalived@${to.split("@")[1] ?? "localhost"}`, via: argument("via", "server") ?? "127.0.0.1", origin: clause.origin };
}

function siteMail(lowering: Lowering): Vrrp["mail"] {
  const notify = ofKind(lowering, "site").flatMap((site) => find(site, "notify") ?? []);
  return notify.map((clause) => mailOf(clause as unknown as Bound, clause.args.address.value));
}
