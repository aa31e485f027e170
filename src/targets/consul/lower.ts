import { defineDiagnostic } from "../../diagnostics/define.js";
import type { Context } from "../../emit/target.js";
import type { Consul, ConsulAgent } from "../../ir/consul.js";
import type { Daemon } from "../../ir/place.js";
import { lowerAgent } from "./lower-agent.js";
import { lowerServices } from "./lower-service.js";
import type { ConsulFiles } from "./model.js";

/** The one agent of a machine, and the services that register there. */
export function lowerConsul(daemon: Daemon, context: Context): ConsulFiles {
  const [first, ...others] = context.site.consuls.flatMap((consul) => agentsOn(daemon.machine, consul));
  if (first === undefined) throw new Error(`the site has no Consul agent on \`${daemon.machine}\``);
  for (const { agent } of others) {
    context.report(agentsShareMachine, { at: agent.origin, data: { machine: daemon.machine }, related: [{ span: first.agent.origin.span, text: "the first" }] });
  }
  const services = lowerServices(first.consul, daemon, context);
  return { agent: lowerAgent({ ...first, daemon, runsScripts: services.scripts }, context), services: services.files };
}

function agentsOn(machine: string, consul: Consul): readonly { readonly consul: Consul; readonly agent: ConsulAgent }[] {
  return [...consul.servers, ...consul.clients].filter((agent) => agent.machine === machine).map((agent) => ({ consul, agent }));
}

export const agentsShareMachine = defineDiagnostic({
  code: "consul-agents-share-machine",
  severity: "error",
  summary: "Two Consul agents are to run on one machine.",
  explanation: `
A machine has one Consul agent: one /etc/consul.d, one service, one set of ports. Two servers of a cluster on one host would also
be lost together, which defeats the quorum.

    consul registry x3 on node1              # error
    consul registry on node[1..3]
`,
  message: ({ machine }: { readonly machine: string }) => `\`${machine}\` would run a second Consul agent`,
  help: () => "place each server on a host of its own, and use one cluster on a host",
});
