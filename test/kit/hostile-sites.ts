/**
 * Programs that between them put a text everywhere where the vocabulary takes one, each about one engine. A name that is declared occurs
 * nowhere else in its program, so that it can be renamed by its text.
 */
export const hostileSites: Readonly<Record<string, string>> = {
  nginx: `site wideshop {
  format mainfmt '$remote_addr [$time_local] "$request" $status'
  notify mail ops@example.com from vrrp@example.com via 192.168.0.2
}
secret lb_pass from env LB_PASS
network lan 192.168.0.0/24 { domain lan.example }
host lbhost 192.168.0.11 interface eth0 user deploy zone rack-a
host apphost 192.168.0.21
service gooods on apphost {
  port 8080, 9090 as web, metrics
  version 2.8
  user www-data
  logs /var/log/app/app.log format mainfmt
  tls ca /etc/ssl/app-ca.pem
  check passive
}
service wares on apphost port 8081 {
  behind edge at /wa domain wa.example.com
}
gateway edge on lbhost {
  version 1.29.6
  listen 80 as plain
  listen 443 tls /etc/ssl/shop.pem key /etc/ssl/shop.key ca /etc/ssl/clients.pem ciphers HIGH:!aNULL verify client as safe
  balance hash header X-User
  header response X-Frame-Options DENY
  header request X-Shop "gds $remote_addr"
  status 8088 at /nginx_status
  health 8089 at /healthz
  vip 192.168.0.146 auth secret lb_pass
  logs access /var/log/nginx/access.log format '$remote_addr "$request"'
  logs error /var/log/nginx/error.log
  route shop.example.com {
    /gds -> gooods {
      degrade { above 50r/s -> file /srv/busy.html }
      sticky cookie SRV insert
    }
    ~ '^/v\\d+/x' -> wares { limit 60r/m per header X-Api-Key }
    /static -> files /srv/static
    /old -> redirect https://old.example.com/x
    / -> deny 404
  }
}
`,
  lua: `network lan 192.168.0.0/24
host lbhost 192.168.0.11
host apphost 192.168.0.21
service gooods on apphost port 8080
gateway edge openresty on lbhost {
  listen 80
  logs local1
  lua {
    path /opt/lua/?.lua
    share limits 10MB
    init /opt/lua/init.lua
    worker /opt/lua/worker.lua
    access /opt/lua/access.lua
    log /opt/lua/log.lua
  }
  route {
    / -> gooods
    /x -> lua /opt/lua/x.lua
  }
}
`,
  haproxy: `network lan 192.168.0.0/24
host lbhost 192.168.0.11
host apphost 192.168.0.21
secret stats_pass from file ./stats
service gooods on apphost port 8080 {
  check http /health {
    host health.example.com
    body "ok text"
  }
}
service wares on apphost port 8081 {
  tls ca /etc/ssl/wares-ca.pem
  check http /two body "/o+k/"
}
mysql ledger on apphost { check mysql haproxy_check; auth root secret ledger_pass }
postgres papers on apphost { check postgres pg_check }
redis sessions on apphost { auth secret redis_pass; check redis }
gateway edge haproxy on lbhost {
  listen 80 as plain
  listen 443 tls /etc/ssl/shop.pem ca /etc/ssl/clients.pem ciphers HIGH:!aNULL verify client as safe
  balance hash header X-User
  sticky cookie SRV insert
  header response X-Frame-Options DENY
  header request X-Shop "gds here"
  limit 60r/m per header X-Api-Key
  stats 8100 at /haproxy user ops password secret stats_pass realm Balancers
  health 8089 at /healthz
  logs local1 format "%ci %ST"
  route shop.example.com {
    /gds -> gooods
    ~ '^/v[0-9]+/x' -> wares
    /old -> redirect https://old.example.com/x
    / -> deny 404
  }
}
balancer mq on lbhost {
  listen 3306 as lg -> ledger
  listen 6379 as ses -> sessions
  listen 5432 as pap -> papers
}
`,
  vip: `network lan 192.168.0.0/24
host lbhost 192.168.0.11 interface eth0
host lbother 192.168.0.12 interface eth0
host apphost 192.168.0.21
secret lb_pass
service gooods on apphost port 8080 check http /lvs {
  behind spread
}
service dnsd on apphost port 53 protocol tcp check dns lan.example.com
gateway edge on lbhost, lbother {
  listen 80
  health 8081
  route { / -> gooods }
  vip 192.168.0.146 {
    auth secret lb_pass
    dev eth0
    label vrrp.51:web
    vmac vrrp.51
    check process nginx
    notify master /usr/local/sbin/became-master
    notify mail ops@example.com from vrrp@example.com via 192.168.0.2
  }
  vip 192.168.0.147 {
    check http /alive 8081 {
      host alive.example.com
      body "well"
    }
  }
  vip 192.168.0.149 {
    check script /usr/local/bin/look { user nobody }
  }
}
balancer spread lvs on lbhost, lbother {
  mode dr
  vip 192.168.0.148
  listen 8080 -> gooods {
    check http /lvs {
      host lvs.example.com
      body "fine"
    }
  }
  listen 53 -> dnsd check dns lan.example.com
}
expect steady {
  resolve shop.example.com 192.168.0.148
  kill lbhost haproxy
  within 1s get http://shop.example.com/
}
`,
  squid: `network lan 10.0.0.0/16
host proxyhost 10.0.0.8
host cdnhost 10.0.0.9
secret mgr
cache web on proxyhost {
  version 5.7
  forward
  listen 3128
  disk /var/spool/squid 20GB aufs
  logs /var/log/squid/a.log format squid
  fresh 5m .. 1h share 20% path /static
  fresh 5m .. 1h share 20% path ~ '\\.jpg$'
  match work during mon-fri 08:00-18:00
  match staff from 10.0.0.0/16
  match both work staff
  login file /etc/squid/passwd realm "Office proxy"
  allow work staff both
  allow to .example.com
  deny to ~ 'evil[0-9]+'
  deny to file /etc/squid/blocked.txt
  deny method POST
  deny path /admin
  deny path ~ '\\.(exe|msi)$'
  deny agent curl
  deny header X-Env staging
  deny login alice
  deny helper "/usr/lib/squid/ext -t 60" given client
  no-cache path /account
  via -> 192.168.60.6:4480 only to .peer.example
  pool 1MB/s path ~ '\\.(iso|zip)$'
  errors /usr/share/squid-langpack/de
  name proxy.example.com
  manager mail ops@example.com from 10.0.0.5 password secret mgr
  filter icap://127.0.0.1:1344/avscan answers bypass
}
cache cdn on cdnhost {
  listen 443 tls /etc/ssl/cdn.pem key /etc/ssl/cdn.key
  accelerate https://192.168.232.204 { site www.example.com; ca /etc/ssl/internal.pem }
  filter /usr/bin/squidGuard
}
`,
  compose: `site boxsite
network lan 172.28.0.0/24 { driver macvlan; parent eth0 }
secret db_pass
secret gossip
consul registry x3 { datacenter dc9; encrypt secret gossip }
rabbitmq rabbit { vhost ordrs; user app secret db_pass }
elasticsearch search { cluster cell; auth elastic secret db_pass; port 9201 as http }
mysql ledger { auth root secret db_pass }
postgres papers { auth pg secret db_pass }
redis sessions { auth secret db_pass }
kafka events
zookeeper keeper
etcd state
tomcat tom
httpd www
varnish pages
twemproxy shards
kibana dash of search auth kibo secret db_pass
service gooods {
  build ./context arg VERSION 1.4
  env DB_HOST dbhost
  env DB_PASS secret db_pass
  mount files-data -> /var/lib/files rw
  mount /srv/files -> /srv/inside
  run "php bin/swoft http:start"
  cap NET_ADMIN
  user www-data
  logs /var/log/app/a.log
  discover registry { key upstreams/x/ }
  check http /health {
    host health.example.com
    body "ok"
  }
}
service wares image registry.example.com/wa:2.1 discover registry check http /two body "ok"
gateway front { listen 80; route { /gds -> gooods; /wa -> wares } }
`,
  logs: `site logsite { format mainfmt '$remote_addr [$time_local] "$request" $status' }
network lan 172.28.0.0/24
secret queue_pass
redis queue { auth secret queue_pass }
elasticsearch search { auth elastic secret queue_pass }
logstash pipes
service gooods image gds { logs /var/log/app/out }
service wares image wa
gateway front { listen 80; route { / -> gooods; /w -> wares }; logs /var/log/nginx/x.log format mainfmt }
logs access {
  version 8.15.0
  image docker.elastic.co/beats/filebeat:8.15.0
  from gooods {
    keep /ERROR|WARN/
    drop "GET /healthz"
    multiline start '/^\\d{4}-/'
    fields env prod
    encoding gbk
    tags web
  }
  from front
  drop { where log.level debug }
  keep { where env prod }
  fields { team "red one" }
  tags public
  through queue pipes {
    auth reader secret queue_pass
    listen syslog 5514 as devices
    parse grok '%{TIMESTAMP_ISO8601:time} %{GREEDYDATA:message}' of gooods time timestamp ISO8601
    topic logs-access
  }
  to search index nginx-access-%{+YYYY.MM.dd} auth writer secret queue_pass
}
expect written { within 1s log access "GET /goods" }
`,
  shipping: `network lan 172.29.0.0/24
secret writer_pass
elasticsearch search
logstash tubes
service gooods port 80 image gds { logs /var/log/app/out }
logs direct from gooods {
  through tubes {
    listen tcp 5515 as lines
    parse json of lines
    tls /etc/logstash/beats.pem key /etc/logstash/beats.key ca /etc/ssl/ca.pem
  }
  to search auth writer secret writer_pass tls /etc/ssl/own.pem ca /etc/ssl/search.pem
}
`,
};
