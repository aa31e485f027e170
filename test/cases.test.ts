import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Compilation, compile } from "../src/compile.js";
import { renderText } from "../src/diagnostics/render-text.js";
import { formatFile, parse } from "../src/syntax/index.js";

/*
 * Sites as people run them: pairs of directors, queues and databases behind balancers, registries, logs, caches. Each is to be said without an error
 * or a warning, or with a reason where it is what the site means; and with the mistakes that such sites are known for it is told of them.
 */

const folder = join(import.meta.dirname, "cases");
const cases = readdirSync(folder).sort();

const secrets = {
  vrrp_password: "ka8chars",
  root_password: "a root password",
  elastic_password: "an elastic password",
  kibana_password: "a kibana password",
  statistics_password: "a password of operators",
  gossip_key: "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
};

function read(name: string): string {
  return readFileSync(join(folder, name, "site.infra"), "utf8");
}

function build(text: string): Compilation {
  return compile({ entry: { path: "site.infra", text } }, secrets);
}

describe.each(cases)("the site %s", (name) => {
  it("compiles without an error or a warning", () => {
    const { diagnostics, files } = build(read(name));
    expect(diagnostics.filter(({ severity }) => severity !== "info").map((diagnostic) => renderText(diagnostic))).toEqual([]);
    expect(files.length).toBeGreaterThan(0);
  });

  it("is formatted", () => {
    const text = read(name);
    expect(formatFile(parse({ path: "site.infra", text }).value)).toBe(text);
  });
});

/** A site, the mistake in a sentence, what to write for what, and the codes by which it is told. */
const mistakes: readonly (readonly [site: string, mistake: string, from: string, to: string, ...codes: string[]])[] = [
  ["lvs-dr-pair", "the password of VRRP stands in the program", "auth secret vrrp_password", 'auth "1111"', "literal-secret"],
  ["lvs-nat-compose", "there is one director", '  accept lone-vip "one director is enough to learn from"\n', "", "lone-vip"],
  ["lvs-nat-compose", "the servers answer past their director", '  accept lvs-nat-return "the pages have the director as their router, by a command of their own"\n', "", "lvs-nat-return"],
  ["lvs-nat-compose", "a published port leads where LVS is not", '  accept lvs-publish "port 8080 is for what the lesson adds to the director"\n', "", "lvs-publish"],
  ["lvs-nat-compose", "nobody looks whether the servers are well", " check tcp every 5s timeout 3s pause 3s", " check no", "unchecked-servers"],
  ["rabbitmq-three-balancers", "a balancer listens on the port of the queue beside it", "listen 6672", "listen 5672", "port-conflict"],
  ["rabbitmq-three-balancers", "a weight ends in a tie", "    preempt no\n", "    check script /usr/local/bin/check-haproxy every 2s weight -20\n", "dead-failover-weight"],
  ["rabbitmq-three-balancers", "the password of the statistics is one that everybody tries", "user operator password secret statistics_password", 'user admin password "123456"', "literal-secret"],
  ["rabbitmq-elk", "a field is the name of an object", "fields labels.part relay", "fields service rabbitmq", "object-field"],
  ["rabbitmq-elk", "Kibana is newer than its Elasticsearch", "kibana boards on watch of search", "kibana boards on watch of search version 8.14.0", "kibana-version"],
  ["galera", "every server takes writes", "-> ledger primary", "-> ledger balance roundrobin", "many-writers"],
  ["galera", "nothing makes the servers a cluster", "  mount ./galera -> /etc/mysql/conf.d\n", "", "separate-servers"],
  ["galera", "there are two servers", "mysql ledger on db[1..3]", "mysql ledger on db[1..2]", "even-quorum"],
  ["patroni", "the password of VRRP is cut off", "auth secret vrrp_password", 'auth "supersecret"', "vrrp-password", "literal-secret"],
  ["patroni", "the weight of a check is smaller than the gap", "check process haproxy every 2s", "check process haproxy every 2s weight 2", "dead-failover-weight"],
  ["patroni", "whoever comes by can switch servers off", "stats 127.0.0.1:7000", "stats 7000", "open-statistics"],
  ["okd-api", "the password of VRRP is as long as a name of a volume", "auth secret vrrp_password", 'auth "1cee4b6e-2cdc-48bf-83b2-01a96d1593e4"', "vrrp-password", "literal-secret"],
  ["okd-api", "the weight of a check is smaller than the gap", "check process haproxy every 2s", "priority 100, 90 check process haproxy every 2s weight 2", "dead-failover-weight"],
  ["haproxy-in-compose", "the statistics are open to whoever reaches the machine", "stats 127.0.0.1:8404 refresh 10s\n", "stats 8404 refresh 10s\n  publish 8404, 8405 -> 8404\n", "open-statistics"],
  ["elk", "an Elasticsearch without passwords is open to whoever reaches the machine", "auth secret elastic_password publish", "publish", "published-without-auth"],
  ["elk", "Kibana has no password for its Elasticsearch", " auth secret kibana_password", "", "kibana-login"],
  ["elk", "logstash is of another major version", "logstash pipeline heap 256MB", "logstash pipeline heap 256MB version 7.10.2", "elastic-versions"],
  ["consul-auto-config", "the key of the gossip stands in the program", "encrypt secret gossip_key", 'encrypt "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="', "literal-secret"],
  ["consul-auto-config", "there are two servers", "consul registry x3", "consul registry x2", "even-quorum"],
  ["squid-office", "who is turned aside is asked for a password", "  allow from lan\n", "  login file /etc/squid/passwd\n  allow login\n", "login-beside-transparent"],
  ["squid-accel", "the cache serves the world as a proxy", "  accelerate pages\n", "  accelerate pages\n  forward\n  allow from 0.0.0.0/0\n", "unrestricted-proxy"],
  ["nginx-upsync-kv", "the registry is open to all", "publish 127.0.0.1:8700", "publish 8700", "published-without-auth"],
  ["nginx-upsync-kv", "the state of the registry goes with its container", "8500 ui", "8500 ui { consul { data_dir /tmp/consul } }", "registry-state-lost"],
  ["logstash-central", "logstash listens on a port that only root may open", "listen syslog 5514", "listen syslog 514", "privileged-input-port"],
  ["logstash-central", "nobody reads what waits", "through broker indexer {\n    topic system-logs\n    parse syslog\n    listen syslog 5514\n  }", "through broker", "logs-stages"],
];

describe("a mistake of such sites is told", () => {
  it.each(mistakes)("%s: %s", (name, _, from, to, ...codes) => {
    const text = read(name);
    expect(text.split(from), `${name} says it once`).toHaveLength(2);
    const { diagnostics } = build(text.replace(from, () => to));
    const told = diagnostics.filter(({ severity, code }) => severity !== "info" || codes.includes(code)).map(({ code }) => code);
    expect([...new Set(told)].sort()).toEqual([...codes].sort());
  });
});
