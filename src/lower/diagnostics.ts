import { type DiagnosticDefinition, defineDiagnostic } from "../diagnostics/define.js";

export const portCount = defineDiagnostic({
  code: "port-count",
  severity: "error",
  summary: "Several instances share a host, and there are fewer ports than instances.",
  explanation: `
Only one process can listen on a port. Instances that share a host need one each, unless the host has \`runtime docker\`.

    service goods x4 on app[1..2] port 9001               # error: two instances a host, and one port
    service goods x4 on app[1..2] port 9001, 9002
`,
  message: (data: { readonly name: string; readonly host: string; readonly nodes: number; readonly ports: number }) =>
    `${data.nodes} instances of \`${data.name}\` share the host \`${data.host}\`, and there ${data.ports === 1 ? "is 1 port" : `are ${data.ports} ports`}`,
  help: ({ nodes }) => `give it ${nodes} ports, such as \`port 9001, 9002\`, or more hosts, or the host \`runtime docker\``,
});

export const twiceOnHost = defineDiagnostic({
  code: "twice-on-host",
  severity: "error",
  summary: "A gateway, balancer or cache runs twice on one host.",
  explanation: `
One engine on one host is one process, however many nodes say so: a second node there serves nobody, and does not go on when the host fails.

    gateway edge x2 on lb1               # error
    gateway edge on lb[1..2]
`,
  message: (data: { readonly name: string; readonly host: string }) => `\`${data.name}\` would run twice on \`${data.host}\`, which is one process and fails as one`,
  help: ({ name }) => `place each node of \`${name}\` on a host of its own`,
});

export const duplicateRoute = defineDiagnostic({
  code: "duplicate-route",
  severity: "error",
  summary: "Two things stand on one domain and path.",
  explanation: `
A path of a domain leads to one place; of two, one would never be asked.

    service goods behind edge at /        # `+ "`behind edge` without `at` means `/`" +`
    service pay behind edge               # error: also on /
    service pay behind edge at /pay
`,
  message: (data: { readonly path: string; readonly domain: string; readonly first: string; readonly second: string }) =>
    `\`${data.path}\`${data.domain === "" ? "" : ` of \`${data.domain}\``} leads to \`${data.first}\` and to \`${data.second}\``,
  help: ({ second }) => `give \`${second}\` a path of its own, such as \`/${second}\``,
});

export const lvsMode = defineDiagnostic({
  code: "lvs-mode",
  severity: "error",
  summary: "A balancer with LVS does not say how packets reach the servers, or one without LVS does.",
  explanation: "\n    balancer web lvs on lb[1..2] { mode dr; vip 192.168.0.148; listen 80 -> portal }\n",
  message: ({ name, engine }: { readonly name: string; readonly engine: string }) => (engine === "lvs" ? `\`${name}\` needs \`mode\`` : `\`mode\` is for LVS, and the engine of \`${name}\` is ${engine}`),
  help: ({ name, engine }) =>
    engine !== "lvs"
      ? `write \`balancer ${name} lvs\`, or take \`mode\` away`
      : "write `mode dr` when the servers are on the same network, `mode nat` when the director is their router, else `mode tun`",
});

export const routeWithoutListen = defineDiagnostic({
  code: "route-without-listen",
  severity: "error",
  summary: "A route is asked by no listen.",
  explanation: `
A listen with an arrow leads all that it gets to one thing, and one with \`tcp\` passes a stream on. Routes, and what stands \`behind\` a declaration, are
for a listen with neither.

    gateway edge {
      listen 80 -> web
      route { /api -> api }             # error: port 80 leads to web
    }
    gateway edge {
      listen 80
      route { / -> web; /api -> api }
    }
`,
  message: ({ name, route }: { readonly name: string; readonly route: string }) => (route === "route" ? `this listen of \`${name}\` asks no route: it leads to one thing` : `no listen of \`${name}\` asks for \`${route}\`: each leads to something else`),
  help: ({ route }) => `take the arrow off the listen and say it as a route, \`/ -> NAME\`, or add a listen ${route === "route" ? "without one" : `for this one: \`listen PORT -> ${route.replace(/^.* /, "")}\``}`,
});

export const clauseOfRequests = defineDiagnostic({
  code: "clause-of-requests",
  severity: "error",
  summary: "A listen that passes a stream on says something of requests.",
  explanation: `
A stream has no requests, paths or headers: nothing in it can be counted, set or refused but the connection.

    listen 5432 tcp -> orders limit 10r/s          # error
    listen 5432 tcp -> orders maxconn 200
    listen 80 http -> web limit 10r/s
`,
  message: ({ word }: { readonly word: string }) => `\`${word}\` is about requests, and this listen passes a stream on`,
  help: ({ word }) => (word === "limit" ? "limit connections with `maxconn`, or listen with `http`" : `leave \`${word}\` out, or listen with \`http\``),
});

export const invalidAction = defineDiagnostic({
  code: "invalid-action",
  severity: "error",
  summary: "What a route answers is not complete, or not of that form.",
  explanation: "\n    / -> redirect https\n    /old -> redirect https://www.example.com/new\n    /admin -> deny 403\n    /static -> files /srv/www\n    /api -> lua /opt/lua/api.lua\n",
  message: (data: { readonly action: string; readonly seen: string | undefined }) => (data.seen === undefined ? `\`${data.action}\` needs to say what` : `\`${data.seen}\` is nothing that \`${data.action}\` takes`),
  help: ({ action }) => `for example \`-> ${action} ${{ redirect: "https", deny: "403", files: "/srv/www", lua: "/opt/lua/api.lua" }[action] ?? ""}\``,
});

export const unbalanced = defineDiagnostic({
  code: "not-a-target",
  severity: "error",
  summary: "Traffic is sent to something that takes none.",
  explanation: "\n    host app1 192.168.0.21\n    gateway edge { route { / -> app1 } }        # error: a host serves nothing by itself\n",
  message: (data: { readonly name: string; readonly kind: string }) => `\`${data.name}\` is a ${data.kind}, and traffic goes to services, clusters, gateways, balancers and caches`,
  help: () => "name a service that runs there",
});

export const noMembers = defineDiagnostic({
  code: "vip-without-members",
  severity: "error",
  summary: "A VIP has no node to hold it.",
  explanation: "A VIP is held by the nodes of the declaration that says it.",
  message: (data: { readonly address: string; readonly name: string }) => `no node of \`${data.name}\` can hold \`${data.address}\``,
  help: () => "place it on hosts with addresses: `on …`",
});

export const unusedTls = defineDiagnostic({
  code: "unused-tls",
  severity: "warning",
  summary: "A declaration has a certificate, and none of its listens speaks TLS.",
  explanation: `
\`tls\` of a declaration is for its listens that speak TLS: those of a gateway on port 443 or 8443, and each that says \`tls\` itself. Where there is none,
everything goes in clear, whatever the certificate.

    gateway edge { tls /etc/ssl/shop.pem; listen 80 }                # warning
    gateway edge { tls /etc/ssl/shop.pem; listen 80, 443 }
`,
  message: (data: { readonly name: string }) => `no listen of \`${data.name}\` speaks TLS, so that this certificate is for none`,
  help: () => "write `listen 443`, or `tls` at the listen that is to speak it",
});

export const impliedCertificate = defineDiagnostic({
  code: "implied-certificate",
  severity: "info",
  summary: "A listen on the port of HTTPS has a certificate at the usual place.",
  explanation: `
Port 443 speaks TLS, and TLS needs a certificate. infc cannot make one; where the program does not say where it is, it is expected at \`/etc/ssl/infc/NAME.pem\`, chain and key
in one file.

    gateway edge { listen 443; route { / -> goods } }        # note: /etc/ssl/infc/edge.pem
    gateway edge { listen 443 tls /etc/ssl/shop.pem; route { / -> goods } }
`,
  message: (data: { readonly name: string; readonly path: string }) => `\`${data.name}\` speaks TLS on port 443 with the certificate \`${data.path}\``,
  help: ({ path }) => `put chain and key there, or say where they are: \`tls ${path} key …\``,
});

export const lowerDiagnostics: readonly DiagnosticDefinition<never>[] = [
  portCount,
  twiceOnHost,
  duplicateRoute,
  lvsMode,
  routeWithoutListen,
  clauseOfRequests,
  invalidAction,
  unbalanced,
  noMembers,
  unusedTls,
  impliedCertificate,
];
