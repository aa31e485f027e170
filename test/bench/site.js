/** Services of one group listen on ports of their own from `firstPort` on; those that are published without saying where begin at 20000. */
const firstPort = 10_000;
const servicesOfAGroup = 40_000;

/** A range may stand for 4096 words. */
const servicesOfALine = 4_000;

/** How many instances each service has, and so how many hosts a group of services has. */
export const instancesOfAService = 3;

/**
 * What all programs of the bench are about: `count` services of three instances each, named and numbered from 0. Each listens on `port` of
 * three hosts, whose addresses are `instances`. A host has no ports for more than a group of services, so each group has three hosts of its own.
 */
export function servicesOf(count) {
  const hosts = hostsOf(count);
  return Array.from({ length: count }, (_, index) => {
    const first = Math.floor(index / servicesOfAGroup) * instancesOfAService;
    return {
      name: `svc${index}`,
      port: firstPort + (index % servicesOfAGroup),
      instances: hosts.slice(first, first + instancesOfAService).map(({ address }) => address),
    };
  });
}

/** The hosts of `count` services, in the order of their names. */
export function hostsOf(count) {
  const hosts = Math.max(1, Math.ceil(count / servicesOfAGroup)) * instancesOfAService;
  return Array.from({ length: hosts }, (_, index) => ({ name: `app${index + 1}`, address: `10.0.${index + 1}.1` }));
}

/**
 * A program of `count` services behind an nginx and a HAProxy. As `declarations` each service is a line that says all about it; as `ranges` a line
 * has thousands of them, whose ports are allocated, and what leads to each is a line of the nginx and one of the HAProxy.
 */
export function programOf(count, form = "declarations") {
  const hosts = hostsOf(count).length;
  const head = ["site bench", "network lan 10.0.0.0/16", "host edge 10.0.0.10", `host app[1..${hosts}] 10.0.[1..${hosts}].1 { runtime docker }`];
  return `${[...head, ...(form === "ranges" ? ranges(count) : declarations(count))].join("\n")}\n`;
}

function declarations(count) {
  const services = servicesOf(count).map(({ name, port }, index) => {
    const domain = `domain ${name}.example.com`;
    return `service ${name} on app[${hostRange(index)}] port ${port} image example/${name}:1.0 behind web ${domain} behind pool ${domain}`;
  });
  return ["gateway web on edge", "balancer pool on edge listen 8000 http", ...services];
}

function ranges(count) {
  const services = [];
  for (let from = 0; from < count; from += servicesOfALine) {
    const names = `svc[${from}..${Math.min(count, from + servicesOfALine) - 1}]`;
    services.push(`service ${names} on app[${hostRange(from)}] port ${firstPort} image example/${names}:1.0`);
  }
  const routes = servicesOf(count).map(({ name }) => `  route ${name}.example.com { / -> ${name} }`);
  return [...services, "gateway web on edge {", ...routes, "}", "balancer pool on edge {", "  listen 8000 http", ...routes, "}"];
}

function hostRange(index) {
  const first = Math.floor(index / servicesOfAGroup) * instancesOfAService;
  return `${first + 1}..${first + instancesOfAService}`;
}
