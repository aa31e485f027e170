import { nativeDiagnostics } from "../../emit/native.js";
import type { OutputFile } from "../../emit/output-file.js";
import { unrepresentableText } from "../../emit/quoted.js";
import { defineTarget, longFileOn } from "../../emit/target.js";
import { longTemplate } from "../../emit/template.js";
import type { Machine } from "../../ir/place.js";
import type { Tables } from "../../source/tables.js";
import { bootHaproxy } from "./boot.js";
import { haproxyChecker } from "./checker.js";
import { directives } from "./directives.js";
import spec from "./haproxy.cfg.hbs";
import { foreignLogFormat } from "./logs.js";
import { lower } from "./lower.js";
import type { Model } from "./model.js";
import { sharedProcess } from "./native.js";
import { haproxyName } from "./plan.js";
import { haproxyTime } from "./time.js";
import { haproxyAuthority, haproxyCertificate, haproxyKey } from "./tls.js";
import { unsupportedByHaproxy } from "./unsupported.js";

const print = longTemplate<Model>(spec);

export const haproxy = defineTarget<Model>({
  name: "haproxy",
  summary: "haproxy.cfg: gateways and balancers by HAProxy 2.6 and later",
  checker: haproxyChecker,
  boot: bootHaproxy,
  directives,
  diagnostics: [...nativeDiagnostics, unrepresentableText, unsupportedByHaproxy, haproxyTime, haproxyName, haproxyKey, haproxyCertificate, haproxyAuthority, foreignLogFormat, sharedProcess],
  lower,
  render: renderFile,
});

function renderFile(model: Model, machine: Machine, tables: Tables): readonly OutputFile[] {
  const file = longFileOn(machine, model.path, print(model, { tables, file: `haproxy.cfg ${machine.name}` }), {
    daemon: "haproxy",
    mode: model.secret ? 0o600 : 0o644,
    check: ["haproxy", "-c", "-dW", "-f", model.path],
    // The official image runs a master, which starts new workers with the new file on this signal.
    reload: model.container === null ? ["systemctl", "reload", "haproxy"] : ["docker", "compose", "kill", "-s", "USR2", model.container],
  });
  return [file];
}
