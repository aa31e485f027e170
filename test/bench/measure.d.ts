export type Measured =
  | { readonly failed: string; readonly stderr?: string }
  | { readonly failed?: undefined; readonly seconds: number; readonly mebibytes: number | undefined; readonly stderr: string };

export const knowsMemory: boolean;
export function measure(
  command: readonly [program: string, ...words: string[]],
  options: { readonly cwd?: string; readonly limit: number; readonly scratch: string },
): Promise<Measured>;
