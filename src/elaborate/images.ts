import { type Entity, find } from "../bind/bound.js";
import type { EntityOf } from "./draft.js";

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

/**
 * The version of a declaration's program, as `version` or the tag of its image says it; undefined when neither does. The tag of an image of
 * another name, or one that no release of the program has, is somebody's own.
 */
export function saidVersion(entity: Entity | undefined): string | undefined {
  if (entity === undefined) return undefined;
  const said = entity as unknown as EntityOf<"elasticsearch">;
  const image = find(said, "image")?.args.image.value;
  const program = entity.kind === "logs" ? "filebeat" : entity.kind;
  const version = find(said, "version")?.args.version.value;
  if (version !== undefined || image === undefined || !programOf(image).startsWith(program)) return version;
  const tag = versionInImage(image);
  const isElastic = ["elasticsearch", "kibana", "logstash", "filebeat"].includes(program);
  return tag !== undefined && isElastic && Number.parseInt(tag, 10) < 5 ? undefined : tag;
}

/** The version in the tag of an image; undefined when the tag names none, as `latest` does. */
function versionInImage(image: string): string | undefined {
  return /:v?(\d+(?:\.\d+)*)[^/:]*$/.exec(image)?.[1];
}

/** The last part of an image's name: `mysql` of `registry.example.com/library/mysql:8.4`. */
export function programOf(image: string): string {
  return /([^/:@]*)(?:[:@][^/]*)?$/.exec(image)?.[1] ?? "";
}

/** The program of an image that its own makers publish; empty for any other, as it may be set up in its own way. */
export function officialProgram(image: string): string {
  const path = /^(?:docker\.io\/)?(?:library\/)?([^/:@]+)(?:[:@]|$)/.exec(image)?.[1] ?? /^(?:docker\.elastic\.co|quay\.io\/coreos|apache)\/(?:[^/:@]+\/)?([^/:@]+)(?:[:@]|$)/.exec(image)?.[1];
  return path ?? "";
}
