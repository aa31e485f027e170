export type Result = { readonly seconds: readonly number[]; readonly mebibytes: readonly number[]; readonly bytes: number } | { readonly failed: string };

export interface Row {
  readonly name: string;
  readonly title: string;
  readonly isPeer: boolean;
  readonly absent: string | undefined;
  readonly results: ReadonlyMap<number, Result>;
}

export function growthTable(rows: readonly Row[], counts: readonly number[]): string;
export function exponents(rows: readonly Row[], counts: readonly number[]): string;
export function raceTable(rows: readonly Row[], counts: readonly number[]): string;
export function fasterPeers(rows: readonly Row[], counts: readonly number[]): string;
export interface Edits {
  readonly name: string;
  readonly seconds: readonly number[];
  readonly said: readonly number[];
}

export function editsTable(edits: readonly Edits[]): string;
export function number(value: number): string;
