import type { Page, Proxy as IrProxy } from "../../ir/traffic.js";
import { bindsOfPage } from "./binds.js";
import type { Line, Proxy, Stats } from "./model.js";
import { nameSection, type Plan } from "./plan.js";
import { words } from "./quote.js";
import type { Scope } from "./scope.js";
import { sectionOf } from "./section.js";
import { seconds } from "./time.js";
import { reportUnsupported } from "./unsupported.js";

/**
 * Sections for the pages that no listen has on its own port, and the pages that listens have.
 *
 * Source: HAProxy Configuration Manual, `stats enable` and its like, `monitor-uri`.
 */
export function lowerPages(scope: Scope, plan: Plan, proxy: IrProxy): readonly Proxy[] {
  for (const { origin } of proxy.status) reportUnsupported(scope.report, origin, "has no counters of nginx", "write `stats PORT` for its own page");
  const health = proxy.health.filter((page) => !isOnListen(proxy, page)).map((page) => healthSection(scope, plan, proxy, page));
  return [...health, ...proxy.stats.map((page) => statsSection(scope, plan, proxy, page))];
}

/** The health page that a listen answers itself, because it has the page's port. */
export function healthOfListen(scope: Scope, proxy: IrProxy, listen: IrProxy["listens"][number]): Pick<Proxy, "monitor_uri"> {
  const [page, another] = proxy.health.filter((each) => isOn(listen, each));
  if (another !== undefined) reportUnsupported(scope.report, another.origin, "has one health page for each listen", "take one of the two away, or give it a port of its own");
  return { monitor_uri: page === undefined ? null : { origin: page.origin, uri: scope.quote.word(page.path, page.origin) } };
}

function isOnListen({ listens }: IrProxy, page: Page): boolean {
  return listens.some((listen) => isOn(listen, page));
}

function isOn({ mode, binds }: IrProxy["listens"][number], { bind }: Page): boolean {
  return mode === "http" && binds.some(({ address, from, to }) => from <= bind.port && bind.port <= to && (address === bind.address || address === null || bind.address === null));
}

function healthSection(scope: Scope, plan: Plan, proxy: IrProxy, page: Page): Proxy {
  const { origin, path } = page;
  return sectionOf({
    origin,
    keyword: "frontend",
    ...nameSection(scope, `${proxy.name}-health`, plan.taken, origin),
    mode: "http",
    bind: bindsOfPage(scope, page),
    option: quiet(page),
    monitor_uri: { origin, uri: scope.quote.word(path, origin) },
    http_request: [{ origin, reason: null, action: words`deny deny_status 404`, condition: null }],
  });
}

function statsSection(scope: Scope, plan: Plan, proxy: IrProxy, page: Page): Proxy {
  return sectionOf({
    origin: page.origin,
    keyword: "listen",
    ...nameSection(scope, `${proxy.name}-stats`, plan.taken, page.origin),
    mode: "http",
    bind: bindsOfPage(scope, page),
    option: quiet(page),
    stats: statsOf(scope, page),
  });
}

/** The page reloads itself and what is in front asks again and again: only failures are worth a line of the log. */
function quiet({ origin }: Page): readonly Line[] {
  return [{ origin, text: words`httplog` }, { origin, text: words`dontlog-normal` }];
}

function statsOf({ quote, report, reveal }: Scope, { origin, path, refreshMs, realm, user, password, admin }: Page): Stats {
  const name = user ?? "admin";
  // Without a password the page would be open to everybody.
  if (user !== null && password === null) reportUnsupported(report, origin, `cannot ask for the user \`${user}\` without a password`, "add `password secret NAME`, or take `user` away");
  if (name.includes(":")) reportUnsupported(report, origin, `cannot tell the user \`${name}\` from the password`, "choose a user without `:`");
  return {
    origin,
    uri: quote.word(path, origin),
    refresh: refreshMs === null ? null : seconds(refreshMs, "refresh", origin, report),
    realm: realm === null ? null : quote.word(realm, origin),
    auth: password === null ? null : quote.word(`${name}:${reveal(password)}`, origin),
    admin,
  };
}
