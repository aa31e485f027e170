import { nativeDiagnostics } from "../../emit/native.js";
import { unrepresentableText } from "../../emit/quoted.js";
import { defineTarget, fileOn } from "../../emit/target.js";
import { template } from "../../emit/template.js";
import type { Machine } from "../../ir/place.js";
import { bootSquid } from "./boot.js";
import { squidChecker } from "./checker.js";
import { directives } from "./directives.js";
import { cacheDisagreement, lower, squidVersion } from "./lower.js";
import { slowCondition } from "./lower-access.js";
import { needsOpenssl } from "./lower-conditions.js";
import { inexactForSquid, missingLogin } from "./lower-helpers.js";
import { squidLog } from "./lower-logs.js";
import { overlappingOrigins, uncheckedOrigin } from "./lower-peers.js";
import { objectTooLarge } from "./lower-store.js";
import type { SquidConf } from "./model.js";
import configuration from "./squid.conf.hbs";
import folders from "./tmpfiles.conf.hbs";

const renderConfiguration = template<SquidConf>(configuration);
const renderFolders = template<SquidConf>(folders);

/** Squid: caches in front of origins and of clients. */
export const squid = defineTarget<SquidConf>({
  name: "squid",
  summary: "squid.conf: caching proxies, in front of origins or of clients",
  checker: squidChecker,
  boot: bootSquid,
  directives,
  diagnostics: [unrepresentableText, missingLogin, needsOpenssl, inexactForSquid, squidLog, overlappingOrigins, uncheckedOrigin, objectTooLarge, slowCondition, cacheDisagreement, squidVersion, ...nativeDiagnostics],
  lower,
  render: (model, machine) => [
    fileOn(machine, "/etc/squid/squid.conf", {
      daemon: "squid",
      ...renderConfiguration(model),
      mode: model.secret ? 0o600 : 0o644,
      check: ["squid", "-k", "parse", "-f", "/etc/squid/squid.conf"],
      reload: reloadOf(machine),
    }),
    // systemd-tmpfiles makes them at boot; in a container they are volumes.
    ...(model.folders.length === 0 || machine.kind !== "host" ? [] : [fileOn(machine, "/etc/tmpfiles.d/squid.conf", { daemon: "squid", ...renderFolders(model), reload: ["systemd-tmpfiles", "--create", "/etc/tmpfiles.d/squid.conf"] })]),
  ],
});

function reloadOf({ kind, name }: Machine): readonly string[] {
  return kind === "container" ? ["docker", "compose", "exec", name, "squid", "-k", "reconfigure"] : ["systemctl", "reload", "squid"];
}
