export interface Way {
  readonly name: string;
  readonly edit: (run: number) => string;
  readonly file: string;
  readonly shown: (run: number) => string;
}

export function editsOf(count: number): { readonly line: string; readonly ways: readonly Way[] };
