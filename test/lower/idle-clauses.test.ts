import { testFault } from "../kit/fault.js";

const hosts = "network lan 192.168.0.0/24\nhost lb[1..2] 192.168.0.[11..12]\nhost app[1..2] 192.168.0.[21..22]\n";
const goods = `${hosts}service goods on app[1..2] port 8080`;
const edge = "gateway edge on lb1 { route { / -> goods } }";
const web = "balancer web on lb1 { listen 80 http -> goods }";
const lvs = (text: string) => `${hosts}service goods on app[1..2] port 80\nbalancer web lvs on lb[1..2] { mode dr; vip 192.168.0.9; listen 80 -> goods; ${text} }`;

testFault("clause-without-effect", {
  accepts: {
    "a check that the engine in front makes": `${goods} check http /health weight 3\n${web}`,
    "a check of a registrar": `${goods} check http /health discover registry\nconsul registry on lb1`,
    "what is so without it": `${goods} check tcp weight 1`,
    "the check of what somebody waits for": `${hosts}service db on app1 port 5432 check tcp\nservice goods on app2 port 80`,
    "waits for the checks of HAProxy": `${goods} timeouts check 1s\n${web}`,
    "tries of LVS": `${hosts}service goods on app[1..2] port 80 check tcp retries 3 pause 2s\nbalancer web lvs on lb[1..2] { mode dr; vip 192.168.0.9; listen 80 -> goods }`,
    "nginx's directives for an engine of its family": `${goods} { nginx { keepalive_requests 5 } }\ngateway edge openresty on lb1 { route { / -> goods } }`,
    "the blocks of two engines in front": `${goods} { nginx { keepalive_requests 5 }; haproxy { option httplog } }\n${edge}\nbalancer web on lb2 { listen 80 http -> goods }`,
    "a profile for services behind either engine": `${hosts}profile both for service { nginx { keepalive_requests 5 } }\nservice goods on app1 port 8080 is both\n${web}`,
    "what all listens that read requests share with one that does not": `${goods}\nbalancer web on lb1 { header request X-Site shop; listen 80 http -> goods; listen 81 -> goods }`,
    "most connections to a server of a route": `${goods}\nbalancer web on lb1 { listen 80 http; route { / -> goods { maxconn 100 server 50 } } }`,
    "two VIPs that move together": `${goods}\ngateway edge on lb[1..2] { vip 192.168.0.9 failover together; vip 192.168.0.10 failover together; route { / -> goods } }`,
    "tunnels of a cache that also knows clients": `${goods}\ncache cdn on lb1 { accelerate goods; forward; tunnel 443, 8443 }`,
    "what an `at` says of traffic": `${hosts}service goods at 192.168.0.21:80, 192.168.0.22:80 check http /health maxconn 20\n${web}`,
  },
  rejects: {
    "a check that nobody makes": `${goods} check http /health weight 3`,
    "waits of a service": `${goods} timeouts server 33s connect 3s\n${web}`,
    "waits behind LVS": lvs("timeouts server 33s; retries 5"),
    "tries behind nginx": `${goods} check tcp retries 3\n${edge}`,
    "tries of a listen": `${goods}\nbalancer web on lb1 { listen 80 -> goods check tcp pause 3s }`,
    "HAProxy's directives behind nginx": `${goods} { haproxy { option httplog } }\n${edge}`,
    "nginx's directives in HAProxy": `${goods}\ngateway edge haproxy on lb1 { route { / -> goods }; nginx { keepalive_requests 5 } }`,
    "headers of packets": lvs("header request X-Site shop; limit 5r/s"),
    "headers of streams": `${goods}\nbalancer web on lb1 { header request X-Site shop; listen 81 -> goods }`,
    "most connections of a route": `${goods}\nbalancer web on lb1 { listen 80 http; route { / -> goods { maxconn 100 } } }`,
    "PROXY in a route": `${goods}\ngateway edge on lb1 { route { / -> goods { proxy accept } } }`,
    "waits for checks of nginx": `${goods}\ngateway edge on lb1 { timeouts check 3s; route { / -> goods } }`,
    "a VIP that moves together with none": `${goods}\ngateway edge on lb[1..2] { vip 192.168.0.9 failover together; route { / -> goods } }`,
    "keepalived without a VIP": `${goods}\ncache cdn on lb1 { accelerate goods; keepalived { global_defs { router_id x } } }`,
    "tunnels of an accelerator": `${goods}\ncache cdn on lb1 { accelerate goods; tunnel 443, 8443 }`,
    "an image of what exists already": `${hosts}service goods at 192.168.0.21:80, 192.168.0.22:80 { image shop/goods; weight 3; env A b }\n${web}`,
    "several names": `${hosts}service goods[1..2] on app1 port [8080..8081] check http /health`,
  },
});

testFault("limit-form", {
  accepts: { "each with its number": `${goods}\ngateway edge on lb1 { limit connections 20; route { / -> goods { limit 60r/m per ip } } }` },
  rejects: {
    "requests without a time": `${goods}\ngateway edge on lb1 { route { / -> goods { limit 60 per ip } } }`,
    "connections in a time": `${goods}\ngateway edge on lb1 { limit connections 60r/m; route { / -> goods } }`,
  },
});
