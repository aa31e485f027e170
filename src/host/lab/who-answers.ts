import { setTimeout } from "node:timers/promises";
import type { Answer } from "../../lab/judge-step.js";
import type { Lab } from "./lab.js";

const tries = 3;
/** Checks of balancers are over by then. In milliseconds. */
const heldFor = 200;

/**
 * Connects, and tells which of the containers that run here has the connection: daemons do not say which instance they are, but the kernel tells who
 * has a connection while the client holds it, and that it is gone once the client has let go.
 */
export async function whoAnswers(lab: Lab, host: string, port: number, secure: boolean, addresses: Readonly<Record<string, string>>, timeout: number): Promise<Answer> {
  for (let count = 1; ; count++) {
    const before = await lab.connections();
    const { release, ...answer } = await lab.probe.hold(host, port, secure, addresses, timeout);
    if (answer.error !== undefined) return answer;
    const first = await lab.connections();
    await setTimeout(heldFor);
    const second = await lab.connections();
    release();
    await setTimeout(heldFor / 2);
    const after = await lab.connections();
    const found = [...first].filter(([key]) => second.has(key) && !before.has(key) && !after.has(key));
    if (found.length === 1) return { ...answer, instance: found[0]![1] };
    if (count === tries) return answer;
  }
}
