import { directiveTable } from "../../emit/directives.js";

/**
 * The settings of Consul's agent, 1.8 to 1.21.
 *
 * Source: Consul's reference "Agent configuration file". A setting that takes any number of words is a list. `texts` stands for every
 * block that maps names to texts, such as `node_meta`: its directive `*` stands for any name, which counts among its words. `values`
 * is the same for values of any type.
 */
export const directives = directiveTable(
  "consul",
  [
    "main",
    "acl",
    "tokens",
    "addresses",
    "audit",
    "auto_encrypt",
    "auto_config",
    "autopilot",
    "cache",
    "connect",
    "dns_config",
    "gossip_lan",
    "gossip_wan",
    "http_config",
    "limits",
    "request_limits",
    "peering",
    "performance",
    "ports",
    "raft_logstore",
    "boltdb",
    "wal",
    "verification",
    "reporting",
    "license",
    "rpc",
    "telemetry",
    "tls",
    "tls-defaults",
    "tls-internal_rpc",
    "tls-https",
    "tls-grpc",
    "ui_config",
    "unix_sockets",
    "xds",
    "texts",
    "values",
  ],
  `
# the agent
datacenter                            1    main                       = \`datacenter NAME\`
node_name                             1    main                       = \`consul NAME on HOST\`
node_id                               1    main
node_meta                             0    main  { texts
data_dir                              1    main
server                                1    main                       = \`client HOST\`
bootstrap                             1    main                       = \`consul NAME x3\`
bootstrap_expect                      1    main                       = \`consul NAME x3\`
primary_datacenter                    1    main
read_replica                          1    main  since 1.9
partition                             1    main  since 1.11
segment                               1    main
domain                                1    main
alt_domain                            1    main
default_intention_policy              1    main  since 1.17
experiments                           1-*  main  since 1.17
license_path                          1    main  since 1.10
pid_file                              1    main
protocol                              1    main
use_streaming_backend                 1    main  since 1.9

# addresses and joining
bind_addr                             1    main                       = \`address ADDRESS\`
client_addr                           1    main
advertise_addr                        1    main
advertise_addr_ipv4                   1    main
advertise_addr_ipv6                   1    main
advertise_addr_wan                    1    main
advertise_addr_wan_ipv4               1    main
advertise_addr_wan_ipv6               1    main  since 1.10
serf_lan                              1    main
serf_lan_allowed_cidrs                1-*  main  since 1.8
serf_wan                              1    main
serf_wan_allowed_cidrs                1-*  main  since 1.8
tagged_addresses                      0    main  { texts
translate_wan_addrs                   1    main
retry_join                            1-*  main                       = \`consul NAME x3\`
start_join                            1-*  main                       = \`consul NAME x3\`
retry_interval                        1    main
retry_max                             1    main
retry_join_wan                        1-*  main
start_join_wan                        1-*  main
retry_interval_wan                    1    main
retry_max_wan                         1    main
rejoin_after_leave                    1    main
leave_on_terminate                    1    main
skip_leave_on_interrupt               1    main
reconnect_timeout                     1    main
reconnect_timeout_wan                 1    main
advertise_reconnect_timeout           1    main  since 1.9
server_rejoin_age_max                 1    main  since 1.15
primary_gateways                      1-*  main
primary_gateways_interval             1    main
recursors                             1-*  main

# secrets and access
encrypt                               1    main                       = \`encrypt secret NAME\`
encrypt_verify_incoming               1    main
encrypt_verify_outgoing               1    main
disable_keyring_file                  1    main
acl                                   0    main  { acl
enabled                               1    acl                        = \`acl\`
default_policy                        1    acl                        = \`acl\`
down_policy                           1    acl
policy_ttl                            1    acl
role_ttl                              1    acl
token_ttl                             1    acl
enable_key_list_policy                1    acl
enable_token_persistence              1    acl
enable_token_replication              1    acl
tokens                                0    acl  { tokens
agent                                 1    tokens
agent_recovery                        1    tokens  since 1.11
default                               1    tokens
initial_management                    1    tokens  since 1.11
replication                           1    tokens
config_file_service_registration      1    tokens  since 1.15
dns                                   1    tokens  since 1.18

# TLS
tls                                   0    main  { tls  since 1.12
defaults                              0    tls  { tls-defaults
internal_rpc                          0    tls  { tls-internal_rpc
https                                 0    tls  { tls-https
grpc                                  0    tls  { tls-grpc
ca_file                               1    tls-defaults tls-internal_rpc tls-https tls-grpc
ca_path                               1    tls-defaults tls-internal_rpc tls-https tls-grpc
cert_file                             1    tls-defaults tls-internal_rpc tls-https tls-grpc
key_file                              1    tls-defaults tls-internal_rpc tls-https tls-grpc
tls_cipher_suites                     1    tls-defaults tls-internal_rpc tls-https tls-grpc
tls_min_version                       1    tls-defaults tls-internal_rpc tls-https tls-grpc
verify_incoming                       1    tls-defaults tls-internal_rpc tls-https tls-grpc
verify_outgoing                       1    tls-defaults tls-internal_rpc tls-https
verify_server_hostname                1    tls-defaults tls-internal_rpc
use_auto_cert                         1    tls-grpc
ca_file                               1    main
ca_path                               1    main
cert_file                             1    main
key_file                              1    main
tls_cipher_suites                     1    main
tls_min_version                       1    main
tls_prefer_server_cipher_suites       1    main
verify_incoming                       1    main
verify_incoming_https                 1    main
verify_incoming_rpc                   1    main
verify_outgoing                       1    main
verify_server_hostname                1    main
enable_agent_tls_for_checks           1    main
server_name                           1    main
auto_encrypt                          0    main  { auto_encrypt
tls                                   1    auto_encrypt
allow_tls                             1    auto_encrypt
dns_san                               1-*  auto_encrypt
ip_san                                1-*  auto_encrypt
auto_config                           0    main  { auto_config  since 1.8
enabled                               1    auto_config
intro_token                           1    auto_config
intro_token_file                      1    auto_config
server_addresses                      1-*  auto_config
dns_sans                              1-*  auto_config
ip_sans                               1-*  auto_config

# ports
ports                                 0    main  { ports
dns                                   1    ports                      = \`port 8601 as dns\`
http                                  1    ports                      = \`port 8501 as http\`
https                                 1    ports
grpc                                  1    ports
grpc_tls                              1    ports  since 1.14
server                                1    ports
serf_lan                              1    ports
serf_wan                              1    ports
sidecar_min_port                      1    ports
sidecar_max_port                      1    ports
expose_min_port                       1    ports
expose_max_port                       1    ports
addresses                             0    main  { addresses
dns                                   1    addresses
http                                  1    addresses
https                                 1    addresses
grpc                                  1    addresses
grpc_tls                              1    addresses  since 1.14

# services and checks
service                               0    main                       = \`discover NAME\`
services                              0    main                       = \`discover NAME\`
check                                 0    main                       = \`check tcp\`
checks                                0    main                       = \`check tcp\`
check_output_max_size                 1    main
check_update_interval                 1    main
discard_check_output                  1    main
enable_script_checks                  1    main
enable_local_script_checks            1    main
enable_central_service_config         1    main
session_ttl_min                       1    main

# web interface and API
ui                                    1    main                       = \`ui\`
ui_dir                                1    main
ui_content_path                       1    main
ui_config                             0    main  { ui_config  since 1.9
enabled                               1    ui_config                  = \`ui\`
dir                                   1    ui_config
content_path                          1    ui_config
metrics_provider                      1    ui_config
metrics_provider_files                1-*  ui_config
metrics_provider_options_json         1    ui_config
dashboard_url_templates               0    ui_config  { texts
http_config                           0    main  { http_config
allow_write_http_from                 1-*  http_config
block_endpoints                       1-*  http_config
max_header_bytes                      1    http_config  since 1.9
response_headers                      0    http_config  { texts
use_cache                             1    http_config
unix_sockets                          0    main  { unix_sockets
group                                 1    unix_sockets
mode                                  1    unix_sockets
user                                  1    unix_sockets
default_query_time                    1    main
max_query_time                        1    main
discovery_max_stale                   1    main
disable_http_unprintable_char_filter  1    main
disable_kv_key_validation             1    main  since 1.21.6

# DNS
dns_config                            0    main  { dns_config
a_record_limit                        1    dns_config
allow_stale                           1    dns_config
cache_max_age                         1    dns_config
disable_compression                   1    dns_config
enable_truncate                       1    dns_config
max_stale                             1    dns_config
node_ttl                              1    dns_config
only_passing                          1    dns_config
prefer_namespace                      1    dns_config
recursor_strategy                     1    dns_config  since 1.11
recursor_timeout                      1    dns_config
service_ttl                           0    dns_config  { texts
udp_answer_limit                      1    dns_config
use_cache                             1    dns_config

# consensus and gossip
performance                           0    main  { performance
leave_drain_time                      1    performance
raft_multiplier                       1    performance
rpc_hold_timeout                      1    performance
raft_protocol                         1    main
raft_snapshot_interval                1    main
raft_snapshot_threshold               1    main
raft_trailing_logs                    1    main
raft_logstore                         0    main  { raft_logstore  since 1.15
backend                               1    raft_logstore
disable_log_cache                     1    raft_logstore
boltdb                                0    raft_logstore  { boltdb
no_freelist_sync                      1    boltdb
verification                          0    raft_logstore  { verification
enabled                               1    verification
interval                              1    verification
wal                                   0    raft_logstore  { wal
segment_size_mb                       1    wal
autopilot                             0    main  { autopilot
cleanup_dead_servers                  1    autopilot
disable_upgrade_migration             1    autopilot
last_contact_threshold                1    autopilot
max_trailing_logs                     1    autopilot
min_quorum                            1    autopilot
redundancy_zone_tag                   1    autopilot
server_stabilization_time             1    autopilot
upgrade_version_tag                   1    autopilot
gossip_lan                            0    main  { gossip_lan
gossip_wan                            0    main  { gossip_wan
gossip_interval                       1    gossip_lan gossip_wan
gossip_nodes                          1    gossip_lan gossip_wan
probe_interval                        1    gossip_lan gossip_wan
probe_timeout                         1    gossip_lan gossip_wan
retransmit_mult                       1    gossip_lan gossip_wan
suspicion_mult                        1    gossip_lan gossip_wan

# limits and caches
limits                                0    main  { limits
http_max_conns_per_client             1    limits
https_handshake_timeout               1    limits
kv_max_value_size                     1    limits
rpc_client_timeout                    1    limits  since 1.11
rpc_handshake_timeout                 1    limits
rpc_max_burst                         1    limits
rpc_max_conns_per_client              1    limits
rpc_rate                              1    limits
txn_max_req_len                       1    limits  since 1.8
request_limits                        0    limits  { request_limits  since 1.14
mode                                  1    request_limits
read_rate                             1    request_limits
write_rate                            1    request_limits
cache                                 0    main  { cache
entry_fetch_max_burst                 1    cache
entry_fetch_rate                      1    cache
rpc                                   0    main  { rpc  since 1.9
enable_streaming                      1    rpc
xds                                   0    main  { xds  since 1.13
update_max_per_second                 1    xds

# mesh
connect                               0    main  { connect
enabled                               1    connect
ca_provider                           1    connect
ca_config                             0    connect  { values
enable_mesh_gateway_wan_federation    1    connect
peering                               0    main  { peering  since 1.13
enabled                               1    peering

# logs and metrics
log_level                             1    main
log_json                              1    main
log_file                              1    main
log_rotate_bytes                      1    main
log_rotate_duration                   1    main
log_rotate_max_files                  1    main
log_sublevels                         0    main  { texts  since 1.17
enable_syslog                         1    main
syslog_facility                       1    main
audit                                 0    main  { audit  since 1.8
enabled                               1    audit
reporting                             0    main  { reporting  since 1.15
license                               0    reporting  { license
enabled                               1    license
telemetry                             0    main  { telemetry
circonus_api_app                      1    telemetry
circonus_api_token                    1    telemetry
circonus_api_url                      1    telemetry
circonus_broker_id                    1    telemetry
circonus_broker_select_tag            1    telemetry
circonus_check_display_name           1    telemetry
circonus_check_force_metric_activation  1  telemetry
circonus_check_id                     1    telemetry
circonus_check_instance_id            1    telemetry
circonus_check_search_tag             1    telemetry
circonus_check_tags                   1    telemetry
circonus_submission_interval          1    telemetry
circonus_submission_url               1    telemetry
disable_hostname                      1    telemetry
dogstatsd_addr                        1    telemetry
dogstatsd_tags                        1-*  telemetry
enable_host_metrics                   1    telemetry  since 1.13
filter_default                        1    telemetry
metrics_prefix                        1    telemetry
prefix_filter                         1-*  telemetry
prometheus_retention_time             1    telemetry
retry_failed_connection               1    telemetry  since 1.12
statsd_address                        1    telemetry
statsite_address                      1    telemetry

# the rest
auto_reload_config                    1    main  since 1.11
disable_anonymous_signature           1    main
disable_coordinates                   1    main
disable_host_node_id                  1    main
disable_remote_exec                   1    main
disable_update_check                  1    main
enable_debug                          1    main

*                                     2    texts
*                                     2-*  values
`,
);
