import { defineDiagnostic, type Report } from "../../diagnostics/define.js";
import { compareVersions } from "../../emit/versions.js";
import type { Daemon, Machine } from "../../ir/place.js";
import type { Vrrp } from "../../ir/vip.js";
import type { Origin } from "../../source/origin.js";
import { secondsOf } from "./duration.js";
import { lowerProbe, type Probe, type VrrpCheck } from "./lower-probe.js";
import type { CheckScript, Tracked, VrrpScript } from "./model.js";
import { quoteCommand, quoteWord, type Text } from "./quote.js";

/** What a machine's addresses depend on. */
export interface Scripts {
  readonly vrrp_script: readonly VrrpScript[];
  readonly files: readonly CheckScript[];
  /** The scripts that an instance tracks. */
  trackedBy(vrrp: Vrrp): readonly Tracked[];
}

/** The checks of all instances: a check that two of them share is one script, run once. */
export function lowerScripts(vrrps: readonly Vrrp[], daemon: Daemon, machine: Machine, report: Report): Scripts {
  const byIdentity = new Map<string, Tracked>();
  const names = new Set<string>();
  const files = new Map<string, CheckScript>();
  const scripts: VrrpScript[] = [];
  const tracked = new Map<Vrrp, readonly Tracked[]>();
  for (const vrrp of vrrps) {
    tracked.set(vrrp, [...new Set(vrrp.checks.flatMap((check) => add(vrrp, check) ?? []))]);
  }
  return { vrrp_script: scripts, files: [...files.values()], trackedBy: (vrrp) => tracked.get(vrrp) ?? [] };

  function add(vrrp: Vrrp, check: VrrpCheck): Tracked | undefined {
    const identity = JSON.stringify([check.name, check.process, check.port, check.check], (key, value: unknown) => (key === "origin" ? undefined : value));
    const known = byIdentity.get(identity);
    if (known !== undefined) return known;
    const probe = lowerProbe(check, machine, report);
    if (probe === undefined) return undefined;
    const name = names.has(check.name) ? `${vrrp.name}-${check.name}` : check.name;
    names.add(name);
    const quoted = quoteWord(name, check.origin, report);
    scripts.push(lowerScript(check, quoted, scriptOf(probe, name, check.origin), daemon, report));
    const entry = { name: quoted, origin: check.origin };
    byIdentity.set(identity, entry);
    return entry;
  }

  function scriptOf(probe: Probe, name: string, origin: Origin): Text {
    if (probe.command !== null) return probe.command;
    const wanted = `check-${name.replace(/^check[-_]/, "").replace(/[^\w.-]/g, "-")}`;
    let file = wanted;
    for (let count = 2; files.has(file); count++) file = `${wanted}-${count}`;
    files.set(file, { name: file, ...probe.script, origin });
    const path = `/etc/keepalived/${file}`;
    // A file that is mounted into a container belongs to the owner of the folder, and keepalived runs no such file as root.
    return quoteCommand(machine.kind === "container" ? `/usr/bin/dash ${path}` : path, origin, report);
  }
}

function lowerScript({ check, origin }: VrrpCheck, name: Text, script: Text, { version }: Daemon, report: Report): VrrpScript {
  const weight = check.weight ?? 0;
  if (Math.abs(weight) > 253) report(keepalivedWeight, { at: check.origin, data: { weight } });
  // Fractions came with 2.3.2; Debian 12 has 2.2.7.
  const step = version !== null && compareVersions(version, "2.3.2") >= 0 ? 1 : 1000;
  const range = { least: step, most: 4_294_000, step };
  return {
    name,
    script,
    interval: secondsOf(check.everyMs, { ...range, what: "the interval of a check" }, check.origin, report),
    timeout: secondsOf(check.timeoutMs, { ...range, what: "the timeout of a check" }, check.origin, report),
    fall: check.fall,
    rise: check.rise,
    weight: weight === 0 ? null : weight,
    user: check.user === null ? null : quoteWord(check.user, check.origin, report),
    native: [],
    origin,
  };
}

export const keepalivedWeight = defineDiagnostic({
  code: "keepalived-weight",
  severity: "error",
  summary: "A check's weight is outside of -253 to 253.",
  explanation: `
A check with a weight changes the priority of its node, which lies between 1 and 254. keepalived ignores a weight outside of -253 to
253, and the check then gives up the address.

    vip 192.168.0.146 { check process nginx weight -300 }     # error
    vip 192.168.0.146 { check process nginx }                 # a failed check gives up the address: the fastest failover
`,
  message: ({ weight }: { readonly weight: number }) => `keepalived ignores the weight \`${weight}\``,
  help: () => "use a weight from -253 to 253, or leave it out and let a failed check give up the address",
});
