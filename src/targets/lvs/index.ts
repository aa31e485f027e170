import type { OutputFile } from "../../emit/output-file.js";
import { unrepresentableText } from "../../emit/quoted.js";
import { defineTarget, fileOn } from "../../emit/target.js";
import { template } from "../../emit/template.js";
import type { Machine } from "../../ir/place.js";
import { bootLvs } from "./boot.js";
import { lowerRealServer, lvsContainer } from "./lower.js";
import scriptSpec from "./lvs-real-server.hbs";
import type { LvsRealServer } from "./model.js";
import serviceSpec from "./service.hbs";
import sysctlSpec from "./sysctl.hbs";

const renderScript = template<LvsRealServer>(scriptSpec);
const renderService = template<LvsRealServer>(serviceSpec);
const renderSysctl = template<LvsRealServer>(sysctlSpec);

const daemon = "lvs";
const script = "/usr/local/sbin/lvs-real-server";
const service = "/etc/systemd/system/lvs-real-server.service";
const sysctl = "/etc/sysctl.d/60-lvs-real-server.conf";

/** The servers of LVS; its directors are keepalived's. */
export const lvs = defineTarget<LvsRealServer>({
  name: daemon,
  summary: "lvs-real-server: the addresses of LVS on the hosts that serve them (DR, TUN)",
  boot: bootLvs,
  diagnostics: [unrepresentableText, lvsContainer],
  lower: lowerRealServer,
  render: renderFiles,
});

function renderFiles(model: LvsRealServer, machine: Machine): readonly OutputFile[] {
  return [
    ...(model.settings.length === 0 ? [] : [fileOn(machine, sysctl, { daemon, ...renderSysctl(model), reload: ["sysctl", "-q", "-p", sysctl] })]),
    // Enabling a unit has systemd read it anew.
    fileOn(machine, service, { daemon, ...renderService(model), reload: ["systemctl", "enable", "lvs-real-server"] }),
    fileOn(machine, script, {
      daemon,
      ...renderScript(model),
      mode: 0o755,
      check: ["sh", "-n", script],
      reload: ["systemctl", "reload-or-restart", "lvs-real-server"],
    }),
  ];
}
