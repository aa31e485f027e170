import type { OutputFile } from "../../../src/emit/output-file.js";
import type { Consul, Registration } from "../../../src/ir/consul.js";
import type { Site } from "../../../src/ir/site.js";
import { consul as target } from "../../../src/targets/consul/index.js";
import { agentOf, consulOf, daemonOf, emitSite, hostOf, machineOf, siteOf } from "../../kit/site.js";

/** Three servers on hosts and a client on a fourth, where a service may run. */
export function siteOnHosts(parts: Partial<Consul> = {}, registrations: Registration[] = [], rest: Partial<Site> = {}): Site {
  const servers = [1, 2, 3].map((index) => agentOf(`registry-${index}`, `192.168.0.3${index}`, { machine: `node${index}` }));
  const client = agentOf("app1", "192.168.0.21", { server: false, clientAddresses: ["127.0.0.1"] });
  const names = ["node1", "node2", "node3", "app1"];
  return siteOf({
    hosts: names.map((name, index) => hostOf(name, index === 3 ? "192.168.0.21" : `192.168.0.3${index + 1}`)),
    machines: names.map((name) => machineOf(name)),
    daemons: names.map((name) => daemonOf("consul", name, { nodes: [], entities: ["registry"] })),
    consuls: [consulOf(servers, { name: "registry", clients: [client], ...parts })],
    registrations,
    ...rest,
  });
}

/** The emitted files by machine and name, with what was reported. */
export function emit(site: Site, secrets: Readonly<Record<string, string>> = {}): { readonly file: (path: string) => OutputFile; readonly paths: readonly string[]; readonly codes: readonly string[] } {
  const { files, diagnostics } = emitSite(target, site, { secrets });
  return {
    file: (path) => {
      const found = files.find((each) => each.path === path);
      if (found === undefined) throw new Error(`no ${path} among ${files.map((each) => each.path).join(", ")}`);
      return found;
    },
    paths: files.map(({ path }) => path),
    codes: diagnostics.map(({ code }) => code),
  };
}
