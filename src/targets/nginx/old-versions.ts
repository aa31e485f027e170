import { requireVersion, type Scope } from "./scope.js";

/** The first nginx that reads all that is written for every site; `ssl_protocols TLSv1.3` is the youngest of it. Source: nginx.org, "CHANGES". */
const oldestReader = "1.13.0";

/** Reports what an old nginx of the user's would not read. */
export function reportOldVersions(scope: Scope): void {
  for (const { listens, origin } of scope.proxies) {
    if (!requireVersion(scope, origin, oldestReader, "read what infc writes")) continue;
    for (const { routes } of listens) {
      for (const { limits } of routes) {
        for (const { delay, origin: at } of limits) if (delay !== null) requireVersion(scope, at, "1.15.7", "serve a part of a burst at once");
      }
    }
  }
}
