import { expect, test } from "vitest";
import { hosts, testRule } from "../kit/rule.js";
import { faultsOf } from "../kit/compile.js";

const cache = (clauses: string): string => `${hosts}cache office on node1 { ${clauses} }`;

testRule("dead-rule", {
  accepts: {
    "the exception first": cache("forward; deny from 192.168.0.77; allow from lan"),
    "a last rule that refuses the rest": cache("forward; allow from lan; deny"),
    "the same twice": cache("forward; allow from lan; allow from 192.168.0.77"),
    "one decided the same way before": cache("forward; deny to .bad.example; allow; deny to www.bad.example"),
    "another condition besides": cache("forward; allow from lan to .example.com; deny from lan"),
    "other hours": cache("forward; deny to .example.com during mon-fri 09:00-17:00; allow to .example.com"),
    "a wider rule after a narrower one": cache("forward; allow from 192.168.0.77; deny from lan"),
    "a list and its opposite": cache("forward; deny from not lan; allow from lan"),
    "another domain": cache("forward; allow to .example.com; deny to .example.org"),
    "only what is below a domain": cache("forward; deny to *.example.com; allow to example.com"),
    "a file, which nobody has read": cache("forward; deny to file /etc/squid/blocked.txt; allow to .example.com"),
    "expressions with a colon, which are no addresses": cache("forward; pool 1MB/s path ~ 'a:b'; pool 2MB/s path ~ 'c:d'; allow agent 'a: b' from lan"),
    "two lanes for two networks": cache("forward; pool 1MB/s from 192.168.0.0/25; pool 2MB/s from 192.168.0.128/25"),
    "a way for one domain and one for the rest": cache("forward; via -> 10.0.0.1:3128 to .example.com; via -> 10.0.0.2:3128"),
  },
  rejects: {
    "an exception after its rule": cache("forward; allow from lan; deny from 192.168.0.77"),
    "a network that is refused after everything": cache("forward; deny; allow from lan"),
    "a domain below an allowed one": cache("forward; allow from lan to .example.com; deny from lan to ads.example.com"),
    "methods and paths": cache("forward; allow method GET, POST from lan; deny method POST path /admin from 192.168.0.5, 192.168.0.6"),
    "the conditions of a match": cache("forward; match staff from lan; allow staff; deny from 192.168.0.77"),
    "everybody by another name": cache("forward; deny from 0.0.0.0/0; allow from lan"),
    "a lane after the one for all": cache("forward; pool 10MB/s; pool 256KB/s from 192.168.0.77"),
    "a way after the one for all": cache("forward; via -> 10.0.0.1:3128; via -> 10.0.0.2:3128 to .example.com"),
  },
});

testRule("rule-after-login", {
  accepts: {
    "those without a password first": cache("forward; login file /etc/squid/passwd; allow from lan; allow login"),
    "one user before everybody": cache("forward; login file /etc/squid/passwd; allow login alice; allow from lan"),
    "only some are asked": cache("forward; login file /etc/squid/passwd; allow login from 192.168.0.0/25; allow from lan"),
    "a last rule that refuses the rest": cache("forward; login file /etc/squid/passwd; allow login; deny"),
  },
  rejects: {
    "the lan after everybody": cache("forward; login file /etc/squid/passwd; deny to .bad.example; allow login; allow from lan"),
    "a refusal after everybody": cache("forward; login file /etc/squid/passwd; match user login; allow user; deny to .bad.example"),
  },
});

testRule("cache-refuses-all", {
  accepts: {
    "a refusal at the end": cache("accelerate http://10.0.0.21; allow from lan; deny"),
    "a refusal of some": cache("accelerate http://10.0.0.21; deny path /internal"),
    "no rule at all": cache("accelerate http://10.0.0.21"),
    "an allow that stands too late, which is reported there": cache("forward; deny; allow from lan"),
  },
  rejects: {
    "an accelerator": cache("accelerate http://10.0.0.21; deny"),
    "a proxy for clients": cache("forward; deny to .bad.example; deny"),
  },
});

testRule("cache-keeps-nothing", {
  accepts: {
    "some paths": cache("accelerate http://10.0.0.21; disk /var/spool/squid 1GB; no-cache path /account"),
    "a proxy that only filters": cache("forward; no-cache; deny to .bad.example"),
  },
  rejects: {
    "an accelerator with a disk": cache("accelerate http://10.0.0.21; disk /var/spool/squid 1GB; no-cache"),
    "a proxy with times": cache("forward; fresh 5m .. 1h; no-cache path /"),
    "an accelerator": cache("accelerate http://10.0.0.21; no-cache"),
  },
});

testRule("fresh-contradiction", {
  accepts: { "the least below the most": cache("forward; fresh 5m .. 1h"), "always the same": cache("forward; fresh 5m .. 5m") },
  rejects: { "the least above the most": cache("forward; fresh 1h .. 5m") },
});

testRule("dead-fresh", {
  accepts: {
    "the narrower path first": cache("forward; fresh 5m .. 6m path /static; fresh 1h .. 2h path /"),
    "the rest first": cache("forward; fresh 1h .. 2h; fresh 5m .. 6m path /static"),
    "one of two paths": cache("forward; fresh 1h .. 2h path /a; fresh 5m .. 6m path /a/b, /c"),
    "two machines": `${hosts}cache one on node1 { forward; fresh 1h .. 2h }\ncache two on node2 { forward; fresh 5m .. 6m }`,
  },
  rejects: {
    "a path below one before it": cache("forward; fresh 1h .. 2h path /; fresh 5m .. 6m path /static"),
    "the rest twice": cache("forward; fresh 1h .. 2h; fresh 5m .. 6m"),
    "one expression twice": cache("forward; fresh 1h .. 2h path ~ '\\.jpg$'; fresh 5m .. 6m path ~ '\\.jpg$'"),
    "two caches of one machine": `${hosts}cache one on node1 { forward; fresh 1h .. 2h }\ncache two on node1 { accelerate http://10.0.0.7; fresh 5m .. 6m }`,
  },
});

testRule("duplicate-disk", {
  accepts: {
    "two folders": cache("forward; disk /var/spool/squid 1GB; disk /srv/large 2GB object 64MB"),
    "one folder on two machines": `${hosts}cache cdn on node[1..2] { accelerate http://10.0.0.7; disk /var/spool/squid 1GB }`,
  },
  rejects: {
    "one folder twice": cache("forward; disk /var/spool/squid 1GB; disk /var/spool/squid/ 2GB object 64MB"),
    "two caches of one machine": `${hosts}cache one on node1 { forward; disk /var/spool/squid 1GB }\ncache two on node1 { accelerate http://10.0.0.7; disk /var/spool/squid 1GB }`,
  },
});

testRule("open-proxy", {
  accepts: {
    "a network": "network world 203.0.112.0/24\nhost gate 203.0.112.9\ncache office on gate { forward; allow from 10.0.0.0/8 }",
    "who signs in": "network world 203.0.112.0/24\nhost gate 203.0.112.9\ncache office on gate { forward; login file /etc/squid/passwd; allow login }",
    "some destinations": "network world 203.0.112.0/24\nhost gate 203.0.112.9\ncache office on gate { forward; allow to .example.com }",
    "all that is not refused before": "network world 203.0.112.0/24\nhost gate 203.0.112.9\ncache office on gate { forward; deny from not 10.0.0.0/8; allow }",
    "another address of the machine": "network world 203.0.112.0/24\nnetwork lan 10.0.0.0/24\nhost gate 203.0.112.9, 10.0.0.1\ncache office on gate { listen 10.0.0.1:3128; allow }",
    "an accelerator": "network world 203.0.112.0/24\nhost gate 203.0.112.9\ncache cdn on gate { listen 80; accelerate http://10.0.0.7; allow }",
    "private addresses": cache("forward; allow"),
  },
  rejects: {
    "a proxy on a public address": "network world 203.0.112.0/24\nhost gate 203.0.112.9\ncache office on gate { forward; allow }",
    "the port of that address": "network world 203.0.112.0/24\nhost gate 203.0.112.9\ncache office on gate { listen 203.0.112.9:8080; deny to .bad.example; allow during mon-fri 09:00-17:00 }",
    "all of IPv4": "network world 203.0.112.0/24\nhost gate 203.0.112.9\ncache office on gate { forward; match all from 0.0.0.0/0; allow all }",
  },
});

testRule("unrestricted-proxy", {
  accepts: {
    "a network": cache("forward; allow from lan"),
    "one private address": cache("listen 192.168.0.31:3128; allow"),
    "a VIP": `${hosts}cache office on node[1..2] { vip 192.168.0.100; forward; allow }`,
    "a container that publishes nothing": "network lan 10.1.0.0/24\nservice web port 80\ngateway front { route { / -> web } }\ncache office { vip 10.1.0.100; forward; allow }",
    "a public address, which is an error": "network world 203.0.112.0/24\nhost gate 203.0.112.9\ncache office on gate { forward; allow }",
  },
  rejects: {
    "all addresses of a machine": cache("forward; allow"),
    "a published port": "network lan 10.1.0.0/24\ncache office { forward; allow method GET; publish 3128 }",
  },
});

testRule("silent-peer", {
  accepts: {
    "a name": `${hosts}cache one on node1 { forward; peers two }\ncache two on node2 { forward }`,
    "two that name each other": `${hosts}cache one on node1 { forward; peers two }\ncache two on node2 { forward; peers one }`,
    "a cache that is not the site's": `${hosts}cache one on node1 { forward; peers 10.0.0.9:3128 }`,
  },
  rejects: {
    "an address of another cache": `${hosts}cache one on node1 { forward; peers 192.168.0.32:3128 }\ncache two on node2 { forward }`,
    "a cache that answers others": `${hosts}cache one on node1 { forward; peers 192.168.0.32:3128 }\ncache two on node2 { forward }\ncache three on node3 { forward; peers two }`,
  },
});

testRule("own-peer", {
  accepts: { "nodes that ask each other": `${hosts}cache cdn on node[1..2] { accelerate http://10.0.0.7; peers cdn }`, "another cache": `${hosts}cache one on node1 { forward; peers two }\ncache two on node2 { forward }` },
  rejects: { "one node by its name": cache("forward; peers office"), "one node by its address": cache("forward; peers 192.168.0.31:3128") },
});

testRule("forward-proxy-as-server", {
  accepts: {
    "a cache that accelerates": `${hosts}gateway edge on lb1 { route { / -> cdn } }\ncache cdn on node1 { accelerate http://10.0.0.7 }`,
    "a port for clients beside the one that is asked": `${hosts}gateway edge on lb1 { route { / -> cdn } }\ncache cdn on node1 { listen 3128; listen 3129 forward; accelerate http://10.0.0.7 }`,
    "a balancer whose clients know it as their proxy": `${hosts}balancer front on lb1 { listen 3128 http -> office }\ncache office on node1 { forward }`,
    "a stream through nginx": `${hosts}balancer front nginx on lb1 { listen 3128 -> office }\ncache office on node1 { forward }`,
  },
  rejects: {
    "a gateway in front of a proxy for clients": `${hosts}gateway edge on lb1\ncache office on node1 behind edge`,
    "routes that lead to one": `${hosts}service web on node2 port 80\ngateway edge on lb1 { route { / -> web; /img -> pics; /pdf -> pics } }\ncache pics on node1`,
    "a cache in front of another by its address": `${hosts}cache cdn on lb1 { accelerate http://192.168.0.31:3128 }\n${"cache office on node1 { forward }"}`,
  },
});

testRule("login-on-transparent", {
  accepts: {
    "clients that know the proxy": cache("forward; login file /etc/squid/passwd; allow login"),
    "a port for those who know it": cache("listen 3128 forward; listen 3129 transparent; login file /etc/squid/passwd; allow login"),
    "a network that is served without": cache("transparent; login file /etc/squid/passwd; allow from lan; allow login"),
    "origins, which may ask for a login": cache("accelerate http://10.0.0.7; login file /etc/squid/passwd; allow login"),
  },
  rejects: {
    "only connections that are turned aside": cache("transparent; login file /etc/squid/passwd; allow login"),
    "who has not signed in": cache("transparent; login file /etc/squid/passwd; deny not login; allow from lan"),
  },
});

testRule("login-beside-transparent", {
  accepts: {
    "those who are turned aside are allowed before": cache("listen 3128 forward; listen 3129 transparent; login file /etc/squid/passwd; allow from 192.168.0.128/25; allow login"),
    "a login for some": cache("listen 3128 forward; listen 3129 transparent; login file /etc/squid/passwd; allow login from 192.168.0.0/25; allow from lan"),
    "no transparent port": cache("listen 3128 forward; login file /etc/squid/passwd; allow login"),
  },
  rejects: { "two ports and one list": cache("listen 3128 forward; listen 3129 transparent; login file /etc/squid/passwd; allow from 127.0.0.1; allow login; allow from lan") },
});

testRule("via-cycle", {
  accepts: {
    "a chain": `${hosts}cache one on node1 { forward; via -> 192.168.0.32:3128 }\ncache two on node2 { forward; via -> 10.0.0.9:3128 }`,
    "two domains each way": `${hosts}cache one on node1 { forward; via -> 192.168.0.32:3128 to .example.com }\ncache two on node2 { forward; via -> 192.168.0.31:3128 to .example.org }`,
    "a way that another one takes first": `${hosts}cache one on node1 { forward; via -> 10.0.0.9:3128; via -> 192.168.0.32:3128 }\ncache two on node2 { forward; via -> 192.168.0.31:3128 }`,
    "clients, which are others at the next step": `${hosts}cache one on node1 { forward; via -> 192.168.0.32:3128 }\ncache two on node2 { forward; via -> 192.168.0.31:3128 from 192.168.0.128/25 }`,
  },
  rejects: {
    "two caches": `${hosts}cache one on node1 { forward; via -> 192.168.0.32:3128 }\ncache two on node2 { forward; via -> 192.168.0.31:3128 }`,
    "three caches and one domain": `${hosts}cache one on node1 { forward; via -> 192.168.0.32:3128 }\ncache two on node2 { forward; via -> 192.168.0.33:3128 to .example.com }\ncache three on node3 { forward; via -> 192.168.0.31:3128 }`,
    "itself": cache("forward; via -> 192.168.0.31:3128"),
  },
});

testRule("private-answers-kept", {
  accepts: {
    "pictures": cache("accelerate http://10.0.0.7; fresh 5m .. 1h path ~ '\\.jpg$' despite private"),
    "what says when it ends": cache("accelerate http://10.0.0.7; fresh 5m .. 1h despite expires, reload"),
  },
  rejects: {
    "everything": cache("accelerate http://10.0.0.7; fresh 5m .. 1h despite expires, private"),
    "every path": cache("forward; fresh 5m .. 1h path / despite private"),
  },
});

test("a pattern that looks like an address is none", () => {
  const rules = ["pool 1MB/s path ~ '\\.(iso|zip)$:'", "deny path ~ '1:2'", "deny path ~ 'a:b' from 10.0.0.1-10.0.0.9"];
  const text = `network lan 10.0.0.0/16\nhost proxy1 10.0.0.8\ncache web on proxy1 {\n  forward\n  ${rules.join("\n  ")}\n  allow from 10.0.0.0/16\n}\n`;
  expect(faultsOf(text).filter(({ severity }) => severity === "error")).toEqual([]);
});
