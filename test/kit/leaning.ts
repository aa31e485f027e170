/** Services of which each leans on others in a way of its own. */
export const leaning = `site leaning { format main '$remote_addr $status' }
network lan 10.0.0.0/16
network side 10.1.0.0/16
host edge[1..2] 10.0.0.[10..11]
host app[1..3] 10.0.[1..3].1 { runtime docker }
host spare 10.0.4.1
consul registry on spare client edge1, app[1..3]
elasticsearch search on spare
gateway web on edge1 {
  listen 80
  listen 443 tls /etc/web.pem
  route shop.example.com { /plain -> svc0; /named -> svc0:http; ~ ^/x/.* -> svc3; ~ ^/y/.* -> svc4; /old -> redirect https }
  logs /var/log/web.log format main
}
gateway inner in lan listen 8080
gateway second on spare listen 8081 -> svc1 behind web
balancer pool on edge[1..2] { listen 8000 http { balance leastconn; timeouts { server 5s } }; vip 10.0.0.100 }
balancer direct lvs on edge[1..2] { mode dr; vip 10.0.0.101; listen 10003 -> svc3 }
balancer silent on spare
service svc0 x3 on app[1..3] port 10000 as http image example/svc0:1.0 behind web domain svc0.example.com behind pool domain svc0.example.com
service svc1 x3 on app[1..3] port 10001 image example/svc1:1.0 after svc0 behind web domain svc1.example.com at /, /one behind pool domain svc1.example.com timeout 9s
service svc2 on app[1..3] port 10002 image example/svc2:1.0 discover registry behind web domain svc2.example.com
service svc3 on app[1..3] port 10003 image example/svc3:1.0 weight 3 on app2 behind web domain same.example.com at /three
service svc4 on app[1..3] port 10003 image example/svc4:1.0 backup app3 publish 7000, 7001 -> 10003 behind web domain same.example.com at /four
expect works { get http://svc0.example.com/ -> svc0 }
service svc5 on app1 port 10005 image example/svc5:1.0 logs /data/svc5.log mount data -> /data behind pool domain svc5.example.com, other.example.com
service svc0-http on app2 port 10020 image example/named behind web domain zzz.example.com
service noted on app3 port 10030 image example/noted logs /var/log/noted/noted.log
service far at 10.9.9.1:80, 10.9.9.2:80 behind pool domain far.example.com
service plain[1..3] port 80 image example/plain in lan, side behind inner at /plain
cache cdn on spare { accelerate svc3; listen 3128 }
elasticsearch near in lan
logs access from web, svc5, noted to search index logs
logs local from plain2 to near index local
`;
