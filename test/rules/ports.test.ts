import { hosts, testRule } from "../kit/rule.js";

testRule("listen-without-target", {
  accepts: {
    "a listen with an arrow": `${hosts}rabbitmq rabbit on node1\nbalancer mq on lb1 { listen 5672 -> rabbit }`,
    "a gateway with something behind it": `${hosts}gateway edge on lb1\nservice goods on node1 port 80 behind edge`,
  },
  rejects: { "a balancer that leads nowhere": `${hosts}balancer mq on lb1 { listen 5672 }`, "a gateway with nothing behind it": `${hosts}gateway edge on lb1` },
});

testRule("port-conflict", {
  accepts: {
    "one port on two addresses": `${hosts}service a on node1 port 8081\ngateway edge on lb1 { listen 192.168.0.11:80; route { / -> a } }\ngateway inner on lb1 { listen 127.0.0.1:80; route { / -> a } }`,
    "a container that gives way to a daemon of its host": `${hosts}host dock1 192.168.0.41 { runtime docker }\nservice a on dock1 port 80 image a\ngateway edge on dock1 { listen 80; route { / -> a } }`,
    "one port on two hosts": `${hosts}service a on node1 port 80\nservice b on node2 port 80`,
    "one port by TCP and by UDP": `${hosts}service a on node1 port 53/udp protocol udp\nservice b on node1 port 53 protocol tcp`,
    "all addresses and one of them, of one nginx": `${hosts}service a on node1 port 8081\ngateway edge on lb1 { listen 80; route { / -> a } }\ngateway inner on lb1 { listen 192.168.0.11:80; route { / -> a } }`,
    "all addresses and one of them, of one HAProxy": `${hosts}service a on node1 port 8081\nbalancer web on lb1 { listen 80 -> a; listen 192.168.0.11:80 -> a }`,
    "ports that a node may have and mostly has not": `${hosts}postgres orders on node1\nrabbitmq rabbit on node1\nservice a on node1 port 8008\nservice b on node2 port 61613`,
    "one published port on two addresses": "service a port 80 publish 127.0.0.1:8080 -> 80\nservice b port 80 publish 127.0.0.2:8080 -> 80",
    "one port in two containers": "service a port 80\nservice b port 80",
    "an input of logstash on a port of its own": `${hosts}elasticsearch search on node1\nlogstash pipeline on node2\nlogs devices through pipeline listen syslog 5514 to search`,
    "the port of Filebeat for others, where nothing comes from Filebeat": `${hosts}elasticsearch search on node1\nlogstash pipeline on node2\nlogs devices through pipeline listen tcp 5044 to search`,
    "collections that share the port of Filebeat": `${hosts}elasticsearch search on node1\nlogstash pipeline on node2\nlogs a from /var/log/a.log on lb1 through pipeline to search\nlogs b from /var/log/b.log on lb2 through pipeline to search`,
  },
  rejects: {
    "two proxies of one host": `${hosts}service a on node1 port 8081\ngateway edge on lb1 { listen 80; route { / -> a } }\nbalancer web on lb1 { listen 80 -> a }`,
    "all addresses and one of them": `${hosts}service a on node1 port 8081\ngateway edge on lb1 { listen 80; route { / -> a } }\nbalancer web on lb1 { listen 192.168.0.11:80 -> a }`,
    "all addresses in two ways": `${hosts}service a on node1 port 8081\nbalancer web on lb1 { listen 80 -> a; listen 0.0.0.0:80 -> a }`,
    "HTTP and TCP of one nginx": `${hosts}service a on node1 port 8081\nbalancer web nginx on lb1 { listen 80 http -> a; listen 192.168.0.11:80 tcp -> a }`,
    "a published port and a daemon of its host": `${hosts}host dock1 192.168.0.41 { runtime docker }\nservice a on dock1 port 80 image a publish 80\ngateway edge on dock1 { listen 80; route { / -> a } }`,
    "two containers that publish one port": "service a port 80 publish 8080 -> 80\nservice b port 80 publish 8080 -> 80",
    "one container that publishes a port twice": "service a port 80, 81 { publish 8080 -> 80; publish 8080 -> 81 }",
    "two services of one host": `${hosts}service a on node1 port 80\nservice b on node1 port 80`,
    "a range of ports that holds another's": `${hosts}service a on node1 port 9000\nbalancer web on lb1 { listen 8801-8810 -> a }\nbalancer more on lb1 { listen 8805 -> a }`,
    "a range of a service that holds another's": `${hosts}service a on node1 port 21, 30000-30009\nservice b on node1 port 30005`,
    "a cache and a gateway of one host": `${hosts}service a on node1 port 8081\ncache cdn on lb1 { listen 80; accelerate a }\ngateway edge on lb1 { listen 80; route { / -> a } }`,
    "a gateway and the agent of Consul on its host": `${hosts}consul registry on node[1..3] client lb1\nservice a on node1 port 8081\ngateway edge on lb1 { listen 8500; route { / -> a } }`,
    "an input of logstash and another daemon of its host": `${hosts}elasticsearch search on node1\nlogstash pipeline on node1\nlogs devices through pipeline listen tcp 9200 to search`,
    "an input of logstash and the port of its own state": "logs devices through logstash listen tcp 9600",
    "two logstashes of one host": `${hosts}elasticsearch search on node3\nlogstash a on node[1..2]\nlogstash b on node[1..2]\nlogs x from /var/log/x.log on lb1 through a to search\nlogs y from /var/log/y.log on lb2 through b to search`,
    "one declaration twice": `${hosts}service a on node1 port 8081\nbalancer web on lb1 { listen 8404 -> a; stats 8404 }`,
  },
});

testRule("listen-elsewhere", {
  accepts: {
    "its own address": `${hosts}gateway edge on lb1 { listen 192.168.0.11:80; route { / -> deny 403 } }`,
    "its VIP": `${hosts}gateway edge on lb[1..2] { vip 192.168.0.146; listen 192.168.0.146:80; route { / -> deny 403 } }`,
    "the VIP of another declaration on the same hosts": `${hosts}service a on node1 port 81\nbalancer tcp on lb[1..2] { vip 192.168.0.146; listen 90 -> a }\ngateway edge on lb[1..2] { listen 192.168.0.146:80; route { / -> deny 403 } }`,
    "an address that the program does not know": `${hosts}gateway edge on lb[1..2] { listen 192.168.0.99:80; route { / -> deny 403 } }`,
    "the loopback": `${hosts}gateway edge on lb[1..2] { listen 127.0.0.1:80; listen [::1]:80; listen 0.0.0.0:81; route { / -> deny 403 } }`,
    "an address that LVS has put there": `${hosts}gateway edge on node[1..2] { listen 192.168.0.146:80; route { / -> deny 403 } }\nbalancer web lvs on lb[1..2] { mode dr; vip 192.168.0.146; listen 80 -> edge }`,
  },
  rejects: {
    "the address of one of two hosts": `${hosts}gateway edge on lb[1..2] { listen 192.168.0.11:80; route { / -> deny 403 } }`,
    "the VIP of other hosts": `${hosts}service a on node1 port 81\nbalancer tcp on lb[1..2] { vip 192.168.0.146; listen 90 -> a }\ngateway edge on node3 { listen 192.168.0.146:80; route { / -> deny 403 } }`,
    "an address that a container does not have": "network lan 192.168.0.0/24\ngateway edge { listen 192.168.0.200:80; route { / -> deny 403 } }",
    "the page of a balancer": `${hosts}service a on node1 port 81\nbalancer tcp on lb[1..2] { listen 90 -> a; stats 192.168.0.11:8404 user ops password secret s }`,
    "a cache": `${hosts}service a on node1 port 81\ncache cdn on lb1 { listen 192.168.0.31:80; accelerate a }`,
  },
});

testRule("publish-without-listener", {
  accepts: {
    "an arrow": "service web port 3000 publish 8080 -> 3000",
    "the port itself": "service web port 3000 publish 3000",
    "a port more than those that it says": "service web port 3000 publish 3000, 9229",
    "a port for an engineer, of a service behind a gateway": "service web port 3000 publish 9229 behind edge\ngateway edge",
    "a service that does not say what it listens on": "service web publish 8080",
    "a listen": "gateway edge { listen 80, 8080; publish 8080; route { / -> deny 403 } }",
    "a page": "service a port 81\nbalancer tcp { listen 90 -> a; stats 8404 user ops password secret s; publish 90; publish 8404 }",
    "what words of the daemon's own may listen on": "gateway edge { listen 80; publish 8080; route { / -> deny 403 }; nginx { http { server { listen 8080 } } } }",
    "a plugin of RabbitMQ": "rabbitmq rabbit publish 15692",
    "a range": "service ftp port 21, 30000-30009 protocol tcp { publish 21; publish 30000-30009 }",
  },
  rejects: {
    "a service whose arrow is missing": "service web port 3000 publish 8080",
    "a gateway whose arrow is missing": "gateway edge { listen 80; publish 8080; route { / -> deny 403 } }",
    "an arrow to another port": "redis sessions auth secret redis_password publish 6380 -> 6380",
    "TCP for UDP": "service names port 53/udp protocol udp publish 53",
    "a gateway with two": "gateway edge { listen 80, 443; publish 80; publish 8443; route { / -> deny 403 } }",
  },
});

testRule("published-without-auth", {
  accepts: {
    "for its own machine": "redis sessions publish 127.0.0.1:6379",
    "with a password": "redis sessions publish 6379 auth secret redis_password",
    "with what is told by a variable": "redis sessions publish 6379 env REDIS_ARGS '--requirepass x'",
    "with a file of one's own": "redis sessions publish 6379 mount ./redis.conf -> /usr/local/etc/redis/redis.conf",
    "a registry with tokens": "consul registry x3 acl publish 8500",
    "names alone": "consul registry x3 publish 8600/udp",
    "all addresses, said so": "redis sessions publish 0.0.0.0:6379",
    "what hosts of Docker publish so that others reach it": `${hosts}host dock1 192.168.0.41 { runtime docker }\nredis sessions on dock1`,
    "a host that the internet does not reach": `${hosts}host dock1 192.168.0.41 { runtime docker }\nredis sessions on dock1 publish 6379`,
    "a broker, which has users": "rabbitmq rabbit publish 5672",
  },
  rejects: {
    redis: "redis sessions publish 6379",
    elasticsearch: "elasticsearch search x1 publish 9201 -> 9200",
    "elasticsearch with its data in a folder": "elasticsearch search x1 publish 9200 mount ./data -> /usr/share/elasticsearch/data rw",
    consul: "consul registry x3 publish 8500",
    etcd: "etcd state x1 publish 2379",
    "a host in the internet": "network public 185.10.20.0/24\nhost dock1 185.10.20.11 { runtime docker }\nredis sessions on dock1 publish 6379",
  },
});

testRule("published-port-inside", {
  accepts: {
    "the port inside": "rabbitmq rabbit publish 5674 -> 5672\nservice api port 80 env AMQP_URL amqp://rabbit:5672",
    "one that is published as itself": "rabbitmq rabbit publish 5672\nservice api port 80 env AMQP_URL amqp://rabbit:5672",
    "the published port of something else": "rabbitmq rabbit publish 5674 -> 5672\nservice api port 80 env OTHER other.example.com:5674",
    "a port that nobody publishes": "rabbitmq rabbit publish 5674 -> 5672\nservice api port 80 env METRICS rabbit:15692",
  },
  rejects: {
    "a variable": "rabbitmq rabbit publish 5674 -> 5672\nservice api x2 port 80 env AMQP_URL amqp://rabbit:5674/shop",
    "a list in a variable": "service db x2 port 3306 protocol tcp publish 13306, 13307 -> 3306\nservice api port 80 env DB_HOSTS db-1:13306,db-2:3306",
    "a service that exists already": "service db port 3306 protocol tcp publish 13306 -> 3306\nservice legacy protocol tcp at db:13306\nbalancer tcp { listen 3306 -> legacy }",
  },
});
