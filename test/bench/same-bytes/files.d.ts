export function filesOf(count: number): readonly { readonly path: string; readonly text: string }[];
