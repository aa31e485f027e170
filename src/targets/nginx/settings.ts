import type { Origin } from "../../source/origin.js";
import { entry, none, spaced } from "./directive.js";
import type { Directive, Word } from "./model.js";
import { fixed } from "./quote.js";

/**
 * All lines of one directive at one level. What most locations say alike is said once in `http {}`, so that a location
 * says only what is its own; nginx gives a level all lines of the next outer one, or none. Levels that say the same share
 * their settings, so where one stands is asked of the level.
 */
export interface Setting<Level> {
  readonly name: Word;
  readonly lines: readonly (readonly Word[])[];
  /** The lines as they go into the file, to compare them. */
  readonly text: string;
  readonly originIn: (level: Level) => Origin;
}

export function setting<Level, const Name extends string>(originIn: (level: Level) => Origin, name: string extends Name ? never : Name, ...words: readonly Word[]): Setting<Level> {
  return settingOf(originIn, fixed<Name>(name), [words]);
}

export function settingOf<Level>(originIn: (level: Level) => Origin, name: Word, lines: readonly (readonly Word[])[]): Setting<Level> {
  return { name, lines, text: lines.map((words) => spaced(...words)).join("\n"), originIn };
}

// What nginx does when nothing is said: such a line would be dead.
const standards: Readonly<Record<string, string>> = {
  client_body_timeout: "1m",
  client_header_timeout: "1m",
  client_max_body_size: "1m",
  keepalive_timeout: "75s",
  proxy_buffering: "on",
  proxy_connect_timeout: "1m",
  proxy_next_upstream: "error timeout",
  proxy_next_upstream_tries: "0",
  proxy_read_timeout: "1m",
  proxy_request_buffering: "on",
  proxy_send_timeout: "1m",
  grpc_connect_timeout: "1m",
  grpc_next_upstream: "error timeout",
  grpc_next_upstream_tries: "0",
  grpc_read_timeout: "1m",
  grpc_send_timeout: "1m",
  send_timeout: "1m",
};

export interface Hoisted<Level> {
  /** For the outer level. */
  readonly common: readonly Directive[];
  /** All that `rest` follows from besides: equal where it gives the same. */
  readonly said: readonly string[];
  /** For an inner level: which of these settings it says otherwise. */
  rest(settings: readonly Setting<Level>[], level: Level): readonly Directive[];
}

/** Settings, how many levels share them, and the first of these. */
export interface Shared<Level> {
  readonly settings: readonly Setting<Level>[];
  readonly level: Level;
  count: number;
}

/** Of each directive the outer level says what most of the inner ones say; of equals the first counts. */
export function hoist<Level>(shared: Iterable<Shared<Level>>): Hoisted<Level> {
  const outer = new Map<Word, Vote<Level>>();
  for (const [name, votes] of votesOf(shared)) outer.set(name, [...votes.values()].reduce((best, each) => (each.count > best.count ? each : best)));
  const rests = new Map<readonly Setting<Level>[], readonly Setting<Level>[]>();
  const restOf = (settings: readonly Setting<Level>[]): readonly Setting<Level>[] => {
    let rest = rests.get(settings);
    if (rest === undefined) rests.set(settings, (rest = settings.filter(({ name, text }) => outer.get(name)?.setting.text !== text)));
    return rest;
  };
  return {
    common: [...outer.values()].filter(({ setting: { name, text } }) => standards[name] !== text).flatMap(({ setting, level }) => directivesOf(setting, level)),
    said: [...outer].map(([name, { setting }]) => `${name} ${setting.text}`),
    rest: (settings, level) => {
      const rest = restOf(settings);
      return rest.length === 0 ? none : rest.flatMap((each) => directivesOf(each, level));
    },
  };
}

interface Vote<Level> {
  count: number;
  /** The first level that says so. */
  readonly setting: Setting<Level>;
  readonly level: Level;
}

/** How many levels say what of each directive. */
function votesOf<Level>(shared: Iterable<Shared<Level>>): ReadonlyMap<Word, ReadonlyMap<string, Vote<Level>>> {
  const found = new Map<Word, Map<string, Vote<Level>>>();
  for (const { settings, count, level } of shared) {
    for (const setting of settings) {
      const votes = found.get(setting.name);
      const same = votes?.get(setting.text);
      if (votes === undefined) found.set(setting.name, new Map([[setting.text, { count, setting, level }]]));
      else if (same === undefined) votes.set(setting.text, { count, setting, level });
      else same.count += count;
    }
  }
  return found;
}

/** The lists of settings that levels have, each once; `lists` holds that of each level. */
export function sharedBy<Level>(levels: readonly Level[], lists: readonly (readonly Setting<Level>[])[]): readonly Shared<Level>[] {
  const known = new Map<readonly Setting<Level>[], Shared<Level>>();
  let last: Shared<Level> | undefined;
  for (let at = 0; at < lists.length; at++) {
    const settings = lists[at]!;
    if (last?.settings !== settings) last = known.get(settings);
    if (last !== undefined) last.count++;
    else known.set(settings, (last = { settings, level: levels[at]!, count: 1 }));
  }
  return [...known.values()];
}

export function directivesOf<Level>({ name, lines, originIn }: Setting<Level>, level: Level): readonly Directive[] {
  const origin = originIn(level);
  return lines.map((words) => entry(origin, name, spaced(...words)));
}
