import { exchanged, stretchOf } from "./stretch.js";

/**
 * What one compilation made and the next one may use again, as an edit changes one declaration of thousands.
 *
 * It is a matter of speed alone: a compilation that keeps nothing makes the same.
 */
export interface Tables {
  /**
   * A compilation ends, or stops at a fault: what has a name that none of the last ones asked for, as of a declaration that has another name now, is
   * forgotten; later where they had faults, as files and rules are not asked about then.
   */
  end(isSound: boolean): void;
  /** What is asked for in `run` counts as asked for whenever `still` is said of that name: for who is passed over while nothing of what he reads has changed. */
  during<Result>(name: string, run: () => Result): Result;
  still(name: string): void;
  /**
   * What was made of things that do not change, by the name of what makes it. All else that it was made from stands in `frame`: where one of
   * these is another than it was, nothing is known.
   */
  table<Thing extends object, Made>(name: string, frame: readonly unknown[]): Table<Thing, Made>;
  /** The same of a single thing that was made. */
  slot<Made>(name: string, frame: readonly unknown[]): Slot<Made>;
  /** What stands for a frame: the same object while all of it is the same. For who keeps what was made with the thing itself. */
  frame(name: string, frame: readonly unknown[]): object;
  /** The value that had this name before, where it is equal to this one, else this one. It takes as long as both are large. */
  same<Value>(name: string, value: Value): Value;
  /** The same of each of a list, whose things are told apart by their keys, where `mayBe` does not say that it has to be another than it was. */
  sameEach<Thing extends object>(name: string, things: readonly Thing[], keyOf: (thing: Thing) => string, mayBe?: (before: Thing, thing: Thing, at: number) => boolean): readonly Thing[];
}

export interface Table<Thing extends object, Made> {
  get(thing: Thing): Made | undefined;
  set(thing: Thing, made: Made): void;
}

export interface Slot<Made> {
  get(): Made | undefined;
  set(made: Made): void;
}

const unknown: Table<object, never> = { get: () => undefined, set: () => undefined };

const empty: Slot<never> = { get: () => undefined, set: () => undefined };

/** For who compiles once. */
export const noTables: Tables = { end: () => undefined, during: (_, run) => run(), still: () => undefined, table: () => unknown as Table<never, never>, slot: () => empty, frame: () => unknown, same: (_, value) => value, sameEach: (_, things) => things };

/** For who compiles again and again. */
export function createTables(): Tables {
  const clock: Clock = { now: 0, noted: new Set() };
  const tables = new Recent<Kept>(clock);
  const slots = new Recent<KeptSlot>(clock);
  const values = new Recent<unknown>(clock);
  const lists = new Recent<readonly object[]>(clock);
  const frames = new Recent<readonly unknown[]>(clock);
  const asked = new Recent<ReadonlySet<Entry<unknown>>>(clock);
  return {
    end(isSound) {
      clock.now += isSound ? 10 : 1;
      for (const each of [tables, slots, values, lists, frames, asked]) each.forget();
      clock.noted = new Set();
    },
    during(name, run) {
      const around = clock.noted;
      clock.noted = new Set();
      try {
        return run();
      } finally {
        for (const entry of clock.noted) around.add(entry);
        asked.set(name, clock.noted);
        clock.noted = around;
      }
    },
    still(name) {
      for (const entry of asked.get(name) ?? []) entry.asked = clock.now;
    },
    table<Thing extends object, Made>(name: string, frame: readonly unknown[]) {
      const known = tables.get(name);
      if (known !== undefined && areSame(known.frame, frame)) {
        known.rest();
        return known as unknown as Table<Thing, Made>;
      }
      const kept = new Kept(frame);
      tables.set(name, kept);
      return kept as unknown as Table<Thing, Made>;
    },
    slot<Made>(name: string, frame: readonly unknown[]) {
      const known = slots.get(name);
      const slot = known !== undefined && areSame(known.frame, frame) ? known : new KeptSlot(frame);
      if (slot !== known) slots.set(name, slot);
      return slot as Slot<Made>;
    },
    frame(name, frame) {
      const known = frames.get(name);
      if (known !== undefined && areSame(known, frame)) return known;
      frames.set(name, frame);
      return frame;
    },
    same(name, value) {
      const known = values.get(name);
      if (isEqual(known, value)) return known as typeof value;
      values.set(name, value);
      return value;
    },
    sameEach<Thing extends object>(name: string, things: readonly Thing[], keyOf: (thing: Thing) => string, mayBe: (before: Thing, thing: Thing, at: number) => boolean = () => true) {
      const before = (lists.get(name) ?? []) as readonly Thing[];
      const { start, wasEnd, end } = stretchOf(before, things);
      const byKey = new Map(before.slice(start, wasEnd).map((each) => [keyOf(each), each]));
      const between = things.slice(start, end).map((thing, at) => {
        const known = byKey.get(keyOf(thing));
        return known !== undefined && mayBe(known, thing, start + at) && isEqual(known, thing) ? known : thing;
      });
      const same = start === things.length && before.length === start ? before : exchanged(before, start, wasEnd, between);
      lists.set(name, same);
      return same;
    },
  };
}

/** Of names that nobody asks for: ten compilations, or a hundred with faults. */
const oldest = 100;

interface Clock {
  now: number;
  /** What was asked for since somebody wanted to know. */
  noted: Set<Entry<unknown>>;
}

interface Entry<Value> {
  value: Value;
  asked: number;
}

/** Values by their names, those that were asked for not long ago. */
class Recent<Value> {
  private readonly entries = new Map<string, Entry<Value>>();

  constructor(private readonly clock: Clock) {}

  get(name: string): Value | undefined {
    const entry = this.entries.get(name);
    return entry && this.ask(entry).value;
  }

  set(name: string, value: Value): void {
    const known = this.entries.get(name);
    if (known !== undefined) this.ask(known).value = value;
    else this.entries.set(name, this.ask({ value, asked: this.clock.now }));
  }

  private ask(entry: Entry<Value>): Entry<Value> {
    entry.asked = this.clock.now;
    this.clock.noted.add(entry);
    return entry;
  }

  forget(): void {
    for (const [name, { asked }] of this.entries) if (this.clock.now - asked > oldest) this.entries.delete(name);
  }
}

class Kept implements Table<object, unknown> {
  private readonly made = new Map<object, unknown>();
  private asked = 0;

  constructor(readonly frame: readonly unknown[]) {}

  get(thing: object): unknown {
    this.asked++;
    return this.made.get(thing);
  }

  set(thing: object, made: unknown): void {
    this.made.set(thing, made);
  }

  /** Between two compilations: where most of what it holds was not asked for, as after thousands of edits, it begins anew. */
  rest(): void {
    if (this.made.size > 2 * this.asked + 1000) this.made.clear();
    this.asked = 0;
  }
}

class KeptSlot implements Slot<unknown> {
  private made: unknown;

  constructor(readonly frame: readonly unknown[]) {}

  get(): unknown {
    return this.made;
  }

  set(made: unknown): void {
    this.made = made;
  }
}

/** Whether two lists have the same items at the same places. */
export function areSame(some: readonly unknown[], others: readonly unknown[]): boolean {
  return some.length === others.length && some.every((each, at) => each === others[at]);
}

/** Whether two values are equal in all of their parts. */
function isEqual(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Object.getPrototypeOf(one) !== Object.getPrototypeOf(other)) return false;
  if (Array.isArray(one)) return one.length === (other as readonly unknown[]).length && one.every((each, at) => isEqual(each, (other as readonly unknown[])[at]));
  // Whatever has its values inside is equal to itself alone.
  if (Object.getPrototypeOf(one) !== Object.prototype) return false;
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => Object.hasOwn(other, key) && isEqual((one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key]));
}
