import { defineDiagnostic } from "../../diagnostics/define.js";

export const nginxCannot = defineDiagnostic({
  code: "nginx-cannot",
  severity: "error",
  summary: "A clause asks for something that nginx has no way to do.",
  explanation: `
Each engine takes what it can do and refuses the rest: a clause that was dropped in silence would be believed to hold. nginx's free edition has no
first-server balancing, no backup servers beside a hash, no PROXY protocol towards HTTP servers, no second step of degradation.

    gateway edge { balance first }              # error
    gateway edge haproxy { balance first }
`,
  message: (data: { readonly what: string; readonly help: string | undefined }) => `nginx cannot ${data.what}`,
  help: ({ help }) => help,
});

export const nginxIgnores = defineDiagnostic({
  code: "nginx-ignores",
  severity: "info",
  summary: "Something that nginx has no own word for is left out.",
  explanation: `
Some of what the language can say has no counterpart in nginx and changes little without it: nginx does not ask its servers whether they are well, it
notices when a request to them fails. infc says so once and goes on.

    service goods port 8080 check http /health behind edge        # note: of nginx, requests that fail tell it
    service goods port 8080 check passive behind edge
`,
  message: (data: { readonly what: string; readonly instead: string }) => `nginx ${data.what}: ${data.instead}`,
});

export const nginxVersion = defineDiagnostic({
  code: "nginx-version",
  severity: "error",
  summary: "A clause needs a newer nginx than the one that runs here.",
  explanation: `
Cookies that tie a client to a server came to nginx with 1.29.6, servers whose names are resolved while it runs with 1.27.3. Debian 12's nginx is 1.22.

    gateway edge on lb1 { sticky cookie SRV }                    # error
    gateway edge on lb1 version 1.30.6 { sticky cookie SRV }
`,
  message: (data: { readonly what: string; readonly since: string; readonly version: string }) => `nginx can ${data.what} since ${data.since}, and here it is ${data.version}`,
  help: ({ since }) => `say the version that runs, ${since} or later: \`version ${since}\``,
});
