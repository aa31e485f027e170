import { type Namespaces, runInside } from "./machine.js";

/** The connections to some ports of a machine, by their two ends. */
export async function connectionsTo(ports: readonly number[], where: Namespaces): Promise<readonly string[]> {
  const { stdout } = await runInside(where, ["ss", "-Htn", "state", "established"]);
  return [...stdout.matchAll(/^\d+\s+\d+\s+(\S+:(\d+))\s+(\S+)/gm)].filter((match) => ports.includes(Number(match[2]))).map((match) => `${match[1]!} ${match[3]!}`);
}

export async function isListening(port: number, where: Namespaces): Promise<boolean> {
  const { stdout } = await runInside(where, ["ss", "-Hltn"]);
  return new RegExp(`:${port}\\s`).test(stdout);
}
