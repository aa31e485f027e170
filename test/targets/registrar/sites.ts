import type { OutputFile } from "../../../src/emit/output-file.js";
import type { Consul, Registration } from "../../../src/ir/consul.js";
import type { Site } from "../../../src/ir/site.js";
import { registrar as target } from "../../../src/targets/registrar/index.js";
import { agentOf, consulOf, daemonOf, emitSite, hostOf, machineOf, registrationOf, siteOf } from "../../kit/site.js";

const scriptOf = { host: "/usr/local/lib/infc/registrar-goods-1", container: "/usr/local/lib/infc/registrar" } as const;

/** `goods-1` on the host app1, which asks an agent elsewhere; or in a container, with a registrar beside it. */
export function siteWith(kind: "host" | "container", parts: Partial<Registration> = {}, cluster: Partial<Consul> = {}, rest: Partial<Site> = {}): Site {
  const machine = kind === "host" ? "app1" : "goods-1-registrar";
  const address = kind === "host" ? "192.168.0.21" : "192.168.0.7";
  const registration = registrationOf("goods-1", address, { machine, maxFails: 2, probe: { host: kind === "host" ? address : "127.0.0.1", port: 80 }, ...parts });
  return siteOf({
    hosts: kind === "host" ? [hostOf("app1", address)] : [],
    machines: [machineOf(machine, { kind })],
    daemons: [daemonOf("registrar", machine, { nodes: ["goods-1"], entities: ["goods"] })],
    consuls: [consulOf([agentOf("consul-1", "192.168.0.2")], cluster)],
    registrations: [registration],
    ...rest,
  });
}

/** The script of `goods-1`, with what was reported. */
export function scriptIn(kind: "host" | "container", ...site: Parameters<typeof siteWith> extends [unknown, ...infer Rest] ? Rest : never): { readonly script: OutputFile; readonly unit: OutputFile | undefined; readonly codes: readonly string[] } {
  const { files, diagnostics } = emitSite(target, siteWith(kind, ...site));
  const script = files.find(({ target: path }) => path === scriptOf[kind]);
  if (script === undefined) throw new Error(`no script among ${files.map(({ path }) => path).join(", ")}`);
  return { script, unit: files.find(({ path }) => path.endsWith(".service")), codes: diagnostics.map(({ code }) => code) };
}
