import { testFault } from "../kit/fault.js";
import { testRule } from "../kit/rule.js";

const docker = "network lan 192.168.0.0/24\nhost app[1..3] 192.168.0.[21..23] { runtime docker }\n";
const hosts = "network lan 192.168.0.0/24\nhost node[1..3] 192.168.0.[31..33]\n";

testFault("separate-servers", {
  accepts: {
    "one server": "mysql orders auth secret orders_password",
    "servers on hosts, which are as their packages are set up": `${hosts}mysql orders on node[1..3]\npostgres pay on node[1..3]\nrabbitmq mq on node[1..3]`,
    "configuration that is mounted": "mysql orders x3 auth secret orders_password { replication galera; mount ./galera.cnf -> /etc/mysql/conf.d/galera.cnf }",
    "an image that is made for it": "postgres orders x3 auth secret orders_password image registry.example.com/postgres-ha:16",
    "variables of an image that knows them": "mysql orders x2 image mariadb:11.4 auth secret orders_password env MARIADB_REPLICATION_MODE replica",
    "RabbitMQ with a cookie": "rabbitmq mq x3 cookie secret mq_cookie",
    "RabbitMQ with a cookie on one Docker host": `${docker}rabbitmq mq x3 on app1 cookie secret mq_cookie`,
    "kinds that find one another": "redis sessions x2\netcd state x3\nzookeeper keeper x3\nkafka events x3\nelasticsearch search x3",
  },
  rejects: {
    "MySQL three times": "mysql orders x3 auth secret orders_password",
    "MariaDB that is to be Galera": `${docker}mysql orders on app[1..3] auth secret orders_password { image mariadb:11.4; replication galera; mount ./data -> /var/lib/mysql rw }`,
    "PostgreSQL on Docker hosts": `${docker}postgres orders on app[1..2] auth secret orders_password`,
    "RabbitMQ without a cookie": "rabbitmq mq x3",
    "RabbitMQ with a cookie on three Docker hosts": `${docker}rabbitmq mq on app[1..3] cookie secret mq_cookie`,
  },
});

testFault("missing-password", {
  accepts: {
    "a password": "postgres orders auth secret orders_password",
    "no password, which is said": "postgres orders env POSTGRES_HOST_AUTH_METHOD trust",
    "a password that the program makes": "mysql orders env MYSQL_RANDOM_ROOT_PASSWORD yes",
    "data that may be there already": "mysql orders mount ./data -> /var/lib/mysql rw",
    "an image of another kind": "mysql orders image registry.example.com/orders-db:3",
    "a server on a host": `${hosts}mysql orders on node1`,
  },
  rejects: { "MySQL": "mysql orders", "PostgreSQL on a Docker host": `${docker}postgres orders-db on app1`, "MariaDB": "mysql orders image mariadb:11.4 env TZ Europe/Berlin" },
});

testFault("patroni-image", {
  accepts: {
    "Patroni on hosts": `${hosts}postgres orders on node[1..3] patroni`,
    "an image that has it": "postgres orders x3 patroni auth secret orders_password image registry.example.com/patroni:16",
  },
  rejects: { "PostgreSQL's own image": "postgres orders x3 patroni auth secret orders_password" },
});

testFault("rabbitmq-one-user", {
  accepts: { "one of each": "rabbitmq mq user app secret app_password vhost shop", "users on hosts": `${hosts}rabbitmq mq on node[1..3] { user app secret a; user audit secret b }` },
  rejects: { "two users": "rabbitmq mq { user app secret app_password; user audit secret audit_password }", "two virtual hosts": "rabbitmq mq user app secret app_password vhost shop, billing" },
});

testRule("guest-user", {
  accepts: {
    "a user": "rabbitmq mq publish 5672 user app secret app_password",
    "its own machine alone": "rabbitmq mq publish 127.0.0.1:5672",
    "nothing published": "rabbitmq mq",
    "what a Docker host publishes so that others reach it": `${docker}rabbitmq mq on app1`,
    "definitions that are mounted": "rabbitmq mq publish 5672 mount ./definitions.json -> /etc/rabbitmq/definitions.json",
    "another port": "rabbitmq mq publish 61613",
  },
  rejects: { "the port of its clients": "rabbitmq mq publish 5672", "the web interface of three nodes": "rabbitmq mq x3 cookie secret mq_cookie publish 15672, 15673, 15674 -> 15672" },
});

testFault("redis-cluster", {
  accepts: {
    "three nodes": "redis shards x3 cluster",
    "a primary and a replica": "redis sessions x2",
    "both ports published": `${docker}redis shards on app[1..3] cluster { publish 6379; publish 16379 }`,
    "two nodes on hosts": `${hosts}redis shards on node[1..2] cluster`,
  },
  rejects: { "two nodes": "redis shards x2 cluster", "one node": "redis shards cluster", "hosts that publish one port": `${docker}redis shards on app[1..3] cluster` },
});

testFault("redis-cluster-create", {
  accepts: { "a primary and replicas": "redis sessions x3" },
  rejects: { "three nodes": "redis shards x3 cluster", "six nodes on three hosts": `${docker}redis shards on app[1..3] cluster port 7000 as redis { publish 7000; publish 17000 }` },
});

testFault("redirected-clients", {
  accepts: { "one broker": "kafka events\nbalancer mq { listen 9092 -> events }", "a primary and replicas": "redis sessions x2\nbalancer cache { listen 6379 -> sessions primary }" },
  rejects: { "three brokers": "kafka events x3\nbalancer mq { listen 9092 -> events }", "a Redis cluster": `${hosts}host lb1 192.168.0.11\nredis shards x3 on node[1..3] cluster\nbalancer cache on lb1 { listen 6379 -> shards }` },
});

const certificate = "tls /etc/elastic/node.pem key /etc/elastic/node.key ca /etc/elastic/ca.pem";

testFault("elasticsearch-tls", {
  accepts: {
    "nobody signs in": "elasticsearch search x3",
    "one node": "elasticsearch search auth secret elastic_password",
    "a certificate": `elasticsearch search x3 auth secret elastic_password ${certificate}`,
    "one node without an authority of its own": "elasticsearch search auth secret elastic_password tls /etc/elastic/node.pem key /etc/elastic/node.key",
    "settings of the program": "elasticsearch search x3 auth secret elastic_password env xpack.security.transport.ssl.enabled true mount ./certs -> /usr/share/elasticsearch/config/certs",
    "nodes on hosts": `${hosts}elasticsearch search on node[1..3] auth secret elastic_password tls ca /etc/ssl/ca.pem`,
  },
  rejects: {
    "three nodes without a certificate": "elasticsearch search x3 auth secret elastic_password",
    "a certificate without its key": "elasticsearch search x3 auth secret elastic_password tls /etc/elastic/node.pem",
    "a certificate without its authority": "elasticsearch search x3 auth secret elastic_password tls /etc/elastic/node.pem key /etc/elastic/node.key",
    "an authority alone": "elasticsearch search auth secret elastic_password tls ca /etc/elastic/ca.pem",
    "TLS where nobody signs in": `elasticsearch search ${certificate}`,
  },
});

testFault("elasticsearch-setting", {
  accepts: {
    "a setting that it has": "elasticsearch search x1 env indices.query.bool.max_clause_count 4096",
    "a setting of an older version": "elasticsearch search x1 version 7.17.24 env node.master true",
  },
  rejects: { "how many nodes elect": "elasticsearch search x3 version 8.15.0 env discovery.zen.minimum_master_nodes 2", "what a node does": "elasticsearch search x1 env node.master true" },
});

testFault("kibana-login", {
  accepts: {
    "a password": "elasticsearch search auth secret elastic_password\nkibana boards of search auth secret kibana_password",
    "a token": "elasticsearch search auth secret elastic_password\nkibana boards of search env ELASTICSEARCH_SERVICEACCOUNTTOKEN secret kibana_token",
    "nobody signs in": "elasticsearch search\nkibana boards of search",
    "Kibana on a host": `${hosts}elasticsearch search on node1 auth secret elastic_password\nkibana boards on node1 of search`,
  },
  rejects: {
    "no password": "elasticsearch search auth secret elastic_password\nkibana boards of search",
    "the superuser": "elasticsearch search auth secret elastic_password\nkibana boards of search auth elastic secret elastic_password",
  },
});

testFault("kibana-version", {
  accepts: {
    "the same version": "elasticsearch search version 8.13.2\nkibana boards of search version 8.13.2",
    "an older minor version": "elasticsearch search version 8.13.2\nkibana boards of search version 8.11.0",
    "the version that it follows": "elasticsearch search image docker.elastic.co/elasticsearch/elasticsearch:7.17.24\nkibana boards of search",
    "an image without a version": "elasticsearch search version 8.13.2\nkibana boards of search image registry.example.com/kibana:latest",
  },
  rejects: {
    "a newer minor version": "elasticsearch search version 8.13.2\nkibana boards of search version 8.15.0",
    "another major version": "elasticsearch search version 8.13.2\nkibana boards of search version 7.17.24",
    "versions in images": "elasticsearch search image docker.elastic.co/elasticsearch/elasticsearch:7.17.24\nkibana boards of search image docker.elastic.co/kibana/kibana:8.15.0",
  },
});

testFault("map-count", {
  accepts: { "one node": "elasticsearch search", "nodes of Docker hosts, where it is set": `${docker}elasticsearch search on app[1..3]` },
  rejects: { "three nodes of the local engine": "elasticsearch search x3" },
});
