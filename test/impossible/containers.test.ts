import { parse } from "yaml";
import { describe, expect, it } from "vitest";
import { errorsOf, filesOf, servicesOf } from "../kit/files.js";

const docker = "network lan 192.168.0.0/24\nhost dock[1..2] 192.168.0.[41..42] { runtime docker }\nhost db1 192.168.0.51\n";

interface Service {
  readonly networks?: Readonly<Record<string, { readonly ipv4_address?: string }>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: unknown;
  readonly volumes?: readonly string[];
  readonly restart?: string;
}

/** The whole of a compose file; two keys of one name are an error of the reader's. */
function composeOf(program: string) {
  const text = filesOf(program).get("docker-compose.yml")!;
  return parse(text, { uniqueKeys: true, version: "1.1" }) as { readonly services: Readonly<Record<string, Service>>; readonly networks: Readonly<Record<string, { readonly ipam: { readonly config: readonly { readonly subnet: string; readonly gateway: string }[] } }>> };
}

describe("a compose file", () => {
  it("gives every network a range, with the router and the containers inside", () => {
    const { services, networks } = composeOf("network back 172.20.0.0/24\nservice goods x3 port 80 image x in back\nservice pay port 80 image x in back address 172.20.0.1");
    expect(networks["back"]!.ipam.config).toEqual([{ subnet: "172.20.0.0/24", gateway: "172.20.0.2" }]);
    const addresses = Object.values(services).map((service) => service.networks!["back"]!.ipv4_address!);
    expect(new Set(addresses).size).toBe(4);
    for (const address of addresses) expect(address).toMatch(/^172\.20\.0\.([1345])$/);
  });

  it("holds no address outside of its network, of another container or of the router", () => {
    expect(errorsOf("network back 172.20.0.0/24\nservice goods port 80 image x in back address 10.9.9.9")).toEqual(["address-outside-networks"]);
    expect(errorsOf("network back 172.20.0.0/24 { gateway 172.20.0.1 }\nservice goods port 80 image x in back address 172.20.0.1")).toEqual(["duplicate-address"]);
    expect(errorsOf("network back 172.20.0.0/24\nservice a port 80 image x in back address 172.20.0.5\nservice b port 80 image x in back address 172.20.0.5")).toEqual(["duplicate-address"]);
    expect(errorsOf("network back\nservice goods port 80 image x in back address 172.20.0.5")).toEqual(["network-without-range"]);
  });

  it("names a key once, also where a node and a declaration could share a name", () => {
    expect(Object.keys(composeOf("service web x2 port 80 image x\nservice web-one port 80 image x").services)).toEqual(["web-1", "web-2", "web-one"]);
    expect(errorsOf("service web x2 port 80 image x\nservice web-1 port 80 image x")).toEqual(["node-name-taken"]);
  });

  it("waits for what it defines itself, and never in a circle", () => {
    const { services } = composeOf("service goods port 80 image x discover consul behind gateway\nservice pay port 81 image x behind gateway at /pay after goods");
    for (const { depends_on = {} } of Object.values(services)) for (const name of Object.keys(depends_on)) expect(Object.keys(services)).toContain(name);
    expect(errorsOf("service a port 80 image x after b\nservice b port 80 image x after a")).toEqual(["circular-start"]);
  });

  it("does not wait for what another engine or no engine runs", () => {
    expect(errorsOf(`${docker}service db on dock2 port 3306 protocol tcp image x\nservice app on dock1 port 80 image x after db`)).toEqual(["start-across-engines"]);
    expect(errorsOf(`${docker}service db on db1 port 3306 protocol tcp\nservice app on dock1 port 80 image x after db`)).toEqual(["start-across-engines"]);
    expect(errorsOf(`${docker}service db x2 on dock[1..2] port 3306 protocol tcp image x\nservice app x2 on dock[1..2] port 80 image x after db`)).toEqual([]);
  });

  it("waits for the health of what has a health check, and for the end of what ends", () => {
    const { services } = composeOf("redis sessions\nservice migrate port 80 image x once\nservice api port 81 image x { after sessions healthy; after migrate }");
    expect(services["sessions"]!.healthcheck).toBeDefined();
    expect(services["migrate"]!.restart).toBe("no");
    expect(services["api"]!.depends_on).toMatchObject({ sessions: { condition: "service_healthy" }, migrate: { condition: "service_completed_successfully" } });
  });

  it("mounts every file that is made for a container", () => {
    const files = filesOf("service goods x2 port 80 image x behind gateway with consul discovery, keepalived VIP 192.168.0.146\nservice pay port 81 image x\ncache cdn { accelerate pay; listen 3128 }\nbalancer tcp { listen 90 -> pay }");
    const services = servicesOf(files);
    const made = [...files.keys()].filter((path) => /^[^/]+\/(etc|usr)\//.test(path) && !path.startsWith("build/"));
    expect(new Set(made.map((path) => path.split("/")[0])).size).toBe(11);
    for (const path of made) {
      const [container = ""] = path.split("/");
      const sources = (services.get(container)?.volumes ?? []).map((volume) => volume.split(":")[0]!);
      expect(sources.some((source) => `./${path}` === source || `./${path}`.startsWith(`${source}/`)), path).toBe(true);
    }
  });

  it("holds commands and values in which Compose replaces nothing", () => {
    const [{ command, environment }] = [servicesOf(filesOf('service a port 80 image x run "echo $(hostname) $HOME" env A "$b $$c"')).get("a")!];
    expect(command?.at(-1)).toBe("echo $$(hostname) $$HOME");
    expect(environment?.["A"]).toBe("$$b $$$$c");
  });

  it("names a path as a path, and refuses what could be read as a volume", () => {
    expect(servicesOf(filesOf("service a port 80 image x { mount ./conf -> /conf; mount data -> /data rw }")).get("a")?.volumes).toEqual(["./conf:/conf:ro", "data:/data"]);
    expect(errorsOf("service a port 80 image x mount conf/a.ini -> /a.ini")).toEqual(["mount-without-dot"]);
  });
});
