import { assert, array, integer, property, tuple } from "fast-check";
import { expect, it } from "vitest";
import { createSlots } from "../../src/source/slots.js";

it("finds the first number that is free, whatever was taken and asked before", () => {
  const step = tuple(integer({ min: 0, max: 20 }), integer({ min: 0, max: 22 }));
  assert(
    property(array(step), (steps) => {
      const slots = createSlots();
      const taken = new Set<number>();
      for (const [take, from] of steps) {
        slots.take(take);
        taken.add(take);
        let free = from;
        while (taken.has(free)) free++;
        expect(slots.freeFrom(from)).toBe(free);
      }
    }),
  );
});
