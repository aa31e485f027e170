/** Whole numbers of which some are taken. */
export interface Slots {
  take(number: number): void;
  /** The first from there on that is free. */
  freeFrom(number: number): number;
}

export function createSlots(): Slots {
  /** Of each number that is taken, a higher one up to which all are. */
  const next = new Map<number, number>();
  return {
    take: (number) => void next.set(number, number + 1),
    freeFrom(number) {
      let free = number;
      for (let after = next.get(free); after !== undefined; after = next.get(free)) free = after;
      // Who asks again jumps to there at once.
      for (let each = number; each < free; ) {
        const after = next.get(each)!;
        next.set(each, free);
        each = after;
      }
      return free;
    },
  };
}
