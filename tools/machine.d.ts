export interface Need {
  readonly name: string;
  readonly package: string;
  readonly paths: readonly string[];
}

export const projectFolder: string;
export const cacheFolder: string;
export const needs: readonly Need[];
export function findNeed(name: string): string | undefined;
export function missingNeeds(): readonly Need[];
export function readDistribution(): { readonly id: string; readonly suite: string } | undefined;
