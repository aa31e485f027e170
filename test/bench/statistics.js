export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** How often `those` go into `these`, run by run: what slows the machine down for a while slows both of a pair. */
export function pairedRatio(these, those) {
  return median(these.map((value, index) => value / those[index]));
}

/** The exponent of the power law nearest to `points` of `[count, cost]`, by least squares over the logarithms: 1 is linear. Undefined for fewer than two. */
export function exponentOf(points) {
  if (points.length < 2) return undefined;
  const logs = points.map(([count, cost]) => [Math.log(count), Math.log(cost)]);
  const mean = (index) => logs.reduce((sum, each) => sum + each[index], 0) / logs.length;
  const [meanCount, meanCost] = [mean(0), mean(1)];
  const slope = logs.reduce((sum, [count, cost]) => sum + (count - meanCount) * (cost - meanCost), 0);
  return slope / logs.reduce((sum, [count]) => sum + (count - meanCount) ** 2, 0);
}
