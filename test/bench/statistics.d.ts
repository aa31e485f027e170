export function median(values: readonly number[]): number;
export function pairedRatio(these: readonly number[], those: readonly number[]): number;
export function exponentOf(points: readonly (readonly [count: number, cost: number])[]): number | undefined;
