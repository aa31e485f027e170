import type { Context } from "../../emit/target.js";
import type { Daemon } from "../../ir/place.js";
import type { Proxy } from "../../ir/traffic.js";
import { group, line } from "./directive.js";
import { addDirectives } from "./extend.js";
import { httpOf } from "./http.js";
import { imageOf, tmpfilesOf } from "./image.js";
import { missingModule, type Module } from "./installation.js";
import { processErrorLog } from "./logs.js";
import type { Directive, Nginx } from "./model.js";
import { placed, type Placed } from "./native.js";
import { reportOldVersions } from "./old-versions.js";
import { printRuns } from "./print-runs.js";
import { fixed } from "./quote.js";
import { type Scope, scopeOf } from "./scope.js";
import { streamOf } from "./stream.js";
import { claimOf, ownerOf, workersOf } from "./workers.js";

/** The files of one nginx: all gateways and balancers that run as one process. */
export function lower(daemon: Daemon, context: Context): Nginx {
  const scope = scopeOf(daemon, context);
  reportOldVersions(scope);
  const natives = new Map(scope.proxies.map((proxy) => [proxy, placed(proxy.native, "main", scope)]));
  const http = httpOf(natives, scope);
  const stream = streamOf(natives, scope);
  const main = mainOf(natives, scope);
  const workers = workersOf(main);
  const { path, program, reload } = scope.installation;
  return {
    configuration: { main, events: eventsOf(natives, scope), http: http && printRuns(http, scope), stream, origin: daemon.origin },
    serverLists: scope.serverLists.map((list) => ({ ...list, owner: ownerOf(list, workers), claim: claimOf(list, workers, scope.installation) })),
    image: imageOf(scope, workers),
    tmpfiles: tmpfilesOf(scope, workers),
    path,
    check: [program, "-t", "-q", "-c", path],
    reload,
  };
}

function mainOf(natives: ReadonlyMap<Proxy, Placed>, scope: Scope): readonly Directive[] {
  const { origin } = scope.daemon;
  const { user, pid } = scope.installation;
  const base = [
    ...group(moduleLines(scope)),
    ...group([
      ...(user === null ? [] : [line(origin, "user", user)]),
      line(origin, "worker_processes", fixed("auto")),
      line(origin, "worker_rlimit_nofile", fixed("65536")),
      ...processErrorLog(scope),
      line(origin, "pid", pid),
    ]),
  ];
  const loaded = new Set(base.filter(({ name }) => name === "load_module").map(({ words }) => words));
  const native = [...natives.values()].flatMap((each) => each.get("main") ?? []);
  return addDirectives(base, native.filter(({ name, words }) => name !== "load_module" || !loaded.has(words)), scope.report);
}

/** What must be loaded before nginx reads anything else. */
function moduleLines({ needs, installation, report, proxies }: Scope): readonly Directive[] {
  const order: readonly Module[] = ["stream", "lua", "upsync"];
  return order.flatMap((module) => {
    const origin = needs.get(module);
    if (origin === undefined) return [];
    const files = installation.modules[module];
    if (files === null) report(missingModule, { at: origin, data: { module, engine: proxies[0]?.engine ?? "nginx" } });
    return (files ?? []).map((file) => line(origin, "load_module", file));
  });
}

/** A connection of a client takes one more to a server, so twice as many files may be open, and some. */
function eventsOf(natives: ReadonlyMap<Proxy, Placed>, scope: Scope): readonly Directive[] {
  const native = [...natives.values()].flatMap((each) => each.get("events") ?? []);
  return addDirectives([line(scope.daemon.origin, "worker_connections", fixed("16384"))], native, scope.report);
}

