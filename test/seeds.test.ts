import { describe, expect, it } from "vitest";
import { parse as parseYaml } from "yaml";
import { faultsOf, reportOf } from "./kit/compile.js";
import { compile } from "../src/compile.js";
import { dedent } from "./kit/compile.js";
import { filesOf, found, servicesOf } from "./kit/files.js";
import { expectGolden } from "./kit/golden.js";

/*
 * What people write down from memory of how such sites are set up, and what is wrong with it: each is told, or cannot be
 * written, or what infc writes for it does not have the fault.
 */

const hosts = "network lan 10.8.0.0/24\nhost lb[1..2] 10.8.0.[11..12]\nhost app[1..3] 10.8.0.[21..23]\n";
const onTwo = (clauses: string): string => `${hosts}service app on app[1..3] port 80\nbalancer mq on lb[1..2] { ${clauses}; listen 5600 -> app }`;
const onOne = (clauses: string): string => `${hosts}service app on app[1..3] port 80\nbalancer web on lb1 { ${clauses} }`;
const office = (clauses: string): string => `${hosts}cache office on lb1 { forward; ${clauses} }`;
const collected = (clauses: string): string => `${hosts}elasticsearch search on app1\nlogs swoft from /srv/swoft/logs/*.log on app3 ${clauses}`;

/** The fault in a sentence, a program that has it, and the codes by which it is told. */
const told: readonly (readonly [fault: string, text: string, ...codes: string[]])[] = [
  // Topologies that contradict themselves.
  ["Filebeat fills a list of Redis that nobody reads", `${hosts}redis queue on app1\nelasticsearch search on app2\nlogs swoft from /srv/swoft/logs/*.log on app3 through queue to search`, "logs-stages"],
  ["three servers have one name", "service rabbit1 protocol amqp port 5674\nservice rabbit1 protocol amqp port 5674", "duplicate-name"],
  ["one server stands twice in a pool", `${hosts}service rabbits at 10.8.0.50:5674, 10.8.0.50:5674 protocol amqp\nbalancer mq on lb[1..2] { vip 10.8.0.100; listen 5600 -> rabbits }`, "duplicate-server"],
  ["a VIP and its servers have addresses of somebody else", "network lan 172.0.0.0/24\nhost lvs[1..2] 172.0.0.[11..12]\nhost web[1..2] 172.0.0.[13..14]\nservice www on web[1..2] port 80\nbalancer front lvs on lvs[1..2] { mode dr; vip 172.0.0.10; listen 80 -> www }", "public-network"],
  ["containers have addresses of somebody else", "network consul 170.200.7.0/24\nconsul registry x3 in consul", "public-network"],
  ["a check restarts what it looks at", onTwo('vip 10.8.0.100 { check script "/usr/sbin/service haproxy restart" }'), "check-acts"],
  ["a check stops keepalived", onTwo('vip 10.8.0.100 { check script "/usr/bin/systemctl stop keepalived" }'), "check-acts"],
  ["the weight of a check moves nothing", onTwo("vip 10.8.0.100 priority 100, 90 { check script /etc/keepalived/check weight 2 }"), "dead-failover-weight"],
  ["two nodes have one priority", onTwo("vip 10.8.0.100 priority 100, 100"), "equal-priorities"],

  // nginx.
  ["requests are sent to a name that is declared in another spelling", `${hosts}service soft-server on app1 port 9501\ngateway edge on lb1 { route { / -> swoft-server } }`, "unknown-reference"],
  ["a gateway ends where its registry is away", `${hosts}consul registry on app[1..3]\nservice swoft on app[1..3] port 9501 discover registry strict yes\ngateway edge on lb1 { route { / -> swoft } }`, "strict-registry"],
  ["where Lua looks for modules is said by hand", `${hosts}gateway edge openresty on lb1 { route { / -> lua /etc/nginx/lua/goods.lua }; nginx { http { lua_package_path "/etc/nginx/lua/redis.lua;;" } } }`, "typed-directive"],
  ["Lua stands where nginx takes none", `${hosts}gateway edge openresty on lb1 { route { / -> deny 403 }; nginx { server { content_by_lua_file /etc/nginx/lua/redis.lua } } }`, "misplaced-directive"],
  ["a block is never closed", "gateway edge {\n  listen 80\n  route { /login.html -> deny 403 }\n", "unclosed-block"],
  ["where requests go is said by hand", `${hosts}service app on app1 port 80\ngateway edge on lb1 { route { / -> app }; nginx { server { location /shop { proxy_pass http://soft_server } } } }`, "typed-directive"],

  // Consul.
  ["the state of Consul is below /tmp", "consul registry x3 { consul { data_dir /tmp/consul } }", "registry-state-lost"],
  ["the API of Consul is open to everybody", "consul registry x3 publish 8500, 8501, 8502 -> 8500", "published-without-auth"],
  ["how many servers to wait for is said by hand", "consul registry x3 { consul { bootstrap_expect 3 } }", "typed-directive"],
  ["whom to join is said by hand, in the old word", "consul registry x3 { consul { start_join 10.8.0.30 } }", "typed-directive"],

  // Compose.
  ["an address is of a network that does not say which it has", "network consul\nconsul registry x1 in consul address 10.9.0.30", "network-without-range"],
  ["a start waits for something that is not there", "consul registry x3 after mongod-shard-a", "unknown-reference"],
  ["the published port is used inside the network", "rabbitmq rabbit publish 5674 -> 5672 user app secret rabbit_password\nservice api port 80 image registry.example.com/api:1 env AMQP_URL amqp://rabbit:5674", "published-port-inside"],
  ["a port is greater than there are", "service app port 80 image registry.example.com/app:1 publish 85000 -> 80", "invalid-value"],
  ["an octet of an address is greater than there are", "network lan 172.20.0.0/16\nservice app port 80 image registry.example.com/app:1 address 172.20.0.500", "invalid-value"],

  // HAProxy.
  ["a facility of syslog is none", onOne("listen 80 -> app; logs local9"), "unsupported-by-haproxy"],
  ["a name has brackets", "balancer WEB_PORT(shop) { listen 80 }", "invalid-value"],
  ["a redirect stands among the servers", `${hosts}service app on app1 port 80 redirect http://www.example.com/\nbalancer web on lb1 { listen 80 -> app }`, "unexpected-word"],
  ["a word is misspelt", onOne("listen 8100 mod http -> app"), "unexpected-word"],
  ["the page of statistics is open to all, with a password that all can read", onOne('listen 80 -> app; stats 0.0.0.0:8100 at /haproxy user root password "0000"'), "literal-secret"],
  ["the page of statistics is open to all, without a password", onOne("listen 80 -> app; stats 8100 at /haproxy admin"), "open-statistics"],
  ["a path has no slash", onOne("listen 80 -> app; stats 8100 at haproxy"), "invalid-value"],
  ["a queue is spoken to by HTTP", `${hosts}rabbitmq rabbit on app[1..3]\nbalancer mq on lb[1..2] { vip 10.8.0.100; listen 5600 http -> rabbit }`, "http-to-other-protocol"],

  // Keepalived.
  ["keepalived is to be strict, and would drop what comes to its VIP", onTwo("vip 10.8.0.100 { keepalived { vrrp_strict } }"), "misplaced-directive"],
  ["the router id is 0", onTwo("vip 10.8.0.100 vrid 0"), "invalid-value"],
  ["the router id is 256", onTwo("vip 10.8.0.100 vrid 256"), "invalid-value"],
  ["the password of VRRP is longer than it can be", onTwo('vip 10.8.0.100 auth "elevenchars"'), "vrrp-password", "literal-secret"],
  ["a weight is outside its range", onTwo("vip 10.8.0.100 { check script /etc/keepalived/check weight -254 }"), "invalid-value"],
  ["a comment is written as in C", onTwo("vip 10.8.0.100 // clients"), "unexpected-word"],
  ["a label is longer than it can be, and of another interface", onTwo("vip 10.8.0.100 label eth2:the-address-of-the-queue"), "vip-label"],
  ["nobody takes a VIP over", `${hosts}service app on app[1..3] port 80\nbalancer mq on lb1 { vip 10.8.0.100; listen 5600 -> app }`, "lone-vip"],

  // LVS.
  ["a check by HTTP has no page", `${hosts}service www on app[1..2] port 80 check http\nbalancer front lvs on lb[1..2] { mode dr; vip 10.8.0.100; listen 80 -> www }`, "check-argument"],
  ["a mode of LVS is misspelt", `${hosts}service www on app[1..2] port 80\nbalancer front lvs on lb[1..2] { mode net; vip 10.8.0.100; listen 80 -> www }`, "invalid-value"],

  // Squid.
  ["an accelerator has no origin", `${hosts}cache cdn on lb1 { listen 3128; accelerate }`, "missing-argument"],
  ["a cache on disk has no size", office("disk /var/spool/squid"), "missing-argument"],
  ["a size has no unit", office("memory 128"), "invalid-value"],
  ["ports stand without the word that says so", office("match tls-ports 443, 563; allow tls-ports"), "invalid-value"],
  ["one name stands for two lists", office("match news to .news.example.com; match news to 203.0.113.7; deny news"), "duplicate-match"],
  ["hours stand without the word that says so", office("match work MTWHF 08:00-17:00; allow work"), "invalid-value"],
  ["during office hours a proxy serves the world", office("match work during MTWHF 08:00-17:00; allow work"), "unrestricted-proxy"],
  ["a proxy serves the world", office("allow from 0.0.0.0/0"), "unrestricted-proxy"],
  ["a limit of connections has no number", office("match crowd connections; deny crowd"), "missing-argument"],
  ["a list of a whole network is named like one address", office("match 10.8.0.42 from 10.8.0.0/24; allow 10.8.0.42"), "invalid-value"],
  ["a prefix is longer than an address", office("match everybody from 0.0.0.0/33; allow everybody"), "invalid-value"],

  // The Elastic Stack.
  ["an Elasticsearch 8 is asked by plain HTTP", `${hosts}elasticsearch search at 10.8.0.50:9200 version 8.13.0\nlogs nginx from /var/log/nginx/access.log on lb1 to search`, "elasticsearch-without-login"],
  ["a setting is one that Elasticsearch lost", "elasticsearch search x3 version 8.13.0 env discovery.zen.minimum_master_nodes 2", "elasticsearch-setting"],
  ["the nodes of an Elasticsearch do not start on a usual kernel", "elasticsearch search x3", "map-count"],
  ["Filebeat has a second output", collected("to search { filebeat { output.redis { hosts 10.8.0.6:7001 } } }"), "other-output"],
  ["a setting is one that Filebeat lost", collected("to search version 8.15.0 { filebeat { xpack.monitoring.enabled true } }"), "unknown-directive"],
  ["an index is in capitals", collected("to search index Nginx-Access-%{+YYYY.MM.dd}"), "invalid-value"],
  ["a day of the month is written as a day of the year", collected("to search index nginx-access-%{+YYYY.MM.DD}"), "invalid-value"],

  // Databases and queues.
  ["a password stands in the program", 'mysql orders auth root "123456"', "literal-secret"],
  ["three servers of MySQL follow nobody", "mysql orders x3 auth secret root_password", "separate-servers"],
  ["three nodes of RabbitMQ share nothing", "rabbitmq rabbit x3 user app secret rabbit_password", "separate-servers"],
  ["everybody knows the user of a queue", "rabbitmq rabbit publish 5674 -> 5672", "guest-user"],
];

describe("what is told", () => {
  it.each(told)("%s", (_, text, ...codes) => {
    const { diagnostics } = compile({ entry: { path: "site.infra", text: dedent(text) } });
    const found = new Set(diagnostics.filter(({ severity, code }) => severity !== "info" || codes.includes(code)).map(({ code }) => code));
    expect([...found].filter((code) => code !== "missing-secret").sort()).toEqual([...codes].sort());
  });

  it("reads well", () => {
    const reports = told.map(([fault, text, ...codes]) => {
      const { diagnostics } = compile({ entry: { path: "site.infra", text: dedent(text) } });
      return [`${fault.replaceAll(/[^A-Za-z0-9]+/g, "-")}.txt`, reportOf(text, diagnostics.filter(({ code }) => codes.includes(code)))] as const;
    });
    expectGolden("seeds", new Map(reports));
  });

  it("is about one fault each: a program without it is sound", () => {
    expect(faultsOf(onTwo("vip 10.8.0.100")).map(({ message }) => message)).toEqual([]);
    expect(faultsOf(onOne("listen 80 -> app")).map(({ message }) => message)).toEqual([]);
    expect(faultsOf(office("allow from lan")).map(({ message }) => message)).toEqual([]);
    expect(faultsOf(collected("to search")).map(({ message }) => message)).toEqual([]);
  });
});

describe("what cannot be written", () => {
  const registry = `${hosts}consul registry on app[1..3]\nservice goods on app[1..3] port 9501 discover registry key /upstream/goods\nservice goods_v2 on app[1..3] port 9502 discover registry key upstream/goods_v2\ngateway edge on lb1 { route { / -> goods; /v2 -> goods_v2 } }`;

  it("is a key that nginx reads and nobody writes, or that begins with a slash", () => {
    const files = filesOf(registry);
    const read = found(files, "nginx.conf", /upsync \S+\/v1\/kv\/(\S*)/g);
    const written = new Set([...files].flatMap(([path, text]) => (path.includes("registrar") || path.includes("/infc/") ? [...text.matchAll(/\/v1\/kv\/([^'"\s]*\/)\d/g)].map((match) => match[1]!) : [])));
    expect(read).toEqual(["upstream/goods_v2/", "upstream/goods/"]);
    expect([...written].sort()).toEqual([...read].sort());
  });

  it("is a key that holds the servers of another service, whose name begins alike", () => {
    const [longer, shorter] = found(filesOf(registry), "nginx.conf", /upsync \S+\/v1\/kv\/(\S*)/g);
    expect(longer!.startsWith(shorter!)).toBe(false);
  });

  it("is an nginx that has no server before Consul answers", () => {
    const files = filesOf(registry);
    expect(found(files, "/upsync/goods.conf", /server ([\d.:]+)/g)).toEqual(["10.8.0.21:9501", "10.8.0.22:9501", "10.8.0.23:9501"]);
    expect(found(files, "nginx.conf", /include (\S*goods\.conf);/g)).toEqual(["/var/lib/nginx/upsync/goods.conf"]);
  });

  it("is a port that YAML reads as a time of day, a tab, or a version that Compose does not want", () => {
    const files = filesOf("service shell protocol tcp port 22 image registry.example.com/shell:1 publish 56 -> 22");
    const text = files.get("docker-compose.yml")!;
    expect((parseYaml(text, { version: "1.1" }) as { services: { shell: { ports: unknown[] } } }).services.shell.ports).toEqual(["56:22"]);
    expect(text).not.toMatch(/\t|^version:/m);
  });

  it("is a queue behind a mode of HTTP that nobody asked for", () => {
    expect(found(filesOf(`${hosts}rabbitmq rabbit on app[1..3]\nbalancer mq on lb[1..2] { vip 10.8.0.100; listen 5600 -> rabbit }`), "haproxy.cfg", /^ {4}mode (\w+)$/gm)).toEqual(["tcp", "tcp", "tcp", "tcp"]);
  });

  it("is a node that starts as master, a check that nobody tracks, or a VIP without its prefix", () => {
    const files = filesOf(onTwo("vip 10.8.0.100"));
    const all = (pattern: RegExp): readonly string[] => found(files, "keepalived.conf", pattern);
    expect(all(/state (\w+)/g)).toEqual(["BACKUP", "BACKUP"]);
    expect(all(/vrrp_script (\S+)/g)).toEqual(all(/track_script \{\s+(\S+)/g));
    expect(all(/^ {8}(10\.8\.0\.100\S*) dev/gm)).toEqual(["10.8.0.100/24", "10.8.0.100/24"]);
    expect(all(/(vrrp_strict|vrrp_g(?:arp|na)_interval|vrrp_iptables|\/\/)/g)).toEqual([]);
    expect(new Set(all(/virtual_router_id (\d+)/g)).size).toBe(1);
    expect(new Set(all(/priority (\d+)/g)).size).toBe(2);
  });

  const direct = filesOf(`${hosts}service www on app[1..2] port 80 check tcp every 6s retries 3\nbalancer front lvs on lb[1..2] { mode dr; vip 10.8.0.100; listen 80 -> www balance rr persist 50s }`);

  it("is a service of LVS that is UDP by omission, a mode in small letters, or a word that no check has", () => {
    expect([found(direct, "keepalived.conf", /protocol (\w+)/g), found(direct, "keepalived.conf", /lb_kind (\w+)/g)]).toEqual([["TCP", "TCP"], ["DR", "DR"]]);
    expect(found(direct, "keepalived.conf", /^ +(nb_get_retry|retry) \d+$/gm)).toEqual(["retry", "retry", "retry", "retry"]);
  });

  it("is a real server that answers for the VIP before it is silent on the network, or that turns protection off", () => {
    const script = direct.get("hosts/app1/usr/local/sbin/lvs-real-server")!;
    expect(script.startsWith("#!/bin/sh\n")).toBe(true);
    expect(script.indexOf("sysctl -q -p")).toBeLessThan(script.indexOf("each_address add"));
    expect(script).not.toMatch(/iptables|setenforce|ifconfig|init\.d\/functions/);
  });

  it("is a proxy that refuses tunnels to TLS alone, ends without a refusal, or misreads a size", () => {
    const conf = filesOf(office("memory 128MB; allow from lan; deny to www.news.example.com")).get("hosts/lb1/etc/squid/squid.conf")!;
    expect(conf).toContain("http_access deny CONNECT !SSL_ports\n");
    expect(conf.match(/^http_access .*$/gm)?.at(-1)).toBe("http_access deny all");
    expect(conf).toContain("cache_mem 128 MB\n");
    expect(conf).toMatch(/^acl \S+ dstdomain www\.news\.example\.com$/m);
    expect(conf).not.toMatch(/^(cache_access_log|cache_effective_user|acl (all|manager|CONNECT|localhost) )/im);
  });

  it("is an accelerator whose origin is taken for another proxy, or for a list", () => {
    const conf = filesOf(`${hosts}cache cdn on lb1 { accelerate http://10.8.0.50; listen 3128 }`).get("hosts/lb1/etc/squid/squid.conf")!;
    expect(conf).toMatch(/^cache_peer 10\.8\.0\.50 parent 80 0 no-query originserver name=\S+$/m);
    expect(conf).not.toMatch(/^cache peer/m);
  });

  it("is a limit that refuses every request but the first of a second", () => {
    expect(found(filesOf(`${hosts}service app on app1 port 80\ngateway edge on lb1 { route { /login.html -> app { limit 60r/m per ip }; / -> app } }`), "nginx.conf", /limit_req zone=\S+ burst=(\d+)/g)).toEqual(["1"]);
  });

  it("is a secret of a queue, or a number of a server, that two nodes have differently or alike", () => {
    const services = servicesOf(filesOf("mysql orders x2 auth secret root_password", { root_password: "AAAABBBB" }));
    expect([...services.values()].map(({ command }) => command?.[0])).toEqual(["--server-id=1", "--server-id=2"]);
  });
});
