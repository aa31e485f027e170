export interface BenchService {
  readonly name: string;
  readonly port: number;
  readonly instances: readonly string[];
}

export const instancesOfAService: number;
export function servicesOf(count: number): readonly BenchService[];
export function hostsOf(count: number): readonly { readonly name: string; readonly address: string }[];
export function programOf(count: number, form?: "declarations" | "ranges"): string;
