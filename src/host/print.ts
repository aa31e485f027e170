import { fstatSync, writeSync } from "node:fs";
import { isatty } from "node:tty";
import { codeOf } from "./host.js";

export type Output = "stdout" | "stderr";

/**
 * Writes at once, in the order of the calls. Node's own streams take as long to make as a small program to compile, and come in only where a pipe
 * is full and its reader asked not to be waited for.
 */
export function printTo(output: Output, text: string): void {
  const state = states[output];
  if (state.failed || text === "") return;
  if (state.stream) return void state.stream.write(text);
  let rest = Buffer.from(text);
  try {
    while (rest.length > 0) rest = rest.subarray(writeSync(state.descriptor, rest));
  } catch (error) {
    if (codeOf(error) !== "EAGAIN") return fail(output, error);
    state.stream = process[output];
    state.stream.on("error", (late) => fail(output, late));
    state.stream.write(rest);
  }
}

/** Whether a person looks at it. */
export function isTerminal(output: Output): boolean {
  const { descriptor } = states[output];
  try {
    // What tells terminals apart is loaded only for what can be one.
    return fstatSync(descriptor).isCharacterDevice() && isatty(descriptor);
  } catch {
    return false;
  }
}

/** Sets what is done when an output cannot be written: once for each, when what runs now is done, so that it comes to its end. */
export function whenUnwritable(action: (output: Output, error: unknown) => void): void {
  unwritable = action;
}

let unwritable: (output: Output, error: unknown) => void = () => undefined;

const states: Readonly<Record<Output, { readonly descriptor: number; stream?: NodeJS.WriteStream; failed?: boolean }>> = { stdout: { descriptor: 1 }, stderr: { descriptor: 2 } };

function fail(output: Output, error: unknown): void {
  if (states[output].failed) return;
  states[output].failed = true;
  setImmediate(() => unwritable(output, error));
}
