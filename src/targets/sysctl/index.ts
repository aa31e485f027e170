import { unrepresentableText } from "../../emit/quoted.js";
import { defineTarget, fileOn } from "../../emit/target.js";
import { template } from "../../emit/template.js";
import { lowerSysctl, sysctlConflict } from "./lower.js";
import type { SysctlConf } from "./model.js";
import spec from "./sysctl.hbs";

const render = template<SysctlConf>(spec);
const path = "/etc/sysctl.d/60-infc.conf";

export const sysctl = defineTarget<SysctlConf>({
  name: "sysctl",
  summary: "/etc/sysctl.d/60-infc.conf: the kernel settings that a host needs, each with its reason",
  diagnostics: [unrepresentableText, sysctlConflict],
  lower: lowerSysctl,
  render: (model, machine) => (model.settings.length === 0 ? [] : [fileOn(machine, path, { daemon: "sysctl", ...render(model), reload: ["sysctl", "-q", "-p", path] })]),
});
