import { hosts, testRule } from "../kit/rule.js";

const twoNetworks = "network front 172.28.1.0/24\nnetwork back 172.28.2.0/24\n";

testRule("no-shared-network", {
  accepts: {
    "a gateway in both": `${twoNetworks}gateway edge in front, back\nservice goods in back port 80 behind edge`,
    "what exists already": `${twoNetworks}service cdn at 151.101.1.57:443\ngateway edge in front { route { / -> cdn } }`,
    "hosts of two networks, which have routers": "network lan 192.168.0.0/24\nnetwork dmz 10.9.0.0/24\nhost lb1 10.9.0.11\nhost web1 192.168.0.21\ngateway edge on lb1\nservice goods on web1 port 80 behind edge",
    "who registers in the registry's network": `${twoNetworks}consul registry x3 in back\nservice goods in front, back port 80 discover registry behind edge\ngateway edge in front, back`,
  },
  rejects: {
    "a gateway in one and its service in the other": `${twoNetworks}gateway edge in front\nservice goods in back port 80 behind edge`,
    "a cache in one and its origin in the other": `${twoNetworks}cache cdn in front { accelerate goods }\nservice goods in back port 80`,
    "a registry that neither side reaches": `${twoNetworks}consul registry x3 in back\nservice goods x2 in front port 80 discover registry behind edge\ngateway edge in front`,
  },
});

testRule("unreachable-container", {
  accepts: {
    "both on hosts": `${hosts}gateway edge on lb1\nservice goods on node1 port 80 behind edge`,
    "both in containers": "gateway edge\nservice goods port 80 behind edge",
    "a network that reaches the hosts": "network lan 192.168.0.0/24 { driver macvlan; parent eth0 }\nhost lb1 192.168.0.11\ngateway edge on lb1\nservice goods in lan port 80 behind edge",
  },
  rejects: { "a gateway on hosts and a service in a container": `${hosts}gateway edge on lb1\nservice goods port 80 behind edge` },
});

testRule("circular-start", {
  accepts: {
    "a chain": "service a port 80 after b\nservice b port 80 after c\nservice c port 80",
    "one that two wait for": "service a port 80 after c\nservice b port 80 after c\nservice c port 80",
    "nodes beside those of another host": `${hosts}host dock[1..2] 192.168.0.[41..42] { runtime docker }\nservice a x2 on dock[1..2] port 80 image a after b\nservice b x2 on dock[1..2] port 81 image b`,
  },
  rejects: {
    "two that wait for each other": "service a port 80 after b\nservice b port 80 after a",
    "three": "service a port 80 after b\nservice b port 81 after c\nservice c port 82 after a",
    "one that waits for itself": "service a port 80 after a",
    "nodes that wait for their own declaration": "service goods x3 port 80 after goods",
    "a service that waits for its gateway": "gateway edge\nservice api port 80 behind edge after edge",
  },
});

testRule("never-done", {
  accepts: {
    "what runs once": "service migrate port 80 once\nservice api port 81 after migrate done",
    "what is started again only when it fails": "service migrate port 80 restart on-failure\nservice api port 81 after migrate done",
    "the words of Compose": "service migrate port 80 { compose { restart 'no' } }\nservice api port 81 after migrate done",
  },
  rejects: { "a service that is started again": "service migrate port 80\nservice api x2 port 81 after migrate done" },
});

testRule("never-healthy", {
  accepts: {
    "a kind whose image says how it is": "redis sessions\nservice api port 81 after sessions healthy",
    "a health check of Compose": "service auth port 80 { compose { healthcheck { test CMD, true; interval 10s } } }\nservice api port 81 after auth healthy",
    "what is only started": "service auth port 80\nservice api port 81 after auth",
  },
  rejects: { "a service without a health check": "service auth port 80\nservice api x2 port 81 after auth healthy" },
});

testRule("mount-without-dot", {
  accepts: {
    "a path beside the compose file, one of the machine and a volume": "service web port 80 { mount ./conf/app.ini -> /etc/app.ini; mount /srv/www -> /www; mount ~/data -> /data; mount ../up -> /up; mount uploads -> /var/lib/uploads rw }",
  },
  rejects: { "a path without its dot": "service web x2 port 80 { mount conf/app.ini -> /etc/app.ini }" },
});

testRule("heap-exceeds-memory", {
  accepts: {
    "a heap of half the memory": "elasticsearch search x1 heap 1GB memory 2GB",
    "a heap without a limit": "elasticsearch search x1 heap 4GB",
    "a variable that says less": 'service api port 80 memory 1GB env JAVA_OPTS "-Xms128m -Xmx512m"',
  },
  rejects: {
    "a heap above the memory": "elasticsearch search x3 heap 4GB memory 2GB",
    "a heap of all the memory": "kafka events x1 heap 1GB memory 1GB",
    "the heap that nobody says": "elasticsearch search x1 memory 512MB",
    "a variable that says more": 'service api port 80 memory 512MB env JAVA_OPTS "-Xms128m -Xmx1g"',
  },
});

testRule("network-without-parent", {
  accepts: {
    "an interface": "network lan 192.168.0.0/24 { driver macvlan; parent eth0 }\nservice goods port 80",
    "an interface in the words of Compose": "site shop { compose { networks { lan { driver_opts { parent eth0 } } } } }\nnetwork lan 192.168.0.0/24 { driver macvlan }\nservice goods port 80",
    "a network of hosts": `${hosts.replace("/24", "/24 { driver macvlan }")}`,
  },
  rejects: { "no interface": "network lan 192.168.0.0/24 { driver macvlan }\nservice goods port 80", "an ipvlan": "network lan 192.168.0.0/24 driver ipvlan\nservice goods port 80" },
});

testRule("idle-parent", {
  accepts: { "a macvlan": "network lan 192.168.0.0/24 { driver macvlan; parent eth0 }\nservice goods port 80" },
  rejects: { "a bridge": "network lan 192.168.0.0/24 { parent eth0 }\nservice goods port 80" },
});

testRule("publish-without-bridge", {
  accepts: {
    "a bridge": "service web port 3000 publish 80 -> 3000",
    "a bridge beside it": "network lan 192.168.0.0/24 { driver macvlan; parent eth0 }\nnetwork back 172.28.0.0/24\nservice web in lan, back port 3000 publish 80 -> 3000",
    "what nobody wrote": "network lan 192.168.0.0/24 { driver macvlan; parent eth0 }\ngateway edge { route { / -> deny 403 } }",
  },
  rejects: { "a macvlan alone": "network lan 192.168.0.0/24 { driver macvlan; parent eth0 }\nservice web x2 in lan port 3000 publish 80, 81 -> 3000" },
});

testRule("unused-match", {
  accepts: {
    "one that a rule names": `${hosts}cache office on lb1 { forward; match work during mon-fri 08:00-18:00; deny work; allow }`,
    "one that another names": `${hosts}cache office on lb1 { forward; match work during mon-fri 08:00-18:00; match busy work from 192.168.0.0/24; deny not busy; allow }`,
    "one that words of squid's own name": `${hosts}cache office on lb1 { forward; match work during mon-fri 08:00-18:00; allow; squid { delay_access 1 deny work } }`,
  },
  rejects: { "one that nobody names": `${hosts}cache office on lb1 { forward; match work during mon-fri 08:00-18:00; match rest from 192.168.0.0/24; deny work; allow }` },
});

testRule("duplicate-mount", {
  accepts: {
    "two places": "service web port 80 { mount ./a -> /a; mount ./b -> /a/b }",
    "what stands in the place of a cluster's own volume": "redis sessions mount sessions -> /data rw",
  },
  rejects: {
    "two files at one place": "service web x2 port 80 { mount ./a.ini -> /etc/web.ini; mount ./b.ini -> /etc/web.ini }",
    "a folder with a slash at its end": "service web port 80 { mount ./a -> /srv/www; mount ./a -> /srv/www/ }",
  },
});

testRule("duplicate-variable", {
  accepts: {
    "two variables": "service api port 80 { env A 1; env B 1 }",
    "one that is set otherwise than by default": "elasticsearch search x1 env ES_JAVA_OPTS '-Xms2g -Xmx2g'",
  },
  rejects: { "one variable twice": "service api x2 port 80 { env DB_HOST 192.168.0.31; env DB_HOST 192.168.0.32 }" },
});

testRule("shared-data", {
  accepts: {
    "a volume for each": "redis sessions x3",
    "one server": "redis sessions x1 mount sessions -> /data rw",
    "a folder for backups": "redis sessions x3 mount backups -> /backups rw",
    "files that are only read": "redis sessions x3 mount ./redis.conf -> /usr/local/etc/redis/redis.conf",
    "servers on hosts of their own": "network lan 192.168.0.0/24\nhost dock[1..3] 192.168.0.[41..43] { runtime docker }\nredis sessions on dock[1..3] mount /srv/redis -> /data rw",
    "a service, which may well share": "service web x3 port 80 mount uploads -> /data rw",
  },
  rejects: { "a volume for all": "redis sessions x3 mount sessions -> /data rw", "a folder of the machine": "etcd state x3 mount /srv/etcd -> /etcd-data rw" },
});

testRule("loopback-in-container", {
  accepts: {
    "a layer on a host": `${hosts}service legacy at 127.0.0.1:8080\ngateway edge on lb[1..2] { route { / -> legacy } }`,
    "the machine's address": "service legacy at 192.168.7.21:8080\ngateway edge { route { / -> legacy } }",
    "the network of the machine": "service legacy at 127.0.0.1:8080\ngateway edge { route { / -> legacy }; compose { network_mode host } }",
  },
  rejects: {
    "a gateway": "service legacy at 127.0.0.1:8080\ngateway edge { route { / -> legacy } }",
    "a balancer, by name": "service db protocol tcp at localhost:3306\nbalancer sql x2 { listen 3307 -> db }",
    "a cache": "service legacy at [::1]:8080\ncache cdn { accelerate legacy }",
  },
});

const docker = "network lan 192.168.0.0/24\nhost lb1 192.168.0.11\nhost dock[1..2] 192.168.0.[21..22] runtime docker\n";

testRule("check-port-unpublished", {
  accepts: {
    "the port of its traffic": `${docker}service goods on dock[1..2] port 8080 image goods check http /health\nbalancer edge on lb1 { listen 80 -> goods }`,
    "a second port that is published": `${docker}service goods on dock[1..2] port 8080, 9090 image goods publish 9090 check http /health 9090\nbalancer edge on lb1 { listen 80 -> goods }`,
    "a port of a service on hosts": `${docker}host app1 192.168.0.31\nservice goods on app1 port 8080 check http /health 9090\nbalancer edge on lb1 { listen 80 -> goods }`,
    "containers side by side": "service goods x2 port 8080 image goods check http /health 9090\nbalancer edge { listen 80 -> goods }",
  },
  rejects: {
    "a port that nobody publishes": `${docker}service goods on dock[1..2] port 8080 image goods check http /health 9090\nbalancer edge on lb1 { listen 80 -> goods }`,
    "the port inside, which is another outside": `${docker}service goods on dock[1..2] port 8080 image goods publish 18080 -> 8080 check http /health 8080\nbalancer edge on lb1 { listen 80 -> goods }`,
  },
});
