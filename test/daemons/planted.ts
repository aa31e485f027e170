/** A sound program, into which faults are planted as native directives or raw text at the mark `HERE`. */
export const grounds = {
  nginx: `network lan 192.168.0.0/24
host lb1 192.168.0.11
host app1 192.168.0.21
service goods on app1 port 8080
gateway edge on lb1 {
  listen 80
  route shop.example.com {
    /goods -> goods {
      nginx {
        LOCATION
      }
    }
  }
  nginx {
    HTTP
  }
}
`,
  haproxy: `network lan 192.168.0.0/24
host lb1 192.168.0.11
host app[1..2] 192.168.0.[21..22]
service goods on app[1..2] port 8080 {
  haproxy {
    BACKEND
  }
}
balancer web on lb1 {
  listen 80 http -> goods {
    haproxy {
      FRONTEND
    }
  }
  haproxy {
    GLOBAL
  }
}
`,
  keepalived: `network lan 192.168.0.0/24
host lb[1..2] 192.168.0.[11..12] interface eth0
host app[1..2] 192.168.0.[21..22]
service goods on app[1..2] port 80
balancer web lvs on lb[1..2] {
  mode dr
  vip 192.168.0.148 {
    keepalived {
      INSTANCE
    }
  }
  listen 80 -> goods
}
`,
  squid: `network lan 192.168.0.0/24
host edge1 192.168.0.11
cache cdn on edge1 {
  accelerate http://192.168.0.99
  listen 80
  squid {
    SQUID
  }
}
`,
  compose: `network lan 192.168.0.0/24
service goods in lan port 80 image goods:1.2 {
  compose {
    COMPOSE
  }
}
`,
  consul: `network lan 192.168.0.0/24
host node[1..3] 192.168.0.[31..33]
consul registry on node[1..3] {
  consul {
    CONSUL
  }
}
`,
} as const;

/** A fault that infc cannot see: where it is planted, its text, and what the daemon says of it. */
export type Fault = readonly [ground: keyof typeof grounds, place: string, text: string, says: RegExp];

const raw = (text: string): string => `raw """${text}"""`;

export const faults: readonly Fault[] = [
  ["nginx", "HTTP", "client_max_body_size 10mb", /client_max_body_size.*invalid value/],
  ["nginx", "HTTP", "gzip_comp_level 42", /value must be between 1 and 9/],
  ["nginx", "HTTP", "client_header_timeout 5x", /invalid value/],
  ["nginx", "HTTP", "large_client_header_buffers 4 0", /invalid value/],
  ["nginx", "HTTP", "resolver no-such-name.invalid", /host not found in resolver/],
  ["nginx", "HTTP", "resolver_timeout -1", /invalid value/],
  ["nginx", "HTTP", "server_names_hash_bucket_size many", /invalid number/],
  ["nginx", "HTTP", "include /etc/nginx/no-such-file.conf", /no-such-file\.conf/],
  ["nginx", "HTTP", "access_log /var/log/nginx/more.log no-such-format", /unknown log format/],
  ["nginx", "HTTP", "error_page 700 /sorry.html", /value "700" must be between/],
  ["nginx", "HTTP", "map $uri $target { ~*( 1; }", /pcre|missing \)/i],
  ["nginx", "HTTP", raw("pid;"), /invalid number of arguments in "pid"/],
  ["nginx", "HTTP", raw("worker_processes many;"), /worker_processes/],
  ["nginx", "HTTP", raw("no_such_directive on;"), /unknown directive "no_such_directive"/],
  ["nginx", "LOCATION", "rewrite ^/( /x", /missing \)|pcre/i],
  ["nginx", "LOCATION", raw("limit_req zone=nowhere;"), /zero size shared memory zone "nowhere"/],
  ["nginx", "LOCATION", "deny 300.1.1.1", /invalid parameter/],
  ["nginx", "LOCATION", "return 99999", /invalid return code/],
  ["nginx", "LOCATION", "proxy_cache nowhere", /"proxy_cache" zone "nowhere" is unknown/],
  ["nginx", "LOCATION", "expires soon", /invalid value/],
  ["nginx", "LOCATION", "proxy_buffers 0 4k", /"proxy_buffers" directive invalid value/],
  ["nginx", "LOCATION", raw("proxy_pass http://goods;"), /"proxy_pass" directive is duplicate/],
  ["haproxy", "GLOBAL", "global { nbthread 0 }", /nbthread/],
  ["haproxy", "GLOBAL", raw("no-such-section staff"), /no-such-section/],
  ["haproxy", "FRONTEND", "http-request deny if no-such-acl", /no-such-acl/],
  ["haproxy", "FRONTEND", "acl is_static path_begins /static", /path_begins/],
  ["haproxy", "FRONTEND", "http-request set-header X-Id %[no_such_fetch]", /no_such_fetch/],
  ["haproxy", "FRONTEND", "compression algo zip", /zip/],
  ["haproxy", "FRONTEND", raw("use_backend nowhere"), /nowhere/],
  ["haproxy", "FRONTEND", raw("bind 192.168.0.11:99999"), /99999|port/],
  ["haproxy", "FRONTEND", raw("timeout client 5y"), /timeout|unit|timer/],
  ["haproxy", "BACKEND", raw("balance fairly"), /balance/],
  ["haproxy", "BACKEND", "errorfile 503 /etc/haproxy/no-such-file.http", /no-such-file/],
  ["haproxy", "BACKEND", raw("http-check expect string"), /expect/],
  ["haproxy", "BACKEND", "stick-table type address size 1m", /address|stick-table/],
  ["haproxy", "BACKEND", raw("server more 192.168.0.300:80"), /192\.168\.0\.300/],
  ["keepalived", "INSTANCE", "garp_master_delay soon", /garp_master_delay|soon/],
  ["keepalived", "INSTANCE", "track_interface { eth9 }", /eth9/],
  ["keepalived", "INSTANCE", raw("garp_lower_prio_repeat many"), /garp_lower_prio_repeat|many/],
  ["keepalived", "INSTANCE", raw("preempt_delay 9999"), /preempt_delay|9999/],
  ["keepalived", "INSTANCE", "virtual_routes { 10.0.0.0/33 via 192.168.0.1 }", /10\.0\.0\.0\/33/],
  ["keepalived", "INSTANCE", raw("track_script { nobody }"), /nobody/],
  ["keepalived", "INSTANCE", raw("no_such_keyword"), /no_such_keyword/],
  ["squid", "SQUID", raw("refresh_pattern ( 0 20% 4320"), /refresh|regular expression/i],
  ["squid", "SQUID", "connect_timeout 60", /units|time|Bungled/i],
  ["squid", "SQUID", raw("http_access allow no_such_acl"), /no_such_acl|http_access/],
  ["squid", "SQUID", "acl office src 10.0.0.0/40", /10\.0\.0\.0\/40|mask/i],
  ["squid", "SQUID", "access_log daemon:/var/log/squid/more.log no-such-format", /no-such-format|format/i],
  ["squid", "SQUID", raw("no_such_directive on"), /no_such_directive/],
  ["compose", "COMPOSE", "pids_limit many", /pids_limit/],
  ["compose", "COMPOSE", "ulimits { nofile many }", /nofile/],
  ["compose", "COMPOSE", raw("stop_grace_period: soon"), /soon|duration/],
  ["consul", "CONSUL", "performance { raft_multiplier 50 }", /raft_multiplier/],
  ["consul", "CONSUL", "retry_interval soon", /retry_interval|soon/],
  ["consul", "CONSUL", raw("no_such_key = 1"), /no_such_key/],
];

/** A ground in which nothing is planted where a mark still stands. */
export function withoutMarks(text: string): string {
  return text.replace(/^ *[A-Z]{4,}\n/gm, "");
}
