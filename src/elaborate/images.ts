/** The images of daemons and clusters, without their tag, and the tag where the site states no version. */
const images: Readonly<Record<string, readonly [image: string, tag: string]>> = {
  nginx: ["nginx", "1.30"],
  openresty: ["openresty/openresty", "1.27.1.2-bookworm"],
  tengine: ["tengine", "3.1"],
  haproxy: ["haproxy", "3.0"],
  // Of a director only the network is needed: keepalived stands beside it.
  lvs: ["debian", "12-slim"],
  squid: ["ubuntu/squid", "5.2-22.04_beta"],
  consul: ["hashicorp/consul", "1.20"],
  mysql: ["mysql", "8.4"],
  postgres: ["postgres", "16"],
  redis: ["redis", "7.2"],
  rabbitmq: ["rabbitmq", "3.13-management"],
  elasticsearch: ["docker.elastic.co/elasticsearch/elasticsearch", "8.15.0"],
  kibana: ["docker.elastic.co/kibana/kibana", "8.15.0"],
  logstash: ["docker.elastic.co/logstash/logstash", "8.15.0"],
  filebeat: ["docker.elastic.co/beats/filebeat", "8.15.0"],
  kafka: ["apache/kafka", "3.8.0"],
  zookeeper: ["zookeeper", "3.9"],
  etcd: ["quay.io/coreos/etcd", "v3.5.15"],
  varnish: ["varnish", "7.5"],
  tomcat: ["tomcat", "10.1"],
  httpd: ["httpd", "2.4"],
};

/** The image of a program that has a usual one; its own name otherwise. */
export function standardImage(program: string, version: string | undefined): string {
  const [image, tag] = images[program] ?? [program, "latest"];
  // The tags of etcd begin with a `v`, however its version is said.
  return `${image}:${program === "etcd" ? (version ?? tag).replace(/^v?/, "v") : (version ?? tag)}`;
}
