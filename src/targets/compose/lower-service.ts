import { type DiagnosticDefinition, defineDiagnostic, type Report } from "../../diagnostics/define.js";
import { holdsSecret, type OutputFile } from "../../emit/output-file.js";
import type { Context } from "../../emit/target.js";
import { inFlow, withComment, withOrigin, YamlAlias } from "../../emit/yaml.js";
import type { Container, Engine } from "../../ir/container.js";
import { compareNames } from "../../source/order.js";
import type { Origin } from "../../source/origin.js";
import type { Build, Dependency, Healthcheck, Leaf, Service } from "./model.js";
import { lowerAttachments, lowerPorts } from "./networks.js";
import { duration, fixed, joined, type Quote, size, type Text } from "./quote.js";
import { lookupBy } from "../../source/group.js";
import { oncePer } from "../../source/once.js";

/** What other parts of the file have found out about a container. */
export interface Parts {
  readonly name: Text;
  readonly environment: Service["environment"];
  /** The path of the file with its secrets. */
  readonly envFile: Leaf | undefined;
  /** What infc generated for it. */
  readonly files: readonly OutputFile[];
  readonly volumes: NonNullable<Service["volumes"]>;
}

export const loggingAnchor = "logging";
const sharedLogging = new YamlAlias(loggingAnchor);

/** The service of a container. A sidecar has no network, name or ports of its own: it is where its node is. */
export function lowerService(container: Container, engine: Engine, parts: Parts, context: Context, quote: Quote): Service {
  const { origin } = container;
  const node = container.sidecar ? nodeOf(container, engine) : undefined;
  return withOrigin(origin, {
    image: container.image === null ? undefined : quote.line(container.image, origin),
    build: lowerBuild(container, quote),
    // The addresses are fixed, so that a second copy of the site cannot run on this engine anyway; what is gained are
    // names such as `docker logs goods-1`. A name of one letter is too short for Docker.
    container_name: /^[A-Za-z0-9][A-Za-z0-9_.-]+$/.test(container.name) ? parts.name : undefined,
    hostname: container.hostname === null || node !== undefined ? undefined : quote.hostname(container.hostname, origin, container.name),
    user: needsRoot(parts.files) ? fixed("root") : undefined,
    entrypoint: lowerWords(container.entrypoint, origin, quote),
    command: lowerWords(container.command, origin, quote),
    environment: parts.environment,
    env_file: parts.envFile,
    network_mode: node === undefined ? undefined : joined(":", fixed("service"), quote.name(node, origin, node)),
    networks: node === undefined ? lowerAttachments(container, context.index, quote) : undefined,
    ports: node === undefined ? lowerPorts(container, quote) : undefined,
    dns: node !== undefined || container.dns.length === 0 ? undefined : container.dns.map((address) => quote.line(address, origin)),
    volumes: parts.volumes.length === 0 ? undefined : parts.volumes,
    privileged: container.privileged || undefined,
    cap_add: lowerCapabilities(container, quote),
    sysctls: lowerSysctls(container, context.report, quote),
    ulimits: lowerUlimits(container, quote),
    mem_limit: lowerMemory(container, context.report),
    cpus: container.cpus ?? undefined,
    depends_on: lowerDependencies(container, node, engine, quote, context.report),
    healthcheck: lowerHealthcheck(container, quote),
    restart: fixed(container.restart),
    stop_grace_period: container.stopGraceMs === null ? undefined : duration(container.stopGraceMs),
    logging: sharedLogging,
  });
}

/** HAProxy's image starts as a user who cannot read a file of mode 0600; as root it reads the file, and then becomes that user. */
function needsRoot(files: readonly OutputFile[]): boolean {
  return files.some((file) => file.daemon === "haproxy" && holdsSecret(file));
}

const mainOf = lookupBy(({ node, sidecar }: Container) => (sidecar ? "" : node));

/** The container whose network a sidecar shares. */
function nodeOf({ node }: Container, { containers }: Engine): string {
  return mainOf(containers, node)?.name ?? node;
}

/** A mapping of `entries`, or undefined for none: the key is left out then. */
function record<Value>(entries: readonly (readonly [Text, Value])[]): Readonly<Record<string, Value>> | undefined {
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function lowerWords(list: readonly string[] | null, origin: Origin, quote: Quote): readonly Text[] | undefined {
  return list === null ? undefined : inFlow(list.map((word) => quote.value(word, origin)));
}

function lowerBuild({ build }: Container, quote: Quote): Build | undefined {
  if (build === null) return undefined;
  const { context, args, origin } = build;
  const isPath = /^(\.{0,2}\/|\.{1,2}$|[a-z]+:\/\/)/.test(context);
  return withOrigin(origin, {
    context: quote.line(isPath ? context : `./${context}`, origin),
    args: record(args.toSorted((a, b) => compareNames(a.name, b.name)).map(({ name, value }) => [quote.variable(name, origin), quote.value(value, origin)])),
  });
}

function lowerCapabilities({ capabilities }: Container, quote: Quote): readonly Leaf[] | undefined {
  if (capabilities.length === 0) return undefined;
  const byName = new Map(capabilities.map((capability) => [capability.name, capability]));
  const sorted = [...byName.values()].sort((a, b) => compareNames(a.name, b.name));
  return sorted.length === 0 ? undefined : sorted.map(({ name, origin }) => withOrigin(origin, quote.line(name, origin)));
}

// A container has its own values of these alone; the others belong to the kernel of its host.
const namespaced = /^(net[./]|fs[./]mqueue[./]|kernel[./](msgmax|msgmnb|msgmni|sem|shmall|shmmax|shmmni|shm_rmid_forced)$)/;

function lowerSysctls({ sysctls }: Container, report: Report, quote: Quote): Service["sysctls"] {
  if (sysctls.length === 0) return undefined;
  const byKey = new Map(sysctls.map((sysctl) => [sysctl.key, sysctl]));
  const sorted = [...byKey.values()].sort((a, b) => compareNames(a.key, b.key));
  return record(
    sorted.map(({ key, value, origin }) => {
      if (!namespaced.test(key)) report(hostSysctl, { at: origin, data: { key } });
      const isNumber = /^(0|[1-9]\d{0,14})$/.test(value);
      return [quote.sysctl(key, origin), withOrigin<Text | number>(origin, isNumber ? Number(value) : quote.line(value, origin))];
    }),
  );
}

function lowerUlimits({ ulimits }: Container, quote: Quote): Service["ulimits"] {
  if (ulimits.length === 0) return undefined;
  const sorted = ulimits.toSorted((a, b) => compareNames(a.name, b.name));
  return record(sorted.map(({ name, value, origin }) => [quote.sysctl(name, origin), withOrigin(origin, value)]));
}

const leastMemory = 6 * 1024 ** 2;

function lowerMemory({ memory, origin }: Container, report: Report): Text | undefined {
  if (memory === null) return undefined;
  if (memory < leastMemory) report(containerMemory, { at: origin, data: { bytes: memory } });
  return size(memory);
}

const conditions = { started: "service_started", healthy: "service_healthy", done: "service_completed_successfully" } as const;

function lowerDependencies(container: Container, node: string | undefined, engine: Engine, quote: Quote, report: Report): Service["depends_on"] {
  if (node === undefined && container.after.length === 0) return undefined;
  const dependencies = new Map(container.after.map((after) => [after.container, after]));
  if (node !== undefined && !dependencies.has(node)) dependencies.set(node, { container: node, condition: "started", origin: container.origin });
  const sorted = [...dependencies.values()].sort((a, b) => compareNames(a.container, b.container));
  const own = namesOf(engine);
  return record(
    sorted.flatMap(({ container: name, condition, origin }): (readonly [Text, Dependency])[] => {
      if (!own.has(name)) {
        report(startAcrossEngines, { at: origin, data: { after: name } });
        return [];
      }
      const dependency = withOrigin(origin, { condition: fixed(conditions[condition]), restart: name === node || undefined });
      return [[quote.name(name, origin, name), name === node ? withComment("It has a new network after every restart; this then joins it.", dependency) : dependency]];
    }),
  );
}

// One engine may run thousands, each of which asks for all of them.
export const namesOf = oncePer(({ containers }: Engine) => new Set(containers.map(({ name }) => name)));

function lowerHealthcheck({ healthcheck }: Container, quote: Quote): Healthcheck | undefined {
  if (healthcheck === null) return undefined;
  const { test, everyMs, timeoutMs, retries, startMs, origin } = healthcheck;
  return withOrigin(origin, {
    test: inFlow([fixed("CMD"), ...test.map((word) => quote.value(word, origin))]),
    interval: duration(everyMs),
    timeout: duration(timeoutMs),
    retries,
    start_period: startMs === 0 ? undefined : duration(startMs),
  });
}

export const hostSysctl = defineDiagnostic({
  code: "host-sysctl",
  severity: "error",
  summary: "A container needs a kernel setting that only its host has.",
  explanation: `
A container has kernel settings of its own for its network, its message queues and its shared memory. All others are those of the
machine that runs it, and Docker refuses to start a container that sets them.

Set them on that machine, in a file below \`/etc/sysctl.d\`.
`,
  message: (data: { readonly key: string }) => `\`${data.key}\` is a setting of the host, which a container cannot have`,
  help: ({ key }) => `set \`${key}\` on the machine whose Docker engine runs it`,
});

export const containerMemory = defineDiagnostic({
  code: "container-memory",
  severity: "error",
  summary: "A container may use less memory than Docker allows as a limit.",
  explanation: "Docker starts no container whose memory is limited to less than 6 MB.\n\n    service goods { memory 4MB }   # error\n    service goods { memory 64MB }\n",
  message: (data: { readonly bytes: number }) => `a limit of ${data.bytes} bytes is below the 6 MB that Docker asks for`,
  help: () => "give it `memory 6MB` or more",
});

export const startAcrossEngines = defineDiagnostic({
  code: "start-across-engines",
  severity: "error",
  summary: "A container is to start after something that its own Docker engine does not run.",
  explanation: `
Compose orders the containers of one engine. It knows nothing of those that run elsewhere, and cannot wait for them.

    service goods on app1 after orders      # error, when \`orders\` runs on app2

Let the program wait for what it needs, or place both on one host.
`,
  message: (data: { readonly after: string }) => `Compose cannot wait for \`${data.after}\`, which is no container of the same engine`,
  help: () => "leave `after` out, or place both on one host that runs containers",
});

export const serviceDiagnostics: readonly DiagnosticDefinition<never>[] = [hostSysctl, containerMemory, startAcrossEngines];
