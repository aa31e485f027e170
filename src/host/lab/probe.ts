import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import type { Answer } from "../../lab/judge-step.js";
import type { Endpoint } from "../../lab/names.js";
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

  /** `addresses`: what names resolve to, which with a proxy is the proxy's business. `timeout` in milliseconds. */
  async get(url: string, addresses: Readonly<Record<string, string>>, timeout: number, proxy?: Endpoint): Promise<Answer> {
    return await this.#ask(this.#next++, { url, addresses, timeout, proxy });
  }

  /** `secure`: by TLS. */
  async connect(host: string, port: number, secure: boolean, addresses: Readonly<Record<string, string>>, timeout: number): Promise<Answer> {
    return await this.#ask(this.#next++, { host, port, secure, addresses, timeout });
  }

  /** The same, but the connection stays until it is released, and the client says nothing first. */
  async hold(host: string, port: number, secure: boolean, addresses: Readonly<Record<string, string>>, timeout: number): Promise<Answer & { readonly release: () => void }> {
    const id = this.#next++;
    const answer = await this.#ask(id, { host, port, secure, hold: true, addresses, timeout });
    return { ...answer, release: () => void this.#child.stdin!.write(`${JSON.stringify({ release: id })}\n`) };
  }

  close(): void {
    this.#child.kill("SIGKILL");
  }

  async #ask(id: number, request: object): Promise<Answer> {
    return await new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#child.stdin!.write(`${JSON.stringify({ id, ...request })}\n`);
    });
  }
}
