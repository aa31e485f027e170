import { type DiagnosticDefinition, defineDiagnostic } from "../diagnostics/define.js";
import { listedQuoted } from "../source/listed.js";

const conjunction = (words: readonly string[]): string => listedQuoted(words, "and");

export const nodeNameTaken = defineDiagnostic({
  code: "node-name-taken",
  severity: "error",
  summary: "A declaration has the name of a node of another.",
  explanation: `
The nodes of a declaration are named after it and numbered. They share their names with all that is declared, as the names of containers and
in references: of two, one would be lost.

    service web x2 port 80
    service web-1 port 81          # error: the first node of \`web\`
    service web-old port 81
`,
  message: (data: { readonly name: string; readonly kind: string; readonly owner: string }) => `the ${data.kind} \`${data.name}\` has the name of a node of \`${data.owner}\``,
  help: ({ owner }) => `rename it, or \`${owner}\``,
});

export const reservedName = defineDiagnostic({
  code: "reserved-name",
  severity: "error",
  summary: "A declaration has a name that infc needs.",
  explanation: "`local` is the local Docker engine: in the manifest, in reports, and for the folder that has its compose file.\n\n    service local port 80        # error\n    service shop port 80\n",
  message: (data: { readonly name: string }) => `\`${data.name}\` is the name of the local Docker engine`,
  help: () => "name it otherwise",
});

export const networkWithoutRange = defineDiagnostic({
  code: "network-without-range",
  severity: "error",
  summary: "Something needs an address of a network that does not say which it has.",
  explanation: `
Containers and VIPs have fixed addresses, which configurations name. A network without a range has none to give; it does for hosts that are
found by their names.

    network back
    service goods in back port 80                # error
    network back 172.30.0.0/24
`,
  message: (data: { readonly network: string; readonly user: string; readonly free: string | undefined }) => `${data.user} of \`${data.network}\`, which does not say what addresses it has`,
  help: ({ network, free }) => `say its range: \`network ${network} ${free ?? "172.30.0.0/24"}\``,
});

export const noInstanceThere = defineDiagnostic({
  code: "no-instance-there",
  severity: "error",
  summary: "Something is said of an instance that there is not.",
  explanation: `
\`backup\`, \`weight … on\` and \`primary\` are about instances of the declaration itself, by the hosts that they run on or by their names.

    service goods on app[1..3] port 80 backup app4           # error: \`goods\` does not run there
    service goods on app[1..4] port 80 backup app4
`,
  message: (data: { readonly name: string; readonly owner: string; readonly known: readonly string[] }) => `\`${data.owner}\` has no instance on \`${data.name}\`, nor one of that name`,
  help: ({ known }) => `name ${known.length > 8 ? `one of ${known.length}, from \`${known[0]}\` to \`${known.at(-1)}\`` : listedQuoted(known, "or")}`,
});

export const publishRange = defineDiagnostic({
  code: "publish-range",
  severity: "error",
  summary: "A range of published ports leads to another number of ports.",
  explanation: `
Each port of a range leads to one port of the container, the first to the first.

    service media port 30000-30009 publish 40000-40009 -> 30000               # error: ten ports lead to one
    service media port 30000-30009 publish 40000-40009 -> 30000-30009
`,
  message: (data: { readonly from: string; readonly to: string; readonly outside: number; readonly inside: number; readonly instead: string | undefined }) =>
    `${data.outside === 1 ? "1 published port" : `${data.outside} published ports`}, \`${data.from}\`, ${data.outside === 1 ? "leads" : "lead"} to ${data.inside}, \`${data.to}\``,
  help: ({ instead }) => (instead === undefined ? "write as many ports on both sides" : `write \`publish ${instead}\``),
});

export const clauseWithoutContainer = defineDiagnostic({
  code: "clause-without-container",
  severity: "warning",
  summary: "A declaration says what its containers are like, and has none.",
  explanation: `
On a host without \`runtime docker\` a service is a process that somebody else starts: infc writes nothing for it, and what is said of its
image, variables, mounts or ports of a container has no effect. Gateways, balancers, caches and Consul are the host's own daemons on every host.

    host app1 192.168.0.21
    service goods on app1 port 80 image shop/goods                    # warning: nothing runs this image
    host app1 192.168.0.21 runtime docker
`,
  message: (data: { readonly name: string; readonly words: readonly string[]; readonly hosts: readonly string[]; readonly canRun: boolean }) =>
    `${conjunction(data.words)} of \`${data.name}\` ${data.words.length === 1 ? "has" : "have"} no effect: it runs in no container${data.canRun ? ` on ${conjunction(data.hosts.slice(0, 3))}` : ""}`,
  help: ({ words, hosts, canRun }) => `${canRun ? `say \`runtime docker\` of ${conjunction(hosts.slice(0, 3))}, or ` : ""}take ${words.length === 1 ? "it" : "them"} away`,
});

export const placingDiagnostics: readonly DiagnosticDefinition<never>[] = [nodeNameTaken, reservedName, networkWithoutRange, noInstanceThere, publishRange, clauseWithoutContainer];
