import { expect, it } from "vitest";
import { freeMemory } from "../../src/host/free-memory.js";

it("collects what nobody holds, where the heap is larger than that", async () => {
  const held = { name: "held" };
  const [kept, dropped] = [new WeakRef(held), new WeakRef({ name: "dropped" })];
  // What a turn has looked at stays until its end.
  await new Promise((resolve) => setTimeout(resolve));
  freeMemory(0);
  expect(dropped.deref()).toBeUndefined();
  expect(kept.deref()).toBe(held);
});

it("leaves a small heap alone", async () => {
  const dropped = new WeakRef({ name: "dropped" });
  await new Promise((resolve) => setTimeout(resolve));
  freeMemory(2 ** 50);
  expect(dropped.deref()).toBeDefined();
});
