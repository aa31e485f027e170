import { type DirectiveTable, directiveTable } from "../../emit/directives.js";

/**
 * The settings of filebeat.yml 6.8 to 9: of the file, of each input, and of the outputs. `mapping` and `processors` are blocks
 * whose keys Filebeat or a processor knows: infc checks none of them. Names are written with their dots; a setting that the
 * table has as `ssl` can also be written as one below it.
 *
 * Source: beats, docs/reference/filebeat: configuration-general-options, filebeat-input-filestream, filebeat-input-log,
 * configuring-internal-queue, the four outputs, configuration-logging, http-endpoint, configuration-path.
 */
export const directives: DirectiveTable = directiveTable(
  "filebeat",
  ["main", "input", "processors", "output.elasticsearch", "output.logstash", "output.redis", "output.kafka", "mapping"],
  `
# the file
filebeat.inputs                              0    main  { input
filebeat.autodiscover                        0    main  = \`from containers\`
filebeat.autodiscover.providers              0    main  = \`from containers\`
filebeat.modules                             0    main  = \`from NAME\`
filebeat.config.modules                      0    main  { mapping
filebeat.config.modules.path                 1    main
filebeat.config.modules.enabled              1    main
filebeat.config.inputs                       0    main  { mapping
filebeat.shutdown_timeout                    1    main
filebeat.overwrite_pipelines                 1    main
filebeat.registry.path                       1    main  since 7.0
filebeat.registry.file_permissions           1    main  since 7.0
filebeat.registry.flush                      1    main  since 7.0
filebeat.registry.migrate_file               1    main  since 7.0
name                                         1    main
tags                                         1-*  main  = \`tags WORD\`
fields                                       0    main  = \`fields NAME VALUE\`
fields_under_root                            1    main  = \`fields NAME VALUE\`
timestamp.precision                          1    main  since 7.15
max_procs                                    1    main
gc_percent                                   1    main
processors                                   0    main  { processors
features                                     0    main  { mapping
queue.mem                                    0    main  { mapping
queue.mem.events                             1    main
queue.mem.flush.min_events                   1    main
queue.mem.flush.timeout                      1    main
queue.disk                                   0    main  { mapping  since 7.12
queue.disk.path                              1    main  since 7.12
queue.disk.max_size                          1    main  since 7.12
queue.disk.segment_size                      1    main  since 7.12
queue.disk.read_ahead                        1    main  since 7.12
queue.disk.write_ahead                       1    main  since 7.12
queue.disk.retry_interval                    1    main  since 7.12
queue.disk.max_retry_interval                1    main  since 7.12
path.home                                    1    main
path.config                                  1    main
path.data                                    1    main
path.logs                                    1    main
keystore.path                                1    main
logging                                      0    main  { mapping
logging.level                                1    main
logging.selectors                            1-*  main
logging.to_stderr                            1    main
logging.to_syslog                            1    main
logging.to_files                             1    main
logging.json                                 1    main  until 8.0
logging.metrics                              0    main  { mapping
logging.metrics.enabled                      1    main
logging.metrics.period                       1    main
logging.files                                0    main  { mapping
logging.files.path                           1    main
logging.files.name                           1    main
logging.files.keepfiles                      1    main
logging.files.permissions                    1    main
logging.files.interval                       1    main
logging.files.rotateeverybytes               1    main
logging.files.rotateonstartup                1    main
logging.event_data                           0    main  { mapping  since 8.15
http                                         0    main  { mapping
http.enabled                                 1    main
http.host                                    1    main
http.port                                    1    main
http.pprof.enabled                           1    main
monitoring                                   0    main  { mapping
monitoring.enabled                           1    main
monitoring.cluster_uuid                      1    main
monitoring.elasticsearch                     0    main  { mapping
instrumentation                              0    main  { mapping
seccomp                                      0    main  { mapping
cloud.id                                     1    main  = \`to NAME\`
cloud.auth                                   1    main  = \`to NAME auth …\`
setup.ilm.enabled                            1    main  = \`to NAME index …\`
setup.template.enabled                       1    main  = \`to NAME index …\`
setup.template.name                          1    main  = \`to NAME index …\`
setup.template.pattern                       1    main  = \`to NAME index …\`
setup.template.settings                      0    main  { mapping
setup.template.overwrite                     1    main
setup.template.priority                      1    main  since 7.14
setup.template.fields                        1    main
setup.template.append_fields                 0    main  { mapping
setup.kibana                                 0    main  { mapping
setup.kibana.host                            1    main
setup.dashboards.enabled                     1    main
output.elasticsearch                         0    main  { output.elasticsearch
output.logstash                              0    main  { output.logstash
output.redis                                 0    main  { output.redis
output.kafka                                 0    main  { output.kafka

# processors, in their order: add_fields, drop_fields …
*                                            0    processors  { mapping

# each input
type                                         1    input  = \`from PATH\`
id                                           1    input  = \`logs NAME\`
paths                                        1-*  input  = \`from PATH\`
encoding                                     1    input  = \`encoding NAME\`
include_lines                                1-*  input  = \`keep /…/\`
exclude_lines                                1-*  input  = \`drop /…/\`
multiline                                    0    input  = \`multiline start /…/\`
multiline.pattern                            1    input  = \`multiline start /…/\`
tags                                         1-*  input  = \`tags WORD\`
fields                                       0    input  = \`fields NAME VALUE\`
fields_under_root                            1    input  = \`fields NAME VALUE\`
parsers                                      0    input  = \`multiline start /…/\`
enabled                                      1    input
processors                                   0    input  { processors
pipeline                                     1    input
index                                        1    input  = \`to NAME index …\`
keep_null                                    1    input
ignore_older                                 1    input
ignore_inactive                              1    input  since 7.14
clean_inactive                               1    input
clean_removed                                1    input
harvester_limit                              1    input
buffer_size                                  1    input  since 7.14
message_max_bytes                            1    input  since 7.14
line_terminator                              1    input  since 7.14
backoff                                      0-1  input  { mapping
backoff.init                                 1    input  since 7.14
backoff.max                                  1    input  since 7.14
close.on_state_change.inactive               1    input  since 7.14
close.on_state_change.renamed                1    input  since 7.14
close.on_state_change.removed                1    input  since 7.14
close.on_state_change.check_interval         1    input  since 7.14
close.reader.on_eof                          1    input  since 7.14
close.reader.after_interval                  1    input  since 7.14
prospector.scanner.check_interval            1    input  since 7.14
prospector.scanner.exclude_files             1-*  input  since 7.14
prospector.scanner.include_files             1-*  input  since 7.14
prospector.scanner.recursive_glob            1    input  since 7.14
prospector.scanner.symlinks                  1    input  since 7.14
prospector.scanner.resend_on_touch           1    input  since 7.14
prospector.scanner.fingerprint               0    input  { mapping  since 8.10
prospector.scanner.fingerprint.enabled       1    input  since 8.10
prospector.scanner.fingerprint.length        1    input  since 8.10
prospector.scanner.fingerprint.offset        1    input  since 8.10
file_identity                                0    input  { mapping
file_identity.native                         0    input
file_identity.path                           0    input
file_identity.fingerprint                    0    input  since 8.10
file_identity.inode_marker.path              1    input
rotation.external.strategy.copytruncate      0    input  { mapping  since 7.14
take_over                                    0-1  input  { mapping  since 8.6
publisher_pipeline.disable_host              1    input
exclude_files                                1-*  input  until 9.0
harvester_buffer_size                        1    input  until 9.0
max_bytes                                    1    input  until 9.0
scan_frequency                               1    input  until 9.0
tail_files                                   1    input  until 9.0
symlinks                                     1    input  until 9.0
close_inactive                               1    input  until 9.0
close_renamed                                1    input  until 9.0
close_removed                                1    input  until 9.0
close_eof                                    1    input  until 9.0
close_timeout                                1    input  until 9.0
recursive_glob.enabled                       1    input  until 9.0

# the outputs
enabled                                      1    output.elasticsearch output.logstash output.redis output.kafka  = \`through …\`
hosts                                        1-*  output.elasticsearch output.logstash output.redis output.kafka  = \`to NAME\`
ssl                                          0    output.elasticsearch output.logstash output.redis output.kafka  { mapping
worker                                       1    output.elasticsearch output.logstash output.redis output.kafka
workers                                      1    output.elasticsearch output.logstash output.redis output.kafka
loadbalance                                  1    output.elasticsearch output.logstash output.redis
bulk_max_size                                1    output.elasticsearch output.logstash output.redis output.kafka
timeout                                      1    output.elasticsearch output.logstash output.redis output.kafka
compression_level                            1    output.elasticsearch output.logstash
escape_html                                  1    output.elasticsearch output.logstash
backoff.init                                 1    output.elasticsearch output.logstash output.redis output.kafka
backoff.max                                  1    output.elasticsearch output.logstash output.redis output.kafka
max_retries                                  1    output.elasticsearch output.logstash output.redis output.kafka
username                                     1    output.elasticsearch  = \`to NAME auth USER secret …\`
password                                     1    output.elasticsearch output.redis  = \`to NAME auth USER secret …\`
api_key                                      1    output.elasticsearch  = \`to NAME auth USER secret …\`
index                                        1    output.elasticsearch  = \`to NAME index …\`
indices                                      0    output.elasticsearch  = \`to NAME index …\`
protocol                                     1    output.elasticsearch  = \`to NAME tls\`
path                                         1    output.elasticsearch
headers                                      0    output.elasticsearch  { mapping
parameters                                   0    output.elasticsearch  { mapping
pipeline                                     1    output.elasticsearch
preset                                       1    output.elasticsearch  since 8.12
proxy_url                                    1    output.elasticsearch output.logstash output.redis
proxy_disable                                1    output.elasticsearch
allow_older_versions                         1    output.elasticsearch  since 8.0
idle_connection_timeout                      1    output.elasticsearch
queue.mem                                    0    output.elasticsearch output.logstash output.redis output.kafka  { mapping  since 8.13
queue.disk                                   0    output.elasticsearch output.logstash output.redis output.kafka  { mapping  since 8.13
ttl                                          1    output.logstash
pipelining                                   1    output.logstash
slow_start                                   1    output.logstash
index                                        1    output.logstash
proxy_use_local_resolver                     1    output.logstash output.redis
key                                          1    output.redis  = \`through NAME topic …\`
keys                                         0    output.redis  = \`through NAME topic …\`
db                                           1    output.redis
datatype                                     1    output.redis
codec.json.pretty                            1    output.redis output.kafka
codec.json.escape_html                       1    output.redis output.kafka
topic                                        1    output.kafka  = \`through NAME topic …\`
topics                                       0    output.kafka  = \`through NAME topic …\`
key                                          1    output.kafka
version                                      1    output.kafka
username                                     1    output.kafka
password                                     1    output.kafka
sasl.mechanism                               1    output.kafka
partition                                    0    output.kafka  { mapping
partition.round_robin                        0    output.kafka  { mapping
partition.hash                               0    output.kafka  { mapping
client_id                                    1    output.kafka
metadata                                     0    output.kafka  { mapping
bulk_flush_frequency                         1    output.kafka
broker_timeout                               1    output.kafka
channel_buffer_size                          1    output.kafka
keep_alive                                   1    output.kafka
compression                                  1    output.kafka
max_message_bytes                            1    output.kafka
required_acks                                1    output.kafka
headers                                      0    output.kafka  { mapping

*                                            0-1  mapping  { mapping
`,
);
