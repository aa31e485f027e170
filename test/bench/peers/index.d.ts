export interface Found {
  readonly program?: string;
  readonly modules?: string;
  readonly version?: string;
}

export interface Peer {
  readonly name: string;
  readonly title: string;
  readonly needs: string;
  readonly find: (modules: string | undefined) => Found | undefined;
  readonly start: (found: Found, run: { readonly count: string; readonly folder: string; readonly data: string; readonly scratch: string }) => readonly string[];
}

export const peers: readonly Peer[];
