import { defineDiagnostic } from "../../diagnostics/define.js";
import type { Context } from "../../emit/target.js";
import type { Registration } from "../../ir/consul.js";
import type { Daemon, Machine } from "../../ir/place.js";
import { groupsBy } from "../../source/group.js";
import { lowerCatalog, lowerKv } from "./lower-entry.js";
import { lowerProbe } from "./lower-probe.js";
import type { Registrar, RegistrarScript, RegistrarUnit } from "./model.js";
import { escapeUnit, quoteShell, quoteUnit } from "./quote.js";

const registrationsFrom = groupsBy(({ machine }: Registration) => machine);

/** A registrar for each instance that registers from the machine. */
export function lowerRegistrars(daemon: Daemon, context: Context): readonly Registrar[] {
  const { site, index } = context;
  const machine = index.machine(daemon.machine);
  const own = registrationsFrom(site.registrations, machine.name).filter(({ node }) => daemon.nodes.includes(node));
  const agents = site.consuls.flatMap(({ name, servers, clients }) => [...servers, ...clients].filter((agent) => agent.machine === machine.name).map(() => name));
  return own.flatMap((each) => {
    // The agent of a machine knows the services of that machine from its own files, and the catalog has no weight 0.
    const needsNone = each.key === null && (agents.includes(each.cluster) || each.weight === 0);
    return needsNone ? [] : [lowerRegistrar(each, own.length, machine, context)];
  });
}

function lowerRegistrar(registration: Registration, count: number, machine: Machine, context: Context): Registrar {
  const onHost = machine.kind === "host";
  const path = `/usr/local/lib/infc/registrar${!onHost && count === 1 ? "" : `-${registration.node}`}`;
  const script = lowerScript(registration, machine, context);
  return { path, script, unit: onHost ? lowerUnit(registration, path, script, context) : null };
}

function lowerScript(registration: Registration, machine: Machine, context: Context): RegistrarScript {
  const { report, site } = context;
  const { agent, check, key, cluster, origin } = registration;
  if (check.everyMs === 0 || check.timeoutMs === 0) report(registrarTime, { at: check.origin, data: {} });
  const rounds = Math.round(refreshMs / Math.max(1, check.everyMs));
  const token = site.consuls.some(({ name, acl }) => name === cluster && acl);
  if (token) report(registrarToken, { at: origin, data: { cluster, container: machine.kind === "host" ? null : machine.name } });
  return {
    consul: quoteShell(`http://${agent.host.includes(":") ? `[${agent.host}]` : agent.host}:${agent.port}`, origin, report),
    kv: key === null ? null : lowerKv(registration, key, context),
    catalog: key === null ? lowerCatalog(registration, context) : null,
    token,
    probe: lowerProbe(registration, machine, context),
    rise: check.rise,
    fall: check.fall,
    every: check.everyMs / 1000,
    firstEvery: Math.min(check.everyMs, 1000) / 1000,
    rounds: rounds > 1 ? rounds : null,
    origin,
  };
}

// A key that was lost is back after so long.
const refreshMs = 5000;

function lowerUnit({ node, cluster, origin, check }: Registration, path: string, { token }: RegistrarScript, { report }: Context): RegistrarUnit {
  return {
    description: quoteUnit(`Registrar of ${node} in ${cluster}`, origin, report),
    name: escapeUnit(`infc-registrar-${node}`),
    script: quoteUnit(path, origin, report),
    token,
    seesProcesses: check.form === "process" || check.form === "script",
    origin,
  };
}

export const registrarTime = defineDiagnostic({
  code: "registrar-check-time",
  severity: "error",
  summary: "A registrar is to check without a pause or without a timeout.",
  explanation: `
A registrar waits between two checks, and ends a check that takes too long. Neither time can be zero.

    service goods { check tcp every 0s }     # error
    service goods { check tcp every 10s timeout 2s }
`,
  message: (_: object) => "a registrar cannot check every 0 s or with a timeout of 0 s",
  help: () => "give both times, as in `check tcp every 10s timeout 2s`",
});

export const registrarToken = defineDiagnostic({
  code: "registrar-token",
  severity: "info",
  summary: "A registrar writes to a Consul that asks for a token.",
  explanation: `
A cluster with \`acl\` refuses keys and services from anybody without a token. Tokens are made when the cluster runs, so a program
cannot hold them. A registrar takes its token from the variable CONSUL_HTTP_TOKEN: on a host from /etc/infc/registrar.env, in a
container from its environment. What reads the keys without a token, such as nginx, needs a policy for the anonymous token.

    consul registry on node[1..3] { acl }
    service goods on app[1..3] discover registry     # note: one token on each of app1, app2, app3
`,
  message: ({ cluster }: { readonly cluster: string; readonly container: string | null }) => `\`${cluster}\` takes no key from a registrar without a token`,
  help: ({ container }) => {
    const place = container === null ? "/etc/infc/registrar.env on its host" : `the environment of the container \`${container}\``;
    return `put \`CONSUL_HTTP_TOKEN=…\`, a token that may write the key, into ${place}`;
  },
});
