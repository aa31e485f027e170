import { expect } from "vitest";
import { check, type TestChecker, type Complaint } from "./checker.js";
import type { World } from "./world.js";

export interface Fault {
  /** The first of these that stands in the sound text is replaced. */
  readonly from: string;
  readonly to: string;
  /** What the complaints must say, and at which line; null for a daemon that names none. */
  readonly says: RegExp;
  readonly line: number | null;
  readonly world?: World;
}

/** Plants `fault` in a sound text and expects the checker to find it there. */
export async function expectFault(checker: TestChecker, file: { readonly path: string; readonly text: string }, world: World, fault: Fault): Promise<void> {
  const text = file.text.replace(fault.from, () => fault.to);
  expect(text, "the fault changes the text").not.toBe(file.text);
  const complaints = await check(checker, { ...file, text }, { ...world, ...fault.world });
  const found = complaints.find(({ text: words }) => fault.says.test(words));
  expect(found, `${String(fault.says)} among ${JSON.stringify(complaints)}`).toBeDefined();
  expect((found as Complaint).line ?? null).toBe(fault.line);
}
