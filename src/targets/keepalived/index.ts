import { nativeDiagnostics } from "../../emit/native.js";
import type { OutputFile } from "../../emit/output-file.js";
import { unrepresentableText } from "../../emit/quoted.js";
import { defineTarget, fileOn } from "../../emit/target.js";
import { template } from "../../emit/template.js";
import type { Machine } from "../../ir/place.js";
import { bootKeepalived } from "./boot.js";
import checkSpec from "./check.hbs";
import { keepalivedChecker } from "./checker.js";
import { directives } from "./directives.js";
import dockerfileSpec from "./Dockerfile.hbs";
import { keepalivedDuration } from "./duration.js";
import confSpec from "./keepalived.conf.hbs";
import { lowerKeepalived } from "./lower.js";
import { vipLabel } from "./lower-address.js";
import { lvsCheckForm, lvsCheckMethod, lvsCheckPattern, lvsRise } from "./lower-checker.js";
import { lvsSync } from "./lower-global.js";
import { addressOwner, peerFamily, vrrpPassword } from "./lower-instance.js";
import { uncheckableProcess, vrrpCheckForm } from "./lower-probe.js";
import { keepalivedWeight } from "./lower-scripts.js";
import { lvsFamily, lvsNoServer, lvsPort, lvsSpares } from "./lower-virtual-server.js";
import type { CheckScript, Image, Keepalived } from "./model.js";
import { mailDiffers, notifyTwice } from "./notify.js";
import { lvsAddress, lvsLimit } from "./report-limits.js";
import { lvsBalance } from "./scheduler.js";
import sysusersSpec from "./sysusers.hbs";

const renderConf = template<Keepalived>(confSpec);
const renderCheck = template<CheckScript>(checkSpec);
const renderDockerfile = template<Image>(dockerfileSpec);
const renderSysusers = template<NonNullable<Keepalived["sysusers"]>>(sysusersSpec);

export const keepalived = defineTarget<Keepalived>({
  name: "keepalived",
  summary: "keepalived.conf: addresses that move between machines (VRRP), and LVS virtual servers",
  checker: keepalivedChecker,
  boot: bootKeepalived,
  directives,
  diagnostics: [
    ...nativeDiagnostics,
    unrepresentableText,
    keepalivedDuration,
    keepalivedWeight,
    vrrpCheckForm,
    uncheckableProcess,
    vrrpPassword,
    addressOwner,
    peerFamily,
    vipLabel,
    notifyTwice,
    mailDiffers,
    lvsSync,
    lvsLimit,
    lvsAddress,
    lvsBalance,
    lvsPort,
    lvsFamily,
    lvsSpares,
    lvsNoServer,
    lvsCheckForm,
    lvsCheckMethod,
    lvsCheckPattern,
    lvsRise,
  ],
  lower: lowerKeepalived,
  render: renderFiles,
});

const daemon = keepalived.name;
const confPath = "/etc/keepalived/keepalived.conf";

function renderFiles(model: Keepalived, machine: Machine): readonly OutputFile[] {
  const { scripts, sysusers, image, otherUser, secret } = model;
  const test = ["keepalived", "-t", "-f", confPath];
  return [
    ...(sysusers === null ? [] : [fileOn(machine, "/etc/sysusers.d/keepalived.conf", { daemon, ...renderSysusers(sysusers), reload: ["systemd-sysusers", "keepalived.conf"] })]),
    ...scripts.map((script) => fileOn(machine, `/etc/keepalived/${script.name}`, { daemon, ...renderCheck(script), mode: 0o755 })),
    fileOn(machine, confPath, {
      daemon,
      ...renderConf(model),
      mode: secret ? 0o600 : 0o644,
      // Before 2.2.8 the test ends itself when it meets another user than root, unless nothing stands above it.
      check: otherUser ? ["unshare", "--pid", "--fork", ...test] : test,
      reload: machine.kind === "container" ? ["docker", "compose", "kill", "-s", "HUP", machine.name] : ["systemctl", "reload", "keepalived"],
    }),
    ...(image === null ? [] : [renderImage(image)]),
  ];
}

function renderImage(image: Image): OutputFile {
  const { path, machine } = image;
  return { ...renderDockerfile(image), path, machine, target: null, daemon, mode: 0o644, owner: null, check: null, reload: null, seed: false, claim: null };
}
