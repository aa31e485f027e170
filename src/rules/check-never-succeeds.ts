import type { Listener } from "../ir/listeners.js";
import type { Site } from "../ir/site.js";
import type { SiteIndex } from "../ir/site-index.js";
import type { Proxy } from "../ir/traffic.js";
import type { Vrrp } from "../ir/vip.js";
import type { Label } from "../source/origin.js";
import { findNamed, groupBy } from "../source/group.js";
import { defineRule } from "./rule.js";

type VipCheck = Vrrp["checks"][number];
type VipMember = Vrrp["members"][number];

/** A check of a VIP that looks where its machine never answers: it fails on every node, and nobody holds the VIP. */
export const checkNeverSucceeds = defineRule({
  code: "check-never-succeeds",
  severity: "error",
  summary: "The check of a VIP looks at a port in a way in which it never answers.",
  explanation: `
The check runs on the node itself: \`tcp\` looks for a process that listens on the port, \`http\` asks at 127.0.0.1. LVS has no process that listens, a port of UDP takes
no connections, and what listens on the VIP alone does not answer at 127.0.0.1. The check then fails on every node, and none of them holds the VIP.

    balancer web lvs on lb[1..2] { mode dr; vip 192.168.0.148 check tcp 80; listen 80 -> portal }      # error: the kernel forwards
    gateway edge on lb[1..2] { vip 192.168.0.146 check http /healthz 80; listen 80 }                   # error: it listens on the VIP alone
    gateway edge on lb[1..2] { vip 192.168.0.146 check http /healthz 8081; listen 80; health 8081 }
`,
  message: ({ address, why }: { readonly address: string; readonly why: string; readonly cure: string }) => `this check fails on every node, and none of them holds \`${address}\`: ${why}`,
  help: ({ cure }) => cure,

  check(site, report, index) {
    const machines = new Set(site.vrrps.flatMap(({ checks, members }) => (checks.length === 0 ? [] : members.map((member) => machineOf(member, index)))));
    if (machines.size === 0) return;
    const byPort = groupBy(index.listeners().filter(({ machine }) => machines.has(machine)), ({ machine, port }) => `${machine} ${port}`);
    const directors = site.proxies.filter(({ engine }) => engine === "lvs");
    for (const { checks, members, addresses } of site.vrrps) {
      for (const item of checks) {
        const port = item.check.port ?? item.port;
        if (port === null || !["tcp", "http", "process"].includes(item.check.form)) continue;
        const found = members.map((member) => reasonAt(machineOf(member, index), port, item, { site, directors, byPort }));
        const [first] = found;
        if (first === undefined || !found.every((each) => each !== undefined)) continue;
        report({ at: item.origin, data: { address: addresses[0]!.address, why: first.why, cure: first.cure }, related: [first.label] });
      }
    }
  },
});

/** What the reasons are looked for in. */
interface Around {
  readonly site: Site;
  readonly directors: readonly Proxy[];
  /** Listeners of the members' machines, by `MACHINE PORT`. */
  readonly byPort: ReadonlyMap<string, readonly Listener[]>;
}

function machineOf({ machine, node }: VipMember, index: SiteIndex): string {
  return index.node(node).host === null ? node : machine;
}

interface Reason {
  readonly why: string;
  readonly cure: string;
  readonly label: Label;
}

/** Why the check fails on a machine; undefined when it may succeed: what nothing of the site listens on, something else may. */
function reasonAt(machine: string, port: number, { check }: VipCheck, { site, directors, byPort }: Around): Reason | undefined {
  const here = byPort.get(`${machine} ${port}`) ?? [];
  const taking = here.filter(({ transport }) => transport === "tcp");
  const answering = check.form === "http" ? taking.filter(({ address }) => address === null || /^(127\.|::1?$)/.test(address)) : taking;
  if (answering.length > 0) return undefined;
  const [elsewhere] = taking;
  if (elsewhere !== undefined) {
    const why = `\`${elsewhere.owner}\` listens on \`${elsewhere.address}\` port ${port} alone, and the check asks at 127.0.0.1`;
    return { why, cure: cureFor(elsewhere.owner, site), label: { span: elsewhere.origin.span, text: "it listens here" } };
  }
  const director = directors.find(({ machines, listens }) => machines.includes(machine) && listens.some(({ binds }) => binds.some(({ from, to }) => from <= port && port <= to)));
  if (director !== undefined) {
    const bind = director.listens.flatMap(({ binds }) => binds).find(({ from, to }) => from <= port && port <= to)!;
    return { why: `LVS forwards port ${port} in the kernel, and no process listens on it`, cure: "leave the check out: keepalived looks at the servers, and the VIP moves when its node fails", label: { span: bind.origin.span, text: `\`${director.name}\` forwards it` } };
  }
  // Another program than the site's may take connections on a port where its own take UDP; nginx does not.
  const [datagrams] = here.filter(({ process }) => process.startsWith("nginx"));
  if (datagrams === undefined) return undefined;
  return { why: `\`${datagrams.owner}\` takes UDP on port ${port}, and the check waits for a port that takes connections`, cure: "check the process alone: `check process nginx`", label: { span: datagrams.origin.span, text: "it is of UDP" } };
}

/** A page that says whether a proxy serves: the one that it has, or one to give it. */
function cureFor(owner: string, { proxies }: Site): string {
  const page = findNamed(proxies, owner)?.health.find(({ bind }) => bind.address === null);
  return page === undefined
    ? "let it answer everywhere on a port for that, `health 8081`, and check there: `check http /healthz 8081`"
    : `check its page: \`check http ${page.path} ${page.bind.port}\``;
}
