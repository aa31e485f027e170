import type { YamlMapping, YamlScalar } from "../../emit/yaml.js";
import type { Text } from "./quote.js";

/*
 * filebeat.yml as data, in the words of Filebeat's reference. Keys that are undefined are left out; native blocks add keys
 * that are not listed here. Origins stand on the nodes (`withOrigin`).
 */

/** A text or number, with its origin where that is not the origin of what it stands in. */
export type Leaf<Value extends string | number | boolean | null = Text> = Value | YamlScalar<Value>;

export interface FilebeatFile extends YamlMapping {
  readonly name: Text | undefined;
  readonly "filebeat.inputs": readonly Input[] | undefined;
  readonly "filebeat.autodiscover": { readonly providers: readonly Provider[] } | undefined;
  readonly processors: readonly YamlMapping[] | undefined;
  readonly "setup.ilm.enabled": Leaf<false> | undefined;
  readonly "setup.template.enabled": Leaf<false> | undefined;
  readonly "setup.template.name": Leaf | undefined;
  readonly "setup.template.pattern": Leaf | undefined;
  readonly "output.elasticsearch": ElasticsearchOutput | undefined;
  readonly "output.logstash": LogstashOutput | undefined;
  readonly "output.redis": RedisOutput | undefined;
  readonly "output.kafka": KafkaOutput | undefined;
}

/** What inputs of every type have. */
export interface InputCommon extends YamlMapping {
  readonly encoding: Leaf | undefined;
  readonly parsers: readonly YamlMapping[] | undefined;
  readonly multiline: Multiline | undefined;
  readonly include_lines: readonly Leaf[] | undefined;
  readonly exclude_lines: readonly Leaf[] | undefined;
  readonly tags: readonly Leaf[] | undefined;
  readonly fields_under_root: true;
  readonly fields: YamlMapping;
  readonly processors: readonly YamlMapping[] | undefined;
}

/** Of type `filestream`; before 7.14 of type `log`, `container` and `docker`, whose settings have other names. */
export interface Input extends InputCommon {
  readonly type: Text;
  readonly id?: Text | undefined;
  readonly paths?: readonly Leaf[] | undefined;
  readonly "prospector.scanner.exclude_files"?: readonly Text[] | undefined;
  readonly exclude_files?: readonly Text[] | undefined;
  readonly "containers.ids"?: readonly Text[] | undefined;
}

export interface Multiline extends YamlMapping {
  readonly type: Text | undefined;
  readonly pattern: Text;
  readonly negate: boolean;
  readonly match: Text;
  readonly max_lines: number | undefined;
  readonly timeout: Text | undefined;
}

/** A provider of `filebeat.autodiscover` that follows the containers of a Docker engine. */
export interface Provider extends YamlMapping {
  readonly type: Text;
  readonly templates: readonly { readonly condition: YamlMapping; readonly config: readonly Input[] }[];
}

export interface Ssl extends YamlMapping {
  readonly certificate_authorities: readonly Leaf[] | undefined;
  readonly certificate: Leaf | undefined;
  readonly key: Leaf | undefined;
  readonly verification_mode: Text | undefined;
  readonly supported_protocols: readonly Text[] | undefined;
}

export interface ElasticsearchOutput extends YamlMapping {
  readonly hosts: readonly Text[];
  readonly username: Text | undefined;
  readonly password: Text | undefined;
  readonly index: Leaf | undefined;
  readonly indices: readonly Selected<"index">[] | undefined;
  readonly ssl: Ssl | undefined;
}

export interface LogstashOutput extends YamlMapping {
  readonly hosts: readonly Text[];
  readonly loadbalance: true | undefined;
  readonly ssl: Ssl | undefined;
}

export interface RedisOutput extends YamlMapping {
  readonly hosts: readonly Text[];
  readonly password: Text | undefined;
  readonly db: number | undefined;
  readonly key: Leaf | undefined;
  readonly keys: readonly Selected<"key">[] | undefined;
}

export interface KafkaOutput extends YamlMapping {
  readonly hosts: readonly Text[];
  readonly topic: Leaf | undefined;
  readonly topics: readonly Selected<"topic">[] | undefined;
}

/** One of several indices, keys or topics, with the condition on which an entry goes there. */
export type Selected<Key extends string> = YamlMapping & { readonly [K in Key]: Leaf } & { readonly when: YamlMapping };

/** What is written for one machine. */
export interface Filebeat {
  /** Its own path: that of Debian's package, or in a container that of the image. */
  readonly path: string;
  readonly file: FilebeatFile;
  /** True when it holds a password. */
  readonly secret: boolean;
}
