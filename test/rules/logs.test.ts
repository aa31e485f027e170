import { testFault } from "../kit/fault.js";
import { testRule } from "../kit/rule.js";

const lan = "network lan 192.168.0.0/24\nhost lb[1..2] 192.168.0.[11..12]\nhost app1 192.168.0.21\nhost node1 192.168.0.31\nelasticsearch search on node1\n";
const edge = "gateway edge on lb[1..2] { route { / -> goods } }\nservice goods on app1 port 80 logs /var/log/goods.log\n";

testFault("log-source-elsewhere", {
  accepts: {
    "all where they run": `${lan}${edge}logs access from edge, goods to search`,
    "a part of the hosts": `${lan}${edge}logs access from edge on lb1 to search`,
    "a from of its own": `${lan}${edge}logs access from edge from goods on app1 to search`,
  },
  rejects: {
    "a gateway on other hosts": `${lan}${edge}logs access from edge, goods on app1 to search`,
    "a service in containers here": `${lan}service cron port 80 image registry.example.com/cron:1\nlogs access from cron, /var/log/syslog on node1 to search`,
  },
});

testFault("unreachable-receiver", {
  accepts: {
    "all on hosts": `${lan}${edge}logstash pipeline on node1\nlogs access from edge through pipeline to search`,
    "all in containers": "service goods port 80 image registry.example.com/goods:1\nlogs access from goods through logstash",
  },
  rejects: {
    "an Elasticsearch in a container here": `${lan.replace(" on node1", "")}${edge}logs access from edge to search`,
    "a logstash in a container here": `${lan}logstash pipeline\nservice cron port 80 image registry.example.com/cron:1\nlogs access from cron through pipeline to search`,
    "a Kibana in a container here": `${lan}kibana boards of search`,
  },
});

const elsewhere = "network lan 192.168.0.0/24\nhost lb1 192.168.0.11\n";

testFault("elasticsearch-without-login", {
  accepts: {
    "a user and TLS": `${elsewhere}elasticsearch search at 192.168.0.50:9200 version 8.15.0 auth elastic secret elastic_password tls ca /etc/ssl/ca.pem\nlogs system from /var/log/syslog to search`,
    "a user that the collection says": `${elsewhere}elasticsearch search at 192.168.0.50:9200 version 8.15.0\nlogs system from /var/log/syslog to search auth shipper secret shipper_password`,
    "an older version": `${elsewhere}elasticsearch search at 192.168.0.50:9200 version 7.17.24\nlogs system from /var/log/syslog to search`,
    "a version that nobody says": `${lan}logs system from /var/log/syslog on lb1 to search`,
    "containers, where it is as the program says": "elasticsearch search version 8.15.0\nservice goods port 80 image registry.example.com/goods:1\nlogs access from goods to search",
  },
  rejects: {
    "one that exists elsewhere": `${elsewhere}elasticsearch search at 192.168.0.50:9200 version 8.15.0\nlogs system from /var/log/syslog to search\nlogs auth from /var/log/auth.log to search`,
    "one of a host": `${elsewhere}elasticsearch search on lb1 version 9.0.1\nlogs system from /var/log/syslog to search`,
  },
});

testFault("elastic-versions", {
  accepts: {
    "the same version": `${elsewhere}elasticsearch search on lb1 version 7.17.24\nlogs system from /var/log/syslog to search version 7.17.24`,
    "another minor version": `${elsewhere}elasticsearch search on lb1 version 7.17.24\nlogs system from /var/log/syslog to search version 7.10.0`,
    "the last version before": `${elsewhere}elasticsearch search on lb1 version 8.15.0 auth secret elastic_password\nlogs system from /var/log/syslog to search version 7.17.24`,
    "versions that follow": "elasticsearch search version 7.17.24\nservice goods port 80 image registry.example.com/goods:1\nlogs access from goods through logstash to search",
  },
  rejects: {
    "an old Filebeat": `${elsewhere}elasticsearch search on lb1 version 8.15.0 auth secret elastic_password\nlogs system from /var/log/syslog to search version 7.10.2`,
    "a new logstash": "elasticsearch search version 7.17.24\nlogstash pipeline version 8.15.0\nservice goods port 80 image registry.example.com/goods:1\nlogs access from goods through pipeline to search",
  },
});

testRule("logs-feedback", {
  accepts: {
    "the logs of others": "service goods port 80 image registry.example.com/goods:1\nlogs access from goods through logstash",
    "all containers, of which a logstash leaves itself out": "logs all from containers through logstash",
    "a logstash by way of another": `${lan}logstash first on node1\nlogstash second on app1\nlogs own from first through second to search`,
  },
  rejects: { "its own log": `${lan}${edge}logstash pipeline on node1\nlogs system from goods, pipeline through pipeline to search` },
});
