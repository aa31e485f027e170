import { directiveTable } from "../../emit/directives.js";

/**
 * The directives of nginx 1.14 to 1.31 with all modules of a stock build, of ngx_http_lua and of nginx-upsync-module. The mail module is left out.
 *
 * Source: the alphabetical index of directives on nginx.org, and the READMEs of the two modules. `server-if` and `location-if` are the two places of an
 * `if`; `stream-server` and `stream-upstream` are the blocks of `stream` that share a name with those of `http`. A directive `*` stands for
 * any first word, which counts among its words: such a block holds pairs, not directives. The body of a `…_by_lua_block` is one word, a text.
 */
export const directives = directiveTable(
  "nginx",
  [
    "main",
    "events",
    "http",
    "server",
    "upstream",
    "location",
    "server-if",
    "location-if",
    "limit_except",
    "types",
    "charset_map",
    "stream",
    "stream-server",
    "stream-upstream",
    "map",
    "geo",
    "split_clients",
  ],
  `
# core
daemon                                1    main
master_process                        1    main
timer_resolution                      1    main
pid                                   1    main
lock_file                             1    main
worker_processes                      1    main
debug_points                          1    main
user                                  1-2  main
worker_priority                       1    main
worker_cpu_affinity                   1-*  main
worker_rlimit_nofile                  1    main
worker_rlimit_core                    1    main
worker_shutdown_timeout               1    main
working_directory                     1    main
env                                   1    main
load_module                           1    main
include                               1    main events http server upstream location server-if location-if limit_except types charset_map stream stream-server stream-upstream map geo split_clients
error_log                             1-*  main
pcre_jit                              1    main
thread_pool                           2-3  main
ssl_engine                            1    main
ssl_object_cache_inheritable          1    main  since 1.27.4

# events
worker_aio_requests                   1    events
events                                0    main  { events
worker_connections                    1    events
use                                   1    events
multi_accept                          1    events
accept_mutex                          1    events
accept_mutex_delay                    1    events
debug_connection                      1    events

# http: core
http                                  0    main  { http
output_buffers                        2    http server location
variables_hash_max_size               1    http
variables_hash_bucket_size            1    http
server_names_hash_max_size            1    http
server_names_hash_bucket_size         1    http
server                                0    http  { server
connection_pool_size                  1    http server
request_pool_size                     1    http server
client_header_timeout                 1    http server
client_header_buffer_size             1    http server
large_client_header_buffers           2    http server
ignore_invalid_headers                1    http server
merge_slashes                         1    http server
underscores_in_headers                1    http server
location                              1-2  server location  { location
listen                                1-*  server  = \`listen 80\`
server_name                           1-*  server  = \`route shop.example.com { … }\`
types_hash_max_size                   1    http server location
types_hash_bucket_size                1    http server location
types                                 0    http server location  { types
default_type                          1    http server location
root                                  1    http server location location-if
alias                                 1    location
limit_except                          1-*  location  { limit_except
client_max_body_size                  1    http server location
client_body_buffer_size               1    http server location
client_body_timeout                   1    http server location
client_body_temp_path                 1-4  http server location
client_body_in_file_only              1    http server location
client_body_in_single_buffer          1    http server location
sendfile                              1    http server location location-if
sendfile_max_chunk                    1    http server location
subrequest_output_buffer_size         1    http server location
aio                                   1    http server location
aio_write                             1    http server location
read_ahead                            1    http server location
directio                              1    http server location
directio_alignment                    1    http server location
tcp_nopush                            1    http server location
tcp_nodelay                           1    http server location
send_timeout                          1    http server location
send_lowat                            1    http server location
postpone_output                       1    http server location
limit_rate                            1    http server location location-if
limit_rate_after                      1    http server location location-if
keepalive_timeout                     1-2  http server location
keepalive_requests                    1    http server location
keepalive_disable                     1-2  http server location
satisfy                               1    http server location
internal                              0    location
lingering_close                       1    http server location
lingering_time                        1    http server location
lingering_timeout                     1    http server location
reset_timedout_connection             1    http server location
absolute_redirect                     1    http server location
server_name_in_redirect               1    http server location
port_in_redirect                      1    http server location
msie_padding                          1    http server location
msie_refresh                          1    http server location
log_not_found                         1    http server location
log_subrequest                        1    http server location
recursive_error_pages                 1    http server location
server_tokens                         1    http server location
if_modified_since                     1    http server location
max_ranges                            1    http server location
chunked_transfer_encoding             1    http server location
etag                                  1    http server location
error_page                            2-*  http server location location-if
error_log                             1-*  http server location
open_file_cache                       1-2  http server location
open_file_cache_valid                 1    http server location
open_file_cache_min_uses              1    http server location
open_file_cache_errors                1    http server location
open_file_cache_events                1    http server location
resolver                              1-*  http server location
resolver_timeout                      1    http server location
gzip_vary                             1    http server location
gzip_http_version                     1    http server location
gzip_proxied                          1-*  http server location
gzip_disable                          1-*  http server location
disable_symlinks                      1-2  http server location
auth_delay                            1    http server location  since 1.17.10
keepalive_time                        1    http server location  since 1.19.10
keepalive_min_timeout                 1    http server location  since 1.27.4
early_hints                           1-*  http server location  since 1.29.0
max_headers                           1    http server  since 1.29.8

# http: upstream
upstream                              1    http  { upstream  = \`service goods x3 behind edge\`
server                                1-*  upstream  = \`service goods x3 behind edge\`
resolver                              1-*  upstream  since 1.27.3
resolver_timeout                      1    upstream  since 1.27.3

# http: proxy
proxy_pass                            1    location location-if limit_except  = \`/goods -> goods\`
proxy_redirect                        1-2  http server location
proxy_cookie_domain                   1-2  http server location
proxy_cookie_path                     1-2  http server location
proxy_store                           1    http server location
proxy_store_access                    1-3  http server location
proxy_buffering                       1    http server location  = \`buffer no\`
proxy_request_buffering               1    http server location
proxy_ignore_client_abort             1    http server location
proxy_bind                            1-2  http server location
proxy_connect_timeout                 1    http server location  = \`timeouts connect 5s\`
proxy_send_timeout                    1    http server location  = \`timeouts server 1m\`
proxy_send_lowat                      1    http server location
proxy_intercept_errors                1    http server location
proxy_set_header                      2    http server location  = \`header X-Name value\`
proxy_headers_hash_max_size           1    http server location
proxy_headers_hash_bucket_size        1    http server location
proxy_set_body                        1    http server location
proxy_method                          1    http server location
proxy_pass_request_headers            1    http server location
proxy_pass_request_body               1    http server location
proxy_buffer_size                     1    http server location
proxy_read_timeout                    1    http server location  = \`timeouts server 1m\`
proxy_buffers                         2    http server location
proxy_busy_buffers_size               1    http server location
proxy_force_ranges                    1    http server location
proxy_limit_rate                      1    http server location
proxy_cache                           1    http server location
proxy_cache_key                       1    http server location
proxy_cache_path                      2-*  http
proxy_cache_bypass                    1-*  http server location
proxy_no_cache                        1-*  http server location
proxy_cache_valid                     1-*  http server location
proxy_cache_min_uses                  1    http server location
proxy_cache_max_range_offset          1    http server location
proxy_cache_use_stale                 1-*  http server location
proxy_cache_methods                   1-*  http server location
proxy_cache_lock                      1    http server location
proxy_cache_lock_timeout              1    http server location
proxy_cache_lock_age                  1    http server location
proxy_cache_revalidate                1    http server location
proxy_cache_convert_head              1    http server location
proxy_cache_background_update         1    http server location
proxy_temp_path                       1-4  http server location
proxy_max_temp_file_size              1    http server location
proxy_temp_file_write_size            1    http server location
proxy_next_upstream                   1-*  http server location
proxy_next_upstream_tries             1    http server location  = \`retries 3\`
proxy_next_upstream_timeout           1    http server location
proxy_pass_header                     1    http server location
proxy_hide_header                     1    http server location
proxy_ignore_headers                  1-*  http server location
proxy_http_version                    1    http server location  = \`keepalive 32\`
proxy_ssl_session_reuse               1    http server location
proxy_ssl_protocols                   1-*  http server location
proxy_ssl_ciphers                     1    http server location
proxy_ssl_name                        1    http server location
proxy_ssl_server_name                 1    http server location
proxy_ssl_verify                      1    http server location
proxy_ssl_verify_depth                1    http server location
proxy_ssl_trusted_certificate         1    http server location
proxy_ssl_crl                         1    http server location
proxy_ssl_certificate                 1    http server location
proxy_ssl_certificate_key             1    http server location
proxy_ssl_password_file               1    http server location
proxy_socket_keepalive                1    http server location  since 1.15.6
proxy_cookie_flags                    1-4  http server location  since 1.19.3
proxy_ssl_conf_command                2    http server location  since 1.19.4
proxy_pass_trailers                   1    http server location  since 1.27.2
proxy_ssl_certificate_cache           1-3  http server location  since 1.27.4
proxy_socket_rcvbuf                   1    http server location  since 1.31.3
proxy_socket_sndbuf                   1    http server location  since 1.31.3

# http: access
allow                                 1    http server location limit_except
deny                                  1    http server location limit_except

# http: addition
add_before_body                       1    http server location
add_after_body                        1    http server location
addition_types                        1-*  http server location

# http: auth_basic
auth_basic                            1    http server location limit_except
auth_basic_user_file                  1    http server location limit_except

# http: auth_request
auth_request                          1    http server location
auth_request_set                      2    http server location

# http: autoindex
autoindex                             1    http server location
autoindex_format                      1    http server location
autoindex_localtime                   1    http server location
autoindex_exact_size                  1    http server location

# http: browser
modern_browser                        1-2  http server location
ancient_browser                       1-*  http server location
modern_browser_value                  1    http server location
ancient_browser_value                 1    http server location

# http: charset
charset                               1    http server location location-if
source_charset                        1    http server location location-if
override_charset                      1    http server location location-if
charset_types                         1-*  http server location
charset_map                           2    http  { charset_map

# http: dav
dav_methods                           1-*  http server location
create_full_put_path                  1    http server location
min_delete_depth                      1    http server location
dav_access                            1-3  http server location

# http: empty_gif
empty_gif                             0    location

# http: fastcgi
fastcgi_pass                          1    location location-if
fastcgi_index                         1    http server location
fastcgi_split_path_info               1    http server location
fastcgi_store                         1    http server location
fastcgi_store_access                  1-3  http server location
fastcgi_buffering                     1    http server location
fastcgi_request_buffering             1    http server location
fastcgi_ignore_client_abort           1    http server location
fastcgi_bind                          1-2  http server location
fastcgi_connect_timeout               1    http server location
fastcgi_send_timeout                  1    http server location
fastcgi_send_lowat                    1    http server location
fastcgi_buffer_size                   1    http server location
fastcgi_pass_request_headers          1    http server location
fastcgi_pass_request_body             1    http server location
fastcgi_intercept_errors              1    http server location
fastcgi_read_timeout                  1    http server location
fastcgi_buffers                       2    http server location
fastcgi_busy_buffers_size             1    http server location
fastcgi_force_ranges                  1    http server location
fastcgi_limit_rate                    1    http server location
fastcgi_cache                         1    http server location
fastcgi_cache_key                     1    http server location
fastcgi_cache_path                    2-*  http
fastcgi_cache_bypass                  1-*  http server location
fastcgi_no_cache                      1-*  http server location
fastcgi_cache_valid                   1-*  http server location
fastcgi_cache_min_uses                1    http server location
fastcgi_cache_max_range_offset        1    http server location
fastcgi_cache_use_stale               1-*  http server location
fastcgi_cache_methods                 1-*  http server location
fastcgi_cache_lock                    1    http server location
fastcgi_cache_lock_timeout            1    http server location
fastcgi_cache_lock_age                1    http server location
fastcgi_cache_revalidate              1    http server location
fastcgi_cache_background_update       1    http server location
fastcgi_temp_path                     1-4  http server location
fastcgi_max_temp_file_size            1    http server location
fastcgi_temp_file_write_size          1    http server location
fastcgi_next_upstream                 1-*  http server location
fastcgi_next_upstream_tries           1    http server location
fastcgi_next_upstream_timeout         1    http server location
fastcgi_param                         2-3  http server location
fastcgi_pass_header                   1    http server location
fastcgi_hide_header                   1    http server location
fastcgi_ignore_headers                1-*  http server location
fastcgi_catch_stderr                  1    http server location
fastcgi_keep_conn                     1    http server location
fastcgi_socket_keepalive              1    http server location  since 1.15.6
fastcgi_socket_rcvbuf                 1    http server location  since 1.31.3
fastcgi_socket_sndbuf                 1    http server location  since 1.31.3

# http: flv
flv                                   0    location

# http: geo
geo                                   1-2  http  { geo
ranges                                0    geo
proxy                                 1    geo
proxy_recursive                       0    geo
delete                                1    geo
volatile                              0    geo  since 1.29.3

# http: geoip
geoip_country                         1-2  http
geoip_org                             1-2  http
geoip_city                            1-2  http
geoip_proxy                           1    http
geoip_proxy_recursive                 1    http

# http: grpc
grpc_pass                             1    location location-if  = \`/goods -> goods\`
grpc_bind                             1-2  http server location
grpc_connect_timeout                  1    http server location
grpc_send_timeout                     1    http server location
grpc_intercept_errors                 1    http server location
grpc_buffer_size                      1    http server location
grpc_read_timeout                     1    http server location
grpc_next_upstream                    1-*  http server location
grpc_next_upstream_tries              1    http server location
grpc_next_upstream_timeout            1    http server location
grpc_set_header                       2    http server location
grpc_pass_header                      1    http server location
grpc_hide_header                      1    http server location
grpc_ignore_headers                   1-*  http server location
grpc_ssl_session_reuse                1    http server location
grpc_ssl_protocols                    1-*  http server location
grpc_ssl_ciphers                      1    http server location
grpc_ssl_name                         1    http server location
grpc_ssl_server_name                  1    http server location
grpc_ssl_verify                       1    http server location
grpc_ssl_verify_depth                 1    http server location
grpc_ssl_trusted_certificate          1    http server location
grpc_ssl_crl                          1    http server location
grpc_ssl_certificate                  1    http server location
grpc_ssl_certificate_key              1    http server location
grpc_ssl_password_file                1    http server location
grpc_socket_keepalive                 1    http server location  since 1.15.6
grpc_ssl_conf_command                 2    http server location  since 1.19.4
grpc_ssl_certificate_cache            1-3  http server location  since 1.27.4
grpc_socket_rcvbuf                    1    http server location  since 1.31.3
grpc_socket_sndbuf                    1    http server location  since 1.31.3

# http: gunzip
gunzip                                1    http server location
gunzip_buffers                        2    http server location

# http: gzip
gzip                                  1    http server location location-if
gzip_buffers                          2    http server location
gzip_types                            1-*  http server location
gzip_comp_level                       1    http server location
gzip_min_length                       1    http server location

# http: gzip_static
gzip_static                           1    http server location

# http: headers
expires                               1-2  http server location location-if
add_header                            2-3  http server location location-if
add_trailer                           2-3  http server location location-if
add_header_inherit                    1    http server location location-if  since 1.29.3
add_trailer_inherit                   1    http server location location-if  since 1.29.3

# http: image
image_filter                          1-3  location
image_filter_jpeg_quality             1    http server location
image_filter_webp_quality             1    http server location
image_filter_sharpen                  1    http server location
image_filter_transparency             1    http server location
image_filter_interlace                1    http server location
image_filter_buffer                   1    http server location

# http: index
index                                 1-*  http server location

# http: limit_conn
limit_conn_zone                       2    http  = \`limit connections 10 per ip\`
limit_conn                            2    http server location  = \`limit connections 10 per ip\`
limit_conn_log_level                  1    http server location
limit_conn_status                     1    http server location
limit_conn_dry_run                    1    http server location  since 1.17.6

# http: limit_req
limit_req_zone                        3    http  = \`limit 60r/m per ip\`
limit_req                             1-3  http server location  = \`limit 60r/m per ip burst 20\`
limit_req_log_level                   1    http server location
limit_req_status                      1    http server location
limit_req_dry_run                     1    http server location  since 1.17.1

# http: log
log_format                            2-*  http
access_log                            1-*  http server location location-if limit_except
open_log_file_cache                   1-4  http server location

# http: map
map                                   2    http  { map
map_hash_max_size                     1    http
map_hash_bucket_size                  1    http
hostnames                             0    map
volatile                              0    map

# http: memcached
memcached_pass                        1    location location-if
memcached_bind                        1-2  http server location
memcached_connect_timeout             1    http server location
memcached_send_timeout                1    http server location
memcached_buffer_size                 1    http server location
memcached_read_timeout                1    http server location
memcached_next_upstream               1-*  http server location
memcached_next_upstream_tries         1    http server location
memcached_next_upstream_timeout       1    http server location
memcached_gzip_flag                   1    http server location
memcached_socket_keepalive            1    http server location  since 1.15.6

# http: mirror
mirror                                1    http server location
mirror_request_body                   1    http server location

# http: mp4
mp4                                   0    location
mp4_buffer_size                       1    http server location
mp4_max_buffer_size                   1    http server location
mp4_start_key_frame                   1    http server location  since 1.21.4

# http: perl
perl_modules                          1    http
perl_require                          1    http
perl                                  1    location limit_except
perl_set                              2    http

# http: random_index
random_index                          1    location

# http: realip
set_real_ip_from                      1    http server location  = \`trust 10.0.0.0/24\`
real_ip_header                        1    http server location  = \`trust 10.0.0.0/24\`
real_ip_recursive                     1    http server location

# http: referer
valid_referers                        1-*  server location
referer_hash_max_size                 1    server location
referer_hash_bucket_size              1    server location

# http: rewrite
rewrite                               2-3  server location server-if location-if
return                                1-2  server location server-if location-if
break                                 0    server location server-if location-if
if                                    1-*  server  { server-if
if                                    1-*  location  { location-if
set                                   2    server location server-if location-if
rewrite_log                           1    http server location server-if location-if
uninitialized_variable_warn           1    http server location server-if location-if

# http: scgi
scgi_pass                             1    location location-if
scgi_store                            1    http server location
scgi_store_access                     1-3  http server location
scgi_buffering                        1    http server location
scgi_request_buffering                1    http server location
scgi_ignore_client_abort              1    http server location
scgi_bind                             1-2  http server location
scgi_connect_timeout                  1    http server location
scgi_send_timeout                     1    http server location
scgi_buffer_size                      1    http server location
scgi_pass_request_headers             1    http server location
scgi_pass_request_body                1    http server location
scgi_intercept_errors                 1    http server location
scgi_read_timeout                     1    http server location
scgi_buffers                          2    http server location
scgi_busy_buffers_size                1    http server location
scgi_force_ranges                     1    http server location
scgi_limit_rate                       1    http server location
scgi_cache                            1    http server location
scgi_cache_key                        1    http server location
scgi_cache_path                       2-*  http
scgi_cache_bypass                     1-*  http server location
scgi_no_cache                         1-*  http server location
scgi_cache_valid                      1-*  http server location
scgi_cache_min_uses                   1    http server location
scgi_cache_max_range_offset           1    http server location
scgi_cache_use_stale                  1-*  http server location
scgi_cache_methods                    1-*  http server location
scgi_cache_lock                       1    http server location
scgi_cache_lock_timeout               1    http server location
scgi_cache_lock_age                   1    http server location
scgi_cache_revalidate                 1    http server location
scgi_cache_background_update          1    http server location
scgi_temp_path                        1-4  http server location
scgi_max_temp_file_size               1    http server location
scgi_temp_file_write_size             1    http server location
scgi_next_upstream                    1-*  http server location
scgi_next_upstream_tries              1    http server location
scgi_next_upstream_timeout            1    http server location
scgi_param                            2-3  http server location
scgi_pass_header                      1    http server location
scgi_hide_header                      1    http server location
scgi_ignore_headers                   1-*  http server location
scgi_socket_keepalive                 1    http server location  since 1.15.6
scgi_socket_rcvbuf                    1    http server location  since 1.31.3
scgi_socket_sndbuf                    1    http server location  since 1.31.3

# http: secure_link
secure_link                           1    http server location
secure_link_md5                       1    http server location
secure_link_secret                    1    http server location

# http: slice
slice                                 1    http server location

# http: split_clients
split_clients                         2    http  { split_clients

# http: ssi
ssi                                   1    http server location location-if
ssi_silent_errors                     1    http server location
ssi_ignore_recycled_buffers           1    http server location
ssi_min_file_chunk                    1    http server location
ssi_value_length                      1    http server location
ssi_types                             1-*  http server location
ssi_last_modified                     1    http server location

# http: ssl
ssl                                   1    http server  until 1.25.1
ssl_certificate                       1    http server  = \`tls CERT key PATH\`
ssl_certificate_key                   1    http server  = \`tls CERT key PATH\`
ssl_password_file                     1    http server
ssl_dhparam                           1    http server
ssl_ecdh_curve                        1    http server
ssl_protocols                         1-*  http server  = \`tls CERT min 1.2\`
ssl_ciphers                           1    http server  = \`tls CERT ciphers TEXT\`
ssl_buffer_size                       1    http server
ssl_verify_client                     1    http server  = \`tls CERT verify client\`
ssl_verify_depth                      1    http server
ssl_client_certificate                1    http server  = \`tls CERT ca PATH\`
ssl_trusted_certificate               1    http server
ssl_prefer_server_ciphers             1    http server
ssl_session_cache                     1-2  http server
ssl_session_tickets                   1    http server
ssl_session_ticket_key                1    http server
ssl_session_timeout                   1    http server
ssl_crl                               1    http server
ssl_stapling                          1    http server
ssl_stapling_file                     1    http server
ssl_stapling_responder                1    http server
ssl_stapling_verify                   1    http server
ssl_early_data                        1    http server  since 1.15.3
ssl_ocsp                              1    http server  since 1.19.0
ssl_ocsp_responder                    1    http server  since 1.19.0
ssl_ocsp_cache                        1    http server  since 1.19.0
ssl_conf_command                      2    http server  since 1.19.4
ssl_reject_handshake                  1    http server  since 1.19.4
ssl_certificate_cache                 1-3  http server  since 1.27.4
ssl_certificate_compression           1    http server  since 1.29.1
ssl_ech_file                          1    http server  since 1.29.4

# http: stub_status
stub_status                           0-1  server location  = \`status 8080 at /status\`

# http: sub
sub_filter                            2    http server location
sub_filter_types                      1-*  http server location
sub_filter_once                       1    http server location
sub_filter_last_modified              1    http server location

# http: try_files
try_files                             2-*  server location

# http: tunnel
tunnel_pass                           0-1  server location location-if  since 1.31.0
tunnel_bind                           1-2  http server location  since 1.31.0
tunnel_socket_keepalive               1    http server location  since 1.31.0
tunnel_connect_timeout                1    http server location  since 1.31.0
tunnel_send_timeout                   1    http server location  since 1.31.0
tunnel_send_lowat                     1    http server location  since 1.31.0
tunnel_buffer_size                    1    http server location  since 1.31.0
tunnel_read_timeout                   1    http server location  since 1.31.0
tunnel_next_upstream                  1-*  http server location  since 1.31.0
tunnel_next_upstream_tries            1    http server location  since 1.31.0
tunnel_next_upstream_timeout          1    http server location  since 1.31.0
tunnel_socket_rcvbuf                  1    http server location  since 1.31.3
tunnel_socket_sndbuf                  1    http server location  since 1.31.3

# http: upstream, hash
hash                                  1-2  upstream  = \`balance hash KEY\`

# http: upstream, ip_hash
ip_hash                               0    upstream  = \`balance source\`

# http: upstream, keepalive
keepalive                             1-2  upstream  = \`keepalive 32\`
keepalive_timeout                     1    upstream  since 1.15.3
keepalive_requests                    1    upstream  since 1.15.3
keepalive_time                        1    upstream  since 1.19.10

# http: upstream, least_conn
least_conn                            0    upstream  = \`balance leastconn\`

# http: upstream, least_time
least_time                            1-2  upstream  since 1.31.0

# http: upstream, random
random                                0-2  upstream  since 1.15.1  = \`balance random\`

# http: upstream, sticky
sticky                                2-*  upstream  since 1.29.6  = \`sticky cookie NAME\`

# http: upstream, zone
zone                                  1-2  upstream

# http: userid
userid                                1    http server location
userid_service                        1    http server location
userid_name                           1    http server location
userid_domain                         1    http server location
userid_path                           1    http server location
userid_expires                        1    http server location
userid_p3p                            1    http server location
userid_mark                           1    http server location
userid_flags                          1-3  http server location  since 1.19.3

# http: uwsgi
uwsgi_pass                            1    location location-if
uwsgi_modifier1                       1    http server location
uwsgi_modifier2                       1    http server location
uwsgi_store                           1    http server location
uwsgi_store_access                    1-3  http server location
uwsgi_buffering                       1    http server location
uwsgi_request_buffering               1    http server location
uwsgi_ignore_client_abort             1    http server location
uwsgi_bind                            1-2  http server location
uwsgi_connect_timeout                 1    http server location
uwsgi_send_timeout                    1    http server location
uwsgi_buffer_size                     1    http server location
uwsgi_pass_request_headers            1    http server location
uwsgi_pass_request_body               1    http server location
uwsgi_intercept_errors                1    http server location
uwsgi_read_timeout                    1    http server location
uwsgi_buffers                         2    http server location
uwsgi_busy_buffers_size               1    http server location
uwsgi_force_ranges                    1    http server location
uwsgi_limit_rate                      1    http server location
uwsgi_cache                           1    http server location
uwsgi_cache_key                       1    http server location
uwsgi_cache_path                      2-*  http
uwsgi_cache_bypass                    1-*  http server location
uwsgi_no_cache                        1-*  http server location
uwsgi_cache_valid                     1-*  http server location
uwsgi_cache_min_uses                  1    http server location
uwsgi_cache_max_range_offset          1    http server location
uwsgi_cache_use_stale                 1-*  http server location
uwsgi_cache_methods                   1-*  http server location
uwsgi_cache_lock                      1    http server location
uwsgi_cache_lock_timeout              1    http server location
uwsgi_cache_lock_age                  1    http server location
uwsgi_cache_revalidate                1    http server location
uwsgi_cache_background_update         1    http server location
uwsgi_temp_path                       1-4  http server location
uwsgi_max_temp_file_size              1    http server location
uwsgi_temp_file_write_size            1    http server location
uwsgi_next_upstream                   1-*  http server location
uwsgi_next_upstream_tries             1    http server location
uwsgi_next_upstream_timeout           1    http server location
uwsgi_param                           2-3  http server location
uwsgi_string                          1    http server location
uwsgi_pass_header                     1    http server location
uwsgi_hide_header                     1    http server location
uwsgi_ignore_headers                  1-*  http server location
uwsgi_ssl_session_reuse               1    http server location
uwsgi_ssl_protocols                   1-*  http server location
uwsgi_ssl_ciphers                     1    http server location
uwsgi_ssl_name                        1    http server location
uwsgi_ssl_server_name                 1    http server location
uwsgi_ssl_verify                      1    http server location
uwsgi_ssl_verify_depth                1    http server location
uwsgi_ssl_trusted_certificate         1    http server location
uwsgi_ssl_crl                         1    http server location
uwsgi_ssl_certificate                 1    http server location
uwsgi_ssl_certificate_key             1    http server location
uwsgi_ssl_password_file               1    http server location
uwsgi_socket_keepalive                1    http server location  since 1.15.6
uwsgi_ssl_conf_command                2    http server location  since 1.19.4
uwsgi_ssl_certificate_cache           1-3  http server location  since 1.27.4
uwsgi_socket_rcvbuf                   1    http server location  since 1.31.3
uwsgi_socket_sndbuf                   1    http server location  since 1.31.3

# http: version 2
http2_recv_buffer_size                1    http
http2_pool_size                       1    http server
http2_max_concurrent_streams          1    http server
http2_max_concurrent_pushes           1    http server  until 1.25.1
http2_max_requests                    1    http server  until 1.19.7
http2_max_field_size                  1    http server  until 1.19.7
http2_max_header_size                 1    http server  until 1.19.7
http2_body_preread_size               1    http server
http2_streams_index_size              1    http server
http2_recv_timeout                    1    http server  until 1.19.7
http2_idle_timeout                    1    http server  until 1.19.7
http2_chunk_size                      1    http server location
http2_push_preload                    1    http server location  until 1.25.1
http2_push                            1    http server location  until 1.25.1
http2                                 1    http server  since 1.25.1

# http: version 3
http3                                 1    http server  since 1.25.0
http3_max_concurrent_streams          1    http server  since 1.25.0
http3_stream_buffer_size              1    http server  since 1.25.0
quic_retry                            1    http server  since 1.25.0
quic_gso                              1    http server  since 1.25.0
quic_host_key                         1    http server  since 1.25.0
quic_active_connection_id_limit       1    http server  since 1.25.0

# http: xslt
xml_entities                          1    http server location
xslt_stylesheet                       1-*  location
xslt_param                            2    http server location
xslt_string_param                     2    http server location
xslt_types                            1-*  http server location
xslt_last_modified                    1    http server location
xml_external_entities                 1    http server location  since 1.31.3

# stream: core
stream                                0    main  { stream
variables_hash_max_size               1    stream
variables_hash_bucket_size            1    stream
server                                0    stream  { stream-server
listen                                1-*  stream-server  = \`listen 5600 tcp\`
error_log                             1-*  stream stream-server
resolver                              1-*  stream stream-server
resolver_timeout                      1    stream stream-server
proxy_protocol_timeout                1    stream stream-server
tcp_nodelay                           1    stream stream-server
preread_buffer_size                   1    stream stream-server
preread_timeout                       1    stream stream-server
server_names_hash_max_size            1    stream  since 1.25.5
server_names_hash_bucket_size         1    stream  since 1.25.5
server_name                           1-*  stream-server  since 1.25.5  = \`route shop.example.com { … }\`

# stream: upstream
upstream                              1    stream  { stream-upstream  = \`service goods x3 behind edge\`
server                                1-*  stream-upstream  = \`service goods x3 behind edge\`
resolver                              1-*  stream-upstream  since 1.27.3
resolver_timeout                      1    stream-upstream  since 1.27.3

# stream: access
allow                                 1    stream stream-server
deny                                  1    stream stream-server

# stream: geo
geo                                   1-2  stream  { geo

# stream: geoip
geoip_country                         1-2  stream
geoip_org                             1-2  stream
geoip_city                            1-2  stream

# stream: limit_conn
limit_conn_zone                       2    stream  = \`limit connections 10 per ip\`
limit_conn                            2    stream stream-server  = \`limit connections 10 per ip\`
limit_conn_log_level                  1    stream stream-server
limit_conn_dry_run                    1    stream stream-server  since 1.17.6

# stream: log
log_format                            2-*  stream
access_log                            1-*  stream stream-server
open_log_file_cache                   1-4  stream stream-server

# stream: map
map                                   2    stream  { map
map_hash_max_size                     1    stream
map_hash_bucket_size                  1    stream

# stream: pass
pass                                  1    stream-server  since 1.25.5

# stream: proxy
proxy_pass                            1    stream-server  = \`listen 5600 -> rabbit\`
proxy_bind                            1-2  stream stream-server
proxy_connect_timeout                 1    stream stream-server  = \`timeouts connect 5s\`
proxy_timeout                         1    stream stream-server  = \`timeouts client 1m\`
proxy_buffer_size                     1    stream stream-server
proxy_downstream_buffer               1    stream stream-server
proxy_upstream_buffer                 1    stream stream-server
proxy_upload_rate                     1    stream stream-server
proxy_download_rate                   1    stream stream-server
proxy_responses                       1    stream stream-server
proxy_next_upstream                   1    stream stream-server
proxy_next_upstream_tries             1    stream stream-server  = \`retries 3\`
proxy_next_upstream_timeout           1    stream stream-server
proxy_protocol                        1    stream stream-server  = \`proxy v1\`
proxy_ssl                             1    stream stream-server
proxy_ssl_session_reuse               1    stream stream-server
proxy_ssl_protocols                   1-*  stream stream-server
proxy_ssl_ciphers                     1    stream stream-server
proxy_ssl_name                        1    stream stream-server
proxy_ssl_server_name                 1    stream stream-server
proxy_ssl_verify                      1    stream stream-server
proxy_ssl_verify_depth                1    stream stream-server
proxy_ssl_trusted_certificate         1    stream stream-server
proxy_ssl_crl                         1    stream stream-server
proxy_ssl_certificate                 1    stream stream-server
proxy_ssl_certificate_key             1    stream stream-server
proxy_ssl_password_file               1    stream stream-server
proxy_socket_keepalive                1    stream stream-server  since 1.15.6
proxy_requests                        1    stream stream-server  since 1.15.7
proxy_ssl_conf_command                2    stream stream-server  since 1.19.4
proxy_half_close                      1    stream stream-server  since 1.21.4
proxy_ssl_certificate_cache           1-3  stream stream-server  since 1.27.4
proxy_ssl_alpn                        1-*  stream stream-server  since 1.31.0
proxy_socket_rcvbuf                   1    stream stream-server  since 1.31.3
proxy_socket_sndbuf                   1    stream stream-server  since 1.31.3

# stream: realip
set_real_ip_from                      1    stream stream-server  = \`trust 10.0.0.0/24\`

# stream: return
return                                1    stream-server

# stream: set
set                                   2    stream-server  since 1.19.3

# stream: split_clients
split_clients                         2    stream  { split_clients

# stream: ssl
ssl_handshake_timeout                 1    stream stream-server
ssl_certificate                       1    stream stream-server  = \`tls CERT key PATH\`
ssl_certificate_key                   1    stream stream-server  = \`tls CERT key PATH\`
ssl_password_file                     1    stream stream-server
ssl_dhparam                           1    stream stream-server
ssl_ecdh_curve                        1    stream stream-server
ssl_protocols                         1-*  stream stream-server  = \`tls CERT min 1.2\`
ssl_ciphers                           1    stream stream-server  = \`tls CERT ciphers TEXT\`
ssl_verify_client                     1    stream stream-server  = \`tls CERT verify client\`
ssl_verify_depth                      1    stream stream-server
ssl_client_certificate                1    stream stream-server  = \`tls CERT ca PATH\`
ssl_trusted_certificate               1    stream stream-server
ssl_prefer_server_ciphers             1    stream stream-server
ssl_session_cache                     1-2  stream stream-server
ssl_session_tickets                   1    stream stream-server
ssl_session_ticket_key                1    stream stream-server
ssl_session_timeout                   1    stream stream-server
ssl_crl                               1    stream stream-server
ssl_conf_command                      2    stream stream-server  since 1.19.4
ssl_alpn                              1-*  stream stream-server  since 1.21.4
ssl_reject_handshake                  1    stream stream-server  since 1.25.5
ssl_ocsp                              1    stream stream-server  since 1.27.2
ssl_ocsp_responder                    1    stream stream-server  since 1.27.2
ssl_ocsp_cache                        1    stream stream-server  since 1.27.2
ssl_stapling                          1    stream stream-server  since 1.27.2
ssl_stapling_file                     1    stream stream-server  since 1.27.2
ssl_stapling_responder                1    stream stream-server  since 1.27.2
ssl_stapling_verify                   1    stream stream-server  since 1.27.2
ssl_certificate_cache                 1-3  stream stream-server  since 1.27.4
ssl_certificate_compression           1    stream stream-server  since 1.29.1
ssl_ech_file                          1    stream stream-server  since 1.29.4

# stream: ssl_preread
ssl_preread                           1    stream stream-server

# stream: upstream, hash
hash                                  1-2  stream-upstream  = \`balance hash KEY\`

# stream: upstream, least_conn
least_conn                            0    stream-upstream  = \`balance leastconn\`

# stream: upstream, least_time
least_time                            1-2  stream-upstream  since 1.31.0

# stream: upstream, random
random                                0-2  stream-upstream  since 1.15.1  = \`balance random\`

# stream: upstream, zone
zone                                  1-2  stream-upstream

# the lines of a block of pairs
*                                     2-*  types
*                                     2    map
*                                     2    geo
*                                     2    split_clients
*                                     2    charset_map

# lua (ngx_http_lua): the body of a block is one word, a text
lua_load_resty_core                   1    http
lua_thread_cache_max_entries          1    http
lua_max_running_timers                1    http
lua_max_pending_timers                1    http
lua_shared_dict                       2    http  = \`lua { share NAME 10MB }\`
lua_capture_error_log                 1    http
lua_sa_restart                        1    http
lua_regex_cache_max_entries           1    http
lua_regex_match_limit                 1    http
lua_package_cpath                     1    http
lua_package_path                      1    http  = \`lua { path DIR }\`
lua_code_cache                        1    http server location location-if
lua_need_request_body                 1    http server location location-if
lua_transform_underscores_in_response_headers  1    http server location location-if
lua_socket_log_errors                 1    http server location location-if
init_by_lua_block                     1    http
init_by_lua                           1    http
init_by_lua_file                      1    http  = \`lua { init FILE }\`
init_worker_by_lua_block              1    http
init_worker_by_lua                    1    http
init_worker_by_lua_file               1    http  = \`lua { worker FILE }\`
exit_worker_by_lua_block              1    http
exit_worker_by_lua_file               1    http
set_by_lua_block                      2    server location server-if location-if
set_by_lua                            2-*  server location server-if location-if
set_by_lua_file                       2-*  server location server-if location-if
server_rewrite_by_lua_block           1    http server
server_rewrite_by_lua_file            1    http server
rewrite_by_lua                        1    http server location location-if
rewrite_by_lua_block                  1    http server location location-if
access_by_lua                         1    http server location location-if
access_by_lua_block                   1    http server location location-if
content_by_lua                        1    location location-if
content_by_lua_block                  1    location location-if
log_by_lua                            1    http server location location-if
log_by_lua_block                      1    http server location location-if
rewrite_by_lua_file                   1    http server location location-if
rewrite_by_lua_no_postpone            1    http
access_by_lua_file                    1    http server location location-if  = \`lua { access FILE }\`
access_by_lua_no_postpone             1    http
content_by_lua_file                   1    location location-if  = \`/path -> lua FILE\`
log_by_lua_file                       1    http server location location-if  = \`lua { log FILE }\`
header_filter_by_lua                  1    http server location location-if
header_filter_by_lua_block            1    http server location location-if
header_filter_by_lua_file             1    http server location location-if
body_filter_by_lua                    1    http server location location-if
body_filter_by_lua_block              1    http server location location-if
body_filter_by_lua_file               1    http server location location-if
balancer_by_lua_block                 1    upstream
balancer_by_lua_file                  1    upstream
lua_socket_keepalive_timeout          1    http server location location-if
lua_socket_connect_timeout            1    http server location location-if
lua_socket_send_timeout               1    http server location location-if
lua_socket_send_lowat                 1    http server location location-if
lua_socket_buffer_size                1    http server location location-if
lua_socket_pool_size                  1    http server location location-if
lua_socket_read_timeout               1    http server location location-if
lua_http10_buffering                  1    http server location location-if
lua_check_client_abort                1    http server location location-if
lua_use_default_type                  1    http server location location-if
lua_ssl_protocols                     1-*  http server location
lua_ssl_ciphers                       1    http server location
ssl_client_hello_by_lua_block         1    http server
ssl_client_hello_by_lua_file          1    http server
ssl_certificate_by_lua_block          1    http server
ssl_certificate_by_lua_file           1    http server
ssl_session_store_by_lua_block        1    http
ssl_session_store_by_lua_file         1    http
ssl_session_fetch_by_lua_block        1    http
ssl_session_fetch_by_lua_file         1    http
lua_ssl_verify_depth                  1    http server location
lua_ssl_trusted_certificate           1    http server location
lua_ssl_crl                           1    http server location
lua_ssl_conf_command                  2    http server location
lua_malloc_trim                       1    http
lua_worker_thread_vm_pool_size        1    http

# upsync (nginx-upsync-module)
upsync                                1-*  upstream  = \`discover consul { via upsync }\`
upsync_lb                             1    upstream  = \`discover consul { via upsync }\`
upsync_dump_path                      1    upstream  = \`discover consul { via upsync }\`
upstream_show                         0    location
`,
);
