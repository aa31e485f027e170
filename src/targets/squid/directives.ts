import { directiveTable } from "../../emit/directives.js";

/**
 * The directives of squid 5 to 7, each a line of its own; those that squid 4, 5, 6 or 7 took out are kept with `until`, so that the report can say so.
 *
 * Source: squid.conf.documented (cf.data.pre). An amount and its unit are two words: `cache_mem 128 MB`, `read_timeout 15 minutes`.
 */
export const directives = directiveTable(
  "squid",
  ["main"],
  `
# processes
workers                                     1    main
cpu_affinity_map                            2    main
shared_memory_locking                       1    main
hopeless_kid_revival_delay                  1-2  main
include                                     1-*  main
loadable_modules                            1-*  main
configuration_includes_quoted_values        1    main

# authentication
auth_param                                  2-*  main  = \`login\`
auth_schemes                                1-*  main
authenticate_cache_garbage_interval         1-2  main
authenticate_ttl                            1-2  main
authenticate_ip_ttl                         1-2  main

# access
external_acl_type                           2-*  main
acl                                         2-*  main
proxy_protocol_access                       2-*  main
follow_x_forwarded_for                      2-*  main  = \`trust 10.0.0.0/24\`
acl_uses_indirect_client                    1    main
delay_pool_uses_indirect_client             1    main
log_uses_indirect_client                    1    main
tproxy_uses_indirect_client                 1    main
spoof_client_ip                             2-*  main
http_access                                 2-*  main  = \`allow from 10.0.0.0/8\`
adapted_http_access                         2-*  main
http_reply_access                           2-*  main
icp_access                                  2-*  main
htcp_access                                 2-*  main
htcp_clr_access                             2-*  main
miss_access                                 2-*  main
ident_lookup_access                         2-*  main  until 7.0
ident_timeout                               1-2  main  until 7.0
reply_body_max_size                         1-*  main
on_unsupported_protocol                     1-*  main
http_upgrade_request_protocols              2-*  main
force_request_body_continuation             2-*  main
server_pconn_for_nonretriable               2-*  main

# network
http_port                                   1-*  main  = \`listen 3128\`
https_port                                  1-*  main  = \`listen 443 tls CERT key PATH\`
ftp_port                                    1-*  main
tcp_outgoing_address                        1-*  main
tcp_outgoing_tos                            1-*  main
clientside_tos                              1-*  main
tcp_outgoing_mark                           1-*  main
mark_client_packet                          1-*  main
mark_client_connection                      1-*  main
qos_flows                                   1-*  main
host_verify_strict                          1    main
client_dst_passthru                         1    main
udp_incoming_address                        1    main
udp_outgoing_address                        1    main
tcp_recv_bufsize                            1-2  main

# TLS
tls_outgoing_options                        1-*  main
tls_key_log                                 1-*  main  since 6.0
ssl_unclean_shutdown                        1    main
ssl_engine                                  1    main
ssl_bump                                    1-*  main
sslproxy_session_ttl                        1    main
sslproxy_session_cache_size                 1-2  main
sslproxy_foreign_intermediate_certs         1    main
sslproxy_cert_sign_hash                     1    main
sslproxy_cert_error                         2-*  main
sslproxy_cert_sign                          2-*  main
sslproxy_cert_adapt                         2-*  main
sslpassword_program                         1    main
sslcrtd_program                             1-*  main
sslcrtd_children                            1-*  main
sslcrtvalidator_program                     1-*  main
sslcrtvalidator_children                    1-*  main
sslproxy_cafile                             1    main  until 4.0
sslproxy_capath                             1    main  until 4.0
sslproxy_cipher                             1    main  until 4.0
sslproxy_client_certificate                 1    main  until 4.0
sslproxy_client_key                         1    main  until 4.0
sslproxy_flags                              1    main  until 4.0
sslproxy_options                            1    main  until 4.0
sslproxy_version                            1    main  until 4.0

# other caches
cache_peer                                  4-*  main  = \`accelerate http://10.0.0.21\`
cache_peer_access                           3-*  main  = \`accelerate http://10.0.0.21 { site shop.example.com }\`
cache_peer_domain                           2-*  main  until 4.0
neighbor_type_domain                        3-*  main
dead_peer_timeout                           1-2  main
forward_max_tries                           1    main
always_direct                               2-*  main  = \`via -> 10.0.0.5:3128\`
never_direct                                2-*  main  = \`via -> 10.0.0.5:3128 only\`
icp_query_timeout                           1    main
maximum_icp_query_timeout                   1    main
minimum_icp_query_timeout                   1    main
background_ping_rate                        1-2  main
mcast_groups                                1-*  main
mcast_icp_query_timeout                     1    main
mcast_miss_addr                             1    main  until 7.0
mcast_miss_ttl                              1    main  until 7.0
mcast_miss_port                             1    main  until 7.0
mcast_miss_encode_key                       1    main  until 7.0
prefer_direct                               1    main
nonhierarchical_direct                      1    main
peer_connect_timeout                        1-2  main
icp_port                                    1    main
htcp_port                                   1    main
icp_hit_stale                               1    main
log_icp_queries                             1    main
minimum_direct_hops                         1    main
minimum_direct_rtt                          1-2  main
netdb_low                                   1    main
netdb_high                                  1    main
netdb_ping_period                           1-2  main
netdb_filename                              1    main
query_icmp                                  1    main
test_reachability                           1    main
digest_generation                           1    main
digest_bits_per_entry                       1    main
digest_rebuild_period                       1-2  main
digest_rewrite_period                       1-2  main
digest_swapout_chunk_size                   1-2  main
digest_rebuild_chunk_percentage             1    main

# memory and disk
cache_mem                                   1-2  main  = \`memory 128MB\`
maximum_object_size_in_memory               1-2  main  = \`memory 128MB object 64KB\`
memory_cache_shared                         1    main
memory_cache_mode                           1    main
memory_replacement_policy                   1-*  main
cache_replacement_policy                    1-*  main  = \`disk /var/spool/squid 10GB replace lru\`
minimum_object_size                         1-2  main
maximum_object_size                         1-2  main
cache_dir                                   2-*  main  = \`disk /var/spool/squid 10GB\`
store_dir_select_algorithm                  1    main
max_open_disk_fds                           1    main
cache_swap_low                              1    main
cache_swap_high                             1    main
paranoid_hit_validation                     1-2  main  since 6.0
cache_swap_state                            1    main
store_avg_object_size                       1-2  main
store_objects_per_bucket                    1    main
memory_pools                                1    main
memory_pools_limit                          1-2  main
shared_transient_entries_limit              1    main
unlinkd_program                             1    main
diskd_program                               1    main

# what is kept
cache                                       2-*  main  = \`no-cache path ~ REGEX\`
send_hit                                    2-*  main
store_miss                                  2-*  main
max_stale                                   1-2  main
refresh_pattern                             4-*  main  = \`fresh 5m .. 1h max share 20%\`
quick_abort_min                             1-2  main
quick_abort_max                             1-2  main
quick_abort_pct                             1    main
read_ahead_gap                              1-2  main
negative_ttl                                1-2  main
positive_dns_ttl                            1-2  main
negative_dns_ttl                            1-2  main
range_offset_limit                          1-*  main
minimum_expiry_time                         1-2  main
refresh_all_ims                             1    main
reload_into_ims                             1    main
retry_on_error                              1    main
offline_mode                                1    main
vary_ignore_expire                          1    main
cache_miss_revalidate                       1    main
collapsed_forwarding                        1    main
collapsed_forwarding_access                 2-*  main

# logs
logformat                                   2-*  main
access_log                                  1-*  main
icap_log                                    1-*  main
logfile_daemon                              1    main
stats_collection                            2-*  main
cache_store_log                             1    main
logfile_rotate                              1    main
mime_table                                  1    main
log_mime_hdrs                               1    main
pid_filename                                1    main
client_netmask                              1    main
strip_query_terms                           1    main
buffered_logs                               1    main
cache_log                                   1    main
cache_log_message                           1-*  main  since 6.0
debug_options                               1-*  main
coredump_dir                                1    main
note                                        2-*  main
high_response_time_warning                  1    main
high_page_fault_warning                     1    main
high_memory_warning                         1-2  main

# FTP
ftp_user                                    1    main
ftp_passive                                 1    main
ftp_epsv_all                                1    main
ftp_epsv                                    1-*  main
ftp_eprt                                    1    main
ftp_sanitycheck                             1    main
ftp_telnet_protocol                         1    main

# helpers
pinger_program                              1    main
pinger_enable                               1    main
url_rewrite_program                         1-*  main
url_rewrite_children                        1-*  main
url_rewrite_host_header                     1    main
url_rewrite_access                          2-*  main
url_rewrite_bypass                          1    main
url_rewrite_extras                          1    main
url_rewrite_timeout                         1-*  main
store_id_program                            1-*  main
store_id_extras                             1    main
store_id_children                           1-*  main
store_id_access                             2-*  main
store_id_bypass                             1    main
sleep_after_fork                            1    main

# HTTP
via                                         1    main  = \`hide\`
forwarded_for                               1    main  = \`hide\`
request_header_max_size                     1-2  main
reply_header_max_size                       1-2  main
request_body_max_size                       1-2  main
client_request_buffer_max_size              1-2  main
broken_posts                                2-*  main
adaptation_uses_indirect_client             1    main
request_header_access                       3-*  main
reply_header_access                         3-*  main
request_header_replace                      2-*  main
reply_header_replace                        2-*  main
request_header_add                          2-*  main
reply_header_add                            2-*  main
relaxed_header_parser                       1    main
request_entities                            1    main  until 6.0
ie_refresh                                  1    main  until 4.0
httpd_accel_surrogate_id                    1    main
http_accel_surrogate_remote                 1    main
httpd_suppress_version_string               1    main
uri_whitespace                              1    main
check_hostnames                             1    main
allow_underscore                            1    main
pipeline_prefetch                           1    main

# timeouts
forward_timeout                             1-2  main
connect_timeout                             1-2  main
read_timeout                                1-2  main
write_timeout                               1-2  main
request_timeout                             1-2  main
request_start_timeout                       1-2  main
client_idle_pconn_timeout                   1-2  main
server_idle_pconn_timeout                   1-2  main
ftp_client_idle_timeout                     1-2  main
client_lifetime                             1-2  main
pconn_lifetime                              1-2  main
half_closed_clients                         1    main
shutdown_lifetime                           1-2  main
connect_retries                             1    main
happy_eyeballs_connect_timeout              1    main
happy_eyeballs_connect_gap                  1    main
happy_eyeballs_connect_limit                1    main

# the daemon
cache_mgr                                   1    main
mail_from                                   1    main
mail_program                                1-*  main
cache_effective_user                        1    main
cache_effective_group                       1    main
visible_hostname                            1    main  = \`name proxy1.example.com\`
unique_hostname                             1    main
hostname_aliases                            1-*  main
umask                                       1    main
chroot                                      1    main
cachemgr_passwd                             2-*  main  = \`manager\`
accept_filter                               1    main
max_filedescriptors                         1    main
announce_period                             1-2  main  until 6.0
announce_host                               1    main  until 6.0
announce_file                               1    main  until 6.0
announce_port                               1    main  until 6.0

# delay pools
delay_pools                                 1    main  = \`pool RATE\`
delay_class                                 2    main  = \`pool RATE\`
delay_access                                3-*  main  = \`pool RATE\`
delay_parameters                            2-*  main  = \`pool RATE\`
delay_initial_bucket_level                  1    main
client_delay_pools                          1    main
client_delay_initial_bucket_level           1    main
client_delay_parameters                     3    main
client_delay_access                         3-*  main
response_delay_pool                         1-*  main
response_delay_pool_access                  3-*  main

# WCCP, persistent connections, SNMP, ESI
wccp_router                                 1    main
wccp2_router                                1    main
wccp_version                                1    main
wccp2_rebuild_wait                          1    main
wccp2_forwarding_method                     1    main
wccp2_return_method                         1    main
wccp2_assignment_method                     1    main
wccp2_service                               2-*  main
wccp2_service_info                          2-*  main
wccp2_weight                                1    main
wccp_address                                1    main
wccp2_address                               1    main
client_persistent_connections               1    main
server_persistent_connections               1    main
persistent_connection_after_error           1    main
detect_broken_pconn                         1    main
snmp_port                                   1    main
snmp_access                                 2-*  main
snmp_incoming_address                       1    main
snmp_outgoing_address                       1    main
esi_parser                                  1    main  until 7.0

# ICAP, eCAP and adaptation
icap_enable                                 1    main
icap_connect_timeout                        1-2  main
icap_io_timeout                             1-2  main
icap_service_failure_limit                  1-*  main
icap_service_revival_delay                  1    main
icap_preview_enable                         1    main
icap_preview_size                           1    main
icap_206_enable                             1    main
icap_default_options_ttl                    1    main
icap_persistent_connections                 1    main
icap_client_username_header                 1    main
icap_client_username_encode                 1    main
icap_service                                3-*  main
icap_class                                  2-*  main
icap_access                                 3-*  main
icap_retry                                  2-*  main
icap_retry_limit                            1    main
ecap_enable                                 1    main
ecap_service                                3-*  main
adaptation_send_client_ip                   1    main
adaptation_send_username                    1    main
adaptation_service_set                      2-*  main
adaptation_service_chain                    2-*  main
adaptation_access                           3-*  main
adaptation_service_iteration_limit          1    main
adaptation_masterx_shared_names             1    main
adaptation_meta                             2-*  main

# DNS
dns_packet_max                              1-2  main
dns_retransmit_interval                     1-2  main
dns_timeout                                 1-2  main
dns_defnames                                1    main
dns_multicast_local                         1    main
dns_nameservers                             1-*  main  = \`dns 10.0.0.53\`
dns_v4_first                                1    main  until 5.0
hosts_file                                  1    main
append_domain                               1    main
ignore_unknown_nameservers                  1    main
ipcache_size                                1    main
ipcache_low                                 1    main
ipcache_high                                1    main
fqdncache_size                              1    main

# errors and the rest
icon_directory                              1    main
global_internal_static                      1    main
short_icon_urls                             1    main
error_directory                             1    main  = \`errors\`
error_default_language                      1    main
error_log_languages                         1    main
err_page_stylesheet                         1    main
err_html_text                               1-*  main
email_err_data                              1    main
deny_info                                   2-*  main
eui_lookup                                  1    main
client_db                                   1    main
client_ip_max_connections                   1    main
as_whois_server                             1    main
incoming_udp_average                        1    main
incoming_tcp_average                        1    main
incoming_dns_average                        1    main
min_udp_poll_cnt                            1    main
min_dns_poll_cnt                            1    main
min_tcp_poll_cnt                            1    main
balance_on_multiple_ip                      1    main  until 4.3
windows_ipaddrchangemonitor                 1    main

# older names of some of them
ascii_port                                  1-*  main  = \`listen 3128\`
cache_access_log                            1-*  main
cache_swap_log                              1    main
clientside_mark                             1-*  main
collapsed_forwarding_shared_entries_limit   1    main
header_replace                              2-*  main
http_access2                                2-*  main
icap_send_client_ip                         1    main
icap_send_client_username                   1    main
icap_uses_indirect_client                   1    main
incoming_http_average                       1    main
incoming_icp_average                        1    main
max_filedesc                                1    main
min_http_poll_cnt                           1    main
min_icp_poll_cnt                            1    main
no_cache                                    2-*  main  = \`no-cache path ~ REGEX\`
pconn_timeout                               1-2  main
persistent_request_timeout                  1-2  main
redirect_children                           1-*  main
redirect_program                            1-*  main
redirect_rewrites_host_header               1    main
redirector_access                           2-*  main
redirector_bypass                           1    main
storeurl_rewrite_access                     2-*  main
storeurl_rewrite_bypass                     1    main
storeurl_rewrite_children                   1-*  main
storeurl_rewrite_program                    1-*  main
tcp_outgoing_ds                             1-*  main
tcp_outgoing_dscp                           1-*  main
udp_port                                    1    main
`,
);
