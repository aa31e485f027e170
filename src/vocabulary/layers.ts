/** The kinds of proxies, which run an engine: HAProxy, nginx, LVS. */
export const proxyKinds = ["gateway", "balancer"] as const;

/** The kinds that stand in front of others: what `behind` names, and what holds a VIP for what is behind it. */
export const layerKinds = [...proxyKinds, "cache"] as const;

export function isProxy({ kind }: { readonly kind: string }): boolean {
  return (proxyKinds as readonly string[]).includes(kind);
}

export function isLayer({ kind }: { readonly kind: string }): boolean {
  return (layerKinds as readonly string[]).includes(kind);
}
