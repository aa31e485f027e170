import { type Namespaces, runInside } from "./machine.js";

/** The connections to some ports of a machine, by their two ends. */
export async function connectionsTo(ports: readonly number[], where: Namespaces): Promise<readonly string[]> {
  const { stdout } = await runInside(where, ["ss", "-Htn", "state", "established"]);
  return [...stdout.matchAll(/^\d+\s+\d+\s+(\S+:(\d+))\s+(\S+)/gm)].filter((match) => ports.includes(Number(match[2]))).map((match) => `${match[1]!} ${match[3]!}`);
}

/** The ports at which something listens by TCP. */
export async function listeningPorts(where: Namespaces): Promise<ReadonlySet<number>> {
  const { stdout } = await runInside(where, ["ss", "-Hltn"]);
  return new Set([...stdout.matchAll(/^LISTEN\s+\d+\s+\d+\s+\S+:(\d+)\s/gm)].map((match) => Number(match[1])));
}
