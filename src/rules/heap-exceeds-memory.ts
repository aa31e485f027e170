import type { Outfit } from "../ir/container.js";
import { defineRule } from "./rule.js";

/** A Java heap that its container's limit does not hold: the kernel kills the process once the heap is used. */
export const heapExceedsMemory = defineRule({
  code: "heap-exceeds-memory",
  severity: "error",
  summary: "A container may use no more memory than its Java heap alone may take.",
  explanation: `
A Java process takes its heap and more: threads, classes, buffers. Where the container's limit is no larger than the heap, the process starts,
and the kernel kills it once the heap fills: "OOMKilled", exit 137.

    elasticsearch search x1 heap 2GB memory 2GB               # error
    elasticsearch search x1 heap 1GB memory 2GB
`,
  message: (data: { readonly container: string; readonly heap: number; readonly memory: number }) =>
    `the heap of \`${data.container}\` may take ${megabytes(data.heap)}, and the container ${data.heap === data.memory ? "no more in all" : `only ${megabytes(data.memory)}`}`,
  help: ({ heap, memory }) => `give it at least \`memory ${megabytes(2 * heap)}\`, or a heap of at most half its memory: ${megabytes(Math.floor(memory / 2 / 2 ** 20) * 2 ** 20)}`,

  check(_site, report, index) {
    const seen = new Set<string>();
    for (const { withEnvironment } of index.engineParts()) {
      for (const container of withEnvironment) {
        const heap = container.memory === null ? undefined : heapOf(container);
        if (heap === undefined || container.memory === null || heap < container.memory) continue;
        // All nodes of a declaration have the same.
        const { entity } = index.node(container.node);
        if (seen.has(entity)) continue;
        seen.add(entity);
        report({ at: container.origin, data: { container: entity, heap, memory: container.memory } });
      }
    }
  },
});

/** The largest heap that its environment asks for, in bytes. */
function heapOf({ environment }: Outfit): number | undefined {
  const sizes = environment.flatMap(({ value }) => {
    const found = typeof value === "string" ? [...value.matchAll(/(?:^|\s)-Xmx(\d+)([kmgt]?)\b/gi)].at(-1) : undefined;
    return found === undefined ? [] : [Number(found[1]) * 1024 ** " kmgt".indexOf(found[2]!.toLowerCase() || " ")];
  });
  return sizes.length === 0 ? undefined : Math.max(...sizes);
}

function megabytes(bytes: number): string {
  return bytes % 2 ** 30 === 0 && bytes > 0 ? `${bytes / 2 ** 30}GB` : `${Math.round(bytes / 2 ** 20)}MB`;
}
