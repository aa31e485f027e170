import { hosts, testRule } from "../kit/rule.js";

const web = `${hosts}service web on node[1..2] port 8000\n`;
/** A gateway on \`node3\` that stands behind \`front\`, and what is in front of it. */
const chain = (edge: string, front: string): string => `${web}gateway edge on node3 { ${edge} }\n${front}`;

testRule("request-cycle", {
  accepts: {
    "a chain": chain("route { / -> web }", "balancer front on lb1 { listen 80 http -> edge }"),
    "another port of the same machine": `${hosts}service web at 192.168.0.11:8080\ngateway edge on lb1 { listen 80; route { / -> web } }`,
    "another path on the way back": `${web}service back at 192.168.0.31:80\nservice again at 192.168.0.33:80\ngateway edge on node3 { listen 80; route { /old -> back; / -> web } }\ngateway other on node1 { listen 80; route { /new -> again; / -> web } }`,
    "another domain on the way back": `${web}service again at 192.168.0.33:80\ngateway edge on node3 { listen 80; route shop.example.com { /static -> cdn }; route static.example.com { / -> web } }\ncache cdn on lb1 { listen 80; accelerate again site static.example.com }`,
    "the same port of another machine": `${hosts}service web at 127.0.0.1:80\nservice other on node1 port 8000\ngateway edge on lb1 { listen 8080; route { / -> web } }\ngateway more on lb2 { listen 80; route { / -> other } }`,
  },
  rejects: {
    "a gateway's own address": `${hosts}service web at 192.168.0.11:80\ngateway edge on lb1 { listen 80; route { / -> web } }`,
    "its own machine": `${hosts}service web at 127.0.0.1:80\ngateway edge on lb1 { listen 80; route { / -> web } }`,
    "a VIP that it holds": `${hosts}service web at 192.168.0.100:80\nbalancer edge on lb[1..2] { vip 192.168.0.100; listen 80 http -> web }`,
    "a cache that is its own origin": `${hosts}cache cdn on node1 { listen 80; accelerate http://192.168.0.31:80 }`,
    "two layers": `${hosts}service there at 192.168.0.12:8080\nservice here at 192.168.0.11:80\nbalancer one on lb1 { listen 80 http -> there }\ngateway two on lb2 { listen 8080; route { /api -> here } }`,
    "a path within another, by a cache": `${web}service again at 192.168.0.33:80\ngateway edge on node3 { listen 80; route { /static -> cdn; / -> web } }\ncache cdn on lb1 { listen 80; accelerate again }`,
  },
});

testRule("https-loop", {
  accepts: {
    "a redirect where TLS ends": `${web}gateway edge on node3 behind front { route { / -> web } }\nbalancer front on lb1 { listen 443 http tls /etc/ssl/x.pem; listen 80 -> redirect https }`,
    "a port of its own for what came by TLS": chain("listen 8080 { route { / -> web } }; listen 80 { route { / -> redirect https } }", "balancer front on lb1 { listen 443 http tls /etc/ssl/x.pem -> edge }"),
    "TLS that is passed on": chain("listen 443 tls /etc/ssl/x.pem; listen 80; route { / -> redirect https }; route a.example.com { / -> web }", "balancer front on lb1 { listen 443 tcp -> edge }"),
    "a path that comes by TLS never": chain("route { /api -> web; / -> redirect https }", "gateway front on lb1 { listen 443 tls /etc/ssl/x.pem; route { /api -> edge } }"),
  },
  rejects: {
    "a gateway behind a balancer with TLS": chain("route { / -> redirect https; /api -> web }", "balancer front on lb1 { listen 443 http tls /etc/ssl/x.pem -> edge }"),
    "one path of it": chain("route { /api -> web; /login -> redirect https; / -> web }", "gateway front on lb1 { listen 80; listen 443 tls /etc/ssl/x.pem; route shop.example.com { / -> edge } }"),
    "a cache with TLS": chain("route { / -> redirect https }", "cache cdn on lb1 { listen 443 tls /etc/ssl/x.pem; accelerate edge }"),
  },
});

testRule("proxy-protocol-mismatch", {
  accepts: {
    "both": chain("listen 80 proxy accept; route { / -> web }", "balancer front on lb1 { listen 80 tcp -> edge proxy v2 }"),
    "neither": chain("route { / -> web }", "balancer front on lb1 { listen 80 http -> edge }"),
    "a port that nothing of the site leads to": `${web}gateway edge on lb1 { listen 80 proxy accept; route { / -> web } }`,
    "another port of the same": chain("listen 80; listen 8080 as health; listen 443 as tls tls /etc/ssl/x.pem proxy accept; route { / -> web }", "balancer front on lb1 { listen 443 tcp -> edge:tls proxy v2; listen 80 http -> edge }"),
  },
  rejects: {
    "a header that nobody expects": chain("route { / -> web }", "balancer front on lb1 { listen 80 tcp -> edge proxy v2 }"),
    "a header that does not come": chain("listen 80 proxy accept; route { / -> web }", "balancer front on lb1 { listen 80 tcp -> edge }"),
    "nginx in front, which cannot send it": chain("listen 80 proxy accept; route { / -> web }", "gateway front on lb1 { route { / -> edge } }"),
    "a cache in front": chain("listen 80 proxy accept; route { / -> web }", "cache front on lb1 { accelerate edge }"),
    "LVS in front": chain("listen 80 proxy accept; route { / -> web }", "balancer front lvs on lb[1..2] { mode nat; vip 192.168.0.100; listen 80 -> edge }"),
    "a header before a cache": `${web}cache cdn on node3 { listen 80; accelerate web }\nbalancer front on lb1 { listen 80 tcp -> cdn proxy v1 }`,
  },
});

testRule("tls-mismatch", {
  accepts: {
    "TLS that is passed on to TLS": chain("listen 443 tls /etc/ssl/x.pem; route { / -> web }", "balancer front on lb1 { listen 443 tcp -> edge }"),
    "TLS that ends in front": chain("route { / -> web }", "balancer front on lb1 { listen 443 http tls /etc/ssl/x.pem -> edge }"),
    "a stream that is decrypted": chain("route { / -> web }", "balancer front on lb1 { listen 443 tcp tls /etc/ssl/x.pem -> edge }"),
    "a stream through two": `${web}balancer front on lb1 { listen 443 tcp -> middle }\nbalancer middle on lb2 { listen 443 tcp -> edge }\ngateway edge on node3 { listen 443 tls /etc/ssl/x.pem; route { / -> web } }`,
    "a port that says nothing": chain("listen 9443 tls /etc/ssl/x.pem; route { / -> web }", "balancer front on lb1 { listen 9000 tcp -> edge }"),
    "a cache that speaks TLS": chain("listen 443 tls /etc/ssl/x.pem; route { / -> web }", "cache front on lb1 { listen 80; accelerate edge }"),
    "a service that is a layer with TLS": `${web}service edge-tls protocol https at 192.168.0.33:443 tls verify no\ngateway edge on node3 { listen 443 tls /etc/ssl/x.pem; route { / -> web } }\ngateway front on lb1 { route { / -> edge-tls } }`,
  },
  rejects: {
    "plain HTTP to TLS": chain("listen 443 tls /etc/ssl/x.pem; route { / -> web }", "balancer front on lb1 { listen 80 http -> edge }"),
    "a stream of TLS to plain HTTP": chain("listen 80; route { / -> web }", "balancer front on lb1 { listen 443 tcp -> edge proxy v2 }"),
    "a stream of plain HTTP to TLS": chain("listen 443 tls /etc/ssl/x.pem; route { / -> web }", "balancer front on lb1 { listen 80 tcp -> edge }"),
    "TLS to plain HTTP": `${web}service edge-tls protocol https at 192.168.0.33:80 tls verify no\ngateway edge on node3 { listen 80; route { / -> web } }\ngateway front on lb1 { route { / -> edge-tls } }`,
    "a cache to another port of TLS": chain("listen 9443 tls /etc/ssl/x.pem; route { / -> web }", "cache front on lb1 { accelerate edge }"),
    "a cache of TLS to a plain port": chain("listen 80; route { / -> web }", "cache front on lb1 { accelerate https://192.168.0.33:80 verify no }"),
  },
});

testRule("client-address-lost", {
  accepts: {
    "HTTP, which tells it": chain("route { / -> web { limit 5r/s per ip } }", "balancer front on lb1 { listen 80 http -> edge }\n").replace("gateway edge on node3", "gateway edge on node3 behind front").replace("-> edge }", "}"),
    "a header before the stream": chain("listen 443 tls /etc/ssl/x.pem proxy accept; route { / -> web }", "balancer front on lb1 { listen 443 tcp -> edge proxy v2 }"),
    "LVS, which leaves it as it is": chain("route { / -> web { limit 5r/s per ip } }", "balancer front lvs on lb[1..2] { mode nat; vip 192.168.0.100; listen 80 -> edge }"),
    "nothing that works with it": chain("forward no; route { / -> web }", "balancer front on lb1 { listen 80 tcp -> edge }"),
    "a stream to a stream": `${web}balancer front on lb1 { listen 80 tcp -> middle }\nbalancer middle on lb2 { listen 80 tcp -> web }`,
  },
  rejects: {
    "a limit behind a stream": chain("route { / -> web { limit 5r/s per ip burst 10 } }", "balancer front on lb1 { listen 80 tcp -> edge }"),
    "connections behind a stream": chain("route { / -> web { limit connections 20 } }", "balancer front on lb1 { listen 443 tcp -> edge }"),
    "a choice by address": chain("route { / -> web }; balance source", "balancer front on lb1 { listen 80 -> edge }"),
    "services that are told": chain("route { / -> web }", "balancer front on lb1 { listen 80 -> edge }"),
    "a layer that was told to be silent": chain("route { / -> web { limit 5r/s } }", "gateway front on lb1 { route { / -> edge { forward proto, host } } }"),
    "a cache that hides it": chain("route { / -> web { limit 5r/s } }", "cache front on lb1 { accelerate edge; hide client }"),
    "a layer that is known by its address alone": `${web}service inner at 192.168.0.33:80\ngateway front on lb1 { route { / -> inner } }\ngateway edge on node3 { route { / -> web { limit 5r/s per ip } } }`,
  },
});

testRule("front-gives-up-first", {
  accepts: {
    "the same": chain("route { / -> web }", "gateway front on lb1 { route { / -> edge } }"),
    "longer in front": chain("timeouts server 5m; route { / -> web }", "gateway front on lb1 { timeouts server 6m; route { / -> edge } }"),
    "shorter in front, which somebody wants": chain("route { / -> web }", "gateway front on lb1 { timeouts server 10s; route { / -> edge } }"),
    "a stream, which is a tunnel": chain("timeouts server 5m; route { / -> web }", "balancer front on lb1 { listen 80 tcp -> edge }"),
    "another path": chain("route { /reports -> web { timeouts server 5m }; / -> web }", "gateway front on lb1 { route { /api -> edge } }"),
    "LVS": chain("timeouts server 5m; route { / -> web }", "balancer front lvs on lb[1..2] { mode nat; vip 192.168.0.100; listen 80 -> edge }"),
  },
  rejects: {
    "a gateway that waits longer": chain("timeouts server 5m; route { / -> web }", "gateway front on lb1 { route { / -> edge } }"),
    "one path that waits longer": chain("route { /reports -> web { timeouts server 10m }; / -> web }", "balancer front on lb1 { timeouts connect 3s server 90s; listen 80 http -> edge }"),
    "a service that says it": `${hosts}service web on node[1..3] port 8000 behind edge timeout 5m\ngateway edge on node4\nbalancer front on lb1 { listen 80 http -> edge }`,
    "a stream with times of its own": chain("timeouts server 5m; route { / -> web }", "balancer front on lb1 { timeouts client 50s server 50s; listen 80 tcp -> edge }"),
  },
});

testRule("retry-amplification", {
  accepts: {
    "one gateway behind it": chain("route { / -> web }", "gateway front on lb1 { route { / -> edge } }"),
    "HAProxy in front": `${web}gateway edge on node[3..4] { route { / -> web } }\nbalancer front on lb1 { listen 80 http -> edge }`,
    "one layer that tries": `${web}gateway edge on node[3..4] { route { / -> web } }\ngateway front on lb1 { retries 0; route { / -> edge } }`,
    "one server": `${hosts}service web on node1 port 8000\ngateway edge on node[3..4] { route { / -> web } }\ngateway front on lb1 { route { / -> edge } }`,
  },
  rejects: {
    "two layers of nginx": `${web}gateway edge on node[3..4] { route { / -> web } }\ngateway front on lb1 { route { / -> edge } }`,
    "many servers": `${hosts}service web at 10.0.0.1:80, 10.0.0.2:80, 10.0.0.3:80, 10.0.0.4:80, 10.0.0.5:80\ngateway edge on node[1..3] { route { / -> web } }\ngateway front on lb1 { route { / -> edge } }`,
  },
});

testRule("late-retry", {
  accepts: {
    "time for each": chain("timeouts server 25s; route { / -> web }", "balancer front on lb1 { listen 80 http -> edge }"),
    "a longer wait in front": chain("route { / -> web }", "balancer front on lb1 { timeouts server 2m; listen 80 http -> edge }"),
    "one server": `${hosts}service web on node1 port 8000\ngateway edge on node3 { route { / -> web } }\nbalancer front on lb1 { listen 80 http -> edge }`,
    "a shorter wait in front, which is another fault": chain("timeouts server 5m; route { / -> web }", "balancer front on lb1 { listen 80 http -> edge }"),
  },
  rejects: { "the same wait in both": chain("route { / -> web }", "balancer front on lb1 { listen 80 http -> edge }") },
});

testRule("body-limit-outside", {
  accepts: {
    "as much in front": chain("body 100MB; route { / -> web }", "gateway front on lb1 { body 100MB; route { / -> edge } }"),
    "HAProxy in front, which refuses none": chain("body 100MB; route { / -> web }", "balancer front on lb1 { listen 80 http -> edge }"),
    "less in front, which somebody wants": chain("route { / -> web }", "gateway front on lb1 { body 64KB; route { / -> edge } }"),
    "nginx's own words": chain("body 100MB; route { / -> web }", "gateway front on lb1 { route { / -> edge }; nginx { client_max_body_size 100m } }"),
    "another path": chain("route { /upload -> web { body 100MB }; / -> web }", "gateway front on lb1 { route { /api -> edge } }"),
    "a stream": chain("body 100MB; route { / -> web }", "balancer front on lb1 { listen 80 tcp -> edge }"),
  },
  rejects: {
    "a gateway that takes more": chain("body 100MB; route { / -> web }", "gateway front on lb1 { route { / -> edge } }"),
    "a path that takes any": chain("route { /upload -> web { body no }; / -> web }", "gateway front on lb1 { listen 80 -> edge }"),
    "a limit of HAProxy": chain("body 100MB; route { / -> web }", "gateway front haproxy on lb1 { body 8MB; route { / -> edge } }"),
  },
});

testRule("unserved-route", {
  accepts: {
    "the same domain": chain("route shop.example.com { / -> web }", "gateway front on lb1 { route shop.example.com { / -> edge } }"),
    "a pattern of it": chain("route *.example.com { / -> web }", "gateway front on lb1 { route shop.example.com { / -> edge } }"),
    "any domain behind": chain("route { / -> web }", "gateway front on lb1 { route shop.example.com { / -> edge } }"),
    "any domain in front": chain("route shop.example.com { / -> web }", "gateway front on lb1 { route { / -> edge } }"),
    "a longer path behind": chain("route { /api/v1 -> web }", "gateway front on lb1 { route { /api -> edge } }"),
    "a regular expression behind": chain("route { ~ ^/api -> web }", "gateway front on lb1 { route { /api -> edge } }"),
  },
  rejects: {
    "another domain": chain("route www.example.com { / -> web }", "gateway front on lb1 { route shop.example.com { / -> edge } }"),
    "one of two domains": chain("route www.example.com { / -> web }", "gateway front on lb1 { route www.example.com, shop.example.com { / -> edge } }"),
    "another path": chain("route { /shop -> web }", "gateway front on lb1 { route { /api -> edge } }"),
    "the site of a cache": chain("route www.example.com { / -> web }", "cache cdn on lb1 { listen 80; accelerate edge site shop.example.com }"),
  },
});

testRule("cookie-clash", {
  accepts: {
    "two names": `${web}gateway edge haproxy on node[3..4] { sticky cookie APP; route { / -> web } }\nbalancer front on lb1 { listen 80 http -> edge sticky cookie SRV }`,
    "one layer": `${web}gateway edge haproxy on node[3..4] { route { / -> web } }\nbalancer front on lb1 { listen 80 http -> edge sticky cookie SRV }`,
    "another path": `${web}gateway edge haproxy on node[3..4] { route { /shop -> web { sticky cookie SRV }; / -> web } }\ngateway front haproxy on lb1 { route { /api -> edge { sticky cookie SRV } } }`,
  },
  rejects: { "one name in two layers": `${web}gateway edge haproxy on node[3..4] { sticky cookie SRV; route { / -> web } }\nbalancer front on lb1 { listen 80 http -> edge sticky cookie SRV }` },
});

testRule("trust-everybody", {
  accepts: { "a network": `${web}gateway edge on lb1 { trust 10.0.0.0/8; route { / -> web } }`, "what stands in front": chain("route { / -> web }", "balancer front on lb1 { listen 80 http -> edge }") },
  rejects: {
    "every address": `${web}gateway edge on lb1 { trust 0.0.0.0/0; listen 80; listen 81; route { / -> web } }`,
    "a cache, and every address of IPv6": `${hosts}cache cdn on node1 { accelerate http://10.0.0.7; trust 10.0.0.0/8, ::/0 }`,
  },
});

testRule("plain-listen-on-tls-port", {
  accepts: {
    "TLS": `${web}balancer front on lb1 { listen 443 http tls /etc/ssl/x.pem -> web }`,
    "a gateway, which speaks it by itself": `${web}gateway front on lb1 { listen 443; route { / -> web } }`,
    "a stream": `${web}balancer front on lb1 { listen 443 tcp -> web }`,
    "what another layer sends": `${web}balancer inner on lb2 { listen 443 http -> web }\nbalancer front on lb1 { listen 80 http -> inner }`,
  },
  rejects: { "plain HTTP": `${web}balancer front on lb1 { listen 80, 443 http -> web }` },
});
