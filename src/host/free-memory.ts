import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** A heap of less than that is left to V8. */
const large = 512 * 2 ** 20;

/**
 * Collects what nobody needs any more, where the heap holds more than `above` bytes. V8 itself collects the heap of a machine with much memory when
 * that has grown to more than two gigabytes, and not when half of it was let go.
 */
export function freeMemory(above = large): void {
  if (process.memoryUsage().heapUsed < above) return;
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
}
