import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import type { Answer } from "../../lab/judge-step.js";
import { type Namespaces, startInside } from "./machine.js";
import { probeProgram } from "./programs.js";


/** A client of the site, who stands where its router is. */
export class Probe {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #next = 0;

  private constructor(child: ChildProcess) {
    this.#child = child;
    createInterface({ input: child.stdout! }).on("line", (line) => {
      const { id, ...answer } = JSON.parse(line) as Answer & { readonly id: number };
      this.#waiting.get(id)?.(answer);
      this.#waiting.delete(id);
    });
    child.once("close", () => this.#waiting.forEach((resolve) => resolve({ error: "the lab has ended" })));
  }

  static open(where: Namespaces): Probe {
    return new Probe(startInside(where, [process.execPath, "--input-type=module", "-e", probeProgram], true));
  }

  /** `addresses`: what names resolve to. `timeout` in milliseconds. */
  async get(url: string, addresses: Readonly<Record<string, string>>, timeout: number): Promise<Answer> {
    return await this.#ask({ url, addresses, timeout });
  }

  async connect(host: string, port: number, addresses: Readonly<Record<string, string>>, timeout: number): Promise<Answer> {
    return await this.#ask({ host, port, addresses, timeout });
  }

  close(): void {
    this.#child.kill("SIGKILL");
  }

  async #ask(request: object): Promise<Answer> {
    const id = this.#next++;
    return await new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#child.stdin!.write(`${JSON.stringify({ id, ...request })}\n`);
    });
  }
}
