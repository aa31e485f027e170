import { type DiagnosticDefinition, defineDiagnostic } from "../diagnostics/define.js";

export const mapCount = defineDiagnostic({
  code: "map-count",
  severity: "info",
  summary: "Several nodes of Elasticsearch need a setting of the kernel under the local Docker engine.",
  explanation: `
Elasticsearch maps its indices into memory. Several nodes look at the kernel's limit when they start, and end at once where it is the usual 65530. infc sets it on the
hosts of a site, and not on the machine of the local Docker engine.

    elasticsearch search x3        # note: on the machine of the engine, once:

    sysctl -w vm.max_map_count=262144
`,
  message: (data: { readonly name: string }) => `the nodes of \`${data.name}\` end at once unless the machine of their engine has \`vm.max_map_count\` 262144`,
  help: () => "run `sysctl -w vm.max_map_count=262144` there, and write it to a file of /etc/sysctl.d",
});

export const elasticsearchTls = defineDiagnostic({
  code: "elasticsearch-tls",
  severity: "error",
  summary: "Nodes of Elasticsearch do not start for want of a certificate, or of a password.",
  explanation: `
Where users sign in, several nodes of Elasticsearch speak TLS with one another, and do not start without a certificate, its key and the authority that it comes from.
infc makes no certificates. Those that \`elasticsearch-certutil ca --pem\` and \`elasticsearch-certutil cert --pem\` make do; with \`ip\` and \`dns\` names of the nodes they
serve clients too.

    elasticsearch search x3 auth secret elastic_password                  # error
    elasticsearch search x3 auth secret elastic_password tls /etc/elastic/node.pem key /etc/elastic/node.key ca /etc/elastic/ca.pem
    elasticsearch search x3                                               # nobody signs in
`,
  message: ({ name, problem }: { readonly name: string; readonly problem: string; readonly help: string }) => `\`${name}\` ${problem}`,
  help: ({ help }) => help,
});

export const removedSetting = defineDiagnostic({
  code: "elasticsearch-setting",
  severity: "error",
  summary: "A setting of an Elasticsearch is one that its version does not have.",
  explanation: `
Elasticsearch does not start with a setting that it does not know. What found and counted its nodes until version 6, and said what they do until version 7, is gone in 8; what
infc writes in its place follows from the declaration.

    elasticsearch search x3 version 8.15.0 env discovery.zen.minimum_master_nodes 2      # error
    elasticsearch search x3 version 8.15.0
`,
  message: ({ setting, version, name }: { readonly setting: string; readonly version: string; readonly name: string; readonly instead: string | undefined }) => `\`${name}\` does not start: Elasticsearch ${version} has no setting \`${setting}\``,
  help: ({ instead }) => (instead === undefined ? "take it away: its nodes find and count one another by themselves" : `write \`env ${instead}\``),
});

export const kibanaLogin = defineDiagnostic({
  code: "kibana-login",
  severity: "error",
  summary: "Kibana cannot sign in to the Elasticsearch that it shows.",
  explanation: `
An Elasticsearch with \`auth\` answers nobody who does not sign in, Kibana included. Kibana has a user of its own, \`kibana_system\`, and refuses to be \`elastic\`. Elasticsearch
gives that user a password when it is told to, once:

    elasticsearch-reset-password --username kibana_system --interactive

    elasticsearch search auth secret elastic_password
    kibana boards of search                                               # error
    kibana boards of search auth secret kibana_password
`,
  message: ({ name, of, user }: { readonly name: string; readonly of: string; readonly user: string | undefined }) =>
    user === undefined ? `\`${name}\` cannot sign in to \`${of}\`, which asks for a password` : `Kibana does not start as the user \`${user}\``,
  help: () => "write `auth secret kibana_password`, and give the user `kibana_system` of Elasticsearch that password",
});

export const elasticVersions = defineDiagnostic({
  code: "elastic-versions",
  severity: "warning",
  summary: "What works with an Elasticsearch is of another major version.",
  explanation: `
Filebeat, logstash and Elasticsearch are released together, under one number. Across major versions requests and answers differ: entries are refused, or the program
ends when it meets the other. Only the last of a major version, such as 7.17, is made for the next one as well. Without a \`version\` containers get that of their
Elasticsearch.

    elasticsearch search version 8.15.0
    logs access from edge through logstash to search version 7.10.2       # warning: Filebeat 7.10 before Elasticsearch 8
    logs access from edge through logstash to search
`,
  message: ({ program, version, of, other }: { readonly program: string; readonly version: string; readonly of: string; readonly other: string }) => `${program} ${version} and Elasticsearch ${other} of \`${of}\` are not made for each other`,
  help: ({ other }) => `give it the same one, \`version ${other}\`, or in a container leave the version out`,
});

export const kibanaVersion = defineDiagnostic({
  code: "kibana-version",
  severity: "error",
  summary: "Kibana refuses the version of the Elasticsearch that it shows.",
  explanation: `
Kibana works with an Elasticsearch of its own major version that is not older than itself, and shows nothing of any other.

    elasticsearch search version 8.13.2
    kibana boards of search version 8.15.0                                # error
    kibana boards of search version 8.13.2
    kibana boards of search                                               # the same version, in a container
`,
  message: ({ name, version, of, other }: { readonly name: string; readonly version: string; readonly of: string; readonly other: string }) => `\`${name}\` is Kibana ${version}, and refuses \`${of}\`, which is Elasticsearch ${other}`,
  help: ({ other }) => `give it the same one: \`version ${other}\``,
});

export const anonymousElasticsearch = defineDiagnostic({
  code: "elasticsearch-without-login",
  severity: "warning",
  summary: "Logs are sent to an Elasticsearch 8 without a user, a password and TLS.",
  explanation: `
From version 8 on Elasticsearch as it is installed takes requests by TLS and from users who sign in, and nothing else. In containers that infc writes it is as the program
says; one that runs on a host or exists elsewhere has to be told to do without.

    elasticsearch search at 192.168.0.50:9200 version 8.15.0
    logs access from edge to search                                       # warning
    elasticsearch search at 192.168.0.50:9200 version 8.15.0 auth elastic secret elastic_password tls ca /etc/ssl/elastic-ca.pem
`,
  message: ({ name, version }: { readonly name: string; readonly version: string }) => `\`${name}\` is Elasticsearch ${version}, which refuses plain HTTP and whoever does not sign in unless it is told otherwise`,
  help: ({ name }) => `write \`auth elastic secret ${name}_password\` and \`tls ca …\` on \`${name}\`, or accept it where \`xpack.security.enabled\` is false`,
});

export const elasticDiagnostics: readonly DiagnosticDefinition<never>[] = [mapCount, elasticsearchTls, removedSetting, kibanaLogin, elasticVersions, kibanaVersion, anonymousElasticsearch];
