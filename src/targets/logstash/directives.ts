import { type DirectiveTable, directiveTable } from "../../emit/directives.js";

/** The plugins that come with Logstash 8, by kind. Source: logstash, rakelib/plugins-metadata.json. */
const plugins = {
  input: `azure_event_hubs beats couchdb_changes dead_letter_queue elastic_agent elastic_serverless_forwarder elasticsearch exec file ganglia gelf generator graphite
    heartbeat http http_poller imap jdbc jms kafka pipe pipeline rabbitmq redis s3 snmp snmptrap sns sqs stdin syslog tcp twitter udp unix cloudwatch log4j`,
  filter: `age aggregate alter anonymize bytes cidr cipher clone csv date de_dot dissect dns drop elapsed elastic_integration elasticsearch environment
    extractnumbers fingerprint geoip grok http i18n java_uuid jdbc_static jdbc_streaming json json_encode kv memcached metricize metrics mutate prune range
    ruby sleep split syslog_pri throttle tld translate truncate urldecode useragent uuid xml`,
  output: `cloudwatch csv elasticsearch email exec file gelf graphite graphtastic http influxdb kafka lumberjack nagios null pagerduty pipe pipeline rabbitmq
    redis s3 sns sqs statsd stdout syslog tcp udp webhdfs`,
} as const;

function pluginRows(section: keyof typeof plugins): string {
  return plugins[section].split(/\s+/).map((name) => `${name}  0  ${section}  { settings`).join("\n");
}

/**
 * The sections of a pipeline with the plugins that can stand in them, the settings of a pipeline (pipelines.yml), and those
 * of the process (logstash.yml, for the block of a `logstash`). `settings` are those of a plugin: Logstash checks them.
 *
 * Source: logstash, docs/reference/logstash-settings-file and multiple-pipelines.
 */
export const directives: DirectiveTable = directiveTable(
  "logstash",
  ["main", "input", "filter", "output", "settings"],
  `
input                                   0    main  { input
filter                                  0    main  { filter
output                                  0    main  { output
if                                      1-*  filter  { filter
if                                      1-*  output  { output
else                                    0-*  filter  { filter
else                                    0-*  output  { output
${pluginRows("input")}
${pluginRows("filter")}
${pluginRows("output")}
*                                       0-*  settings  { settings

# of a pipeline
pipeline.id                             1    main  = \`logs NAME\`
path.config                             1    main  = \`logs NAME\`
config.string                           1    main  = \`logs NAME\`
pipeline.workers                        1    main
pipeline.batch.size                     1    main
pipeline.batch.delay                    1    main
pipeline.ordered                        1    main  since 7.7
pipeline.ecs_compatibility              1    main  since 7.10
pipeline.recoverable                    1    main  since 9.0
pipeline.batch.metrics.sampling_mode    1    main  since 9.2
pipeline.plugin_classloaders            1    main
queue.type                              1    main
queue.page_capacity                     1    main
queue.max_events                        1    main
queue.max_bytes                         1    main
queue.checkpoint.acks                   1    main
queue.checkpoint.writes                 1    main
queue.checkpoint.retry                  1    main
queue.checkpoint.interval               1    main
queue.compression                       1    main  since 9.2
queue.drain                             1    main
dead_letter_queue.enable                1    main
dead_letter_queue.max_bytes             1    main
dead_letter_queue.flush_interval        1    main
dead_letter_queue.storage_policy        1    main  since 8.4
dead_letter_queue.retain.age            1    main  since 8.4

# of the process
node.name                               1    main  = \`logstash NAME\`
path.data                               1    main
path.logs                               1    main
path.queue                              1    main
path.dead_letter_queue                  1    main
path.plugins                            1-*  main
config.reload.automatic                 1    main
config.reload.interval                  1    main
config.debug                            1    main
config.support_escapes                  1    main  = \`logs NAME\`
pipeline.unsafe_shutdown                1    main
pipeline.separate_logs                  1    main
pipeline.buffer.type                    1    main  since 8.14
allow_superuser                         1    main  since 8.0
api.enabled                             1    main  since 7.16
api.environment                         1    main  since 7.16
api.http.host                           1    main  since 7.16
api.http.port                           1    main  since 7.16  = \`logstash NAME port 9700 as api\`
api.auth.type                           1    main  since 7.16
api.ssl.enabled                         1    main  since 7.16
api.ssl.keystore.path                   1    main  since 7.16
http.host                               1    main  until 9.0
http.port                               1    main  until 9.0  = \`logstash NAME port 9700 as api\`
log.level                               1    main
log.format                              1    main
monitoring.cluster_uuid                 1    main
xpack.monitoring.enabled                1    main
xpack.monitoring.allow_legacy_collection  1  main  since 8.0
xpack.monitoring.elasticsearch.hosts    1-*  main
xpack.monitoring.elasticsearch.username  1   main
xpack.monitoring.elasticsearch.ssl.certificate_authority  1  main
`,
);

/** The settings that a pipeline can have for itself; all others are the process's. Source: pipelines.yml, `docs/reference/multiple-pipelines`. */
export const pipelineSettings = /^(pipeline\.(workers|batch\.(size|delay|metrics\.sampling_mode)|ordered|ecs_compatibility|recoverable|plugin_classloaders)|queue\.|dead_letter_queue\.)/;
