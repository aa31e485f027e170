import type { OutputFile } from "../../emit/output-file.js";
import { inFlow, withComment, withOrigin, YamlAlias } from "../../emit/yaml.js";
import type { Container } from "../../ir/container.js";
import { loggingAnchor } from "./lower-service.js";
import type { Dependency, Service } from "./model.js";
import { fixed, type Quote, type Text } from "./quote.js";

/** A container that makes files the own of another's daemon, and ends. */
export interface Claim {
  readonly name: Text;
  readonly service: Service;
  /** What the other waits for. */
  readonly dependency: Dependency;
}

/**
 * The claim of a container, for those of its `files` that ask for one. It runs the container's own image, whose users the files are for, and
 * has no network. `taken` are the names of all containers; `volumes` are the mounts of these files.
 */
export function lowerClaim(container: Container, files: readonly OutputFile[], service: Service, volumes: NonNullable<Service["volumes"]>, taken: ReadonlySet<string>, quote: Quote): Claim | undefined {
  const [first] = files;
  if (first?.claim == null) return undefined;
  const origin = first.provenance[0]?.origin ?? container.origin;
  const name = quote.name(freeName(container.name, taken), origin, container.name);
  const commented = withComment(`Before ${first.daemon} starts, the files that it keeps become its workers' own.`, {
    image: service.image,
    build: service.build,
    container_name: service.container_name === undefined ? undefined : name,
    user: fixed("root"),
    entrypoint: inFlow(first.claim.map((word) => quote.value(word, origin))),
    network_mode: fixed("none"),
    volumes,
    restart: fixed("no"),
    logging: new YamlAlias(loggingAnchor),
  });
  return { name, service: withOrigin(origin, commented) as unknown as Service, dependency: withOrigin(origin, { condition: fixed("service_completed_successfully"), restart: undefined }) };
}

function freeName(container: string, taken: ReadonlySet<string>): string {
  let name = `${container}-files`;
  while (taken.has(name)) name += "-files";
  return name;
}
