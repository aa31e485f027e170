import { nativeDiagnostics } from "../../emit/native.js";
import type { OutputFile } from "../../emit/output-file.js";
import { unrepresentableText } from "../../emit/quoted.js";
import { defineTarget, fileOn, longFileOn } from "../../emit/target.js";
import { template } from "../../emit/template.js";
import type { Machine } from "../../ir/place.js";
import { bootNginx } from "./boot.js";
import { nginxCannot, nginxIgnores, nginxVersion } from "./cannot.js";
import { nginxChecker } from "./checker.js";
import { directives } from "./directives.js";
import { upsyncAddress } from "./discovery.js";
import dockerfileSpec from "./Dockerfile.hbs";
import { nativeClash } from "./extend.js";
import { missingModule } from "./installation.js";
import { lower } from "./lower.js";
import type { Image, Nginx, Tmpfiles } from "./model.js";
import { unbalancedLua } from "./native.js";
import { unknownVariable } from "./quote.js";
import { printConfiguration, printServerList } from "./render.js";
import tmpfilesSpec from "./tmpfiles.conf.hbs";
import { inexactTime, noTime } from "./units.js";
import { emptyUpstream } from "./upstream.js";

const dockerfile = template<Image>(dockerfileSpec);
const tmpfiles = template<Tmpfiles>(tmpfilesSpec);

export const nginx = defineTarget<Nginx>({
  name: "nginx",
  summary: "nginx.conf: gateways and balancers by nginx, OpenResty and Tengine",
  checker: nginxChecker,
  boot: bootNginx,
  directives,
  diagnostics: [
    nginxCannot,
    nginxIgnores,
    nginxVersion,
    missingModule,
    emptyUpstream,
    upsyncAddress,
    nativeClash,
    unbalancedLua,
    unknownVariable,
    inexactTime,
    noTime,
    unrepresentableText,
    ...nativeDiagnostics,
  ],
  lower,
  render,
});

function render(model: Nginx, machine: Machine): readonly OutputFile[] {
  return [
    longFileOn(machine, model.path, printConfiguration(model.configuration), { daemon: "nginx", check: model.check, reload: model.reload }),
    ...model.serverLists.map((list) => longFileOn(machine, unquoted(list.path), printServerList(list), { daemon: "nginx", seed: true, claim: list.claim, ...(machine.kind === "host" ? { owner: list.owner } : {}) })),
    ...(model.tmpfiles === null ? [] : [tmpfilesFile(model.tmpfiles, machine)]),
    ...(model.image === null ? [] : [dockerfileOf(model.image)]),
  ];
}

/** A path with letters beyond ASCII stands in quotes in nginx.conf. */
function unquoted(path: string): string {
  return path.replace(/^"|"$/g, "");
}

function tmpfilesFile(model: Tmpfiles, machine: Machine): OutputFile {
  const path = "/etc/tmpfiles.d/nginx-upsync.conf";
  return fileOn(machine, path, { daemon: "nginx", ...tmpfiles(model), reload: ["systemd-tmpfiles", "--create", path] });
}

/** It stands beside the compose file, which builds the image. */
function dockerfileOf(image: Image): OutputFile {
  return {
    ...dockerfile(image),
    path: `${image.beside}${image.folder}/Dockerfile`,
    machine: image.machine,
    target: null,
    daemon: "nginx",
    mode: 0o644,
    owner: null,
    check: null,
    reload: ["docker", "compose", "up", "--detach", "--build", ...image.containers],
    seed: false,
    claim: null,
  };
}
