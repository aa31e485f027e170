import { type DiagnosticDefinition, defineDiagnostic } from "../diagnostics/define.js";
import { listed } from "../source/listed.js";

const disjunction = (words: readonly string[]): string => listed(words, "or");

export const unknownReference = defineDiagnostic({
  code: "unknown-reference",
  severity: "error",
  summary: "A name refers to nothing that the program declares.",
  explanation: `
Everything named in one file of a program is known in all. A kind's own name (\`behind gateway\`) stands for the one of that name; it is
implied only when the site has none of its kind, and nothing is implied in a site that places things on hosts.

    gateway edge { route { / -> goods } }
    service gods port 80 behind egde        # error: did you mean \`edge\`?
`,
  message: (data: { readonly name: string; readonly kinds: readonly string[]; readonly near: string | undefined; readonly instead: string | undefined }) =>
    data.kinds.length === 0 ? `nothing is named \`${data.name}\`` : `no ${disjunction(data.kinds)} is named \`${data.name}\``,
  help: ({ name, near, instead, kinds }) =>
    near !== undefined ? `did you mean \`${near}\`?` : instead !== undefined ? `write \`${instead}\`` : kinds.length === 1 ? `declare it: \`${kinds[0]} ${name} …\`` : "declare it",
});

export const wrongReference = defineDiagnostic({
  code: "wrong-reference",
  severity: "error",
  summary: "A name refers to something of another kind than the clause takes.",
  explanation: "\n    network lan 192.168.0.0/24\n    service goods on lan        # error: `lan` is a network, and `on` takes hosts\n",
  message: (data: { readonly name: string; readonly is: string; readonly kinds: readonly string[] }) => `\`${data.name}\` is a ${data.is}, not a ${disjunction(data.kinds)}`,
  help: ({ kinds }) => `name a ${disjunction(kinds)}`,
});

export const unknownPort = defineDiagnostic({
  code: "unknown-port",
  severity: "error",
  summary: "A reference names a port or a role that the thing does not have.",
  explanation: "\n    rabbitmq rabbit x3\n    balancer mq { listen 15672 -> rabbit:managment }        # error: did you mean `management`?\n",
  message: (data: { readonly name: string; readonly port: string; readonly what: "port" | "role"; readonly known: readonly string[]; readonly near: string | undefined; readonly numbers?: readonly number[] }) =>
    `\`${data.name}\` has no ${data.what} named \`${data.port}\``,
  help: ({ name, port, near, known, what, numbers = [] }) => {
    const meant = known[numbers.indexOf(Number(port))];
    if (meant !== undefined) return `write \`${name}:${meant}\``;
    if (near !== undefined) return `did you mean \`${near}\`?`;
    if (known.length === 0) return `it has no named ${what}s`;
    if (/^\d+$/.test(port) && known.length === 1 && !/^\d/.test(known[0]!)) return `write \`${name}:${known[0]!}\`, which is ${numbers[0]!}, or say \`port ${port} as ${known[0]!}\` of \`${name}\``;
    return `it has ${known.map((each, at) => `\`${each}\`${numbers[at] === undefined || String(numbers[at]) === each ? "" : ` (${numbers[at]})`}`).join(", ")}`;
  },
});

export const circularBehind = defineDiagnostic({
  code: "circular-behind",
  severity: "error",
  summary: "What stands behind what goes in a circle.",
  explanation: `
Requests go from the outermost layer to the services. In a circle they would go round for ever.

    gateway a behind b
    gateway b behind a        # error
`,
  message: (data: { readonly names: readonly string[] }) => `requests go in a circle: \`${data.names.join("` → `")}\``,
  help: () => "take one of the steps away",
});

export const missingPort = defineDiagnostic({
  code: "missing-port",
  severity: "error",
  summary: "A service has no port, and its protocol has no usual one.",
  explanation: "\n    service goods protocol tcp                # error: which port?\n    service goods protocol tcp port 18306\n",
  message: (data: { readonly name: string; readonly protocol: string }) => `\`${data.name}\` needs a port, as \`${data.protocol}\` has no usual one`,
  help: () => "write the port that it listens on, for example `port 18306`",
});

export const missingImage = defineDiagnostic({
  code: "missing-image",
  severity: "error",
  summary: "A service has no image, and its name can be none's.",
  explanation: `
The containers of a service run the image of its name unless it says another. The names of images are narrower than those of services: small
letters and digits of ASCII, joined by single dots and underscores or by hyphens.

    service товары port 80                                     # error: which image?
    service товары port 80 image registry.example.com/goods:1.4
`,
  message: (data: { readonly name: string }) => `\`${data.name}\` needs an image, as its name can be no image's`,
  help: () => "write the image that its containers run: `image …`",
});

export const ambiguousVip = defineDiagnostic({
  code: "ambiguous-vip",
  severity: "error",
  summary: "A VIP is said on a service with several layers in front of it.",
  explanation: "A VIP said on a service is held by the outermost layer in front of it. If there are two, say it on one of them.",
  message: (data: { readonly address: string; readonly names: readonly string[] }) => `\`${data.address}\` could be held by ${disjunction(data.names.map((name) => `\`${name}\``))}`,
  help: ({ names, address }) => `say \`vip ${address}\` on one of them, such as \`${names[0]}\``,
});

export const vipPreference = defineDiagnostic({
  code: "vip-preference",
  severity: "error",
  summary: "The node that a VIP prefers does not have the highest priority.",
  explanation: `
\`prefer\` names the nodes that hold the address while they are well, the first first; priorities are given in the order of the hosts, and
the highest holds it.

    host lb[1..2] 192.168.0.[11..12]
    gateway edge on lb[1..2] { vip 192.168.0.146 prefer lb2 priority 150, 140 }        # error: lb1 has 150
    gateway edge on lb[1..2] { vip 192.168.0.146 prefer lb2 }
`,
  message: (data: { readonly name: string; readonly own: number; readonly highest: number }) => `\`${data.name}\` is preferred, and has the priority ${data.own} where another has ${data.highest}`,
  help: () => "leave out `priority`, which follows from `prefer`, or give them in the order of the hosts",
});

export const vipOutsideNetworks = defineDiagnostic({
  code: "vip-outside-networks",
  severity: "error",
  summary: "No network of the site holds a VIP.",
  explanation: "\n    network lan 192.168.0.0/24\n    gateway edge on lb[1..2] { vip 192.168.9.1 }        # error: nobody on the network would ask for it\n",
  message: (data: { readonly address: string; readonly networks: readonly string[]; readonly free: string | undefined; readonly range: string | undefined }) => `no network of the site holds the VIP \`${data.address}\``,
  help: ({ networks, free, range }) => `use an address of ${disjunction(networks)}${free === undefined ? "" : `, such as \`${free}\``}, or declare its network${range === undefined ? "" : `: \`network NAME ${range}\``}`,
});

export const ambiguousNetwork = defineDiagnostic({
  code: "ambiguous-network",
  severity: "error",
  summary: "It is not clear which of several networks something joins.",
  explanation: "Without `in`, a declaration joins the network that holds its address, else the only one.",
  message: (data: { readonly name: string; readonly networks: readonly string[] }) => `\`${data.name}\` could be on ${disjunction(data.networks.map((name) => `\`${name}\``))}`,
  help: ({ networks }) => `write \`in ${networks[0]}\``,
});

export const addressOutsideNetworks = defineDiagnostic({
  code: "address-outside-networks",
  severity: "error",
  summary: "An address lies in none of the networks that its owner joins.",
  explanation: "\n    network lan 192.168.0.0/24\n    host web 10.0.0.5 in lan        # error\n",
  message: (data: { readonly name: string; readonly address: string; readonly networks: readonly string[]; readonly others: readonly string[]; readonly free: string | undefined; readonly range: string | undefined }) =>
    data.networks.length === 0 ? `no network of the site holds \`${data.address}\` of \`${data.name}\`` : `\`${data.address}\` of \`${data.name}\` is not in ${disjunction(data.networks)}`,
  help: ({ others, free, range }) => `use an address of ${others.length === 0 ? "its network" : disjunction(others)}${free === undefined ? "" : `, such as \`${free}\``}, or declare the network that holds it${range === undefined ? "" : `: \`network NAME ${range}\``}`,
});

export const networkFull = defineDiagnostic({
  code: "network-full",
  severity: "error",
  summary: "A network has no free address left.",
  explanation: "Addresses that nobody writes are allocated: the lowest free ones, in the order of names.",
  message: (data: { readonly network: string; readonly cidr: string; readonly node: string }) => `\`${data.network}\` (${data.cidr}) has no free address for \`${data.node}\``,
  help: () => "declare a larger network, or fewer instances",
});

export const addressCount = defineDiagnostic({
  code: "address-count",
  severity: "error",
  summary: "A declaration has more addresses than nodes, or fewer.",
  explanation: "\n    service goods x3 address 192.168.0.7, 192.168.0.8        # error: three nodes and two addresses\n",
  message: (data: { readonly name: string; readonly nodes: number; readonly addresses: number; readonly network: string | undefined }) => {
    const addresses = data.addresses === 0 ? "no address" : data.addresses === 1 ? "1 address" : `${data.addresses} addresses`;
    return `\`${data.name}\` has ${data.nodes === 1 ? "1 node" : `${data.nodes} nodes`} and ${addresses}${data.network === undefined ? "" : ` of \`${data.network}\``}`;
  },
  help: ({ network }) => (network === undefined ? "give each node its own, or leave `address` out" : `give each node one of \`${network}\`, or leave \`address\` out`),
});

export const duplicateAddress = defineDiagnostic({
  code: "duplicate-address",
  severity: "error",
  summary: "Two things have one address.",
  explanation: "Two machines with one address answer in turns; nobody's checker sees it, as each file is valid alone.",
  message: (data: { readonly address: string; readonly first: string; readonly second: string; readonly free: string | undefined }) =>
    data.first === data.second ? `\`${data.address}\` is said twice as ${data.first}` : `\`${data.address}\` is the address of ${data.first} and of ${data.second}`,
  help: ({ first, second, free }) => (first === second ? "take one away" : free === undefined ? "give one of them another address" : `give one of them another address; \`${free}\` is free`),
});

export const staleLock = defineDiagnostic({
  code: "lock-conflict",
  severity: "error",
  summary: "The lock clashes with the program or with itself.",
  explanation: "`site.lock` keeps what was allocated. An entry that clashes with what is written, or with another entry, is not guessed away.",
  message: (data: { readonly what: string; readonly value: string; readonly other: string }) => `the lock gives \`${data.what}\` \`${data.value}\`, which is also ${data.other}`,
  help: () => "delete this line of the lock, or change the program",
});

export const duplicateRouterId = defineDiagnostic({
  code: "duplicate-router-id",
  severity: "error",
  summary: "Two VRRP instances of one network have one virtual router id.",
  explanation: `
Routers with one id take each other's adverts for their own cluster's: both addresses flap. Each file is valid alone. Networks that are on one interface have
their ids in common, too.

    gateway edge on lb[1..2] { vip 192.168.0.146 vrid 51 }
    balancer mq on lb[3..4] { vip 192.168.0.147 vrid 51 }        # error
    balancer mq on lb[3..4] { vip 192.168.0.147 }                # its last octet, or the lowest free id
`,
  message: (data: { readonly id: number; readonly where: string; readonly free: number | undefined }) => `two VIPs ${data.where} have the virtual router id \`${data.id}\``,
  help: ({ free }) => (free === undefined ? "let one of them stand elsewhere" : `give one of them \`vrid ${free}\`, which is free`),
});

export const noFreeRouterId = defineDiagnostic({
  code: "no-free-router-id",
  severity: "error",
  summary: "A network has more VRRP instances than there are virtual router ids.",
  explanation: `
A virtual router id is from 1 to 255, and no two instances of a network may share one. Addresses that move together can be one instance.

    vip 10.0.0.[1..200]        # one instance, one id
`,
  message: (data: { readonly address: string }) => `no virtual router id is left for the VIP \`${data.address}\`: its network uses all 255`,
  help: () => "name several addresses in one `vip`, which takes one id: `vip ADDRESS, ADDRESS`",
});

export const multicastRefused = defineDiagnostic({
  code: "multicast-refused",
  severity: "error",
  summary: "The nodes of a VIP are to talk by multicast on a network that does not carry it.",
  explanation: `
Nodes that do not hear each other all take the address. On a network without multicast they talk by unicast, each to every other. The directors of LVS tell each other of
their connections by multicast alone.

    network lan 192.168.0.0/24 { multicast no }
    gateway edge on lb[1..2] { vip 192.168.0.146 peers multicast }        # error: both would hold it
    gateway edge on lb[1..2] { vip 192.168.0.146 }
`,
  message: (data: { readonly network: string; readonly what: "peers" | "sync-sessions" }) =>
    `${data.what === "peers" ? "the nodes of this VIP talk" : "directors pass on their sessions"} by multicast, which \`${data.network}\` does not carry`,
  help: ({ what }) => (what === "peers" ? "write `peers unicast`, or leave `peers` out" : "leave `sync-sessions` out, and clients connect again when the VIP moves"),
});

export const checkArgument = defineDiagnostic({
  code: "check-argument",
  severity: "error",
  summary: "A check lacks what its form needs, or has what its form does not take.",
  explanation: "\n    check http                # error: which path?\n    check http /health\n    check mysql monitor\n",
  message: (data: { readonly form: string; readonly problem: string }) => `a check by \`${data.form}\` ${data.problem}`,
  help: ({ form }) => `for example \`check ${{ http: "http /health", mysql: "mysql monitor", dns: "dns www.example.com", script: "script /usr/local/bin/check", process: "process nginx" }[form] ?? form}\``,
});

export const preferredStranger = defineDiagnostic({
  code: "preferred-stranger",
  severity: "error",
  summary: "A VIP prefers something that none of its nodes is or runs on.",
  explanation: `
\`prefer\` names hosts or nodes of the declaration that holds the VIP; what is something else can never hold it.

    gateway edge on lb[1..2] { vip 192.168.0.146 prefer app1 }        # error
    gateway edge on lb[1..2] { vip 192.168.0.146 prefer lb1 }
`,
  message: (data: { readonly name: string; readonly holder: string; readonly known: readonly string[] }) => `\`${data.name}\` is no node of \`${data.holder}\`, which holds the VIP`,
  help: ({ known }) => (known.length === 0 ? "leave `prefer` out" : `prefer ${disjunction(known.map((each) => `\`${each}\``))}`),
});

export const priorityCount = defineDiagnostic({
  code: "priority-count",
  severity: "error",
  summary: "A VIP has more priorities than nodes, or fewer.",
  explanation: "\n    gateway edge on lb[1..2] { vip 192.168.0.146 priority 100, 90, 80 }        # error: two nodes\n",
  message: (data: { readonly holder: string; readonly nodes: number; readonly priorities: number }) =>
    `\`${data.holder}\` has ${data.nodes === 1 ? "1 node" : `${data.nodes} nodes`}, and its VIP ${data.priorities === 1 ? "1 priority" : `${data.priorities} priorities`}`,
  help: () => "give each node its own, in the order of the hosts, or leave `priority` out",
});

const visible = "What nobody wrote is decided by a rule, and every decision is visible: `infc expand` prints the program with all of them written out.";

const shown = (example: string): string => `\n${visible}\n\n    ${example}\n`;

const note = (code: string, summary: string, explanation: string) =>
  defineDiagnostic({
    code,
    severity: "info",
    summary,
    explanation,
    message: (data: { readonly text: string }) => data.text,
  });

const implied = `
It is the /24 (IPv6: /64) around the first VIP, else around the first host, else 172.30.0.0/24.

    service goods x3 port 80 image goods        # note: 172.30.0.0/24

Containers of the local engine are on it by a
bridge, which the machine under it reaches and nobody else, and which must not be the network of that machine. In the LAN itself they are with

    network lan 192.168.0.0/24 { driver macvlan; parent eth0 }
`;

export const impliedNetwork = note("implied-network", "A network that nobody declares is implied.", implied);
export const impliedEntity = note("implied-declaration", "Something that nobody declares is implied by what uses it.", shown("service goods port 80 behind gateway        # note: a gateway\n    gateway gateway"));
export const impliedImage = note("implied-image", "The image of a container is its name.", shown("service goods port 80        # note: the image `goods`\n    service goods port 80 image goods"));
export const impliedPort = note("implied-port", "The port follows from the protocol.", shown("service goods image goods        # note: port 80\n    service goods image goods port 80"));

export const publishedElsewhere = note("published-elsewhere", "A container is published on another port of its Docker host than its own, which something else has there.", `
On a Docker host each container is published on its own port where that is free, else on the lowest free one from 20000 on, which stays in the lock. Who comes from outside of
the site has to know it.

    host app1 192.168.0.21 runtime docker
    service web on app1 port 8080
    service pay on app1 port 8080                     # published on 20000
    service pay on app1 port 8080 publish 8081 -> 8080
`);

/** What is said of a program that leaves something out, and never of one that is elaborated. */
export const impliedNotes = [impliedNetwork, impliedEntity, impliedImage, impliedPort, publishedElsewhere];

export const elaborateDiagnostics: readonly DiagnosticDefinition<never>[] = [
  unknownReference,
  wrongReference,
  unknownPort,
  circularBehind,
  missingPort,
  missingImage,
  ambiguousVip,
  vipPreference,
  vipOutsideNetworks,
  ambiguousNetwork,
  addressOutsideNetworks,
  networkFull,
  addressCount,
  duplicateAddress,
  staleLock,
  duplicateRouterId,
  noFreeRouterId,
  multicastRefused,
  checkArgument,
  preferredStranger,
  priorityCount,
  ...impliedNotes,
];
