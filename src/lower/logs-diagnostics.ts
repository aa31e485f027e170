import { type DiagnosticDefinition, defineDiagnostic } from "../diagnostics/define.js";
import { listedQuoted } from "../source/listed.js";

const conjunction = (words: readonly string[]): string => listedQuoted(words, "and");

export const unreadableLog = defineDiagnostic({
  code: "unreadable-log",
  severity: "error",
  summary: "Logs are collected from something that writes no file on its machine.",
  explanation: `
Filebeat reads files, and what containers write to their output. It cannot read what goes to the syslog of another machine, and a service on a host
writes where it likes, so that the program has to say where.

    service goods on app1 port 80
    logs app from goods to search                                         # error
    service goods on app1 port 80 logs /var/log/goods/*.log
`,
  message: (data: { readonly name: string; readonly problem: string; readonly says: boolean }) => `\`${data.name}\` ${data.problem}`,
  help: ({ name, says }) => (says ? `say where it writes: \`logs /var/log/${name}/*.log\`` : "name files instead: `from /var/log/… on …`"),
});

export const unplacedFile = defineDiagnostic({
  code: "unplaced-log-file",
  severity: "error",
  summary: "Nothing says on which hosts a log file is.",
  explanation: "\n    host lb[1..2] 192.168.0.[11..12]\n    logs system from /var/log/syslog to search               # error: on which of them?\n    logs system from /var/log/syslog on lb[1..2] to search\n",
  message: (data: { readonly source: string }) => `nothing says on which hosts \`${data.source}\` is`,
  help: ({ source }) => `say it: \`from ${source} on …\``,
});

export const sourceElsewhere = defineDiagnostic({
  code: "log-source-elsewhere",
  severity: "error",
  summary: "`on` leaves a source of logs out.",
  explanation: `
\`on\` says on which hosts what \`from\` names is read, all of it. What is declared is read where it runs anyway, so that \`on\` is needed for
files alone, and for a part of the hosts.

    gateway edge on lb1
    service goods on app1 port 80 logs /var/log/goods.log
    logs access from edge, goods on app1 to search                # error: \`edge\` runs on \`lb1\`
    logs access from edge, goods to search
`,
  message: (data: { readonly name: string; readonly hosts: readonly string[]; readonly on: readonly string[] }) =>
    `nothing of \`${data.name}\` is collected: it runs ${data.hosts.length === 0 ? "in containers of the local engine" : `on ${conjunction(data.hosts)}`}, and not on ${conjunction(data.on)}`,
  help: ({ name }) => `take \`on …\` away, as \`${name}\` is read where it runs, or give what is read there a \`from … on …\` of its own`,
});

export const beatsCertificate = defineDiagnostic({
  code: "beats-certificate",
  severity: "error",
  summary: "TLS between Filebeat and logstash lacks what it needs.",
  explanation: `
With \`tls\` logstash listens with a certificate, and Filebeat trusts what \`ca\` names. Filebeat has no certificate to show, so that logstash
cannot ask for one.

    logs access from edge through logstash tls /etc/logstash/beats.pem key /etc/logstash/beats.key ca /etc/ssl/ca.pem to search
`,
  message: (data: { readonly problem: string }) => `TLS between Filebeat and logstash ${data.problem}`,
  help: () => "write `tls CERTIFICATE key KEY ca AUTHORITY`",
});

export const unknownFormat = defineDiagnostic({
  code: "unknown-log-format",
  severity: "error",
  summary: "`parse` lacks what it parses by, or names a format that the site does not have.",
  explanation: "\n    site shop { format main '$remote_addr $status' }\n    logs access from edge through logstash parse format mian of edge to search     # error: did you mean `main`?\n",
  message: (data: { readonly how: string; readonly name: string | undefined; readonly near: string | undefined }) => (data.name === undefined ? `\`parse ${data.how}\` needs ${data.how === "grok" ? "a pattern" : "the name of a format"}` : `the site has no format \`${data.name}\``),
  help: ({ near, how }) => (near !== undefined ? `did you mean \`${near}\`?` : how === "grok" ? "write the pattern after it, in quotes" : "declare it in the site: `format NAME '…'`"),
});

export const unreachableReceiver = defineDiagnostic({
  code: "unreachable-receiver",
  severity: "error",
  summary: "Something on a host and a container of the local Docker engine are to pass logs to one another.",
  explanation: `
What is placed on hosts and what runs in containers of the local Docker engine are on different networks. Filebeat runs where the logs are, so that
what it sends to has to be placed too, and so has all that comes after.

    gateway edge on lb1
    elasticsearch search                       # a container here
    logs access from edge to search            # error
`,
  message: (data: { readonly from: string; readonly name: string; readonly local: boolean }) =>
    data.local ? `${data.from} cannot reach \`${data.name}\`, which runs in a container of the local engine` : `${data.from} runs in a container of the local engine, and cannot reach \`${data.name}\`, which is on hosts`,
  help: ({ from, name, local }) => (local ? `place \`${name}\` too: \`on …\`` : `place ${from.startsWith("Filebeat") ? "what it collects from" : from} too: \`on …\``),
});

export const logsLowerDiagnostics: readonly DiagnosticDefinition<never>[] = [unreadableLog, unplacedFile, sourceElsewhere, beatsCertificate, unknownFormat, unreachableReceiver];
