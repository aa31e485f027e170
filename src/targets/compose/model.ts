import type { Quoted } from "../../emit/quoted.js";
import type { YamlAlias, YamlMapping, YamlPrinted, YamlScalar } from "../../emit/yaml.js";
import type { Origin } from "../../source/origin.js";
import type { Text } from "./quote.js";

/*
 * A Compose file as data, in the words of the Compose specification (compose-spec, 05-services.md, 06-networks.md,
 * 07-volumes.md). Keys that are undefined are left out; native blocks add keys that are not listed here. Origins stand on
 * the nodes (`withOrigin`).
 */

/** A text or number, with its origin where that is not the origin of what it stands in. */
export type Leaf<Value extends string | number | boolean | null = Text> = Value | YamlScalar<Value>;

export interface ComposeFile extends YamlMapping {
  readonly name: Text;
  /** The settings that services share by alias. */
  readonly "x-logging": Logging;
  /** Each a `Service`, with what native blocks add. */
  readonly services: YamlPrinted;
  readonly networks: Readonly<Record<string, Network>> | undefined;
  readonly volumes: Readonly<Record<string, Leaf<null>>> | undefined;
}

export interface Service extends YamlMapping {
  readonly image: Text | undefined;
  readonly build: Build | undefined;
  readonly container_name: Text | undefined;
  readonly hostname: Text | undefined;
  readonly user: Text | undefined;
  readonly entrypoint: readonly Text[] | undefined;
  readonly command: readonly Text[] | undefined;
  readonly environment: Readonly<Record<string, Leaf>> | undefined;
  readonly env_file: Leaf | undefined;
  readonly network_mode: Text | undefined;
  readonly networks: Readonly<Record<string, Attachment>> | undefined;
  readonly ports: readonly Leaf[] | undefined;
  readonly dns: readonly Text[] | undefined;
  readonly volumes: readonly (Leaf | LongMount)[] | undefined;
  readonly privileged: true | undefined;
  readonly cap_add: readonly Leaf[] | undefined;
  readonly sysctls: Readonly<Record<string, Leaf<Text | number>>> | undefined;
  readonly ulimits: Readonly<Record<string, Leaf<number>>> | undefined;
  readonly mem_limit: Text | undefined;
  readonly cpus: number | undefined;
  readonly depends_on: Readonly<Record<string, Dependency>> | undefined;
  readonly healthcheck: Healthcheck | undefined;
  readonly restart: Text;
  readonly stop_grace_period: Text | undefined;
  readonly logging: YamlAlias;
}

export interface Build extends YamlMapping {
  readonly context: Text;
  readonly args: Readonly<Record<string, Text>> | undefined;
}

export interface Attachment extends YamlMapping {
  readonly ipv4_address: Text | undefined;
  readonly ipv6_address: Text | undefined;
  readonly aliases: readonly Text[] | undefined;
  /** Higher is connected earlier. */
  readonly priority: number | undefined;
}

/** The form for paths with a colon, which the short one takes for its separator. */
export interface LongMount extends YamlMapping {
  readonly type: Text;
  readonly source: Text;
  readonly target: Text;
  readonly read_only: true | undefined;
}

export interface Dependency extends YamlMapping {
  readonly condition: Text;
  readonly restart: true | undefined;
}

export interface Healthcheck extends YamlMapping {
  readonly test: readonly Text[];
  readonly interval: Text;
  readonly timeout: Text;
  readonly retries: number;
  readonly start_period: Text | undefined;
}

export interface Logging extends YamlMapping {
  readonly driver: Text;
  readonly options: Readonly<Record<string, Text>>;
}

export interface Network extends YamlMapping {
  readonly driver: Text;
  readonly driver_opts: Readonly<Record<string, Text>> | undefined;
  readonly enable_ipv6: true | undefined;
  readonly ipam: { readonly config: readonly { readonly subnet: Text; readonly gateway: Text | undefined }[] };
}

/** The secrets in a container's environment (`env_file`; compose-go, dotenv). */
export interface EnvironmentFile {
  readonly container: Text;
  readonly variables: readonly { readonly name: Quoted<"env-file">; readonly value: Quoted<"env-file">; readonly origin: Origin }[];
  readonly origin: Origin;
}

export interface ComposeModel {
  /** Of the compose file, on its machine: `/opt/shop`; empty for the local engine, whose machine is that folder. */
  readonly folder: string;
  readonly file: ComposeFile;
  readonly environments: readonly EnvironmentFile[];
}
