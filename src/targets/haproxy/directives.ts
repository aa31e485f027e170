import { directiveTable } from "../../emit/directives.js";

/**
 * The keywords of HAProxy 2.4 to 3.4; of a family both words are the name, and the words of a row count from behind the second.
 *
 * Source: HAProxy's Configuration Manual, "Global section", "Proxy keywords matrix", "Actions keywords matrix", and the chapters of the other sections.
 * Rules and acls are left out of `defaults`, where only a named section may hold them. An action's parentheses belong to its word but not to its
 * name: `http-request set-var(txn.host)` is `http-request set-var`.
 */
export const directives = directiveTable(
  "haproxy",
  [
    "main",
    "global",
    "defaults",
    "frontend",
    "listen",
    "backend",
    "peers",
    "resolvers",
    "userlist",
    "cache",
    "mailers",
    "ring",
    "log-forward",
    "log-profile",
    "traces",
    "program",
    "http-errors",
    "fcgi-app",
    "crt-store",
    "acme",
  ],
  `
# sections
global                                        0    main  { global
defaults                                      0-3  main  { defaults
frontend                                      1-3  main  { frontend
listen                                        1-3  main  { listen
backend                                       1-3  main  { backend
peers                                         1    main  { peers
resolvers                                     1    main  { resolvers
userlist                                      1    main  { userlist
cache                                         1    main  { cache
mailers                                       1    main  { mailers
ring                                          1    main  { ring
program                                       1    main  { program  until 3.3
http-errors                                   1    main  { http-errors
log-forward                                   1    main  { log-forward
fcgi-app                                      1    main  { fcgi-app
crt-store                                     0-1  main  { crt-store  since 3.0
traces                                        0    main  { traces  since 3.1
log-profile                                   1    main  { log-profile  since 3.1
acme                                          1    main  { acme  since 3.2

# global
51degrees-cache-size                          1    global
51degrees-data-file                           1    global
51degrees-property-name-list                  1-*  global
51degrees-property-separator                  1    global
51degrees-allow-unmatched                     1    global  since 2.8
51degrees-difference                          1    global  since 2.8
51degrees-drift                               1    global  since 2.8
51degrees-use-performance-graph               1    global  since 2.8
51degrees-use-predictive-graph                1    global  since 2.8
anonkey                                       1    global  since 2.7
busy-polling                                  0    global
ca-base                                       1    global
chroot                                        1    global
close-spread-time                             1    global  since 2.6
cluster-secret                                1    global  since 2.6
cpu-affinity                                  1-*  global  since 3.4
cpu-map                                       2-*  global
cpu-policy                                    1-*  global  since 3.2
cpu-set                                       1-*  global  since 3.2
daemon                                        0    global
debug.counters                                1    global  since 3.2
default-path                                  1-2  global
deviceatlas-json-file                         1    global
deviceatlas-log-level                         1    global
deviceatlas-properties-cookie                 1    global
deviceatlas-separator                         1    global
dns-accept-family                             1    global  since 3.2
expose-deprecated-directives                  0    global  since 3.0
expose-experimental-directives                0    global
external-check                                0-1  global
fd-hard-limit                                 1    global  since 2.6
force-cfg-parser-pause                        1    global  since 3.1
gid                                           1    global
grace                                         1    global  since 2.5
h1-accept-payload-with-any-method             0    global  since 2.6
h1-case-adjust                                2    global
h1-case-adjust-file                           1    global
h1-do-not-close-on-insecure-transfer-encoding  0    global  since 3.1
h2-workaround-bogus-websocket-clients         0    global  since 2.5
hard-stop-after                               1    global
harden.reject-privileged-ports.quic           1    global  since 3.0
harden.reject-privileged-ports.tcp            1    global  since 3.0
http-err-codes                                1-*  global  since 3.0
http-fail-codes                               1-*  global  since 3.0
httpclient.resolvers.disabled                 1    global  since 2.8
httpclient.resolvers.id                       1    global  since 2.6
httpclient.resolvers.prefer                   1    global  since 2.6
httpclient.retries                            1    global  since 2.9
httpclient.ssl.ca-file                        1    global  since 2.6
httpclient.ssl.verify                         0-1  global  since 2.6
httpclient.timeout.connect                    1    global  since 2.9
insecure-fork-wanted                          0    global
insecure-setuid-wanted                        0    global
issuers-chain-path                            1    global
jwt.decrypt_alg_list                          1    global  since 3.4
jwt.decrypt_enc_list                          1    global  since 3.4
limited-quic                                  0    global  since 3.3
localpeer                                     1    global
log-send-hostname                             0-1  global
lua-load                                      1-*  global
lua-load-per-thread                           1-*  global
lua-prepend-path                              1-2  global
master-worker                                 0-1  global
max-spread-checks                             1    global
max-threads-per-group                         1    global  since 3.4
maxcompcpuusage                               1    global
maxcomprate                                   1    global
maxconnrate                                   1    global
maxpipes                                      1    global
maxsessrate                                   1    global
maxsslconn                                    1    global
maxsslrate                                    1    global
maxzlibmem                                    1    global
mworker-max-reloads                           1    global
nbproc                                        1    global  until 2.5
nbthread                                      1    global
no-memory-trimming                            0    global  since 2.6
node                                          1    global
noepoll                                       0    global
noevports                                     0    global
nogetaddrinfo                                 0    global
nokqueue                                      0    global
noktls                                        0    global  since 3.3
nopoll                                        0    global
noreuseport                                   0    global
nosplice                                      0    global
numa-cpu-mapping                              0    global
ocsp-update.disable                           1    global  since 3.0
ocsp-update.httpproxy                         1    global  since 3.0
ocsp-update.maxdelay                          1    global  since 3.0
ocsp-update.mindelay                          1    global  since 3.0
ocsp-update.mode                              1    global  since 3.0
pidfile                                       1    global
pp2-never-send-local                          0    global
prealloc-fd                                   0    global  since 2.8
presetenv                                     2    global
profiling.memory                              1    global
profiling.tasks                               1    global
quiet                                         0    global
resetenv                                      0-*  global
server-state-base                             1    global
server-state-file                             1    global
set-dumpable                                  0-1  global
set-var                                       2-*  global
set-var-fmt                                   2-*  global  since 2.5
setcap                                        1-*  global  since 2.9
setenv                                        2    global
shm-stats-file                                1    global  since 3.3
shm-stats-file-max-objects                    1    global  since 3.3
spread-checks                                 1    global
ssl-default-bind-ciphers                      1    global
ssl-default-bind-ciphersuites                 1    global
ssl-default-bind-client-sigalgs               1    global  since 2.8
ssl-default-bind-curves                       1    global
ssl-default-bind-options                      1-*  global
ssl-default-bind-sigalgs                      1    global  since 2.8
ssl-default-server-ciphers                    1    global
ssl-default-server-ciphersuites               1    global
ssl-default-server-client-sigalgs             1    global  since 2.9
ssl-default-server-curves                     1    global  since 2.9
ssl-default-server-options                    1-*  global
ssl-default-server-sigalgs                    1    global  since 2.9
ssl-dh-param-file                             1    global
ssl-engine                                    1-3  global
ssl-load-extra-del-ext                        0    global
ssl-load-extra-files                          1-*  global
ssl-mode-async                                0    global
ssl-passphrase-cmd                            1-*  global  since 3.3
ssl-propquery                                 1    global  since 2.6
ssl-provider                                  1    global  since 2.6
ssl-provider-path                             1    global  since 2.6
ssl-security-level                            1    global  since 3.0
ssl-server-verify                             1    global
ssl-skip-self-issued-ca                       0    global
stats-file                                    1    global  since 3.0
strict-limits                                 0    global
thread-group                                  1-*  global  since 2.5
thread-groups                                 1    global  since 2.5
thread-hard-limit                             1    global  since 3.0
trace                                         1-*  global  since 2.7  until 3.1
uid                                           1    global
ulimit-n                                      1    global
unix-bind                                     1-*  global
unsetenv                                      1-*  global
warn-blocked-traffic-after                    1    global  since 3.1
wurfl-cache-size                              1    global
wurfl-data-file                               1    global
wurfl-information-list                        1-*  global
wurfl-information-list-separator              1    global
zero-warning                                  0    global
crt-base                                      1    global crt-store
key-base                                      1    global crt-store  since 3.0
stats socket                                  1-*  global
stats timeout                                 1    global
stats maxconn                                 1    global
stats bind-process                            1-*  global  until 2.7
stats calculate-max-counters                  1    global  since 3.4

# global: tuning
tune.applet.zero-copy-forwarding              1    global  since 3.0
tune.buffers.limit                            1    global
tune.buffers.reserve                          1    global
tune.bufsize                                  1    global
tune.bufsize.large                            1    global  since 3.4
tune.bufsize.small                            1    global  since 3.1
tune.chksize                                  1    global  until 2.5
tune.cli.max-payload-size                     1    global  since 3.4
tune.comp.maxlevel                            1    global
tune.defaults.purge                           0    global  since 3.4
tune.disable-fast-forward                     0    global  since 2.8
tune.disable-zero-copy-forwarding             0    global  since 2.9
tune.epoll.mask-events                        1-*  global  since 3.2
tune.events.max-events-at-once                1    global  since 2.9
tune.fail-alloc                               1    global
tune.fd.edge-triggered                        1    global
tune.glitches.kill.cpu-usage                  1    global  since 3.2
tune.h1.be.glitches-threshold                 1    global  since 3.4
tune.h1.fe.glitches-threshold                 1    global  since 3.4
tune.h1.zero-copy-fwd-recv                    1    global  since 2.9
tune.h1.zero-copy-fwd-send                    1    global  since 2.9
tune.h2.be.glitches-threshold                 1    global  since 3.0
tune.h2.be.initial-window-size                1    global  since 2.8
tune.h2.be.max-concurrent-streams             1    global  since 2.8
tune.h2.be.max-frames-at-once                 1    global  since 3.4
tune.h2.be.rxbuf                              1    global  since 3.1
tune.h2.fe.glitches-threshold                 1    global  since 3.0
tune.h2.fe.initial-window-size                1    global  since 2.8
tune.h2.fe.max-concurrent-streams             1    global  since 2.8
tune.h2.fe.max-frames-at-once                 1    global  since 3.4
tune.h2.fe.max-rst-at-once                    1    global  since 3.4
tune.h2.fe.max-total-streams                  1    global  since 3.0
tune.h2.fe.rxbuf                              1    global  since 3.1
tune.h2.header-table-size                     1    global
tune.h2.initial-window-size                   1    global
tune.h2.log-errors                            1    global  since 3.4
tune.h2.max-concurrent-streams                1    global
tune.h2.max-frame-size                        1    global
tune.h2.zero-copy-fwd-send                    1    global  since 2.9
tune.http.cookielen                           1    global
tune.http.logurilen                           1    global
tune.http.maxhdr                              1    global
tune.idle-pool.shared                         1    global
tune.idletimer                                1    global
tune.listener.default-shards                  1    global  since 2.8
tune.listener.multi-queue                     1    global
tune.lua.bool-sample-conversion               1    global  since 3.2
tune.lua.burst-timeout                        1    global  since 2.8
tune.lua.forced-yield                         1    global
tune.lua.log.loggers                          1    global  since 2.9
tune.lua.log.stderr                           1    global  since 2.9
tune.lua.maxmem                               1-2  global
tune.lua.openlibs                             1    global  since 3.4
tune.lua.service-timeout                      1    global
tune.lua.session-timeout                      1    global
tune.lua.task-timeout                         1    global
tune.max-checks-per-thread                    1    global  since 2.9
tune.max-rules-at-once                        1    global  since 3.2
tune.maxaccept                                1    global
tune.maxpollevents                            1    global
tune.maxrewrite                               1    global
tune.memory.hot-size                          1    global  since 2.8
tune.notsent-lowat.client                     1    global  since 3.2
tune.notsent-lowat.server                     1    global  since 3.2
tune.pattern.cache-size                       1    global
tune.peers.max-updates-at-once                1    global
tune.pipesize                                 1    global
tune.pool-high-fd-ratio                       1    global
tune.pool-low-fd-ratio                        1    global
tune.pt.zero-copy-forwarding                  1    global  since 2.9
tune.quic.be.cc.cubic-min-losses              1    global  since 3.3
tune.quic.be.cc.hystart                       1    global  since 3.3
tune.quic.be.cc.max-frame-loss                1    global  since 3.3
tune.quic.be.cc.max-win-size                  1    global  since 3.3
tune.quic.be.cc.reorder-ratio                 1    global  since 3.3
tune.quic.be.max-idle-timeout                 1    global  since 3.3
tune.quic.be.sec.glitches-threshold           1    global  since 3.3
tune.quic.be.stream.data-ratio                1    global  since 3.3
tune.quic.be.stream.max-concurrent            1    global  since 3.3
tune.quic.be.stream.rxbuf                     1    global  since 3.3
tune.quic.be.tx.pacing                        1    global  since 3.3
tune.quic.be.tx.udp-gso                       1    global  since 3.3
tune.quic.cc-hystart                          1    global  since 3.0
tune.quic.cc.cubic.min-losses                 1    global  since 3.1
tune.quic.disable-tx-pacing                   0    global  since 3.2
tune.quic.disable-udp-gso                     0    global  since 3.1
tune.quic.fe.cc.cubic-min-losses              1    global  since 3.3
tune.quic.fe.cc.hystart                       1    global  since 3.3
tune.quic.fe.cc.max-frame-loss                1    global  since 3.3
tune.quic.fe.cc.max-win-size                  1    global  since 3.3
tune.quic.fe.cc.reorder-ratio                 1    global  since 3.3
tune.quic.fe.max-idle-timeout                 1    global  since 3.3
tune.quic.fe.sec.glitches-threshold           1    global  since 3.3
tune.quic.fe.sec.retry-threshold              1    global  since 3.3
tune.quic.fe.sock-per-conn                    1    global  since 3.3
tune.quic.fe.stream.data-ratio                1    global  since 3.3
tune.quic.fe.stream.max-concurrent            1    global  since 3.3
tune.quic.fe.stream.max-total                 1    global  since 3.4
tune.quic.fe.stream.rxbuf                     1    global  since 3.3
tune.quic.fe.tx.pacing                        1    global  since 3.3
tune.quic.fe.tx.udp-gso                       1    global  since 3.3
tune.quic.frontend.conn-tx-buffers.limit      1    global  since 2.6  until 3.3
tune.quic.frontend.default-max-window-size    1    global  since 3.1
tune.quic.frontend.glitches-threshold         1    global  since 3.0
tune.quic.frontend.max-data-size              1    global  since 3.2
tune.quic.frontend.max-idle-timeout           1    global  since 2.6
tune.quic.frontend.max-streams-bidi           1    global  since 2.6
tune.quic.frontend.max-tx-mem                 1    global  since 3.2
tune.quic.frontend.stream-data-ratio          1    global  since 3.2
tune.quic.listen                              1    global  since 3.3
tune.quic.max-frame-loss                      1    global  since 2.8
tune.quic.mem.tx-max                          1    global  since 3.3
tune.quic.reorder-ratio                       1    global  since 3.0
tune.quic.retry-threshold                     1    global  since 2.6
tune.quic.socket-owner                        1    global  since 2.8
tune.quic.zero-copy-fwd-send                  1    global  since 2.9
tune.rcvbuf.backend                           1    global  since 2.9
tune.rcvbuf.client                            1    global
tune.rcvbuf.frontend                          1    global  since 2.9
tune.rcvbuf.server                            1    global
tune.recv_enough                              1    global
tune.renice.runtime                           1    global  since 3.1
tune.renice.startup                           1    global  since 3.1
tune.ring.queues                              1    global  since 3.0
tune.runqueue-depth                           1    global
tune.sched.low-latency                        1    global
tune.sndbuf.backend                           1    global  since 2.9
tune.sndbuf.client                            1    global
tune.sndbuf.frontend                          1    global  since 2.9
tune.sndbuf.server                            1    global
tune.ssl.cachesize                            1    global
tune.ssl.capture-buffer-size                  1    global  since 2.5
tune.ssl.capture-cipherlist-size              1    global
tune.ssl.certificate-compression              1    global  since 3.4
tune.ssl.default-dh-param                     1    global
tune.ssl.force-private-cache                  0    global
tune.ssl.hard-maxrecord                       1    global  since 2.6
tune.ssl.keylog                               1    global
tune.ssl.lifetime                             1    global
tune.ssl.maxrecord                            1    global
tune.ssl.ocsp-update.maxdelay                 1    global  since 2.8
tune.ssl.ocsp-update.mindelay                 1    global  since 2.8
tune.ssl.ssl-ctx-cache-size                   1    global
tune.stick-counters                           1    global  since 2.8
tune.streams-elasticity                       1    global  since 3.4
tune.takeover-other-tg-connections            1    global  since 3.2
tune.vars.check-max-size                      1    global
tune.vars.global-max-size                     1    global
tune.vars.proc-max-size                       1    global
tune.vars.reqres-max-size                     1    global
tune.vars.sess-max-size                       1    global
tune.vars.txn-max-size                        1    global
tune.zlib.memlevel                            1    global
tune.zlib.windowsize                          1    global

# proxies
maxconn                                       1    global
maxconn                                       1    defaults frontend listen  = \`maxconn 2000\`
description                                   1-*  global frontend listen backend
user                                          1    global program
group                                         1    global program
log                                           1-*  global defaults frontend listen backend peers log-forward
log-tag                                       1    global defaults frontend listen backend
acl                                           2-*  frontend listen backend fcgi-app
mode                                          1    defaults frontend listen backend  = \`listen 80 http\`
bind                                          1-*  frontend listen  = \`listen 5600\`
bind                                          1-*  peers log-forward
default-bind                                  0-*  peers
server                                        2-*  listen backend  = \`listen 5600 -> rabbit\`
server                                        1-*  peers ring
server-template                               3-*  listen backend  = \`discover consul { via dns }\`
default-server                                0-*  defaults listen backend peers
dispatch                                      1    listen backend  = \`listen 5600 -> rabbit\`
default_backend                               1    defaults frontend listen  = \`listen 80 -> web\`
use_backend                                   1-*  frontend listen  = \`route shop.example.com { /goods -> goods }\`
balance                                       1-*  defaults listen backend  = \`balance leastconn\`
hash-type                                     1-*  defaults listen backend
hash-balance-factor                           1    defaults listen backend
hash-preserve-affinity                        1    defaults listen backend  since 3.2
cookie                                        1-*  defaults listen backend  = \`sticky cookie NAME\`
retries                                       1    defaults listen backend  = \`retries 3\`
retry-on                                      1-*  defaults listen backend
backlog                                       1    defaults frontend listen
clitcpka-cnt                                  1    defaults frontend listen
clitcpka-idle                                 1    defaults frontend listen
clitcpka-intvl                                1    defaults frontend listen
error-log-format                              1    defaults frontend listen  since 2.5
log-format                                    1    defaults frontend listen
log-format-sd                                 1    defaults frontend listen
log-steps                                     1    defaults frontend listen  since 3.1
max-session-srv-conns                         1    defaults frontend listen
monitor-uri                                   1    defaults frontend listen
unique-id-format                              1    defaults frontend listen
unique-id-header                              1    defaults frontend listen
bind-process                                  1-*  defaults frontend listen backend  until 2.7
capture cookie                                3    frontend listen
capture request                               4    frontend listen
capture response                              4    frontend listen
compression                                   1-*  defaults frontend listen backend
declare capture                               3    frontend listen
disabled                                      0    defaults frontend listen backend peers
enabled                                       0    defaults frontend listen backend peers
email-alert from                              1    defaults frontend listen backend
email-alert level                             1    defaults frontend listen backend
email-alert mailers                           1    defaults frontend listen backend
email-alert myhostname                        1    defaults frontend listen backend
email-alert to                                1    defaults frontend listen backend
errorfile                                     2    defaults frontend listen backend http-errors
errorfiles                                    1-*  defaults frontend listen backend
errorloc                                      2    defaults frontend listen backend
errorloc302                                   2    defaults frontend listen backend
errorloc303                                   2    defaults frontend listen backend
external-check command                        1    defaults listen backend
external-check path                           1    defaults listen backend
filter                                        1-*  frontend listen backend
filter-sequence                               2    frontend listen backend  since 3.4
force-be-switch                               2-*  frontend listen  since 3.4
force-persist                                 2-*  listen backend
ignore-persist                                2-*  listen backend
fullconn                                      1    defaults listen backend
grace                                         1    defaults frontend listen backend  until 2.5
guid                                          1    frontend listen backend  since 3.0
id                                            1    frontend listen backend
http-error                                    1-*  defaults frontend listen backend
http-reuse                                    1    defaults listen backend
http-send-name-header                         1    defaults listen backend
load-server-state-from-file                   1    defaults listen backend
max-keep-alive-queue                          1    defaults listen backend
monitor fail                                  2-*  frontend listen
persist rdp-cookie                            0    defaults listen backend
rate-limit sessions                           1    defaults frontend listen
redirect                                      2-*  frontend listen backend
server-state-file-name                        0-1  defaults listen backend
source                                        1-*  defaults listen backend
srvtcpka-cnt                                  1    defaults listen backend
srvtcpka-idle                                 1    defaults listen backend
srvtcpka-intvl                                1    defaults listen backend
ssl-f-use                                     1-*  frontend listen  since 3.2
stick match                                   1-*  listen backend
stick on                                      1-*  listen backend  = \`sticky source\`
stick store-request                           1-*  listen backend
stick store-response                          1-*  listen backend
stick-table                                   2-*  frontend listen backend
transparent                                   0    defaults listen backend
use-fcgi-app                                  1    listen backend
use-server                                    1-*  listen backend

# timeouts
timeout connect                               1    defaults listen backend  = \`timeouts connect 5s\`
timeout client                                1    defaults frontend listen  = \`timeouts client 1m\`
timeout server                                1    defaults listen backend  = \`timeouts server 1m\`
timeout queue                                 1    defaults listen backend  = \`timeouts queue 1m\`
timeout check                                 1    defaults listen backend  = \`timeouts check 2s\`
timeout http-request                          1    defaults frontend listen backend  = \`timeouts request 10s\`
timeout tunnel                                1    defaults listen backend  = \`timeouts tunnel 1h\`
timeout http-keep-alive                       1    defaults frontend listen backend  = \`timeouts idle 30s\`
timeout client                                1    log-forward
timeout connect                               1    ring
timeout server                                1    ring
timeout client-fin                            1    defaults frontend listen
timeout client-hs                             1    defaults frontend listen  since 2.9
timeout server-fin                            1    defaults listen backend
timeout tarpit                                1    defaults frontend listen backend
timeout resolve                               1    resolvers
timeout retry                                 1    resolvers
timeout mail                                  1    mailers

# options
option accept-invalid-http-request            0    defaults frontend listen
option accept-unsafe-violations-in-http-request  0    defaults frontend listen  since 3.1
option clitcpka                               0    defaults frontend listen
option contstats                              0    defaults frontend listen
option disable-h2-upgrade                     0    defaults frontend listen
option dontlog-normal                         0    defaults frontend listen
option h1-case-adjust-bogus-client            0    defaults frontend listen
option http-ignore-probes                     0    defaults frontend listen
option http-use-proxy-header                  0    defaults frontend listen
option idle-close-on-response                 0    defaults frontend listen  since 2.6
option log-separate-errors                    0    defaults frontend listen
option logasap                                0    defaults frontend listen
option socket-stats                           0    defaults frontend listen
option tcp-smart-accept                       0    defaults frontend listen
option httpslog                               0    defaults frontend listen  since 2.5
option accept-invalid-http-response           0    defaults listen backend
option accept-unsafe-violations-in-http-response  0    defaults listen backend  since 3.1
option abortonclose                           0    defaults listen backend
option allbackups                             0    defaults listen backend
option checkcache                             0    defaults listen backend
option external-check                         0    defaults listen backend
option forwarded                              0-*  defaults listen backend  since 2.8
option h1-case-adjust-bogus-server            0    defaults listen backend
option http-pretend-keepalive                 0    defaults listen backend
option log-health-checks                      0    defaults listen backend
option pgsql-check                            2    defaults listen backend
option persist                                0    defaults listen backend
option prefer-last-server                     0    defaults listen backend
option spop-check                             0    defaults listen backend
option srvtcpka                               0    defaults listen backend
option ssl-hello-chk                          0    defaults listen backend
option tcp-check                              0    defaults listen backend
option tcp-smart-connect                      0    defaults listen backend
option transparent                            0    defaults listen backend
option use-small-buffers                      0-*  defaults listen backend  since 3.4
option http-buffer-request                    0    defaults frontend listen backend
option http-keep-alive                        0    defaults frontend listen backend
option http-no-delay                          0    defaults frontend listen backend
option http-server-close                      0    defaults frontend listen backend
option httpclose                              0    defaults frontend listen backend
option independent-streams                    0    defaults frontend listen backend
option nolinger                               0    defaults frontend listen backend
option splice-auto                            0    defaults frontend listen backend
option splice-request                         0    defaults frontend listen backend
option splice-response                        0    defaults frontend listen backend
option tcpka                                  0    defaults frontend listen backend
option http-restrict-req-hdr-names            1    defaults frontend listen backend  since 2.6
option httplog                                0-1  defaults frontend listen
option tcplog                                 0-1  defaults frontend listen backend
option dontlognull                            0    defaults frontend listen
option http-drop-request-trailers             0    defaults backend  since 3.2
option http-drop-response-trailers            0    defaults frontend  since 3.2
option originalto                             0-*  defaults frontend listen backend
option http_proxy                             0    defaults frontend listen backend  until 2.5
option forwardfor                             0-*  defaults frontend listen backend  = \`forward client\`
option httpchk                                0-*  defaults listen backend  = \`check http /health\`
option mysql-check                            0-*  defaults listen backend  = \`check mysql USER\`
option redis-check                            0    defaults listen backend  = \`check redis\`
option smtpchk                                0-*  defaults listen backend  = \`check smtp\`
option ldap-check                             0    defaults listen backend  = \`check ldap\`
option redispatch                             0-1  defaults listen backend  = \`retries 3 redispatch\`
option start-on-reload                        0    program  until 3.3
option get-values                             0    fcgi-app
option keep-conn                              0    fcgi-app
option max-reqs                               1    fcgi-app
option mpxs-conns                             0    fcgi-app
option assume-rfc6587-ntf                     0    log-forward  since 3.2
option dont-parse-log                         0    log-forward  since 3.2
option host                                   1    log-forward  since 3.2

# checks by rule
http-check comment                            1-*  defaults listen backend
http-check connect                            0-*  defaults listen backend
http-check disable-on-404                     0    defaults listen backend
http-check send                               0-*  defaults listen backend
http-check send-state                         0    defaults listen backend
http-check expect                             1-*  defaults listen backend  = \`check http /health expect 200\`
http-check set-var                            1-*  defaults listen backend
http-check set-var-fmt                        1-*  defaults listen backend  since 2.5
http-check unset-var                          0-*  defaults listen backend
tcp-check comment                             1-*  defaults listen backend
tcp-check connect                             0-*  defaults listen backend
tcp-check expect                              1-*  defaults listen backend
tcp-check send                                1-*  defaults listen backend
tcp-check send-lf                             1-*  defaults listen backend
tcp-check send-binary                         1-*  defaults listen backend
tcp-check send-binary-lf                      1-*  defaults listen backend
tcp-check set-var                             1-*  defaults listen backend
tcp-check set-var-fmt                         1-*  defaults listen backend  since 2.5
tcp-check unset-var                           0-*  defaults listen backend

# rules: what stands in parentheses after the name of an action is no part of it
http-request add-acl                          1-*  frontend listen backend
http-request add-header                       2-*  frontend listen backend
http-request add-headers-bin                  1-*  frontend listen backend  since 3.4
http-request allow                            0-*  frontend listen backend
http-request auth                             0-*  frontend listen backend
http-request cache-use                        1-*  frontend listen backend
http-request capture                          3-*  frontend listen backend
http-request del-acl                          1-*  frontend listen backend
http-request del-header                       1-*  frontend listen backend
http-request del-headers-bin                  1-*  frontend listen backend  since 3.4
http-request del-map                          1-*  frontend listen backend
http-request deny                             0-*  frontend listen backend
http-request disable-l7-retry                 0-*  frontend listen backend
http-request do-log                           0-*  frontend listen backend  since 3.1
http-request do-resolve                       1-*  frontend listen backend
http-request early-hint                       2-*  frontend listen backend
http-request normalize-uri                    1-*  frontend listen backend
http-request pause                            1-*  frontend listen backend  since 3.2
http-request redirect                         2-*  frontend listen backend
http-request reject                           0-*  frontend listen backend
http-request replace-header                   3-*  frontend listen backend
http-request replace-path                     2-*  frontend listen backend
http-request replace-pathq                    2-*  frontend listen backend
http-request replace-uri                      2-*  frontend listen backend
http-request replace-value                    3-*  frontend listen backend
http-request return                           0-*  frontend listen backend
http-request sc-add-gpc                       1-*  frontend listen backend  since 2.8
http-request sc-inc-gpc                       0-*  frontend listen backend  since 2.5
http-request sc-inc-gpc0                      0-*  frontend listen backend
http-request sc-inc-gpc1                      0-*  frontend listen backend
http-request sc-set-gpt                       1-*  frontend listen backend  since 2.5
http-request sc-set-gpt0                      1-*  frontend listen backend
http-request send-spoe-group                  2-*  frontend listen backend
http-request set-bandwidth-limit              1-*  frontend listen backend  since 2.7
http-request set-bc-mark                      1-*  frontend listen backend  since 3.0
http-request set-bc-tos                       1-*  frontend listen backend  since 3.0
http-request set-dst                          1-*  frontend listen backend
http-request set-dst-port                     1-*  frontend listen backend
http-request set-fc-mark                      1-*  frontend listen backend  since 3.0
http-request set-fc-tos                       1-*  frontend listen backend  since 3.0
http-request set-header                       2-*  frontend listen backend
http-request set-headers-bin                  1-*  frontend listen backend  since 3.4
http-request set-log-level                    1-*  frontend listen backend
http-request set-map                          2-*  frontend listen backend
http-request set-mark                         1-*  frontend listen backend
http-request set-method                       1-*  frontend listen backend
http-request set-nice                         1-*  frontend listen backend
http-request set-path                         1-*  frontend listen backend
http-request set-pathq                        1-*  frontend listen backend
http-request set-priority-class               1-*  frontend listen backend
http-request set-priority-offset              1-*  frontend listen backend
http-request set-query                        1-*  frontend listen backend
http-request set-retries                      1-*  frontend listen backend  since 3.1
http-request set-src                          1-*  frontend listen backend
http-request set-src-port                     1-*  frontend listen backend
http-request set-timeout                      2-*  listen backend
http-request set-timeout                      2-*  frontend  since 2.9
http-request set-tos                          1-*  frontend listen backend
http-request set-uri                          1-*  frontend listen backend
http-request set-var                          1-*  frontend listen backend
http-request set-var-fmt                      1-*  frontend listen backend  since 2.5
http-request silent-drop                      0-*  frontend listen backend
http-request strict-mode                      1-*  frontend listen backend
http-request tarpit                           0-*  frontend listen backend
http-request track-sc0                        1-*  frontend listen backend
http-request track-sc1                        1-*  frontend listen backend
http-request track-sc2                        1-*  frontend listen backend
http-request unset-var                        0-*  frontend listen backend
http-request use-service                      1-*  frontend listen backend
http-request wait-for-body                    2-*  frontend listen backend
http-request wait-for-handshake               0-*  frontend listen backend
http-response add-acl                         1-*  frontend listen backend
http-response add-header                      2-*  frontend listen backend
http-response add-headers-bin                 1-*  frontend listen backend  since 3.4
http-response allow                           0-*  frontend listen backend
http-response cache-store                     1-*  frontend listen backend
http-response capture                         2-*  frontend listen backend
http-response del-acl                         1-*  frontend listen backend
http-response del-header                      1-*  frontend listen backend
http-response del-headers-bin                 1-*  frontend listen backend  since 3.4
http-response del-map                         1-*  frontend listen backend
http-response deny                            0-*  frontend listen backend
http-response do-log                          0-*  frontend listen backend  since 3.1
http-response pause                           1-*  frontend listen backend  since 3.2
http-response redirect                        2-*  frontend listen backend
http-response replace-header                  3-*  frontend listen backend
http-response replace-value                   3-*  frontend listen backend
http-response return                          0-*  frontend listen backend
http-response sc-add-gpc                      1-*  frontend listen backend  since 2.8
http-response sc-inc-gpc                      0-*  frontend listen backend  since 2.5
http-response sc-inc-gpc0                     0-*  frontend listen backend
http-response sc-inc-gpc1                     0-*  frontend listen backend
http-response sc-set-gpt                      1-*  frontend listen backend  since 2.5
http-response sc-set-gpt0                     1-*  frontend listen backend
http-response send-spoe-group                 2-*  frontend listen backend
http-response set-bandwidth-limit             1-*  frontend listen backend  since 2.7
http-response set-fc-mark                     1-*  frontend listen backend  since 3.0
http-response set-fc-tos                      1-*  frontend listen backend  since 3.0
http-response set-header                      2-*  frontend listen backend
http-response set-headers-bin                 1-*  frontend listen backend  since 3.4
http-response set-log-level                   1-*  frontend listen backend
http-response set-map                         2-*  frontend listen backend
http-response set-mark                        1-*  frontend listen backend
http-response set-nice                        1-*  frontend listen backend
http-response set-status                      1-*  frontend listen backend
http-response set-timeout                     2-*  frontend listen backend  since 2.9
http-response set-tos                         1-*  frontend listen backend
http-response set-var                         1-*  frontend listen backend
http-response set-var-fmt                     1-*  frontend listen backend  since 2.5
http-response silent-drop                     0-*  frontend listen backend
http-response strict-mode                     1-*  frontend listen backend
http-response track-sc0                       1-*  frontend listen backend
http-response track-sc1                       1-*  frontend listen backend
http-response track-sc2                       1-*  frontend listen backend
http-response unset-var                       0-*  frontend listen backend
http-response wait-for-body                   2-*  frontend listen backend
http-after-response add-header                2-*  frontend listen backend
http-after-response add-headers-bin           1-*  frontend listen backend  since 3.4
http-after-response allow                     0-*  frontend listen backend
http-after-response capture                   2-*  frontend listen backend  since 2.6
http-after-response del-acl                   1-*  frontend listen backend  since 2.8
http-after-response del-header                1-*  frontend listen backend
http-after-response del-headers-bin           1-*  frontend listen backend  since 3.4
http-after-response del-map                   1-*  frontend listen backend  since 2.8
http-after-response do-log                    0-*  frontend listen backend  since 3.1
http-after-response replace-header            3-*  frontend listen backend
http-after-response replace-value             3-*  frontend listen backend
http-after-response sc-add-gpc                1-*  frontend listen backend  since 2.8
http-after-response sc-inc-gpc                0-*  frontend listen backend  since 2.8
http-after-response sc-inc-gpc0               0-*  frontend listen backend  since 2.8
http-after-response sc-inc-gpc1               0-*  frontend listen backend  since 2.8
http-after-response sc-set-gpt                1-*  frontend listen backend  since 2.8
http-after-response sc-set-gpt0               1-*  frontend listen backend  since 2.8
http-after-response set-header                2-*  frontend listen backend
http-after-response set-headers-bin           1-*  frontend listen backend  since 3.4
http-after-response set-log-level             1-*  frontend listen backend  since 2.8
http-after-response set-map                   2-*  frontend listen backend  since 2.8
http-after-response set-status                1-*  frontend listen backend
http-after-response set-var                   1-*  frontend listen backend
http-after-response set-var-fmt               1-*  frontend listen backend  since 2.5
http-after-response strict-mode               1-*  frontend listen backend
http-after-response unset-var                 0-*  frontend listen backend
tcp-request connection                        1-*  frontend listen
tcp-request session                           1-*  frontend listen
tcp-request content                           1-*  frontend listen backend
tcp-request inspect-delay                     1    frontend listen backend
tcp-response content                          1-*  listen backend
tcp-response inspect-delay                    1    listen backend
quic-initial                                  1-*  defaults frontend listen  since 3.1

# statistics page
stats uri                                     1    defaults frontend listen backend  = \`stats 8100 at /haproxy\`
stats auth                                    1    defaults frontend listen backend  = \`stats 8100 at /haproxy user ops password secret NAME\`
stats realm                                   1-*  defaults frontend listen backend  = \`stats 8100 at /haproxy realm TEXT\`
stats refresh                                 1    defaults frontend listen backend  = \`stats 8100 at /haproxy refresh 5s\`
stats enable                                  0    defaults frontend listen backend  = \`stats 8100 at /haproxy\`
stats admin                                   2-*  frontend listen backend  = \`stats 8100 at /haproxy admin\`
stats http-request                            1-*  frontend listen backend
stats hide-version                            0    defaults frontend listen backend
stats scope                                   1    defaults frontend listen backend
stats show-desc                               1-*  defaults frontend listen backend
stats show-legends                            0    defaults frontend listen backend
stats show-modules                            0    defaults frontend listen backend
stats show-node                               0-1  defaults frontend listen backend
stats show-version                            0    defaults frontend listen backend  since 3.4

# peers, resolvers, mailers
peer                                          2-*  peers
table                                         1-*  peers
shards                                        1    peers  since 2.7
nameserver                                    2    resolvers
parse-resolv-conf                             0    resolvers
accepted_payload_size                         1    resolvers
resolve_retries                               1    resolvers
hold                                          2    resolvers
mailer                                        2    mailers

# users
user                                          1-*  userlist
group                                         1-*  userlist

# cache
total-max-size                                1    cache
max-object-size                               1    cache
max-age                                       1    cache
process-vary                                  1    cache
max-secondary-entries                         1    cache

# ring, log-forward, log-profile, traces
format                                        1    ring
maxlen                                        1    ring
size                                          1    ring
description                                   1-*  ring
backing-file                                  1    ring
maxconn                                       1    log-forward
backlog                                       1    log-forward
dgram-bind                                    1-*  log-forward
on                                            1-*  log-profile  since 3.1
log-tag                                       1    log-profile  since 3.1
trace                                         1-*  traces  since 3.1

# program, until 3.3
command                                       1-*  program  until 3.3

# fcgi-app
docroot                                       1    fcgi-app
index                                         1    fcgi-app
log-stderr                                    1-*  fcgi-app
pass-header                                   1-*  fcgi-app
path-info                                     1    fcgi-app
set-param                                     2-*  fcgi-app

# certificates
load                                          2-*  crt-store  since 3.0
directory                                     1    acme  since 3.2
account-key                                   1    acme  since 3.2
contact                                       1    acme  since 3.2
challenge                                     1    acme  since 3.2
keytype                                       1    acme  since 3.2
bits                                          1    acme  since 3.2
curves                                        1    acme  since 3.2
map                                           1    acme  since 3.2
provider-name                                 1    acme  since 3.3
acme-vars                                     1    acme  since 3.3
reuse-key                                     1    acme  since 3.3
profile                                       1    acme  since 3.4
challenge-ready                               1-*  acme  since 3.4
dns-delay                                     1    acme  since 3.4
dns-timeout                                   1    acme  since 3.4
eab-key-id                                    1    acme  since 3.4
eab-mac-alg                                   1    acme  since 3.4
eab-mac-key                                   1    acme  since 3.4
acme.scheduler                                1    global  since 3.2
`,
);
