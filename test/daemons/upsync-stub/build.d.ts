export function buildUpsyncStub(options?: { readonly log?: (line: string) => void }): string | undefined;
