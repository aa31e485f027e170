import type { OutputFile } from "../../emit/output-file.js";
import { unrepresentableText } from "../../emit/quoted.js";
import { defineTarget, fileOn } from "../../emit/target.js";
import { template } from "../../emit/template.js";
import type { Machine } from "../../ir/place.js";
import { bootRegistrar } from "./boot.js";
import { lowerRegistrars, registrarTime, registrarToken } from "./lower.js";
import { consulKeyColon, registryKey, upsyncAddress } from "./lower-entry.js";
import { registrarCheckForm, registrarSidecar } from "./lower-probe.js";
import type { Registrar, RegistrarScript, RegistrarUnit } from "./model.js";
import scriptSpec from "./registrar.hbs";
import unitSpec from "./unit.hbs";

const renderScript = template<RegistrarScript>(scriptSpec);
const renderUnit = template<RegistrarUnit>(unitSpec);

/** What puts instances into Consul and takes them out. */
export const registrar = defineTarget<readonly Registrar[]>({
  name: "registrar",
  summary: "registrar: a script beside each instance that keeps it in Consul while its check passes",
  boot: bootRegistrar,
  diagnostics: [unrepresentableText, registrarCheckForm, registrarSidecar, registrarTime, registrarToken, registryKey, upsyncAddress, consulKeyColon],
  lower: lowerRegistrars,
  render: (registrars, machine) => registrars.flatMap((each) => renderFiles(each, machine)),
});

const daemon = registrar.name;

function renderFiles({ path, script, unit }: Registrar, machine: Machine): readonly OutputFile[] {
  const restart = unit === null ? ["docker", "compose", "restart", machine.name] : ["systemctl", "restart", unit.name];
  const program = fileOn(machine, path, { daemon, ...renderScript(script), mode: 0o755, check: ["sh", "-n", path], reload: restart });
  if (unit === null) return [program];
  const unitPath = `/etc/systemd/system/${unit.name}.service`;
  // Enabling a unit has systemd read it anew.
  return [fileOn(machine, unitPath, { daemon, ...renderUnit(unit), check: ["systemd-analyze", "verify", unitPath], reload: ["systemctl", "enable", unit.name] }), program];
}
