import { nativeDiagnostics } from "../../emit/native.js";
import type { OutputFile } from "../../emit/output-file.js";
import { unrepresentableText } from "../../emit/quoted.js";
import { defineTarget, fileOn } from "../../emit/target.js";
import type { Machine } from "../../ir/place.js";
import { bootConsul } from "./boot.js";
import { consulChecker } from "./checker.js";
import { directives } from "./directives.js";
import { renderHcl } from "./hcl.js";
import { agentsShareMachine, lowerConsul } from "./lower.js";
import { consulDnsName, datacenterName, gossipKeyForm } from "./lower-agent.js";
import { consulCheckExpect, consulCheckForm, consulCheckInterval } from "./lower-check.js";
import type { ConsulFiles, HclFile } from "./model.js";

/** Consul agents, servers and clients, with the services of their machines. */
export const consul = defineTarget<ConsulFiles>({
  name: "consul",
  summary: "/etc/consul.d: Consul servers and clients, and the services that register with them",
  checker: consulChecker,
  boot: bootConsul,
  directives,
  diagnostics: [
    ...nativeDiagnostics,
    unrepresentableText,
    agentsShareMachine,
    datacenterName,
    consulDnsName,
    gossipKeyForm,
    consulCheckForm,
    consulCheckExpect,
    consulCheckInterval,
  ],
  lower: lowerConsul,
  render: renderFiles,
});

const daemon = consul.name;
const folder = "/etc/consul.d";

function renderFiles({ agent, services }: ConsulFiles, machine: Machine): readonly OutputFile[] {
  const container = machine.kind === "container";
  const pathOf = ({ name }: HclFile): string => `${folder}/${name}.hcl`;
  return [
    fileOn(machine, pathOf(agent), {
      daemon,
      ...renderHcl(agent),
      mode: !agent.secret ? 0o644 : container ? 0o600 : 0o640,
      // Consul is no root on a host, and its group alone may read a key.
      ...(container ? {} : { owner: "root:consul" }),
      // Consul reads the whole folder as one.
      check: ["consul", "validate", folder],
      // Most of it is read at the start only.
      reload: container ? ["docker", "compose", "restart", machine.name] : ["systemctl", "restart", "consul"],
    }),
    ...services.map((service) =>
      fileOn(machine, pathOf(service), { daemon, ...renderHcl(service), reload: container ? ["docker", "compose", "kill", "-s", "HUP", machine.name] : ["systemctl", "reload", "consul"] }),
    ),
  ];
}
