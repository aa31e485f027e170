import { groupBy } from "../../source/group.js";
import type { Origin } from "../../source/origin.js";
import { plain } from "./directive.js";
import type { Directive, Word } from "./model.js";
import { fixed } from "./quote.js";

/**
 * All lines of one directive at one level. What most locations say alike is said once in `http {}`, so that a location
 * says only what is its own; nginx gives a level all lines of the next outer one, or none.
 */
export interface Setting {
  readonly name: Word;
  readonly lines: readonly (readonly Word[])[];
  readonly origin: Origin;
}

export function setting<const Name extends string>(origin: Origin, name: string extends Name ? never : Name, ...words: readonly Word[]): Setting {
  return { name: fixed<Name>(name), lines: [words], origin };
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

export interface Hoisted {
  /** For the outer level. */
  readonly common: readonly Directive[];
  /** For one of the inner levels: what it says otherwise. */
  rest(settings: readonly Setting[]): readonly Directive[];
}

/** Of each directive the outer level says what most of the inner ones say; of equals the first counts. */
export function hoist(levels: readonly (readonly Setting[])[]): Hoisted {
  const outer = new Map<Word, Setting>();
  for (const [name, said] of groupBy(levels.flat(), (each) => each.name)) {
    const votes = groupBy(said, textOf);
    const [winner] = [...votes.values()].reduce((best, each) => (each.length > best.length ? each : best));
    outer.set(name, winner!);
  }
  const common = new Map([...outer].map(([name, setting]) => [name, textOf(setting)]));
  return {
    common: [...outer.values()].filter((each) => standards[each.name] !== textOf(each)).flatMap(directivesOf),
    rest: (settings) => settings.filter((each) => common.get(each.name) !== textOf(each)).flatMap(directivesOf),
  };
}

export function directivesOf({ name, lines, origin }: Setting): readonly Directive[] {
  return lines.map((words) => ({ ...plain, name, words, origin }));
}

function textOf({ lines }: Setting): string {
  return lines.length === 1 ? lines[0]!.join(" ") : lines.map((words) => words.join(" ")).join("\n");
}
