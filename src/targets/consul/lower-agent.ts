import { defineDiagnostic, type Report } from "../../diagnostics/define.js";
import type { Context } from "../../emit/target.js";
import { compareVersions } from "../../emit/versions.js";
import type { SecretUse } from "../../ir/basics.js";
import type { Consul, ConsulAgent } from "../../ir/consul.js";
import type { Daemon } from "../../ir/place.js";
import { implied, type Origin } from "../../source/origin.js";
import { attribute, block } from "./entries.js";
import type { Attribute, Body, Entry, HclFile, Value } from "./model.js";
import { mergeNatives } from "./natives.js";
import { bracketed, fixed, isAddress, quoteAddresses, quoteText } from "./quote.js";

export interface AgentOf {
  readonly consul: Consul;
  readonly agent: ConsulAgent;
  readonly daemon: Daemon;
  /** The check of a service that needs scripts; null for none. */
  readonly runsScripts: Origin | null;
}

/** consul.hcl of one agent. */
export function lowerAgent(parts: AgentOf, context: Context): HclFile {
  const { consul, agent } = parts;
  const body = [...identity(parts, context), ...network(parts, context), ...access(parts, context), ...conduct(parts)];
  return { name: "consul", body: mergeNatives(body, consul.native, consul.version, context.report), secret: consul.encrypt !== null, origin: agent.origin };
}

function identity({ consul, agent, daemon }: AgentOf, { index, report }: Context): Body {
  const { origin } = agent;
  if (!/^[a-z0-9_-]+$/.test(consul.datacenter)) report(datacenterName, { at: consul.origin, data: { name: consul.datacenter } });
  if (!isDnsLabel(agent.name)) report(consulDnsName, { at: origin, data: { what: "node", name: agent.name } });
  // Where the packages of Debian and HashiCorp keep their state, and where the official image has its volume.
  const dataDir = index.machine(daemon.machine).kind === "container" ? "/consul/data" : "/opt/consul";
  const expected = implied(consul.origin, "the number of its servers");
  return [
    [
      attribute("datacenter", quoteText(consul.datacenter, consul.origin, report), consul.origin),
      attribute("node_name", quoteText(agent.name, origin, report), origin),
      attribute("data_dir", quoteText(dataDir, origin, report), origin),
    ],
    agent.server
      ? [attribute("server", true, origin), attribute("bootstrap_expect", consul.servers.length, expected, "The same on every server: they elect a leader once all of them are there.")]
      : [attribute("server", false, origin)],
  ];
}

function network({ consul, agent }: AgentOf, { report }: Context): Body {
  const { origin } = agent;
  const others = consul.servers.filter(({ name }) => name !== agent.name);
  const ports = [
    ...(consul.dnsPort === 8600 ? [] : [attribute("dns", consul.dnsPort, consul.origin)]),
    ...(consul.httpPort === 8500 ? [] : [attribute("http", consul.httpPort, consul.origin)]),
  ];
  return [
    [
      // A host without an address in the program has Consul find its only private one.
      ...(isAddress(agent.address) ? [attribute("bind_addr", quoteAddresses([agent.address], origin, report), origin)] : []),
      attribute("client_addr", quoteAddresses(agent.clientAddresses, origin, report), origin),
      ...(others.length === 0 ? [] : joining(others, report)),
    ],
    ports.length === 0 ? [] : [block("ports", [ports], consul.origin)],
  ];
}

function joining(servers: readonly ConsulAgent[], report: Report): readonly Attribute[] {
  const origin = implied(servers[0]!.origin, "the servers of the cluster");
  return [
    attribute("retry_join", servers.map((server) => quoteText(bracketed(server.address), server.origin, report)), origin),
    attribute("retry_interval", fixed('"5s"'), origin, "All may start at once, and Consul's own pause of 30s is long."),
  ];
}

function access({ consul, agent }: AgentOf, context: Context): Body {
  const { origin } = consul;
  const oldUi = consul.version !== null && compareVersions(consul.version, "1.9") < 0;
  const ui = oldUi ? attribute("ui", true, origin) : block("ui_config", [[attribute("enabled", true, origin)]], origin);
  return [
    consul.ui && agent.server ? [ui] : [],
    consul.acl ? [acl(origin)] : [],
    consul.encrypt === null ? [] : [attribute("encrypt", gossipKey(consul.encrypt, origin, context), origin)],
  ];
}

function acl(origin: Origin): Entry {
  return block(
    "acl",
    [
      [
        attribute("enabled", true, origin),
        attribute("default_policy", fixed('"deny"'), origin),
        attribute("enable_token_persistence", true, origin, "Tokens set with `consul acl set-agent-token` outlive a restart."),
      ],
    ],
    origin,
  );
}

function gossipKey(secret: SecretUse, at: Origin, { reveal, report }: Context): Value {
  const text = reveal(secret);
  // Eight characters stand for a secret that is not known here.
  const isKey = /^[A-Za-z0-9+/]+={0,2}$/.test(text) && [24, 32, 44].includes(text.length);
  if (!isKey && text.length !== 8) report(gossipKeyForm, { at, data: {} });
  return quoteText(text, at, report);
}

/** How it behaves when it stops, and what it says. */
function conduct({ agent, runsScripts }: AgentOf): Body {
  const { server, origin } = agent;
  const leaving = server ? "A server that stops stays a member: one that leaves shrinks the quorum." : "A client that stops leaves, so that nobody is sent to its services.";
  return [
    server ? [block("performance", [[attribute("raft_multiplier", 1, origin)]], origin, "Elections within seconds; Consul's own default is for the smallest machines.")] : [],
    [attribute("leave_on_terminate", !server, origin, leaving), attribute("skip_leave_on_interrupt", server, origin)],
    runsScripts === null ? [] : [attribute("enable_local_script_checks", true, runsScripts)],
    [attribute("log_level", fixed('"INFO"'), origin), attribute("disable_update_check", true, origin)],
  ];
}

/** Consul's DNS answers for names of letters, digits and dashes, up to 63 of them. */
export function isDnsLabel(name: string): boolean {
  return /^[A-Za-z0-9-]{1,63}$/.test(name);
}

export const datacenterName = defineDiagnostic({
  code: "consul-datacenter-name",
  severity: "error",
  summary: "The name of a Consul datacenter holds something that Consul refuses.",
  explanation: `
Consul takes lower-case letters, digits, \`-\` and \`_\` in the name of a datacenter, and does not start with any other.

    consul registry { datacenter Berlin.1 }     # error
    consul registry { datacenter berlin-1 }
`,
  message: ({ name }: { readonly name: string }) => `Consul refuses \`${name}\` as the name of a datacenter`,
  help: () => "use lower-case letters, digits, `-` and `_`",
});

export const consulDnsName = defineDiagnostic({
  code: "consul-dns-name",
  severity: "warning",
  summary: "A name cannot be looked up in Consul's DNS.",
  explanation: `
Consul answers DNS queries for NODE.node.consul and SERVICE.service.consul, where a name has letters, digits and dashes, and 63 of them
at most. It accepts other names and warns at each start that its DNS cannot find them.

    service order_rpc discover registry     # warning
    service order-rpc discover registry
`,
  message: ({ what, name }: { readonly what: "node" | "service"; readonly name: string }) => `Consul's DNS cannot find the ${what} \`${name}\``,
  help: () => "use letters, digits and dashes in the name",
});

export const gossipKeyForm = defineDiagnostic({
  code: "consul-gossip-key",
  severity: "error",
  summary: "The secret for `encrypt` is no gossip key.",
  explanation: `
The gossip among Consul's agents is encrypted with a key of 16, 24 or 32 random bytes, written in base64. Consul does not start with
anything else. \`consul keygen\` prints a new one.

    secret gossip_key from env GOSSIP_KEY
    consul registry { encrypt secret gossip_key }
`,
  message: (_: object) => "the secret for `encrypt` is not 16, 24 or 32 bytes in base64",
  help: () => "put what `consul keygen` prints into the secret",
});
