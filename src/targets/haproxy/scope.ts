import type { Report } from "../../diagnostics/define.js";
import type { Context } from "../../emit/target.js";
import type { SecretUse } from "../../ir/basics.js";
import type { Daemon } from "../../ir/place.js";
import type { Site } from "../../ir/site.js";
import type { SiteIndex } from "../../ir/site-index.js";
import type { Proxy } from "../../ir/traffic.js";
import type { Tables } from "../../source/tables.js";
import { type Quote, quoteFor } from "./quote.js";

/** What every part of the lowering looks at: one process and all the declarations that share it. */
export interface Scope {
  readonly daemon: Daemon;
  readonly site: Site;
  readonly index: SiteIndex;
  readonly report: Report;
  /** What the compilation before made; and a list that is longer after each report. */
  readonly keeping: { readonly tables: Tables; readonly diagnostics: readonly unknown[] };
  readonly quote: Quote;
  readonly reveal: (secret: SecretUse) => string;
  /** In order of names. */
  readonly proxies: readonly Proxy[];
  readonly container: boolean;
  /** Whether all addresses include those of IPv6. */
  readonly ipv6: boolean;
}

export function scopeOf(daemon: Daemon, { site, index, report: reportTo, reveal, tables }: Context): Scope {
  const diagnostics: unknown[] = [];
  const report: Report = (definition, occurrence) => {
    diagnostics.push(definition);
    reportTo(definition, occurrence);
  };
  return {
    daemon,
    site,
    index,
    report,
    keeping: { tables, diagnostics },
    quote: quoteFor(report),
    reveal,
    proxies: daemon.entities.map((name) => index.proxy(name)).filter(({ engine }) => engine === "haproxy"),
    container: index.machine(daemon.machine).kind === "container",
    ipv6: site.networks.some(({ family }) => family === "ipv6"),
  };
}

/** What is kept of a daemon by this name. */
export function nameIn({ daemon }: Scope, what: string): string {
  return `haproxy ${daemon.machine} ${what}`;
}
