import { type DiagnosticDefinition, defineDiagnostic } from "../diagnostics/define.js";
import { listedQuoted } from "../source/listed.js";

const disjunction = (words: readonly string[]): string => listedQuoted(words, "or");

export const noDestination = defineDiagnostic({
  code: "logs-without-destination",
  severity: "error",
  summary: "Nothing says where collected logs are kept.",
  explanation: `
Logs are kept in an Elasticsearch. Without \`to\` it is the only one of the site; a site that places nothing on hosts gets one implied.

    logs access from edge                                  # error on hosts without an elasticsearch
    elasticsearch search on node[1..3]
    logs access from edge to search
`,
  message: (data: { readonly name: string; readonly known: readonly string[] }) => (data.known.length === 0 ? `nothing says where the logs of \`${data.name}\` are kept` : `the logs of \`${data.name}\` could be kept in ${disjunction(data.known)}`),
  help: ({ known }) => (known.length === 0 ? "declare an Elasticsearch: `elasticsearch search on …`, and write `to search`" : `say which: \`to ${known[0]}\``),
});

export const ambiguousCollection = defineDiagnostic({
  code: "ambiguous-collection",
  severity: "error",
  summary: "`with filebeat` stands in a site with several collections of logs.",
  explanation: "`with filebeat` says that the logs of a declaration are collected. Where the site has several collections, name it in the `from` of one of them.\n",
  message: (data: { readonly name: string; readonly collections: readonly string[] }) => `the logs of \`${data.name}\` could go to ${disjunction(data.collections)}`,
  help: ({ name, collections }) => `take \`filebeat\` away, and write \`from ${name}\` in \`logs ${collections[0]}\``,
});

export const stages = defineDiagnostic({
  code: "logs-stages",
  severity: "error",
  summary: "What logs go through does not fit together.",
  explanation: `
Filebeat sends to a \`redis\` or \`kafka\` at most, which holds lines until they are read, and then \`logstash\` reads them. A buffer that no logstash
reads fills up until it is full.

    logs access from edge through queue to search               # error: nothing reads \`queue\`
    logs access from edge through queue logstash to search
`,
  message: (data: { readonly name: string; readonly problem: string }) => `\`${data.name}\` ${data.problem}`,
  help: () => "write `through logstash`, or a redis or kafka and after it the logstash that reads it: `through queue logstash`",
});

export const placedTwice = defineDiagnostic({
  code: "logstash-placed-twice",
  severity: "error",
  summary: "A logstash that is declared is placed in `through` again.",
  explanation: "\n    logstash pipeline on node1\n    logs access from edge through pipeline on node2 to search     # error: it runs on node1\n",
  message: (data: { readonly name: string }) => `\`${data.name}\` is declared, and its declaration says where it runs`,
  help: ({ name }) => `take this \`on\` away, or place \`${name}\` there in its declaration`,
});

export const unknownSource = defineDiagnostic({
  code: "unknown-log-source",
  severity: "error",
  summary: "Logs come from something that is not there, or that writes none.",
  explanation: `
Logs come from services, gateways, balancers, caches and clusters of the site, from files (\`/var/log/syslog\`), or from all containers.

    logs access from egde            # error: did you mean \`edge\`?
    logs system from lb1             # error: a host has many logs
    logs system from /var/log/syslog on lb1
`,
  message: (data: { readonly name: string; readonly is: string | undefined; readonly near: string | undefined }) => (data.is === undefined ? `nothing that writes logs is named \`${data.name}\`` : `\`${data.name}\` is a ${data.is}, and logs come from services, gateways and clusters`),
  help: ({ name, is, near }) => (near !== undefined ? `did you mean \`${near}\`?` : is === "host" ? `name a file of it: \`from /var/log/syslog on ${name}\`` : "name something that is declared, or a path"),
});

export const nothingCollected = defineDiagnostic({
  code: "nothing-collected",
  severity: "error",
  summary: "A collection of logs has nothing to collect.",
  explanation: "\n    logs access to search                     # error: of what?\n    logs access from edge to search\n    logs devices through logstash listen syslog 5514 to search\n",
  message: (data: { readonly name: string }) => `nothing says what \`${data.name}\` collects`,
  help: () => "write `from` and what it is collected from, or `listen` in `through logstash`",
});

export const parsesNothing = defineDiagnostic({
  code: "parses-nothing",
  severity: "error",
  summary: "A `parse` is for a source that the collection does not have.",
  explanation: "\n    logs access from edge through logstash parse json of goods to search        # error: `goods` is not collected\n",
  message: (data: { readonly source: string; readonly name: string }) => `\`${data.name}\` collects nothing from \`${data.source}\``,
  help: ({ source }) => `add it: \`from ${source}\``,
});

export const dataStreamIndex = defineDiagnostic({
  code: "data-stream-index",
  severity: "error",
  summary: "The name of an index is one that Elasticsearch keeps for data streams.",
  explanation: `
Elasticsearch has templates of its own for \`logs-*-*\`, \`metrics-*-*\`, \`traces-*-*\` and \`synthetics-*-*\`: what is written there becomes a data
stream, and every entry that is written as to an index is refused.

    logs access from edge to search index logs-nginx-%{+YYYY.MM.dd}      # error
    logs access from edge to search index nginx-access-%{+YYYY.MM.dd}
`,
  message: (data: { readonly index: string }) => `Elasticsearch makes a data stream of \`${data.index}\`, and refuses what is written to it as to an index`,
  help: () => "begin the name in another way than with `logs-`, `metrics-`, `traces-` or `synthetics-`",
});

export const unnamedIndex = defineDiagnostic({
  code: "unnamed-index",
  severity: "error",
  summary: "The name of a collection makes no name of an index.",
  explanation: "Without `index` the index of a day has the name of the collection. Elasticsearch takes no index that begins with `_`, and none with other letters than small ones.\n\n    logs _access from edge to search                                     # error\n    logs _access from edge to search index access-%{+YYYY.MM.dd}\n",
  message: (data: { readonly name: string }) => `\`${data.name}\` makes no name of an index`,
  help: () => "say it: `index access-%{+YYYY.MM.dd}`",
});

export const logsElaborateDiagnostics: readonly DiagnosticDefinition<never>[] = [noDestination, ambiguousCollection, stages, placedTwice, unknownSource, nothingCollected, parsesNothing, dataStreamIndex, unnamedIndex];
