import { clause, listOf, optional, optionalList, required } from "../declaration.js";
import { address, mailServer } from "../values/addresses.js";
import { priority, routerId } from "../values/numbers.js";
import { duration } from "../values/quantities.js";
import { addressLabel, choice, interfaceName, line, ownReference, secret } from "../values/texts.js";
import { vipCheck } from "./check.js";
import { native } from "./everywhere.js";

/** Addresses that move together among the nodes of what says them: one VRRP instance. */
export const vip = clause({
  doc: "Addresses that one node at a time holds; another takes them over when it fails.",
  example: "vip 192.168.0.146 auth secret vrrp_pass prefer lb1",
  args: { addresses: listOf(address) },
  repeats: true,
  clauses: {
    vrid: clause({ doc: "VRRP's virtual router id, one for each instance of a network.", example: "vrid 51", default: "the last octet if it is free there, else the lowest free", args: { id: required(routerId) } }),
    auth: clause({ doc: "The password of the adverts, of at most 8 characters.", example: "auth secret vrrp_pass", args: { password: required(secret) } }),
    prefer: clause({ doc: "The hosts or nodes that hold the address by preference, the first first.", example: "prefer lb1", default: "the order of `on`", args: { hosts: listOf(ownReference) } }),
    dev: clause({ doc: "The interface that the address is put on.", example: "dev eth1", default: "the host's interface in the network", args: { interface: required(interfaceName) } }),
    label: clause({ doc: "The label of the address on its interface, at most 15 characters with the interface.", example: "label eth0:web", args: { label: required(addressLabel) } }),
    priority: clause({ doc: "The priorities of the hosts, in their order.", example: "priority 150, 140", default: "150, 140, …, spaced over the largest weight", args: { priorities: listOf(priority) } }),
    advertise: clause({ doc: "The time from one advert to the next.", example: "advertise 1s", default: "1s", args: { interval: required(duration) } }),
    preempt: clause({ doc: "Whether a better node takes the address back when it is well again: `yes`, `no`, or `after DURATION`.", example: "preempt after 1m", default: "yes", args: { when: required(choice("yes", "no", "after")), delay: optional(duration) } }),
    peers: clause({ doc: "How the nodes talk: unicast reaches where bridges and clouds drop multicast.", example: "peers unicast", default: "unicast, or multicast where the network says `multicast yes`", args: { transport: required(choice("unicast", "multicast")) }, narrows: true }),
    vmac: clause({ doc: "The interface with VRRP's own MAC address.", example: "vmac vrrp.51", args: { interface: required(interfaceName) } }),
    check: vipCheck,
    notify: clause({
      doc: "What is called when the state changes: a script, or a mail.",
      example: "notify master /usr/local/sbin/became-master",
      args: { on: optionalList(choice("master", "backup", "fault", "stop", "mail")), target: required(line) },
      clauses: {
        from: clause({ doc: "Who the mail is from.", example: "from vrrp@example.com", args: { address: required(line) } }),
        via: clause({ doc: "The mail server.", example: "via 192.168.0.2", args: { server: required(mailServer) }, narrows: true }),
      },
      repeats: true,
    }),
    failover: clause({ doc: "Whether the VIPs of the declaration move together or each alone.", example: "failover together", default: "alone", args: { how: required(choice("together", "alone")) } }),
    "sync-sessions": clause({ doc: "LVS: the other directors learn of the connections.", example: "sync-sessions", default: "no" }),
    keepalived: { ...native("keepalived", "Keepalived"), narrows: true },
  },
});

