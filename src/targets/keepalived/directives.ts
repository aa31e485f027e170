import { directiveTable } from "../../emit/directives.js";

/**
 * The keywords of keepalived 2.0 to 2.4.
 *
 * Source: keepalived.conf(5). `lines` stands for every block whose lines are no keywords but addresses, routes, rules, interfaces or names, such as
 * `virtual_ipaddress`: its directive `*` stands for any first word, which counts among its words. `SSL_GET` opens the same block as `HTTP_GET`, and `track_file` at the top the same as
 * `vrrp_track_file`, its older name.
 */
export const directives = directiveTable(
  "keepalived",
  [
    "main",
    "global_defs",
    "vrrp_script",
    "vrrp_track_process",
    "vrrp_track_file",
    "track_group",
    "garp_group",
    "bfd_instance",
    "vrrp_sync_group",
    "vrrp_instance",
    "authentication",
    "auth_hmac",
    "virtual_server",
    "real_server",
    "TCP_CHECK",
    "HTTP_GET",
    "url",
    "SMTP_CHECK",
    "host",
    "MISC_CHECK",
    "DNS_CHECK",
    "PING_CHECK",
    "UDP_CHECK",
    "FILE_CHECK",
    "BFD_CHECK",
    "SSL",
    "lines",
  ],
  `
# the top of the file
include                               1    main global_defs vrrp_script vrrp_track_process vrrp_track_file track_group garp_group bfd_instance vrrp_sync_group vrrp_instance authentication auth_hmac virtual_server real_server TCP_CHECK HTTP_GET url SMTP_CHECK host MISC_CHECK DNS_CHECK PING_CHECK UDP_CHECK FILE_CHECK BFD_CHECK SSL lines
global_defs                           0    main  { global_defs
linkbeat_use_polling                  0    main
net_namespace                         1    main
net_namespace_ipvs                    1    main  since 2.1.0
namespace_with_ipsets                 0-1  main
use_pid_dir                           0    main
instance                              1    main
child_wait_time                       1    main
vrrp_script                           1    main  { vrrp_script
vrrp_track_process                    1    main  { vrrp_track_process  since 2.0.11
vrrp_track_file                       1    main  { vrrp_track_file
track_file                            1    main  { vrrp_track_file  since 2.1.0
track_group                           1    main  { track_group  since 2.0.3
garp_group                            0    main  { garp_group
bfd_instance                          1    main  { bfd_instance
vrrp_sync_group                       1    main  { vrrp_sync_group
vrrp_instance                         1    main  { vrrp_instance
static_ipaddress                      0    main  { lines
static_routes                         0    main  { lines
static_rules                          0    main  { lines
linkbeat_interfaces                   0    main  { lines  since 2.0.13
interface_up_down_delays              0    main  { lines  since 2.2.3
virtual_server_group                  1    main  { lines
virtual_server                        1-2  main  { virtual_server
SSL                                   0    main  { SSL

# global_defs
process_names                         0    global_defs  since 2.0.16
process_name                          1    global_defs  since 2.0.16
vrrp_process_name                     1    global_defs  since 2.0.16
lvs_process_name                      1    global_defs  since 2.0.16
checker_process_name                  1    global_defs  since 2.2.0
bfd_process_name                      1    global_defs  since 2.0.16
router_id                             1    global_defs
notification_email                    0    global_defs  { lines
notification_email_from               1    global_defs
smtp_server                           1-2  global_defs
smtp_helo_name                        1    global_defs
smtp_connect_timeout                  1    global_defs
smtp_alert                            0-1  global_defs
smtp_alert_vrrp                       0-1  global_defs
smtp_alert_checker                    0-1  global_defs
no_email_faults                       0    global_defs
no_checker_emails                     0    global_defs
checker_log_all_failures              0-1  global_defs  since 2.0.11
startup_script                        1-2  global_defs  since 2.1.0
startup_script_timeout                1    global_defs  since 2.1.0
shutdown_script                       1-2  global_defs  since 2.1.0
shutdown_script_timeout               1    global_defs  since 2.1.0
max_auto_priority                     0-1  global_defs  since 2.1.0
min_auto_priority_delay               1    global_defs  since 2.1.0
dynamic_interfaces                    0-1  global_defs
default_interface                     1    global_defs
disable_local_igmp                    0    global_defs  since 2.2.0
lvs_timeouts                          2-*  global_defs
lvs_flush                             0    global_defs
lvs_flush_on_stop                     0-1  global_defs  since 2.2.0
lvs_flush_onstop                      0-1  global_defs  since 2.0.15
lvs_sync_daemon                       1-*  global_defs  = \`sync-sessions\`
vrrp_mcast_group4                     1    global_defs
vrrp_mcast_group6                     1    global_defs
vrrp_garp_master_delay                1    global_defs
vrrp_garp_master_repeat               1    global_defs
vrrp_garp_master_refresh              1    global_defs
vrrp_garp_master_refresh_repeat       1    global_defs
vrrp_garp_lower_prio_delay            1    global_defs
vrrp_garp_lower_prio_repeat           1    global_defs
vrrp_down_timer_adverts               1    global_defs  since 2.2.3
vrrp_garp_interval                    1    global_defs
vrrp_gna_interval                     1    global_defs
vrrp_min_garp                         0-1  global_defs  since 2.0.12
vrrp_garp_extra_if                    1-*  global_defs  since 2.2.3
vrrp_vmac_garp_intvl                  1-*  global_defs  since 2.2.0
vrrp_lower_prio_no_advert             0-1  global_defs
vrrp_higher_prio_send_advert          0-1  global_defs
vrrp_version                          1    global_defs
vrrp_iptables                         0-2  global_defs
vrrp_ipsets                           0-4  global_defs
nftables                              0-1  global_defs  since 2.0.11
nftables_priority                     1    global_defs  since 2.0.11
nftables_counters                     0    global_defs  since 2.0.11
nftables_ifindex                      0    global_defs  since 2.0.11
nftables_ipvs                         0-1  global_defs  since 2.2.2
nftables_ipvs_priority                1    global_defs  since 2.2.2
nftables_ipvs_start_fwmark            1    global_defs  since 2.2.2
vrrp_check_unicast_src                0    global_defs
vrrp_skip_check_adv_addr              0    global_defs
vrrp_strict                           0    global_defs
vrrp_owner_ignore_adverts             0    global_defs  since 2.3.3
v3_checksum_as_v2                     0-1  global_defs  since 2.2.8
vrrp_priority                         1    global_defs
vrrp_no_swap                          0    global_defs
vrrp_rt_priority                      0-1  global_defs
vrrp_cpu_affinity                     1-*  global_defs  since 2.0.17
vrrp_rlimit_rttime                    1    global_defs  since 2.1.0
vrrp_rlimit_rtime                     1    global_defs
vrrp_startup_delay                    1    global_defs  since 2.0.14
vrrp_delay_after_boot                 1    global_defs  since 2.4.0
log_unknown_vrids                     0    global_defs  since 2.0.16
vmac_prefix                           1    global_defs  since 2.2.0
vmac_addr_prefix                      1    global_defs  since 2.2.0
notify_fifo                           1-3  global_defs
notify_fifo_script                    1-3  global_defs
vrrp_notify_fifo                      1-3  global_defs
vrrp_notify_fifo_script               1-3  global_defs
lvs_notify_fifo                       1-3  global_defs
lvs_notify_fifo_script                1-3  global_defs
vrrp_notify_priority_changes          0-1  global_defs  since 2.0.16
fifo_write_vrrp_states_on_reload      0    global_defs  since 2.2.5
checker_priority                      1    global_defs
checker_no_swap                       0    global_defs
checker_rt_priority                   0-1  global_defs
checker_cpu_affinity                  1-*  global_defs  since 2.0.17
checker_rlimit_rttime                 1    global_defs  since 2.1.0
checker_rlimit_rtime                  1    global_defs
bfd_priority                          1    global_defs
bfd_no_swap                           0    global_defs
bfd_rt_priority                       0-1  global_defs
bfd_cpu_affinity                      1-*  global_defs  since 2.0.17
bfd_rlimit_rttime                     1    global_defs  since 2.1.0
bfd_rlimit_rtime                      1    global_defs
snmp_socket                           1    global_defs
enable_traps                          0    global_defs
enable_snmp_vrrp                      0    global_defs
enable_snmp_keepalived                0    global_defs
enable_snmp_checker                   0    global_defs
enable_snmp_rfc                       0    global_defs
enable_snmp_rfcv2                     0    global_defs
enable_snmp_rfcv3                     0    global_defs
snmp_vs_stats_update_interval         1    global_defs  since 2.3.0
snmp_rs_stats_update_interval         1    global_defs  since 2.3.0
enable_dbus                           0    global_defs
dbus_service_name                     1    global_defs
dbus_no_interface_name                1    global_defs  since 2.3.0
script_user                           1-2  global_defs
enable_script_security                0    global_defs
use_symlink_paths                     0-1  global_defs  since 2.3.0
umask                                 1    global_defs  since 2.0.9
random_seed                           1    global_defs  since 2.0.15
vrrp_netlink_cmd_rcv_bufs             1    global_defs
vrrp_netlink_cmd_rcv_bufs_force       0-1  global_defs
vrrp_netlink_monitor_rcv_bufs         1    global_defs
vrrp_netlink_monitor_rcv_bufs_force   0-1  global_defs
lvs_netlink_cmd_rcv_bufs              1    global_defs
lvs_netlink_cmd_rcv_bufs_force        0-1  global_defs
lvs_netlink_monitor_rcv_bufs          1    global_defs
lvs_netlink_monitor_rcv_bufs_force    0-1  global_defs
process_monitor_rcv_bufs              1    global_defs  since 2.0.11
process_monitor_rcv_bufs_force        0-1  global_defs  since 2.0.11
vrrp_rx_bufs_policy                   1-*  global_defs  since 2.0.3
vrrp_rx_bufs_multiplier               1    global_defs  since 2.0.3
rs_init_notifies                      0    global_defs
reload_check_config                   0-1  global_defs  since 2.2.0
reload_time_file                      1    global_defs  since 2.1.0
reload_repeat                         0    global_defs  since 2.1.0
reload_file                           0-1  global_defs  since 2.2.0
include_check                         1-*  global_defs  since 2.2.0
config_save_dir                       1    global_defs  since 2.2.3
tmp_config_directory                  1    global_defs  since 2.2.0
data_use_instance                     0-1  global_defs  since 2.2.3
json_version                          1    global_defs  since 2.2.8
state_dump_file                       1    global_defs  since 2.3.3
stats_dump_file                       1    global_defs  since 2.3.3
json_dump_file                        1    global_defs  since 2.3.3
iproute_usr_dir                       1    global_defs  since 2.3.2
iproute_etc_dir                       1    global_defs  since 2.3.2

# scripts, processes and files that are watched
script                                1-*  vrrp_script
interval                              1    vrrp_script
timeout                               1    vrrp_script
weight                                1-2  vrrp_script
rise                                  1    vrrp_script
fall                                  1    vrrp_script
user                                  1-2  vrrp_script
init_fail                             0    vrrp_script
process                               1-*  vrrp_track_process  since 2.0.11
param_match                           1    vrrp_track_process  since 2.0.16
weight                                1-2  vrrp_track_process  since 2.0.11
quorum                                1    vrrp_track_process  since 2.0.11
quorum_max                            1    vrrp_track_process  since 2.0.16
delay                                 1    vrrp_track_process  since 2.0.11
terminate_delay                       1    vrrp_track_process  since 2.0.16
fork_delay                            1    vrrp_track_process  since 2.0.16
full_command                          0    vrrp_track_process  since 2.0.11
file                                  1    vrrp_track_file
weight                                1-2  vrrp_track_file
init_file                             0-*  vrrp_track_file
source_ip                             1    bfd_instance
neighbor_ip                           1    bfd_instance
neighbour_ip                          1    bfd_instance
min_rx                                1    bfd_instance
min_tx                                1    bfd_instance
idle_tx                               1    bfd_instance
multiplier                            1    bfd_instance
passive                               0    bfd_instance
ttl                                   1    bfd_instance
hoplimit                              1    bfd_instance
max_hops                              1    bfd_instance
weight                                1-2  bfd_instance
vrrp                                  0    bfd_instance
checker                               0    bfd_instance
multihop                              0    bfd_instance  since 2.2.8

# groups
group                                 0    track_group  { lines  since 2.0.3
garp_interval                         1    garp_group
gna_interval                          1    garp_group
interface                             1    garp_group
interfaces                            0    garp_group  { lines
group                                 0    vrrp_sync_group  { lines  = \`failover together\`
track_interface                       0    vrrp_sync_group  { lines
track_script                          0    vrrp_sync_group  { lines
track_file                            0    vrrp_sync_group  { lines
track_process                         0    vrrp_sync_group  { lines  since 2.0.11
track_bfd                             0    vrrp_sync_group  { lines
notify_master                         1-3  vrrp_sync_group
notify_backup                         1-3  vrrp_sync_group
notify_fault                          1-3  vrrp_sync_group
notify_stop                           1-3  vrrp_sync_group
notify                                1-3  vrrp_sync_group
smtp_alert                            0-1  vrrp_sync_group
global_tracking                       0    vrrp_sync_group
sync_group_tracking_weight            0    vrrp_sync_group
notify_priority_changes               0-1  vrrp_sync_group  since 2.0.16

# vrrp_instance
state                                 1    vrrp_instance  = \`prefer lb1\`
interface                             1    vrrp_instance  = \`vip 192.168.0.146 dev eth0\`
virtual_router_id                     1    vrrp_instance  = \`vip 192.168.0.146 vrid 51\`
priority                              1    vrrp_instance  = \`vip 192.168.0.146 priority 150, 140\`
advert_int                            1    vrrp_instance  = \`vip 192.168.0.146 advertise 1s\`
preempt                               0    vrrp_instance  = \`vip 192.168.0.146 preempt yes\`
nopreempt                             0    vrrp_instance  = \`vip 192.168.0.146 preempt no\`
preempt_delay                         1    vrrp_instance  = \`vip 192.168.0.146 preempt after 5s\`
virtual_ipaddress                     0    vrrp_instance  { lines  = \`vip 192.168.0.146\`
unicast_peer                          0    vrrp_instance  { lines  = \`vip 192.168.0.146 peers unicast\`
unicast_src_ip                        1    vrrp_instance  = \`vip 192.168.0.146 peers unicast\`
authentication                        0    vrrp_instance  { authentication  = \`vip 192.168.0.146 auth secret NAME\`
auth_hmac                             0    vrrp_instance  { auth_hmac  since 2.4.0
use_vmac                              0-*  vrrp_instance  = \`vip 192.168.0.146 vmac NAME\`
notify_master                         1-3  vrrp_instance  = \`vip 192.168.0.146 notify master SCRIPT\`
notify_backup                         1-3  vrrp_instance  = \`vip 192.168.0.146 notify backup SCRIPT\`
notify_fault                          1-3  vrrp_instance  = \`vip 192.168.0.146 notify fault SCRIPT\`
notify_stop                           1-3  vrrp_instance  = \`vip 192.168.0.146 notify stop SCRIPT\`
virtual_ipaddress_excluded            0    vrrp_instance  { lines
no_virtual_ipaddress                  0    vrrp_instance  since 2.2.8
virtual_routes                        0    vrrp_instance  { lines
virtual_rules                         0    vrrp_instance  { lines
track_interface                       0    vrrp_instance  { lines
track_script                          0    vrrp_instance  { lines
track_file                            0    vrrp_instance  { lines
track_process                         0    vrrp_instance  { lines  since 2.0.11
track_bfd                             0    vrrp_instance  { lines
promote_secondaries                   0    vrrp_instance
use_vmac_addr                         0-*  vrrp_instance  since 2.2.0
vmac_xmit_base                        0    vrrp_instance
use_ipvlan                            0-*  vrrp_instance  since 2.0.17
unicast_fault_no_peer                 0    vrrp_instance  since 2.2.5
check_unicast_src                     0    vrrp_instance  since 2.1.0
unicast_ttl                           1-*  vrrp_instance  since 2.1.0
old_unicast_checksum                  0-1  vrrp_instance
native_ipv6                           0    vrrp_instance
vrf                                   1    vrrp_instance  since 2.2.5
dont_track_primary                    0    vrrp_instance
linkbeat_use_polling                  0    vrrp_instance
mcast_src_ip                          1    vrrp_instance
mcast_dst_ip                          1    vrrp_instance  since 2.2.5
track_src_ip                          0    vrrp_instance
version                               1    vrrp_instance
accept                                0    vrrp_instance
no_accept                             0    vrrp_instance
skip_check_adv_addr                   0-1  vrrp_instance
strict_mode                           0-1  vrrp_instance
owner_ignore_adverts                  0-1  vrrp_instance  since 2.3.3
v3_checksum_as_v2                     0-1  vrrp_instance  since 2.2.8
debug                                 1    vrrp_instance
notify_deleted                        0-1  vrrp_instance  since 2.1.0
notify                                1-3  vrrp_instance
notify_master_rx_lower_pri            1-3  vrrp_instance  since 2.0.6
notify_priority_changes               0-1  vrrp_instance  since 2.0.16
smtp_alert                            0-1  vrrp_instance
timer_expired_backup                  1    vrrp_instance  since 2.2.8
thread_timer_expired                  1    vrrp_instance  since 2.3.2
lvs_sync_daemon_interface             1    vrrp_instance  = \`sync-sessions\`
garp_master_delay                     1    vrrp_instance
garp_master_refresh                   1    vrrp_instance
garp_master_repeat                    1    vrrp_instance
garp_master_refresh_repeat            1    vrrp_instance
garp_lower_prio_delay                 1    vrrp_instance
garp_lower_prio_repeat                1    vrrp_instance
down_timer_adverts                    1    vrrp_instance  since 2.2.3
garp_extra_if                         0-*  vrrp_instance  since 2.2.3
vmac_garp_intvl                       0-*  vrrp_instance  since 2.2.0
lower_prio_no_advert                  0-1  vrrp_instance
higher_prio_send_advert               0-1  vrrp_instance
kernel_rx_buf_size                    1    vrrp_instance  since 2.0.3
auth_type                             1    authentication
auth_pass                             1    authentication
key                                   2    auth_hmac  since 2.4.0
active_key                            1    auth_hmac  since 2.4.0
time_window                           1    auth_hmac  since 2.4.0
anti_replay                           0-1  auth_hmac  since 2.4.0
mode                                  1    auth_hmac  since 2.4.0

# virtual_server
delay_loop                            1    virtual_server  = \`check tcp every 2s\`
lb_algo                               1    virtual_server  = \`balance wrr\`
lvs_sched                             1    virtual_server  = \`balance wrr\`
lb_kind                               1    virtual_server  = \`mode dr\`
lvs_method                            1    virtual_server  = \`mode dr\`
persistence_timeout                   0-1  virtual_server  = \`persist 50s\`
protocol                              1    virtual_server  = \`listen 53/udp\`
real_server                           1-2  virtual_server  { real_server  = \`listen 80 -> portal\`
sorry_server                          1-2  virtual_server  = \`backup spare\`
ip_family                             1    virtual_server
retry                                 1    virtual_server
delay_before_retry                    1    virtual_server
warmup                                1    virtual_server
connect_timeout                       1    virtual_server  since 2.0.13
inhibit_on_failure                    0    virtual_server
hashed                                0    virtual_server
ops                                   0    virtual_server
flag-1                                0    virtual_server
flag-2                                0    virtual_server
flag-3                                0    virtual_server
sh-port                               0    virtual_server
sh-fallback                           0    virtual_server
mh-port                               0    virtual_server  since 2.0.20
mh-fallback                           0    virtual_server  since 2.0.20
persistence_engine                    1    virtual_server
persistence_granularity               1    virtual_server
ha_suspend                            0    virtual_server
smtp_alert                            0-1  virtual_server
virtualhost                           1    virtual_server
snmp_name                             1    virtual_server  since 2.2.3
alpha                                 0-1  virtual_server
omega                                 0-1  virtual_server
quorum_up                             1-3  virtual_server
quorum_down                           1-3  virtual_server
quorum                                1    virtual_server
hysteresis                            1    virtual_server
weight                                1    virtual_server
sorry_server_inhibit                  0    virtual_server
sorry_server_lvs_method               1    virtual_server

# real_server and its checks
weight                                1    real_server  = \`weight 2\`
lvs_method                            1    real_server  = \`mode dr\`
uthreshold                            1    real_server
lthreshold                            1    real_server
inhibit_on_failure                    0-1  real_server
notify_up                             1-3  real_server
notify_down                           1-3  real_server
alpha                                 0-1  real_server
retry                                 1    real_server
delay_before_retry                    1    real_server
warmup                                1    real_server
connect_timeout                       1    real_server  since 2.0.13
delay_loop                            1    real_server
smtp_alert                            0-1  real_server
virtualhost                           1    real_server
snmp_name                             1    real_server  since 2.2.3
TCP_CHECK                             0    real_server  { TCP_CHECK
HTTP_GET                              0    real_server  { HTTP_GET
SSL_GET                               0    real_server  { HTTP_GET
SMTP_CHECK                            0    real_server  { SMTP_CHECK
MISC_CHECK                            0    real_server  { MISC_CHECK
DNS_CHECK                             0    real_server  { DNS_CHECK
PING_CHECK                            0    real_server  { PING_CHECK  since 2.1.0
UDP_CHECK                             0    real_server  { UDP_CHECK  since 2.1.0
FILE_CHECK                            0    real_server  { FILE_CHECK  since 2.1.0
BFD_CHECK                             0    real_server  { BFD_CHECK
retry                                 1    TCP_CHECK HTTP_GET SMTP_CHECK MISC_CHECK DNS_CHECK PING_CHECK UDP_CHECK
delay_before_retry                    1    TCP_CHECK HTTP_GET SMTP_CHECK MISC_CHECK DNS_CHECK PING_CHECK UDP_CHECK
warmup                                1    TCP_CHECK HTTP_GET SMTP_CHECK MISC_CHECK DNS_CHECK PING_CHECK UDP_CHECK
delay_loop                            1    TCP_CHECK HTTP_GET SMTP_CHECK MISC_CHECK DNS_CHECK PING_CHECK UDP_CHECK
alpha                                 0-1  TCP_CHECK HTTP_GET SMTP_CHECK MISC_CHECK DNS_CHECK PING_CHECK UDP_CHECK
log_all_failures                      0-1  TCP_CHECK HTTP_GET SMTP_CHECK MISC_CHECK DNS_CHECK PING_CHECK UDP_CHECK  since 2.0.11
connect_ip                            1    TCP_CHECK HTTP_GET SMTP_CHECK DNS_CHECK PING_CHECK UDP_CHECK host
connect_port                          1    TCP_CHECK HTTP_GET SMTP_CHECK DNS_CHECK PING_CHECK UDP_CHECK host
bindto                                1    TCP_CHECK HTTP_GET SMTP_CHECK DNS_CHECK PING_CHECK UDP_CHECK host
bind_port                             1    TCP_CHECK HTTP_GET SMTP_CHECK DNS_CHECK PING_CHECK UDP_CHECK host
bind_if                               1    TCP_CHECK HTTP_GET SMTP_CHECK DNS_CHECK PING_CHECK UDP_CHECK host
connect_timeout                       1    TCP_CHECK HTTP_GET SMTP_CHECK DNS_CHECK PING_CHECK UDP_CHECK host
fwmark                                1    TCP_CHECK HTTP_GET SMTP_CHECK DNS_CHECK PING_CHECK UDP_CHECK host
url                                   0    HTTP_GET  { url
nb_get_retry                          1    HTTP_GET
virtualhost                           1    HTTP_GET
http_protocol                         1    HTTP_GET  since 2.0.17
enable_sni                            0-1  HTTP_GET
fast_recovery                         0-1  HTTP_GET  since 2.0.17
tls_compliant                         0-1  HTTP_GET  since 2.2.8
path                                  1    url
digest                                1    url
status_code                           1-*  url
virtualhost                           1    url
regex                                 1-*  url  since 2.0.7
regex_no_match                        0    url  since 2.0.7
regex_options                         1-*  url  since 2.0.7
regex_min_offset                      1    url  since 2.0.7
regex_max_offset                      1    url  since 2.0.7
regex_stack                           1-2  url  since 2.0.7
helo_name                             1    SMTP_CHECK
host                                  0    SMTP_CHECK  { host
misc_path                             1-*  MISC_CHECK
misc_timeout                          1    MISC_CHECK
misc_dynamic                          0    MISC_CHECK
user                                  1-2  MISC_CHECK
type                                  1    DNS_CHECK
name                                  1    DNS_CHECK
require_reply                         0-1  UDP_CHECK  since 2.1.0
payload                               1-*  UDP_CHECK  since 2.2.0
min_reply_length                      1    UDP_CHECK  since 2.2.0
max_reply_length                      1    UDP_CHECK  since 2.2.0
track_file                            1    FILE_CHECK  since 2.1.0
weight                                1-2  FILE_CHECK  since 2.1.0
name                                  1    BFD_CHECK
alpha                                 0-1  BFD_CHECK
password                              1    SSL
ca                                    1    SSL
certificate                           1    SSL
key                                   1    SSL

# a block of lines: addresses, routes, names
*                                     1-*  lines
`,
);
