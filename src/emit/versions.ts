/** Orders versions by their numbers: `1.9` before `1.25.1`. A shorter one counts as filled up with zeros. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const order = (left[index] ?? 0) - (right[index] ?? 0);
    if (order !== 0) return order;
  }
  return 0;
}

function numbersOf(version: string): readonly number[] {
  return version.split(/[^\d]+/).filter((part) => part !== "").map(Number);
}
