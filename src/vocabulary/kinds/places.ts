import { clause, kind, listOf, optional, optionalList, required } from "../declaration.js";
import { native, yesNo } from "../clauses/everywhere.js";
import { address, mailServer, network as networkType } from "../values/addresses.js";
import { choice, domain, interfaceName, line, name, networkReference, text } from "../values/texts.js";

export const site = kind("site", 0, {
  doc: "The site's own name and what holds for all of it.",
  example: "site shop",
  args: { name: required(name) },
  clauses: {
    format: clause({ doc: "A format of logs under a name.", example: "format main '$remote_addr $status'", args: { format: required(name), text: required(text) }, repeats: true }),
    notify: clause({
      doc: "Who is written to when a VIP moves.",
      example: "notify mail ops@example.com from vrrp@example.com via 192.168.0.2",
      args: { how: required(choice("mail")), address: required(line) },
      clauses: {
        from: clause({ doc: "Who the mail is from.", example: "from vrrp@example.com", args: { address: required(line) } }),
        via: clause({ doc: "The mail server.", example: "via 192.168.0.2", args: { server: required(mailServer) } }),
      },
    }),
    compose: native("compose", "Compose"),
  },
});

export const network = kind("network", 10, {
  doc: "A network that hosts and containers are on.",
  example: "network lan 192.168.0.0/24 { gateway 192.168.0.1 }",
  args: { name: required(name), cidr: optional(networkType) },
  clauses: {
    gateway: clause({ doc: "Its router.", example: "gateway 192.168.0.1", default: "its first free address", args: { address: required(address) } }),
    dns: clause({ doc: "Its name servers.", example: "dns 192.168.0.2", args: { servers: listOf(address) } }),
    domain: clause({ doc: "The domain of its hosts' names.", example: "domain example.internal", args: { domain: required(domain) } }),
    driver: clause({ doc: "How Docker makes it.", example: "driver macvlan", default: "bridge", args: { driver: required(choice("bridge", "macvlan", "ipvlan")) } }),
    parent: clause({ doc: "The host's interface under a macvlan or ipvlan.", example: "parent eth0", args: { interface: required(interfaceName) } }),
    multicast: clause({ doc: "Whether multicast reaches all its members; clouds and bridges drop it.", example: "multicast no", default: "no", args: { whether: required(yesNo) } }),
  },
});

export const host = kind("host", 20, {
  doc: "A machine, with its addresses; without an address it is resolved by its name.",
  example: "host lb[1..2] 192.168.0.[11..12] interface eth0",
  args: { name: required(name), addresses: optionalList(address) },
  clauses: {
    in: clause({ doc: "The networks that it is on.", example: "in lan", default: "those that hold its addresses", args: { networks: listOf(networkReference) } }),
    interface: clause({
      doc: "A network interface; with an address for each after the first.",
      example: "interface eth1 10.0.0.11 dmz",
      default: "eth0",
      args: { interface: required(interfaceName), address: optional(address), network: optional(networkReference) },
      repeats: true,
    }),
    runtime: clause({ doc: "What runs its daemons: systemd, or Docker for services.", example: "runtime docker", default: "systemd", args: { runtime: required(choice("systemd", "docker")) } }),
    user: clause({ doc: "The user that signs in to it.", example: "user deploy", args: { user: required(line) } }),
    zone: clause({ doc: "What fails together: a rack, a room.", example: "zone rack-a", args: { zone: required(line) } }),
    compose: native("compose", "Compose"),
  },
});
