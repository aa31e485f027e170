import type { Kind } from "./declaration.js";
import { cache } from "./kinds/cache.js";
import { consul, elasticsearch, etcd, httpd, kafka, kibana, mysql, postgres, rabbitmq, redis, tomcat, twemproxy, varnish, zookeeper } from "./kinds/clusters.js";
import { expect } from "./kinds/expect.js";
import { logs } from "./kinds/logs.js";
import { logstash } from "./kinds/logstash.js";
import { host, network, site } from "./kinds/places.js";
import { secret } from "./kinds/program.js";
import { balancer, gateway } from "./kinds/proxies.js";
import { service } from "./kinds/service.js";

/** The type of `kinds`, written out: inferred, it is longer than a declaration file may hold. */
type Kinds = {
  readonly site: typeof site;
  readonly network: typeof network;
  readonly host: typeof host;
  readonly secret: typeof secret;
  readonly consul: typeof consul;
  readonly zookeeper: typeof zookeeper;
  readonly etcd: typeof etcd;
  readonly mysql: typeof mysql;
  readonly postgres: typeof postgres;
  readonly redis: typeof redis;
  readonly rabbitmq: typeof rabbitmq;
  readonly kafka: typeof kafka;
  readonly elasticsearch: typeof elasticsearch;
  readonly kibana: typeof kibana;
  readonly logstash: typeof logstash;
  readonly service: typeof service;
  readonly tomcat: typeof tomcat;
  readonly httpd: typeof httpd;
  readonly gateway: typeof gateway;
  readonly balancer: typeof balancer;
  readonly cache: typeof cache;
  readonly varnish: typeof varnish;
  readonly twemproxy: typeof twemproxy;
  readonly logs: typeof logs;
  readonly expect: typeof expect;
};

/** Every kind that is part of a site, by its word. */
export const kinds: Kinds = {
  site,
  network,
  host,
  secret,
  consul,
  zookeeper,
  etcd,
  mysql,
  postgres,
  redis,
  rabbitmq,
  kafka,
  elasticsearch,
  kibana,
  logstash,
  service,
  tomcat,
  httpd,
  gateway,
  balancer,
  cache,
  varnish,
  twemproxy,
  logs,
  expect,
} satisfies Readonly<Record<string, Kind>>;

export type KindName = keyof typeof kinds;
