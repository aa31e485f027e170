import { hosts, testRule } from "../kit/rule.js";

const two = `${hosts}service web on node[1..2] port 8000\n`;

testRule("duplicate-server", {
  accepts: {
    "one port at two addresses": `${hosts}service web at 192.168.0.31:80, 192.168.0.32:80\nbalancer front on lb1 { listen 80 -> web }`,
    "two ports at one address": `${hosts}service web at 192.168.0.31:80, 192.168.0.31:81\nbalancer front on lb1 { listen 80 -> web }`,
    "one endpoint in two pools": `${hosts}service web at 192.168.0.31:80\nservice old at 192.168.0.31:80\nbalancer front on lb1 { listen 80 -> web; listen 81 -> old }`,
    "instances that share a host": `${hosts}service web x2 on node1 port 9001, 9002\nbalancer front on lb1 { listen 80 -> web }`,
  },
  rejects: {
    "an endpoint that is written twice": `${hosts}service web at 192.168.0.31:80, 192.168.0.31:80\nbalancer front on lb1 { listen 80 -> web }`,
    "one of IPv6 behind a gateway": `${hosts}network six fd00::/64\nservice web at [fd00::7]:80, [fd00::8]:80, [fd00::7]:80\ngateway front on lb1 { route { / -> web } }`,
    "an origin of a cache": `${hosts}service web at 192.168.0.31:80, 192.168.0.31:80\ncache cdn on lb1 { accelerate web }`,
  },
});

testRule("no-weight", {
  accepts: {
    "one server that is drained": `${hosts}service web on node[1..2] port 80 { weight 0 on node1; weight 1 }\nbalancer front on lb1 { listen 80 -> web }`,
    "a backup that takes over": `${hosts}service web on node[1..2] port 80 { weight 0 on node1; weight 1; backup node2 }\nbalancer front on lb1 { listen 80 -> web }`,
  },
  rejects: {
    "every server of a balancer": `${hosts}service web on node[1..2] port 80 weight 0\nbalancer front on lb1 { listen 80 -> web }`,
    "the only server of a gateway": `${hosts}service web on node1 port 80 weight 0\ngateway front on lb1 { route { / -> web } }`,
  },
});

testRule("unchecked-servers", {
  accepts: {
    "a check": `${two}balancer front on lb1 { listen 80 -> web }`,
    "one server": `${hosts}service web on node1 port 80 check no\nbalancer front on lb1 { listen 80 -> web }`,
    "each connection that tries another server": `${two}balancer front on lb1 { listen 80 -> web retries 3 redispatch check no }`,
    "nginx, which notices by requests": `${hosts}service web on node[1..2] port 80 check no\ngateway front on lb1 { route { / -> web } }`,
  },
  rejects: {
    "three servers without a check": `${hosts}service web on node[1..3] port 80 check no\nbalancer front on lb1 { listen 80 -> web }`,
    "a listen that takes the check away": `${two}balancer front on lb1 { listen 80 -> web check no }`,
    "servers of LVS": `${hosts}service web on node[1..2] port 80 check no\nbalancer front lvs on lb[1..2] { mode dr; vip 192.168.0.100; listen 80 -> web }`,
  },
});

testRule("only-backups", {
  accepts: {
    "one server that waits": `${hosts}service web on node[1..2] port 80 backup node2\nbalancer front on lb1 { listen 80 -> web }`,
    "the only server of a role": `${hosts}mysql db on node[1..3]\nbalancer front on lb1 { listen 3306 -> db primary }`,
  },
  rejects: {
    "every server of a stream": `${hosts}service db on node[1..2] protocol tcp port 9000 backup node1, node2\nbalancer front on lb1 { listen 9000 -> db }`,
    "every server of HTTP": `${hosts}service web on node[1..2] port 80 backup node1, node2\nbalancer front on lb1 { listen 80 http -> web }`,
  },
});

testRule("open-statistics", {
  accepts: {
    "a password": `${two}balancer front on lb1 { listen 80 -> web; stats 8404 user ops password secret stats }`,
    "the machine alone": `${two}balancer front on lb1 { listen 80 -> web; stats 127.0.0.1:8404 admin }`,
    "a container that publishes other ports": "network lan 10.1.0.0/24\nservice web x2 port 80\nbalancer front { listen 80 -> web; stats 8404 admin; publish 80 }",
    "a container that publishes it to its own machine": "network lan 10.1.0.0/24\nservice web x2 port 80\nbalancer front { listen 80 -> web; stats 8404; publish 80; publish 127.0.0.1:8404 -> 8404 }",
  },
  rejects: {
    "a page on all addresses": `${two}balancer front on lb1 { listen 80 -> web; stats 8404 }`,
    "a page that switches servers off": `${two}balancer front on lb1 { listen 80 -> web; stats 192.168.0.11:8404 admin }`,
    "a published page": "network lan 10.1.0.0/24\nservice web x2 port 80\nbalancer front { listen 80 -> web; stats 8404; publish 80; publish 9404 -> 8404 }",
  },
});

testRule("resolve-without-names", {
  accepts: {
    "a server with a name": `${hosts}service web at web.example.com:80\nbalancer front on lb1 { listen 80 -> web resolve every 10s }`,
    "one of two pools with names": `${two}service ext at web.example.com:80\nbalancer front on lb1 { resolve every 10s; listen 80 -> web; listen 81 -> ext }`,
  },
  rejects: {
    "a listen": `${two}balancer front on lb1 { listen 80 -> web resolve every 10s }`,
    "a whole balancer": `${two}balancer front on lb1 { resolve every 10s; listen 80 -> web; listen 81 -> web balance source }`,
  },
});

testRule("http-to-other-protocol", {
  accepts: {
    "a broker's own protocol": `${hosts}rabbitmq rabbit on node[1..3]\nbalancer mq on lb1 { listen 5672 -> rabbit }`,
    "its page of HTTP": `${hosts}rabbitmq rabbit on node[1..3]\nbalancer mq on lb1 { listen 15672 http -> rabbit:management }`,
    "a service of which nothing is known but that it listens": `${hosts}service web on node1 protocol tcp port 9000\ngateway front on lb1 { route { / -> web } }`,
    "a balancer behind a gateway": `${two}gateway front on lb1 { route { / -> inner } }\nbalancer inner on lb2 { listen 80 http -> web }`,
    "a database behind a gateway that passes it on": `${hosts}mysql db on node1\ngateway front on lb1 { listen 3306 -> db }`,
  },
  rejects: {
    "a broker by an http listen": `${hosts}rabbitmq rabbit on node[1..3]\nbalancer mq on lb1 { listen 5672 http -> rabbit }`,
    "a broker's other port": `${hosts}rabbitmq rabbit on node[1..3]\nbalancer mq on lb1 { listen 61613 http -> rabbit:stomp }`,
    "a database by a route": `${hosts}mysql db on node1\ngateway front on lb1 { route { /db -> db } }`,
    "a service that says so": `${hosts}service mail on node1 protocol smtp\ngateway front haproxy on lb1 { route { / -> mail } }`,
  },
});

testRule("http-to-tcp", {
  accepts: {
    "a service of HTTP": `${two}gateway front on lb1 { route { / -> web } }`,
    "a stream": `${hosts}service app on node1 protocol tcp port 9000\nbalancer front on lb1 { listen 9000 -> app }`,
    "a balancer, which says itself what it passes": `${two}gateway front on lb1 { route { / -> inner } }\nbalancer inner on lb2 { listen 80 http -> web }`,
  },
  rejects: { "a route to a service of TCP": `${hosts}service app on node1 protocol tcp port 9000\ngateway front on lb1 { route { /a -> app; /b -> app } }` },
});

testRule("tls-passed-to-http", {
  accepts: {
    "TLS that ends in front": `${two}balancer front on lb1 { listen 443 http tls /etc/ssl/shop.pem -> web }`,
    "a stream that ends TLS": `${two}balancer front on lb1 { listen 443 tcp tls /etc/ssl/shop.pem -> web }`,
    "a service that ends it": `${hosts}service web on node[1..2] protocol https port 6443\nbalancer front on lb1 { listen 443 tcp -> web }`,
    "a service of which nothing is known": `${hosts}service web on node[1..2] protocol tcp port 80\nbalancer front on lb1 { listen 443 tcp -> web }`,
    "a service on the port of TLS": `${hosts}service web on node[1..2] port 8443\nbalancer front on lb1 { listen 443 tcp -> web }`,
    "another port": `${two}balancer front on lb1 { listen 80 tcp -> web }`,
  },
  rejects: { "a service of plain HTTP": `${two}balancer front on lb1 { listen 443 tcp -> web }` },
});

testRule("plain-http-to-tls-port", {
  accepts: {
    "a service that says it": `${hosts}service pay at pay.example.com:443 protocol https\ngateway front on lb1 { route { /pay -> pay } }`,
    "a stream": `${hosts}service pay at 203.0.113.7:443\nbalancer front on lb1 { listen 443 -> pay }`,
    "a layer of the site, which says itself": `${two}gateway front on lb1 { route { / -> pay } }\nservice pay at 192.168.0.12:443\ngateway inner on lb2 { listen 443 tls /etc/ssl/x.pem; route { / -> web } }`,
  },
  rejects: { "a service that does not say it": `${hosts}service pay at pay.example.com:443\ngateway front on lb1 { route { /pay -> pay } }` },
});

testRule("writes-to-replicas", {
  accepts: {
    "writes to the primary": `${hosts}mysql db on node[1..3]\nbalancer front on lb1 { listen 3306 -> db primary; listen 3307 -> db }`,
    "reads alone": `${hosts}postgres db on node[1..3] patroni\nbalancer front on lb1 { listen 5433 -> db replicas }`,
    "one server": `${hosts}redis cache on node1\nbalancer front on lb1 { listen 6379 -> cache }`,
    "one node of several": `${hosts}redis cache on node[1..3]\nbalancer front on lb1 { listen 6379 -> cache-1 }`,
    "always the first": `${hosts}redis cache on node[1..3]\nbalancer front on lb1 { listen 6379 -> cache balance first }`,
    "a check that the primary alone passes": `${hosts}postgres db on node[1..3] { patroni; check http /primary 8008 }\nbalancer front on lb1 { listen 5432 -> db }`,
    "keys that the servers share": `${hosts}redis cache on node[1..3] cluster\nbalancer front on lb1 { listen 6379 -> cache }`,
    "a port that is no database": `${hosts}postgres db on node[1..3] patroni\nbalancer front on lb1 { listen 8008 http -> db:rest }`,
  },
  rejects: {
    "MySQL with replicas": `${hosts}mysql db on node[1..3]\nbalancer front on lb1 { listen 3306 -> db }`,
    "Patroni without a role": `${hosts}postgres db on node[1..3] patroni\nbalancer front on lb1 { listen 5432 -> db }`,
    "Redis with a replica": `${hosts}redis cache on node[1..2]\nbalancer front on lb1 { listen 6379 -> cache }`,
    "MySQL's group with one primary": `${hosts}mysql db on node[1..3] replication group\nbalancer front on lb1 { listen 3306 -> db }`,
  },
});

testRule("many-writers", {
  accepts: {
    "one writer": `${hosts}mysql db on node[1..3] replication galera\nbalancer front on lb1 { listen 3306 -> db primary }`,
    "two in reserve": `${hosts}mysql db on node[1..3] { replication galera; backup node2, node3 }\nbalancer front on lb1 { listen 3306 -> db }`,
  },
  rejects: { "a Galera cluster in turn": `${hosts}mysql db on node[1..3] replication galera\nbalancer front on lb1 { listen 3306 -> db }` },
});

testRule("dead-route", {
  accepts: {
    "a prefix for the rest": `${two}gateway front on lb1 { route { / -> web; /api -> web; ~ ^/img/ -> web } }`,
    "the narrower expression first": `${two}gateway front on lb1 { route { ~ ^/img/large/ -> web; ~ ^/img/ -> web } }`,
    "an exact path beside an expression for all": `${two}gateway front on lb1 { route { = /x -> web; ~ ^/ -> web } }`,
    "an expression that takes some of it": `${two}gateway front on lb1 { route { ~ '\\.php$' -> web; /api -> web } }`,
    "an expression that ends elsewhere": `${two}gateway front on lb1 { route { ~ '^/api$' -> web; /api -> web } }`,
    "two domains": `${two}gateway front on lb1 { route a.example.com { ~ ^/ -> web }; route b.example.com { /api -> web } }`,
    "a letter that may be absent": `${two}gateway front on lb1 { route { ~ ^/apis -> web; ~ ^/apis?/x -> web } }`,
  },
  rejects: {
    "a prefix under an expression for all": `${two}gateway front on lb1 { route { ~ ^/ -> web; /api -> web } }`,
    "an expression after a wider one": `${two}gateway front on lb1 { route { ~ ^/img -> web; ~ ^/img/large/.*jpg -> web } }`,
    "a prefix under a narrower expression": `${two}gateway front haproxy on lb1 { route { ~ ^/api/ -> web; /api/v1 -> web; / -> web } }`,
    "a domain under an expression of any": `${two}gateway front on lb1 { route { ~ .* -> web }; route a.example.com { / -> web } }`,
    "an expression that holds a text": `${two}gateway front on lb1 { route { ~ /admin -> web; /shop/admin/x -> web; / -> web } }`,
  },
});

testRule("late-detection", {
  accepts: {
    "as long as the interval": `${two}balancer front on lb1 { listen 80 http -> web check http /health every 2s timeout 2s }`,
    "a connection, which the interval bounds": `${two}balancer front on lb1 { listen 80 -> web check tcp every 2s timeouts check 10s }`,
  },
  rejects: {
    "a long wait for an answer": `${two}balancer front on lb1 { listen 80 http -> web check http /health every 2s timeout 10s }`,
    "a wait that is said for all checks": `${two}balancer front on lb1 { timeouts check 5s; listen 80 http -> web check http /health every 3s fall 2 }`,
  },
});

testRule("upsync-timeout", {
  accepts: {
    "the usual wait": `${hosts}consul registry on node[1..3]\nservice web on node[1..2] port 8000 discover registry\ngateway front on lb1 { route { / -> web } }`,
    "HAProxy, which asks DNS": `${hosts}consul registry on node[1..3]\nservice web on node[1..2] port 8000 discover registry via dns timeout 20s\ngateway front haproxy on lb1 { route { / -> web } }`,
  },
  rejects: { "a short one": `${hosts}consul registry on node[1..3]\nservice web on node[1..2] port 8000 discover registry timeout 20s every 1m\ngateway front on lb1 { route { / -> web } }` },
});

testRule("redirect-loop", {
  accepts: {
    "the path alone": `${two}gateway front on lb1 { route { = / -> redirect /home; / -> web } }`,
    "a path of another route": `${two}gateway front on lb1 { route { / -> redirect /home; /home -> web } }`,
    "another domain": `${two}gateway front on lb1 { route example.com { / -> redirect http://www.example.com/ }; route www.example.com { / -> web } }`,
    "a domain that is not the site's": `${two}gateway front on lb1 { route { /old -> redirect https://other.example.com/old; / -> web } }`,
    "the port of TLS": `${two}gateway front on lb1 { listen 80, 443; route { / -> redirect https }; route a.example.com { / -> web } }`,
  },
  rejects: {
    "a prefix that holds its target": `${two}gateway front on lb1 { route { / -> redirect /home; /api -> web } }`,
    "two that lead to each other": `${two}gateway front on lb1 { route { /a -> redirect /b/; /b -> redirect /a; / -> web } }`,
    "the own domain": `${two}gateway front on lb1 { listen 443 tls /etc/ssl/x.pem; route www.example.com { / -> redirect https://www.example.com/start; /api -> web } }`,
  },
});

testRule("redirect-to-nothing", {
  accepts: {
    "a listen with TLS": `${two}gateway front on lb1 { listen 80, 443 tls /etc/ssl/x.pem; route { / -> redirect https }; route a.example.com { / -> web } }`,
    "TLS on another port": `${two}gateway front on lb1 { listen 80; listen 9443 tls /etc/ssl/x.pem; route { / -> redirect https }; route a.example.com { / -> web } }`,
    "another layer that ends TLS": `${two}gateway front on lb1 { listen 80; route { / -> redirect https } }\nbalancer secure on lb2 { listen 443 http tls /etc/ssl/x.pem -> web }`,
    "a layer in front": `${two}gateway edge on lb1 behind front { listen 80; route { / -> redirect https } }\nbalancer front on lb2 { listen 80 http -> edge }`,
  },
  rejects: { "no listen for it": `${two}gateway front on lb1 { listen 80; route { / -> redirect https; /api -> web } }` },
});

testRule("secret-in-environment", {
  accepts: {
    "a secret": "service web port 80 image web env DB_PASSWORD secret db_password",
    "a path": "service web port 80 image web env DB_PASSWORD /run/secrets/db\nservice other port 81 image web env DB_PASSWORD_FILE /run/secrets/db",
    "a switch": "service web port 80 image web { env MYSQL_ALLOW_EMPTY_PASSWORD yes; env REQUIRE_TOKEN true; env TOKEN_TTL 3600 }",
  },
  rejects: { "a password and a token": "service web x2 port 80 image web { env DB_PASSWORD hunter2; env github_token abcdef; env MODE production }" },
});

testRule("missing-in-container", {
  accepts: {
    "a host, which has its own files": `${two}gateway front on lb1 { listen 443 tls /etc/ssl/shop.pem; route { / -> web; /s -> files /srv/www } }`,
    "a mounted certificate": "service web x2 port 80 image web\ngateway front { listen 443 tls /etc/ssl/shop.pem; mount ./tls/shop.pem -> /etc/ssl/shop.pem; route { / -> web } }",
    "a mounted folder": "service web x2 port 80 image web\ngateway front { listen 443 tls /etc/ssl/shop.pem; mount ./tls -> /etc/ssl; route { / -> web } }",
    "an image of one's own": "service web x2 port 80 image web\ngateway front { image registry.example.com/edge:4; listen 443 tls /etc/ssl/shop.pem; route { / -> web } }",
    "the pages of the image": "gateway front { route { / -> files /usr/share/nginx/html } }",
  },
  rejects: {
    "a certificate": "service web x2 port 80 image web\ngateway front { listen 443 tls /etc/ssl/shop.pem key /etc/ssl/shop.key; route { / -> web } }",
    "the certificate that is expected": "service web x2 port 80 image web\ngateway front { listen 443; route { / -> web } }",
    "pages of a folder": "gateway front { route { / -> files /srv/www } }",
    "a certificate of HAProxy": "service web x2 port 80 image web\nbalancer front { listen 443 http tls /etc/ssl/shop.pem -> web }",
    "lists of a cache": "network lan 10.1.0.0/24\ncache office { forward; login file /etc/squid/passwd; deny to file /etc/squid/blocked.txt; allow login }",
  },
});
