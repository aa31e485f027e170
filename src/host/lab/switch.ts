import type { LabNetwork, Link } from "../../lab/plan.js";
import { HostError } from "../host.js";
import { hold, type Namespaces, runInside } from "./machine.js";
import { addTo } from "../../source/group.js";

interface Plug extends Link {
  readonly machine: string;
  readonly pid: number;
}

/** A bridge for each network, in namespaces of their own. It is also the router of the networks, and the place that clients come from. */
export class Switch {
  readonly namespaces: Namespaces;
  readonly #bridges: ReadonlyMap<string, string>;
  /** The ends of their wires, by machine. */
  readonly #ports = new Map<string, string[]>();
  #count = 0;

  private constructor(namespaces: Namespaces, bridges: ReadonlyMap<string, string>) {
    this.namespaces = namespaces;
    this.#bridges = bridges;
  }

  static async open(networks: readonly LabNetwork[]): Promise<Switch> {
    const namespaces = await hold(["unshare", "--net", "--mount", "--propagation", "private", "sh", "-c", "mount -t sysfs sysfs /sys 2>/dev/null || :; echo ready; exec sleep infinity"], undefined);
    const bridges = new Map(networks.map(({ name }, index) => [name, `br${index}`]));
    const opened = new Switch(namespaces, bridges);
    const lines = networks.flatMap(({ name, cidr, gateway }) => {
      const bridge = bridges.get(name)!;
      return [`link add ${bridge} type bridge`, `link set ${bridge} up`, ...(gateway === null ? [] : [`addr add ${gateway}/${cidr.split("/")[1]} dev ${bridge}${gateway.includes(":") ? " nodad" : ""}`])];
    });
    await opened.#ip(["link set lo up", ...lines]);
    await runInside(namespaces, ["sh", "-c", "echo 1 >/proc/sys/net/ipv4/ip_forward; echo 1 >/proc/sys/net/ipv6/conf/all/forwarding || :"], "", true);
    return opened;
  }

  /** Plugs interfaces of machines in; they appear in their machines under their own names. */
  async plug(plugs: readonly Plug[]): Promise<void> {
    const lines = plugs.flatMap(({ machine, interface: name, network, pid }) => {
      const port = `port${this.#count++}`;
      addTo(this.#ports, machine, port);
      return [`link add ${port} type veth peer name ${name} netns ${pid}`, `link set ${port} master ${this.#bridges.get(network)!}`, `link set ${port} up`];
    });
    await this.#ip(lines);
  }

  async setUp(machine: string, isUp: boolean): Promise<void> {
    await this.#ip((this.#ports.get(machine) ?? []).map((port) => `link set ${port} ${isUp ? "up" : "down"}`));
  }

  async #ip(lines: readonly string[]): Promise<void> {
    const { status, stderr } = await runInside(this.namespaces, ["ip", "-batch", "-"], `${lines.join("\n")}\n`, true);
    if (status !== 0) throw new HostError(`the lab's network could not be made: ${stderr.trim()}`);
  }
}
